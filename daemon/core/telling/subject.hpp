// A data subject as imported: who must be told, and how they may be reached. All of it is personal data and lives in
// clear only in memory, in Pii<>.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/pii.hpp"
#include "base/result.hpp"
#include "settings/contacts.hpp"

namespace breachd {

using Reach = ContactKinds;  // the kinds of contact a subject has a usable address of

inline constexpr std::size_t kAddressesMax = 4;  // of one kind that a subject can have

struct Subject {
    Pii<std::string> subject_ref;  // the organisation's own reference; identifies the subject within the incident
    Pii<std::string> name;
    Contacts contacts;               // of one kind, the address that is tried first stands first
    std::string language = "vi";     // vi | en
    std::vector<std::string> kinds;  // empty: all kinds of the incident
    // The child whose data they are, where name and contacts are those of its parent or guardian, who is written to.
    Pii<std::string> guardian_of;

    const Pii<std::string>& address(ContactKind kind) const { return address_of(contacts, kind); }
};

// Kinds as one word, sorted and joined with +, and back; "": no kinds of one's own.
std::string group_of(std::vector<std::string> kinds);
std::vector<std::string> kinds_in(std::string_view group);

// All addresses of a kind, in the order in which they are tried.
std::vector<Pii<std::string>> addresses_of(const Subject& subject, ContactKind kind);
// Adds an address after those of its kind. False when there is no room for it; one that is there is no other one.
bool add_address(Contacts& contacts, ContactKind kind, std::string address);
// The kinds of which the two have other addresses, or the same ones in another order.
Reach differing_contacts(const Subject& a, const Subject& b);

// Normalises in place and says which addresses are usable. Unusable addresses are removed.
Reach normalise(Subject& subject);

// Two rows of one list about the same person: the addresses that the first row with any of a kind has, the kinds of
// data of both (all, when one names none), the children of both. `differs`: of the second the name, an
// address or a child was left out; under another name all its addresses are.
Subject united(Subject first, const Subject& second, bool& differs);
// Whether two names may be one person's: all words of one are in the other, or one letter is another ("LE AN", "Lê Ân",
// "Lê Thị An"). No name is anybody's.
bool may_be_one_name(const Subject& a, const Subject& b);
// A known person as a later list or a correction gives them: what is given replaces (all addresses of a kind), what is
// empty stays. Kinds of data are added.
Subject corrected(Subject known, const Subject& given);

// JSON for sealing and back. Holds personal data: never log, never store in clear.
std::string serialise(const Subject& subject);
Result<Subject> deserialise_subject(std::string_view text);

}  // namespace breachd
