#include "ctl/people/draft_text.hpp"

#include <fmt/format.h>

#include "ctl/print.hpp"

namespace breachd::ctl {

namespace {

std::string cut_line(const json::value& cut) {
    bool name = text_at(cut, "what") == "name";
    return fmt::format(
        "chú ý / mind: {}: tin ngắn quá dài, {} bị bỏ bớt chữ / the short text is too long, words are "
        "left out of {}",
        text_at(cut, "language"), name ? "tên tổ chức" : "câu", name ? "the name" : "its sentence");
}

// Whether all is there that the law wants; where it wants no letter, what this one leaves out.
std::string demand_lines(const json::value& draft) {
    bool whole = array_at(draft, "missing").empty() && array_at(draft, "faults").empty();
    if (text_at(draft, "demanded") != "false") return whole ? "đủ nội dung theo luật / nothing is missing\n" : "";
    std::string out = "ở vụ này luật không buộc gửi thông báo / no law demands a letter about this incident\n";
    for (const auto& item : array_at(draft, "empty"))
        out += fmt::format("bỏ trống / left empty: {} / {}\n", text_at(item, "label.vi"), text_at(item, "label.en"));
    return out;
}

}  // namespace

std::string draft_text(const json::value& draft) {
    std::string out;
    for (const char* language : {"vi", "en"}) {
        auto subject = text_at(draft, fmt::format("{}.subject", language));
        if (subject.empty()) continue;
        out += fmt::format(
            "=== {} ===\n{}\n\n{}\n\n[{}]\n{}\n\n", language, subject, text_at(draft, fmt::format("{}.body", language)),
            language == std::string_view("vi") ? "tin ngắn" : "short text",
            text_at(draft, fmt::format("{}.short", language), text_at(draft, fmt::format("{}.short_text", language))));
    }
    for (const auto& item : array_at(draft, "missing")) out += missing_line(item) + "\n";
    for (const auto& fault : array_at(draft, "faults"))
        out += fmt::format("lỗi / fault: {} {}\n", text_at(fault, "where"), text_at(fault, "what"));
    for (const auto& cut : array_at(draft, "short_cut")) out += cut_line(cut) + "\n";
    out += demand_lines(draft);
    return out;
}

}  // namespace breachd::ctl
