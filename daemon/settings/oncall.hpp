// Who is paged: people, duty rosters, the escalation policy. Plain values; core/oncall decides with them.
#pragma once

#include <boost/describe.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.hpp"
#include "settings/contacts.hpp"

namespace breachd {

struct Person {
    std::string id, name;
    Contacts contacts;  // without the id, which everybody has
};

// One person instead of the one whose turn it is, from `from` up to `until`. Said to the running daemon, not
// configured.
struct RosterOverride {
    std::string override_id, roster, person;
    Instant from{}, until{};
    std::string by, reason;
    bool operator==(const RosterOverride&) const = default;
};
BOOST_DESCRIBE_STRUCT(RosterOverride, (), (override_id, roster, person, from, until, by, reason))

struct Roster {
    std::string name;
    std::vector<std::string> members;
    Duration rotation{std::chrono::hours{24 * 7}};
    Instant starts{};
    std::vector<RosterOverride> overrides = {};  // the last one that covers a moment counts
};

struct EscalationStepRule {
    Duration after{};
    std::vector<std::string> page;  // "roster:<name>" or a person's id
};

struct OnCall {
    std::vector<Roster> rosters;
    std::vector<EscalationStepRule> escalation;
    Duration repeat{std::chrono::minutes{30}};
    int rounds_max = 3;                 // then the chain is exhausted: an alarm of its own, and it starts again
    std::vector<std::string> channels;  // names of channels
    std::vector<int> reminder_marks{33, 67, 83, 92, 98};  // per cent of an obligation's period
};

struct OnCallSettings {
    std::vector<Person> people;
    OnCall on_call;

    const Person* person(std::string_view id) const;
    std::string name_of(std::string_view id) const;  // the id of who is not among the people
};

}  // namespace breachd
