#include "report/text.hpp"

#include <fmt/format.h>
#include <glib.h>

#include <memory>

#include "base/utf8.hpp"

namespace breachd::report {

namespace {

using GText = std::unique_ptr<char, decltype(&g_free)>;

}  // namespace

std::string clean_text(std::string_view text) { return printable(text).text; }

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
