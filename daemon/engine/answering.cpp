#include "engine/answering.hpp"

#include <fmt/format.h>

#include "core/words/citation.hpp"
#include "core/words/terms.hpp"

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

namespace {

std::string missing_in(const std::vector<MissingItem>& missing, std::string_view language) {
    std::string text;
    for (const auto& item : missing) {
        text += fmt::format("{}{} ({}", text.empty() ? "" : "; ", item.label.in(language),
                            language == "vi" ? citation_text(item.citation, "", "vi") : item.citation);
        for (const auto& fact : item.facts) text += ": " + words::fact(fact, language);
        if (!item.language.empty())
            text += fmt::format(
                fmt::runtime(language == "vi" ? "; không có trong văn bản {}.body" : "; not in the text {}.body"),
                item.language);
        text += ")";
    }
    return text;
}

}  // namespace

std::string missing_text(const std::vector<MissingItem>& missing) {
    return fmt::format("{} / {}", missing_in(missing, "en"), missing_in(missing, "vi"));
}

}  // namespace breachd::engine
