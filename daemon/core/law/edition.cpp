#include "core/law/edition.hpp"

#include <algorithm>

namespace breachd {

namespace {

const Edition* edition_with_id(const std::vector<Edition>& editions, std::string_view id) {
    auto found = std::find_if(editions.begin(), editions.end(), [&](const Edition& each) { return each.id == id; });
    return found == editions.end() ? nullptr : &*found;
}

bool in_force(const Edition& edition, Instant at) {
    return edition.in_force_from && *edition.in_force_from <= at && (!edition.in_force_to || at < *edition.in_force_to);
}

}  // namespace

const Edition* edition_for(const std::vector<Edition>& editions, std::string_view pinned, Instant detected_at) {
    if (!pinned.empty() && pinned != "auto") return edition_with_id(editions, pinned);
    const Edition* best = nullptr;
    // Of two in force at once (a configuration slip that the loader refuses) the later one is the law.
    for (const Edition& edition : editions)
        if (in_force(edition, detected_at) && (!best || *best->in_force_from < *edition.in_force_from)) best = &edition;
    if (best) return best;
    for (const Edition& edition : editions)
        if (edition.in_force_from && detected_at < *edition.in_force_from &&
            (!best || *edition.in_force_from < *best->in_force_from))
            best = &edition;
    if (best) return best;
    // Every edition has ended: an old rule is better than no clock at all.
    for (const Edition& edition : editions)
        if (edition.in_force_from && (!best || *best->in_force_from < *edition.in_force_from)) best = &edition;
    return best;
}

Result<void> must_be_law(const Edition* edition, bool drill) {
    if (edition == nullptr || !edition->is_draft() || drill) return {};
    return Error{ErrorCode::conflict, "the incident follows a draft that never was law: no notice may cite it",
                 edition->id};
}

}  // namespace breachd
