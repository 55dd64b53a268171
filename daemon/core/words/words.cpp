#include "core/words/words.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/telling/notice.hpp"
#include "core/words/reasons.hpp"
#include "core/words/terms.hpp"

namespace breachd {

bool is_english(std::string_view language) { return language == "en"; }

std::string_view pick(std::string_view language, std::string_view vi, std::string_view en) {
    return is_english(language) ? en : vi;
}

void join(std::string& out, std::string_view separator, std::string_view part) {
    if (part.empty()) return;
    if (!out.empty()) out += separator;
    out += part;
}

std::string trimmed(std::string text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
    return text;
}

std::string capitalised(std::string text) {
    if (text.starts_with("đ")) return "Đ" + text.substr(std::string_view("đ").size());
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

std::string count_text(std::int64_t count, std::string_view language) {
    auto digits = std::to_string(count);
    for (std::ptrdiff_t at = std::ptrdiff_t(digits.size()) - 3; at > 0; at -= 3)
        digits.insert(std::size_t(at), is_english(language) ? "," : ".");
    return digits;
}

std::string time_text(Instant at, std::string_view language) {
    return is_english(language) ? format_english(at) : format_vietnamese(at);
}

std::string day_text(Instant at) {
    auto day = local_date(at);
    return fmt::format("{:02}/{:02}/{}", unsigned(day.day()), unsigned(day.month()), int(day.year()));
}

std::string kind_label(std::string_view id, const Edition* edition, std::string_view language) {
    const auto* kind = edition ? edition->kind(id) : nullptr;
    return kind ? kind->label.in(language) : std::string(id);
}

std::string kind_short(std::string_view id, const Edition* edition, std::string_view language) {
    const auto* kind = edition ? edition->kind(id) : nullptr;
    bool named = kind != nullptr && !kind->short_label.vi.empty();
    return named ? kind->short_label.in(language) : kind_label(id, edition, language);
}

std::string party_text(const json::value& party, std::string_view language) {
    if (party.is_string()) return std::string(party.get_string());
    if (!party.is_object()) return "";
    const auto& in = party.get_object();
    auto name = text_member(in, "name"), role = words::role(text_member(in, "role"), language);
    return role.empty() ? name : name.empty() ? role : fmt::format("{} ({})", name, role);
}

namespace {

std::string contact_text(const ContactPoint& contact, std::string_view language) {
    if (contact.phone.empty() && contact.email.empty()) return "";  // a name alone does not let anybody reach us
    std::string out = contact.name;
    join(out, ", ", contact.title);
    join(out, ", ", contact.phone.empty() ? "" : std::string(pick(language, "ĐT ", "tel. ")) + contact.phone);
    join(out, ", ", contact.email);
    return out;
}

std::string parties_text(const Incident& incident, std::string_view language) {
    std::string out;
    for (const auto& party : incident.parties) join(out, "; ", party_text(party, language));
    for (const auto& source : incident.provenance) join(out, "; ", words::provenance(source, language));
    return out;
}

std::string kinds_counted(const Incident& incident, const Edition* edition, std::string_view language) {
    std::string out;
    for (const auto& count : incident.kinds) {
        std::string numbers;
        if (count.records > 0)
            join(numbers, ", ",
                 count_text(count.records, language) + std::string(pick(language, " bản ghi", " records")));
        if (count.subjects > 0)
            join(numbers, ", ",
                 count_text(count.subjects, language) + std::string(pick(language, " chủ thể dữ liệu", " people")));
        auto label = kind_label(count.kind, edition, language);
        join(out, "; ", numbers.empty() ? label : fmt::format("{} ({})", label, numbers));
    }
    return out;
}

bool counted(const Incident& incident) {
    return std::any_of(incident.kinds.begin(), incident.kinds.end(),
                       [](const auto& k) { return k.records > 0 || k.subjects > 0; });
}

std::string occurred_text(const Incident& incident, std::string_view language) {
    if (!incident.occurred_from) return "";
    auto out = time_text(*incident.occurred_from, language);
    if (incident.occurred_to && *incident.occurred_to != *incident.occurred_from)
        out = fmt::format("{} {} {} {}", pick(language, "từ", "from"), out, pick(language, "đến", "to"),
                          time_text(*incident.occurred_to, language));
    if (incident.occurred_estimated)
        out += pick(language, " (ước tính, theo cảnh báo)", " (an estimate, from the alert)");
    return out;
}

}  // namespace

std::string kinds_text(const Incident& incident, const Edition& edition, std::string_view language) {
    std::string out;
    for (const auto& count : incident.kinds) join(out, ", ", kind_label(count.kind, &edition, language));
    return out;
}

std::string fact_text(const Incident& incident, const Settings& settings, std::string_view fact,
                      std::string_view language) {
    const auto* edition = settings.edition_of(incident.edition);
    auto text = [](const std::optional<std::string>& value) { return value ? trimmed(*value) : std::string(); };
    auto time = [&](const std::optional<Instant>& at) { return at ? time_text(*at, language) : std::string(); };
    // What people wrote is Vietnamese; the English letter takes their English words where they gave some.
    auto told = [&](const std::optional<std::string>& vi, const std::optional<std::string>& en) {
        auto english = is_english(language) ? text(en) : "";
        return english.empty() ? text(vi) : english;
    };
    if (fact == "detected_at")
        return incident.detected_at == Instant{} ? "" : time_text(incident.detected_at, language);
    if (fact == "detected_how")
        return detected_how_text(told(incident.detected_how, incident.detected_how_en), language);
    if (fact == "occurred_from" || fact == "occurred") return occurred_text(incident, language);
    if (fact == "occurred_to") return time(incident.occurred_to);
    if (fact == "incident_detected_at") return time(incident.incident_detected_at);
    if (fact == "told_by_processor_at") return time(incident.told_by_processor_at);
    if (fact == "confirmed_at") return time(incident.confirmed_at);
    if (fact == "remedied_at") return time(incident.remedied_at);
    if (fact == "place") return told(incident.place, incident.place_en);
    if (fact == "description") return told(incident.description, incident.description_en);
    if (fact == "parties") return parties_text(incident, language);
    if (fact == "consequences") return told(incident.consequences, incident.consequences_en);
    if (fact == "severity_and_risks") return told(incident.severity_and_risks, incident.severity_and_risks_en);
    if (fact == "measures") return told(incident.measures, incident.measures_en);
    if (fact == "guidance") return told(incident.guidance, incident.guidance_en);
    if (fact == "kinds") return edition ? kinds_text(incident, *edition, language) : "";
    if (fact == "kinds_counted") return kinds_counted(incident, edition, language);
    if (fact == "quantity") return counted(incident) ? kinds_counted(incident, edition, language) : "";
    if (fact == "organisation") return settings.organisation.name;
    if (fact == "organisation.data_protection_officer")
        return contact_text(settings.organisation.data_protection_officer, language);
    if (fact == "organisation.incident_desk") return contact_text(settings.organisation.incident_desk, language);
    if (fact == "act") {
        const auto* act = edition ? edition->act(incident.act) : nullptr;
        return act ? act->label.in(language) : incident.act;
    }
    return "";
}

}  // namespace breachd
