// Facts of an incident that a person can give or correct, by their names in the HTTP contract; and the rules that a
// change must keep. Times: any correction of a time needs a reason; detection may not lie in the future.
#pragma once

#include <string_view>
#include <vector>

#include "core/incident/incident.hpp"
#include "core/journal/event.hpp"
#include "settings/settings.hpp"

namespace breachd {

// What a fact's value is. `parties`: names, or {"name", "role"}; `choice`: one of a closed list (`choices`).
enum class FactType { text, time, number, parties, names, kinds, choice };
BOOST_DESCRIBE_ENUM(FactType, text, time, number, parties, names, kinds, choice)

struct FactRow {
    std::string_view name;
    FactType type = FactType::text;
    std::vector<std::string> choices;
    bool in_notice = false;
    bool required = false;  // may not become null
};
// All facts in the order in which people are asked for them. `edition`: whose acts are the choices of `act`; may be
// null.
std::vector<FactRow> known_facts(const Edition* edition);

// Facts that the notice is made of: who changes one first is the notice's drafter.
bool is_notice_fact(std::string_view field);
// The same, and the times that the notice prints: who sets one has words in the notice.
bool is_printed_fact(std::string_view field);

// Sets a described member by name from JSON; unknown names and wrong types leave the incident as it was (older
// journals).
void set_fact(Incident& incident, std::string_view field, const json::value& value);

// The entries of a merge-patch: one FactChanged a member that really changes. `patch` may hold "reason". Errors name
// the member (JSON Pointer); nothing is changed then.
Result<std::vector<Event>> patch_facts(const Incident& incident, const json::object& patch, const Settings& settings,
                                       Instant now);

// Opened by hand, a detection may lie this far ahead (another clock, a table-top exercise typed in advance): the clocks
// run from the moment as given, and people are woken to check it. A correction never moves a detection into the future.
inline constexpr Duration kDetectionAheadMax = std::chrono::hours{24 * 366};

// An incident opened by hand: title is required; detected_at defaults to now.
Result<IncidentOpened> open_by_hand(const json::object& facts, const Settings& settings, Instant now);

}  // namespace breachd
