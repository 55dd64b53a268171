#include "engine/answering.hpp"

#include <fmt/format.h>

namespace breachd::engine {

Answer changed(Step& step, const Incident& incident) {
    return Changed{std::make_shared<const Incident>(incident), step.now};
}

Result<Answer> apply(Step& step, const Envelope& envelope, const Incident& incident,
                     const Result<std::vector<Event>>& events) {
    if (!events) return events.error();
    step.ledger.append_all(incident.id, envelope.actor, *events);
    step.ledger.settle(incident.id);
    return changed(step, incident);
}

std::string missing_text(const std::vector<MissingItem>& missing) {
    std::string text;
    for (const auto& item : missing) {
        text += fmt::format("{}{} ({}", text.empty() ? "" : "; ", item.label.vi, item.citation);
        for (const auto& fact : item.facts) text += ", " + fact;
        if (!item.language.empty()) text += fmt::format("; not in the text {}.body", item.language);
        text += ")";
    }
    return text;
}

}  // namespace breachd::engine
