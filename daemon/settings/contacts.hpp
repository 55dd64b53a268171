// How a person on call or a data subject can be reached: a kind of contact and an address of that kind. A kind is one
// enumerator and one row of the table in contacts.cpp; everything else (columns of an import, keys of the
// configuration, words, the channels' choice) is read from the row. Addresses are personal data and stay in Pii<>.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/pii.hpp"
#include "base/result.hpp"

namespace breachd {

// `person` is the id in this configuration: everybody has it, and whoever receives it knows the person by it.
enum class ContactKind : unsigned { email, phone, zalo_id, push_token, pager, person, ntfy, postal_address };

// A set of kinds. The bits are stored with the subjects: an enumerator never changes its place.
using ContactKinds = unsigned;
constexpr ContactKinds bit(ContactKind kind) { return 1U << static_cast<unsigned>(kind); }
constexpr bool has(ContactKinds kinds, ContactKind kind) { return (kinds & bit(kind)) != 0; }

struct ContactKindRow {
    ContactKind kind;
    std::string_view name;    // in the configuration, in JSON, and as the column of an import
    std::string_view vi, en;  // the word for people
    bool imported;            // data subjects can have it: a column of the import
    bool configured;          // people of the configuration can have it
    bool short_text;          // only a short text reaches it, unless the channel says otherwise
    // The form that is sent to; "" for an empty text; an error for what cannot be sent to.
    Result<std::string> (*normalise)(std::string_view text);
    // Whom a provider's refusal "not so fast" is about: mail domain, telephone operator; "" when there is no such part.
    std::string (*destination)(std::string_view address);
};

std::span<const ContactKindRow> contact_kinds();  // in the order of the enumerators
const ContactKindRow& row_of(ContactKind kind);
std::optional<ContactKind> contact_kind_from(std::string_view name);
ContactKinds imported_kinds();  // all that data subjects can have

// E-mail with a lower-case domain. Telephone in E.164 (+84...): old 11-digit mobile prefixes moved to today's; of
// Vietnamese numbers only mobile ones, for a message to a fixed line reaches nobody and some gateways accept it.
Result<std::string> normalise_email(std::string_view text);
Result<std::string> normalise_phone(std::string_view text);
// A postal address on one line, its parts parted by commas; line ends of a cell are such commas, too.
Result<std::string> normalise_postal(std::string_view text);
// An id that a provider gave: opaque, printable ASCII.
Result<std::string> normalise_id(std::string_view text);

struct Contact {
    ContactKind kind = ContactKind::email;
    Pii<std::string> address;
    bool operator==(const Contact&) const = default;
};
using Contacts = std::vector<Contact>;

// The first address of that kind; empty when there is none.
const Pii<std::string>& address_of(const Contacts& contacts, ContactKind kind);
// Replaces the first address of that kind, or adds it; an empty address removes it.
void set_address(Contacts& contacts, ContactKind kind, std::string address);
ContactKinds kinds_of(const Contacts& contacts);
// Of the kinds in `usable`, the first (in the table's order) that there is an address of; nullptr when there is none.
const Contact* first_of(const Contacts& contacts, ContactKinds usable);

}  // namespace breachd
