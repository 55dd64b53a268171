// A data subject as imported: who must be told, and how they may be reached. All of it is personal data and lives in
// clear only in memory, in Pii<>.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/pii.hpp"
#include "base/result.hpp"

namespace breachd {

// Which column of the import an address comes from; also the bit in Reach.
enum class Address : unsigned { email = 1, phone = 2, zalo_id = 4, push_token = 8 };
using Reach = unsigned;  // bits of Address: the usable addresses

std::string_view address_name(Address address);
std::optional<Address> address_from(std::string_view name);  // email | phone | zalo_id | push_token

struct Subject {
    Pii<std::string> subject_ref;  // the organisation's own reference; identifies the subject within the incident
    Pii<std::string> name, email, phone, zalo_id, push_token;
    std::string language = "vi";     // vi | en
    std::vector<std::string> kinds;  // empty: all kinds of the incident

    const Pii<std::string>& address(Address which) const;
};

// Addresses in the form that is sent to: e-mail with a lower-case domain, phone in E.164 (+84...), old 11-digit mobile
// prefixes moved to today's; of Vietnamese numbers only mobile ones, for a message to a fixed line reaches nobody and
// some gateways accept it all the same. "" in the Result's value means that the column was empty.
Result<std::string> normalise_email(std::string_view text);
Result<std::string> normalise_phone(std::string_view text);

// Normalises in place and says which addresses are usable. Unusable addresses are cleared.
Reach normalise(Subject& subject);

// JSON for sealing and back. Holds personal data: never log, never store in clear.
std::string serialise(const Subject& subject);
Result<Subject> deserialise_subject(std::string_view text);

}  // namespace breachd
