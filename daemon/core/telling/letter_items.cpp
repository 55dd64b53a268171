#include "core/telling/letter_items.hpp"

#include <algorithm>

#include "core/law/obligation.hpp"

namespace breachd {

namespace {

std::vector<const Content*> contents_that_apply(const Incident& incident, const Edition& edition) {
    std::vector<const Content*> out;
    for (const auto& content : edition.contents) {
        bool wanted = std::any_of(incident.obligations.begin(), incident.obligations.end(), [&](const Obligation& o) {
            const auto* rule = edition.obligation(o.id);
            return rule && is_for_subjects(o) && o.state != ObligationState::not_applicable &&
                   rule->content == content.id;
        });
        if (wanted) out.push_back(&content);
    }
    return out;
}

}  // namespace

std::vector<ContentItem> items_that_apply(const Incident& incident, const Edition& edition) {
    std::vector<ContentItem> out;
    for (const auto* content : contents_that_apply(incident, edition)) {
        for (const auto& item : content->items) {
            auto same = std::find_if(out.begin(), out.end(), [&](const auto& i) { return i.id == item.id; });
            if (same == out.end()) {
                out.push_back(item);
                continue;
            }
            for (const auto& fact : item.facts)
                if (std::find(same->facts.begin(), same->facts.end(), fact) == same->facts.end())
                    same->facts.push_back(fact);
        }
    }
    return out;
}

}  // namespace breachd
