#include "core/telling/letter_data.hpp"

#include <algorithm>

#include "core/law/obligation.hpp"
#include "core/words/citation.hpp"
#include "core/words/reasons.hpp"
#include "core/words/words.hpp"

namespace breachd {

std::string citations_text(const Incident& incident, const Edition* edition, std::string_view language) {
    std::string out;
    for (const auto& o : incident.obligations)
        if (is_for_subjects(o) && o.state != ObligationState::not_applicable &&
            (edition == nullptr || edition->obligation(o.id) != nullptr))
            join(out, "; ", o.citation);
    if (out.empty())
        return std::string(
            pick(language, "pháp luật về bảo vệ dữ liệu cá nhân", "the law on personal data protection"));
    return citation_text(out, decree_name(edition, language), language);
}

json::array kinds_list(const Incident& incident, const Edition* edition, std::string_view language) {
    json::array out;
    for (const auto& count : incident.kinds)
        out.push_back(json::object{{"line", capitalised(kind_label(count.kind, edition, language)) +
                                                (&count == &incident.kinds.back() ? "." : ";")}});
    return out;
}

bool in_vietnamese(const Incident& incident) {
    const std::pair<const std::optional<std::string>*, const std::optional<std::string>*> facts[] = {
        {incident.place_public ? &incident.place_public : &incident.place, &incident.place_en},
        {incident.description_public ? &incident.description_public : &incident.description, &incident.description_en},
        {&incident.detected_how, &incident.detected_how_en},
        {&incident.consequences, &incident.consequences_en},
        {&incident.severity_and_risks, &incident.severity_and_risks_en},
        {&incident.measures, &incident.measures_en},
        {&incident.guidance, &incident.guidance_en}};
    return std::any_of(std::begin(facts), std::end(facts), [](const auto& fact) {
        const auto& [vi, en] = fact;
        return vi->has_value() && !en->has_value() && detected_how_text(**vi, "en") == **vi;
    });
}

}  // namespace breachd
