#include "core/triage/merge.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "base/text.hpp"

namespace breachd {

namespace {

using Names = std::vector<std::string>;

constexpr std::size_t kNamesMax = 256;

Names together(const Names& known, const Names& newer) {
    Names out = known;
    for (const auto& name : newer)
        if (out.size() < kNamesMax && !holds(out, name)) out.push_back(name);
    return out;
}

// A message that speaks of another part of the same alert leaves nothing out.
void note_left_out(const Names& known, const Names& newer, Names& out) {
    bool adds = std::any_of(newer.begin(), newer.end(), [&](const auto& name) { return !holds(known, name); });
    if (adds) return;
    for (const auto& name : known)
        if (out.size() < kNamesMax && !holds(newer, name) && !holds(out, name)) out.push_back(name);
}

}  // namespace

Alert merged(const Alert& known, const Alert& newer) {
    Alert out = newer;
    out.left_out = known.left_out;
    for (auto list : {&Alert::hosts, &Alert::users, &Alert::tables, &Alert::data_kinds}) {
        out.*list = together(known.*list, newer.*list);
        note_left_out(known.*list, newer.*list, out.left_out);
    }
    out.tags = together(known.tags, newer.tags);
    if (!out.records) out.records = known.records;
    if (out.rule_id.empty()) out.rule_id = known.rule_id;
    if (out.severity_native.empty() && !known.severity_native.empty()) {
        out.severity = known.severity;
        out.severity_native = known.severity_native;
    }
    if (known.occurred_at && (!out.occurred_at || *known.occurred_at < *out.occurred_at))
        out.occurred_at = known.occurred_at;
    return out;
}

}  // namespace breachd
