// Triage: what an alert means here. A pure function of the alert, its sender and the settings: which assets it names,
// which kinds of data are at stake, which rule decides, and whether an incident opens, with how many subjects.
//
// First the kind rules say what is known of the data sets by their names. Then the first rule whose conditions all hold
// decides (a rule with `open: false` keeps the alert and ends the search). No rule, or a test message: the alert is
// kept and nothing opens. Every decision carries its reason as a word and as a sentence, the sentence made of the
// configuration's own words only: nothing an attacker can write into an alert gets into it.
//
// A condition is `field op value`:
//   fields   severity records (numbers) · title source status rule_id external_id proof (texts) ·
//            hosts users tables tags kinds assets (lists; the singular is accepted) ·
//            /json/pointer: a field of the alert as it was sent (ingest/sent_fields.hpp; quoted when it holds blanks)
//            `kinds` are those the sender detected, those of the kind rules and those of the assets the alert names
//   ops      == != >= <= > < =~ !~ contains in
//   value    a word, a number, "quoted" (only \" is an escape, so a regular expression is written as it is),
//            or for `in` a list [a, "b c"]
// A list holds a comparison when any element does; != and !~ hold when no element is equal / matches. `contains` looks
// for an element of a list, and for a part of a text or of a sent field. Text is compared without regard to ASCII case,
// except by =~ and !~ (write (?i)). A number that is unknown holds only !=; a sent field is compared by order as the
// number it is, 7.5 included. Regular expressions are RE2 (linear time), compiled once, at most kPatternBytesMax bytes.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "core/incident/incident.hpp"
#include "core/triage/alert.hpp"
#include "settings/settings.hpp"

namespace breachd {

inline constexpr std::size_t kPatternBytesMax = 1024;

// Why an alert ended where it did. From sender_unproven on they are said by the engine, which knows the incidents.
enum class AlertReason {
    opened_by_rule,
    no_rule,
    rule_records_only,
    test_message,
    sender_unproven,
    joined_group,
    joined_after_remedy,
    dismissed_before,
    opened_storm,
    joined_storm
};
BOOST_DESCRIBE_ENUM(AlertReason, opened_by_rule, no_rule, rule_records_only, test_message, sender_unproven,
                    joined_group, joined_after_remedy, dismissed_before, opened_storm, joined_storm)

struct TriageDecision {
    bool open = false;       // opens an incident, or joins the one of its group
    bool join_only = false;  // the sender is unproven: brings no facts, joins, but opens none alone
    AlertReason why = AlertReason::no_rule;
    std::string rule;              // the rule that decided; "" when none did
    std::string act;               // of the incident to open
    std::vector<KindCount> kinds;  // sorted as found: the rule's or the assets', then detected, then known by name
    int severity = 50;
    std::string playbook;                 // id; "" when the settings hold no playbook at all
    std::vector<std::string> assets;      // names of the assets the alert touches
    std::vector<std::string> kind_rules;  // names of the kind rules that fired
    std::vector<std::string> provenance;  // "Sở GTVT (agreement 12/TT-2025)": who shared the data with us
    std::string group_key;                // alerts with the same key within group_window are one incident
    Duration group_window{};
    Bilingual reason;
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

// What a condition is asked about.
struct Evidence {
    const Alert& alert;
    std::string_view source;
    SenderProof proof = SenderProof::token;
    const std::vector<const Asset*>& assets;
    const std::vector<std::string>& known_kinds;  // by the kind rules
    const SentFields& sent;
};

// The error names what is wrong and at which character; `where` is the condition as written.
Result<std::shared_ptr<const Condition>> parse_condition(std::string_view text);
// All of them, or the first error.
Result<When> parse_when(std::vector<std::string> texts);

bool holds(const Condition& condition, const Evidence& evidence);
// The pointer of a condition on a sent field; "" for all others.
std::string_view pointer_of(const Condition& condition);

// Globs with *; ASCII case does not matter (host names, Windows accounts and SQL names have none).
bool glob_matches(std::string_view glob, std::string_view text);
std::vector<const Asset*> assets_of(const Alert& alert, const Settings& settings);

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
