#include "core/incident/derived.hpp"

#include <algorithm>

namespace breachd {

namespace {

void drop_sentences(json::value& incident, const Incident& folded) {
    auto* members = incident.if_object();
    if (members == nullptr) return;
    if (auto* duties = members->if_contains("obligations"); duties && duties->is_array()) {
        auto known = std::min(duties->get_array().size(), folded.obligations.size());
        for (std::size_t i = 0; i < known; ++i)
            if (auto* duty = duties->get_array()[i].if_object(); duty && folded.obligations[i].how.cause)
                duty->erase("how");
    }
    auto* page = members->if_contains("public_notice");
    const auto& why = folded.public_notice.why;
    if (page && page->is_object() && why && why->cause) page->get_object().erase("why");
}

}  // namespace

std::string differs_from_fold(json::value incident, const Incident& folded) {
    auto wanted = to_json(folded);
    drop_sentences(wanted, folded);
    drop_sentences(incident, folded);
    const auto* given = incident.if_object();
    if (given == nullptr) return "?";
    std::string out;
    auto name = [&](std::string_view member) { out += (out.empty() ? "" : ", ") + std::string(member); };
    for (const auto& item : wanted.get_object()) {
        const auto* same = given->if_contains(item.key());
        if (!same || *same != item.value()) name(item.key());
    }
    for (const auto& item : *given)
        if (!wanted.get_object().contains(item.key())) name(item.key());
    return out;
}

}  // namespace breachd
