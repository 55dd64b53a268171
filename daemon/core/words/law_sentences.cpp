#include "core/words/law_sentences.hpp"

#include <fmt/format.h>

#include "core/words/citation.hpp"
#include "core/words/reasons.hpp"
#include "core/words/terms.hpp"

namespace breachd {

namespace {

// Behind the moment of detection: what the alert claims it to be. "" when it claims nothing else.
std::string claimed_words(std::optional<Instant> claimed_at, std::string_view language) {
    if (!claimed_at) return "";
    auto at = time_text(*claimed_at, language);
    return is_english(language) ? fmt::format(" (the alert claims {}; the clocks run from its arrival)", at)
                                : fmt::format(" (nguồn cảnh báo ghi {}; thời hạn tính từ lúc nhận cảnh báo)", at);
}

std::string ready_words(const InspectionAnnounced& e, std::string_view language) {
    if (e.at_once)
        return std::string(pick(language, "; kiểm tra đột xuất, hồ sơ phải sẵn sàng ngay",
                                "; without notice, the file must be ready now"));
    if (!e.ready_by) return "";
    return std::string(pick(language, "; hồ sơ phải sẵn sàng trước ", "; the file must be ready before ")) +
           time_text(*e.ready_by, language);
}

}  // namespace

std::string opened_sentence(const IncidentOpened& e, std::string_view language) {
    auto kinds = words::kinds(e.kinds, language), title = words::one_line(e.title), act = words::act(e.act, language);
    if (kinds.empty()) kinds = pick(language, "chưa rõ", "not known yet");
    auto detected = time_text(e.detected_at, language) + claimed_words(e.claimed_detected_at, language);
    auto why = reason_text(e.why, language);
    if (!why.empty()) why = std::string(pick(language, "; lý do: ", "; reason: ")) + why;
    if (is_english(language))
        return fmt::format("{} “{}” opened, severity {}/100: {}, detected at {}; data affected: {}{}.",
                           e.drill ? "Drill incident" : "Incident", title, e.severity, act, detected, kinds, why);
    return fmt::format("Mở {} “{}”, mức nghiêm trọng {}/100: {}, phát hiện lúc {}; dữ liệu bị ảnh hưởng: {}{}.",
                       e.drill ? "sự cố diễn tập" : "sự cố", title, e.severity, act, detected, kinds, why);
}

std::string inspection_sentence(const InspectionAnnounced& e, std::string_view language) {
    auto decision = words::one_line(e.decision_number), scope = words::one_line(e.scope);
    auto out = is_english(language)
                   ? fmt::format("Inspection decision {} received at {}", decision, time_text(e.received_at, language))
                   : fmt::format("Nhận quyết định kiểm tra {} lúc {}", decision, time_text(e.received_at, language));
    if (!scope.empty()) out += std::string(pick(language, "; phạm vi: ", "; scope: ")) + scope;
    out += ready_words(e, language);
    if (!e.citation.empty()) out += " (" + citation_text(e.citation, "", language) + ")";
    return out + ".";
}

std::string edition_sentence(const EditionChanged& e, std::string_view language) {
    auto from = words::edition(e.from, language), to = words::edition(e.to, language);
    auto out =
        is_english(language)
            ? fmt::format("By the corrected detection, {} applies instead of {}; the duties are planned anew", to, from)
            : fmt::format(
                  "Theo thời điểm phát hiện đã đính chính, văn bản áp dụng là {} thay cho {}; các nghĩa "
                  "vụ được tính lại",
                  to, from);
    std::vector<std::string> duties;
    for (const auto& id : e.kept) duties.push_back(words::duty(id, language));
    if (duties.empty()) return out + ".";
    auto names = words::list(duties, language);
    if (is_english(language))
        return out + fmt::format(". It has no duty {}: that stays owed until two people decide that it does not apply.",
                                 names);
    return out + fmt::format(
                     ". Văn bản này không có nghĩa vụ {}: nghĩa vụ đó được giữ cho đến khi hai người quyết định "
                     "không áp dụng.",
                     names);
}

}  // namespace breachd
