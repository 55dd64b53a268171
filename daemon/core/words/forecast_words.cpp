#include "core/words/forecast_words.hpp"

#include <fmt/format.h>

#include <array>

namespace breachd::words {

namespace {

struct Row {
    std::string_view limit, vi, en;
};
constexpr std::array kRows = {
    Row{"rate", "; kênh “{0}” được cấu hình {1} tin một giờ", "; channel “{0}” is configured for {1} messages an hour"},
    Row{"pace", "; kênh “{0}” thực tế chỉ gửi được {1} tin một giờ",
        "; channel “{0}” really sends {1} messages an hour"},
    Row{"quota", "; kênh “{0}” chỉ được gửi {1} tin mỗi ngày", "; channel “{0}” may send {1} messages a day"},
    Row{"retry", "; kênh “{0}” phải chờ mới được gửi lại", "; channel “{0}” has to wait before it may try again"}};

}  // namespace

std::string channel_limit(std::string_view channel, std::string_view limit, std::string_view per,
                          std::string_view language) {
    for (const auto& row : kRows)
        if (row.limit == limit) return fmt::format(fmt::runtime(language == "en" ? row.en : row.vi), channel, per);
    return "";
}

}  // namespace breachd::words
