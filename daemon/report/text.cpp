#include "report/text.hpp"

#include <fmt/format.h>
#include <glib.h>

#include <memory>

namespace breachd::report {

namespace {

using GText = std::unique_ptr<char, decltype(&g_free)>;

std::string without_controls(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (char c : text) {
        if (c == '\t') c = ' ';
        if ((static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) || c == '\n') out += c;
    }
    return out;
}

}  // namespace

std::string clean_text(std::string_view text) {
    GText valid(g_utf8_make_valid(text.data(), gssize(text.size())), g_free);
    GText composed(g_utf8_normalize(valid.get(), -1, G_NORMALIZE_DEFAULT_COMPOSE), g_free);
    return without_controls(composed ? composed.get() : "");
}

std::string capitals(std::string_view text) {
    auto clean = clean_text(text);
    GText upper(g_utf8_strup(clean.data(), gssize(clean.size())), g_free);
    return clean_text(upper.get());
}

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> out;
    auto clean = clean_text(text);
    for (std::size_t at = 0; at < clean.size();) {
        auto end = std::min(clean.find('\n', at), clean.size());
        auto from = clean.find_first_not_of(' ', at);
        auto line = from < end ? clean.substr(from, end - from) : std::string();
        while (!line.empty() && line.back() == ' ') line.pop_back();
        if (!line.empty()) out.push_back(std::move(line));
        at = end + 1;
    }
    return out;
}

std::string document_date(std::chrono::year_month_day day) {
    auto month = unsigned(day.month());
    return fmt::format("ngày {:02} tháng {} năm {}", unsigned(day.day()),
                       month <= 2 ? fmt::format("{:02}", month) : std::to_string(month), int(day.year()));
}

std::string document_date(std::string_view iso_date) {
    auto at = parse_rfc3339(std::string(iso_date) + "T00:00:00+07:00");
    return at ? document_date(local_date(*at)) : "";
}

std::string or_dots(std::string_view text) { return text.empty() ? std::string(kDots) : std::string(text); }

}  // namespace breachd::report
