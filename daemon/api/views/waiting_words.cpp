#include "api/views/waiting_words.hpp"

#include <fmt/format.h>

#include "api/views/vocabulary.hpp"
#include "core/incident/view.hpp"
#include "core/words/labels.hpp"
#include "core/words/terms.hpp"

namespace breachd::api {

namespace {

std::string label_of(std::span<const words::Word> table, std::string_view id, std::string_view language) {
    const auto* word = words::find_word(table, id);
    return std::string(word ? word->in(language) : id);
}

std::string task_title(const json::object& row, const Settings& settings, std::string_view language) {
    auto id = text_member(row, "about");
    for (const auto& playbook : settings.playbooks)
        for (const auto& task : playbook.tasks)
            if (playbook.id + "/" + task.id == id) return task.title.in(language);
    return text_member(row, "task_title");  // of a playbook that was changed since
}

// After the colon: which duty, which task, which number.
std::string about(const json::object& row, const Settings& settings, std::string_view language) {
    auto kind = text_member(row, "kind"), id = text_member(row, "about");
    if (kind == "task") return task_title(row, settings, language);
    if (kind == "report" || kind == "not_applicable") return words::duty(id, language);
    if (kind == "filing_check") return fmt::format("{} {}", language == "en" ? "no." : "số", id);
    if (kind == "impossible") return fmt::format("{} {}", language == "en" ? "person no." : "người số", id);
    return "";
}

std::string what(const json::object& row, const Settings& settings, std::string_view language) {
    auto label = label_of(words::waiting_kinds(), text_member(row, "kind"), language);
    auto more = about(row, settings, language);
    return capitalised(more.empty() ? label : fmt::format("{}: {}", label, more));
}

}  // namespace

json::object waiting_item(const json::object& row, const Settings& settings) {
    json::object out{{"kind", row.at("kind")},
                     {"incident", row.at("incident_id")},
                     {"title", row.at("title")},
                     {"drill", row.at("drill")}};
    for (const char* member : {"about", "owner", "first", "due_at", "since", "overdue"})
        if (const auto* value = row.if_contains(member)) out[member] = *value;
    out["what"] = bilingual(what(row, settings, "vi"), what(row, settings, "en"));
    return out;
}

json::object next_step_label(std::string_view word) {
    return bilingual(label_of(words::next_steps(), word, "vi"), label_of(words::next_steps(), word, "en"));
}

void put_clock_words(json::object& clock, Instant now) {
    json::object all{{"obligations", json::array{std::move(clock)}}};
    add_lateness(all, now);
    clock = std::move(all["obligations"].as_array().front().as_object());
    clock["label"] = duty_label(text_member(clock, "id"));
    clock["next_step"] = next_step_label(text_member(clock, "next_step"));
}

json::object duty_label(std::string_view id) { return bilingual(words::duty(id, "vi"), words::duty(id, "en")); }

}  // namespace breachd::api
