// The auditor's books: what must be true of every incident, made from what was sent to the daemon and what it answered,
// and from a table of duties written here by hand. Nothing of the engine, the journal or core/law is asked.
//
// Detection. An alert speaks for the moment its sender gives, never for a later one than when it came, and for none
// that lies so far back that only a person may say it: then for when it came. Only a sender
// that proves who it is can say so; one that is proven at last counts from when it first came. In doubt the earlier
// moment. Kinds. Those of the systems that such alerts name, by the register of assets as it then was or became, and
// what a person said; what a person took away stays away.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "sim/witness.hpp"

namespace breachd::sim {

struct Account {  // of one incident
    Instant detected_at{};
    std::set<std::string> kinds, taken_away;  // taken_away: by a person
    std::set<std::string> systems;
    std::map<std::string, Subject> people;         // owed a notice, by reference; the newest list counts
    std::map<std::string, std::string> addresses;  // that any list gave -> whose
    std::optional<Instant> acknowledged_at, dismissed_at, released_at, filed_at, remedied_at;
    std::optional<Instant> proposed_at;  // one person says that it is no breach: the calls end, the duties do not
    bool kinds_by_person = false;
    std::map<std::string, std::int64_t> named;  // kind -> people that the register named when it was found
    struct Release {
        bool to_everyone = true;
        std::set<std::string> kinds, duties;  // of the incident then
    };
    std::vector<Release> releases;  // version 1, 2, ...
    struct Statement {              // that the list is complete
        std::string by;
        std::size_t listed = 0;
        std::int64_t number = 0;
        bool by_two = false;
    };
    std::optional<Statement> statement;

    // The earliest version whose people need not be told by the present one.
    std::size_t since() const;
};

struct Books {
    std::map<std::string, Account> incidents;
    std::map<std::string, std::string> alerts;  // alert id -> the incident it was placed in, "" for none
};

Books keep_books(const Witness& witness, std::shared_ptr<const Settings> at_first);

// Timed duties of Decree 356/2025 and Law 91/2025 as a lawyer would list them; all run from the detection.
struct Duty {
    const char* id;
    std::array<const char*, 2> kinds;  // owed when any of them is affected; none: always
    Duration within;
};
inline constexpr Duration kToSubjects = std::chrono::hours{72};  // Điều 29.1.a, Điều 8.3
inline constexpr Duty kDuties[] = {
    {"authority-report", {nullptr, nullptr}, std::chrono::hours{72}},  // Luật Điều 23.1
    {"subjects-location-biometric", {"location", "biometric"}, kToSubjects},
    {"subjects-finance", {"bank_finance_credit", nullptr}, kToSubjects},
};
bool owes(const Account& account, const Duty& duty);
// The incident's kinds of data that the duty towards people is about; "" : all such duties.
std::set<std::string> kinds_of(const Account& account, std::string_view duty = "");
// Of these those that the person must hear of: of the person's own kinds, when the incident has any of them.
std::set<std::string> kinds_of(const Account& account, const Subject& person, std::string_view duty = "");
std::int64_t number_named(const Account& account, const std::set<std::string>& kinds);
bool list_is_complete(const Account& account);
// The moment at which people should know, when any duty towards them is owed.
bool owes_people(const Account& account);

}  // namespace breachd::sim
