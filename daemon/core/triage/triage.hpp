// Triage: what an alert means here. A pure function of the alert, its sender and the settings: which assets it names,
// which kinds of data are at stake, which rule decides, and whether an incident opens, with how many subjects.
//
// First the kind rules say what is known of the data sets by their names. Then the first rule whose conditions all hold
// decides (a rule with `open: false` keeps the alert and ends the search). No rule, or a test message: the alert is
// kept and nothing opens. Every decision carries its reason, made of the configuration's own words only: nothing an
// attacker can write into an alert gets into it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/incident/incident.hpp"
#include "core/triage/alert.hpp"
#include "core/triage/assets.hpp"
#include "settings/settings.hpp"

namespace breachd {

// The group of the incident that takes all that comes in a storm.
inline constexpr std::string_view kStormGroup = "storm";

// Where an alert ended. `test`: a vendor's test message, kept.
enum class AlertDecision { opened, joined, kept, test };
BOOST_DESCRIBE_ENUM(AlertDecision, opened, joined, kept, test)

struct TriageDecision {
    bool open = false;             // opens an incident, or joins the one of its group
    bool join_only = false;        // the sender is unproven: brings no facts, joins, but opens none alone
    Reason why;                    // the engine, which knows the incidents, may find a better one
    std::string rule;              // the rule that decided; "" when none did
    std::string act;               // of the incident to open
    std::vector<KindCount> kinds;  // sorted as found: the rule's or the assets', then detected, then known by name
    int severity = 50;
    std::string playbook;                                 // id; "" when the settings hold no playbook at all
    std::vector<std::string> assets;                      // names of the assets the alert touches
    std::vector<std::string> by_first_label, by_network;  // patterns of the register that found some only so
    std::vector<std::string> kind_rules;                  // names of the kind rules that fired
    std::vector<std::string> provenance;  // "Sở GTVT (agreement 12/TT-2025)": who shared the data with us
    std::string group_key;                // alerts with the same key within group_window are one incident
    Duration group_window{};
};

// One alert as it arrived.
struct Arrival {
    const Alert& alert;
    std::string_view source;
    const SentFields& sent = kNothingSent;
    SenderProof proof = SenderProof::token;
};

// How one rule looked at an alert.
struct RuleVerdict {
    std::string rule;
    bool gives_kinds = false;  // a kind rule
    bool holds = false;
    std::string failed;  // the first condition that does not hold, as written
};

// The first playbook (in the order of the settings) for one of these kinds; otherwise the general one (no kinds);
// nullptr when there is neither.
const Playbook* playbook_for(const std::vector<KindCount>& kinds, const Settings& settings);
const Playbook* playbook_of(std::string_view id, const Settings& settings);

// Whether nothing shows that the source sent it, and its settings do not believe it without.
bool unproven(SenderProof proof, const Source* source);

TriageDecision triage(const Arrival& arrival, const Settings& settings);
// Of all rules, each once: Settings::sent_pointers.
std::vector<std::string> sent_pointers(const Settings& settings);
// Every kind rule, then the rules up to the one that decided.
std::vector<RuleVerdict> explain(const Arrival& arrival, const Settings& settings);

}  // namespace breachd
