// Triage: what an alert means here. A pure function of the alert, the source's name and the settings: which assets it
// names, which rule decides, and whether an incident opens, with which kinds of data and how many subjects.
//
// The first rule whose conditions all hold decides (a rule with `open: false` keeps the alert and ends the search). No
// rule, or a test message: the alert is kept and nothing opens. Every decision carries its reason as a sentence, made
// of the configuration's own words only: nothing an attacker can write into an alert gets into it.
//
// A condition is `field op value`:
//   fields   severity records (numbers) · title source status rule_id external_id (texts) ·
//            hosts users tables tags kinds assets (lists; the singular is accepted)
//            `kinds` are those the sender detected and those of the assets the alert names
//   ops      == != >= <= > < =~ !~ contains in
//   value    a word, a number, "quoted" (only \" is an escape, so a regular expression is written as it is),
//            or for `in` a list [a, "b c"]
// A list holds a comparison when any element does; != and !~ hold when no element is equal / matches. Text is compared
// without regard to ASCII case, except by =~ and !~ (write (?i)). An unknown number of records holds only !=.
// Regular expressions are RE2 (linear time), compiled once, at most kPatternBytesMax bytes.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "core/alert.hpp"
#include "core/incident.hpp"
#include "core/settings.hpp"

namespace breachd {

inline constexpr std::size_t kPatternBytesMax = 1024;

struct TriageDecision {
    bool open = false;
    std::string rule;                     // the rule that decided; "" when none did
    std::string act;                      // of the incident to open
    std::vector<KindCount> kinds;         // sorted as found: the rule's or the assets', then what the sender detected
    int severity = 50;
    std::string playbook;                 // id; "" when the settings hold no playbook at all
    std::vector<std::string> assets;      // names of the assets the alert touches
    std::vector<std::string> provenance;  // "Sở GTVT (agreement 12/TT-2025)": who shared the data with us
    std::string group_key;                // alerts with the same key within group_window are one incident
    Bilingual reason;
};

// The error names what is wrong and at which character; `where` is the condition as written.
Result<std::shared_ptr<const Condition>> parse_condition(std::string_view text);

bool holds(const Condition& condition, const Alert& alert, std::string_view source,
           const std::vector<const Asset*>& assets);

// Globs with *; ASCII case does not matter (host names, Windows accounts and SQL names have none).
bool glob_matches(std::string_view glob, std::string_view text);
std::vector<const Asset*> assets_of(const Alert& alert, const Settings& settings);

// The first playbook (in the order of the settings) for one of these kinds; otherwise the general one (no kinds);
// nullptr when there is neither.
const Playbook* playbook_for(const std::vector<KindCount>& kinds, const Settings& settings);
const Playbook* playbook_of(std::string_view id, const Settings& settings);

TriageDecision triage(const Alert& alert, std::string_view source, const Settings& settings);

}  // namespace breachd
