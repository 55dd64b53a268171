// What becomes of an alert: the assets we know, the rules of triage, grouping and storms. Plain values; core/triage
// decides with them.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.hpp"

namespace breachd {

namespace ingest {
class Senders;  // ingest/sender_table.hpp
}

struct Provenance {
    std::string provider, sharing, agreement_id;
    bool operator==(const Provenance&) const = default;
};

struct Asset {
    std::string name;
    std::vector<std::string> hosts, users, tables;  // globs with * ; an alert matches when any of them does
    std::vector<std::string> kinds;
    std::int64_t subjects = 0;
    std::int64_t records = 0;
    std::optional<Provenance> provenance;
    bool operator==(const Asset&) const = default;
};

// One condition of a triage rule, compiled (core/triage/condition.hpp parses and owns it).
struct Condition;

// Conditions that must all hold.
struct When {
    std::vector<std::string> texts;  // as written
    std::vector<std::shared_ptr<const Condition>> conditions;
};

// Which alerts of one rule are one incident: those that agree in all of these.
enum class GroupPart { asset, host, user, table, source, rule_id, title };
BOOST_DESCRIBE_ENUM(GroupPart, asset, host, user, table, source, rule_id, title)

struct TriageRule {
    std::string name;
    When when;
    bool open = false;
    std::string act = "leak";
    std::vector<std::string> kinds;  // empty: the asset's
    std::optional<int> severity;
    std::string playbook;             // empty: chosen by kind
    std::vector<GroupPart> group_by;  // empty: the asset, else the host, else the table, else the user, else the source
    std::optional<Duration> group_window;
};

// The kinds of data of a data set, known by its name, path, classifier or tag, beside what sender and asset say of it.
struct KindRule {
    std::string name;
    When when;
    std::vector<std::string> kinds;
};

// More incidents than `incidents` opened by alerts within `within`: further ones are folded into one.
struct StormPolicy {
    int incidents = 20;  // 0: never
    Duration within{std::chrono::minutes{10}};
};

// An alert of a group whose incident is remedied: joins it and pages the duty roster, or opens another.
enum class AfterRemedy { join, open };
BOOST_DESCRIBE_ENUM(AfterRemedy, join, open)
// An alert of a group that was dismissed less than the group's window ago: only kept, or opens another.
enum class AfterDismissal { keep, open };
BOOST_DESCRIBE_ENUM(AfterDismissal, keep, open)

struct IntakeSettings {
    std::shared_ptr<const ingest::Senders> senders;  // products' own words; nullptr: none
    std::vector<Asset> assets;
    std::vector<KindRule> kind_rules;
    std::vector<TriageRule> rules;
    std::vector<std::string> sent_pointers;  // fields of the alerts as sent that the rules ask for, each once
    Duration group_window{std::chrono::minutes{30}};
    StormPolicy storm;
    AfterRemedy after_remedy = AfterRemedy::join;
    AfterDismissal after_dismissal = AfterDismissal::keep;
    // A detection that a machine alone claims to lie further back starts no clock: the arrival does.
    Duration detection_age_max{std::chrono::hours{24 * 7}};
};

}  // namespace breachd
