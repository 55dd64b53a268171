#include "ctl/frame/values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/instant.hpp"

namespace breachd::ctl {

namespace {

std::string time_fault(const std::string& value) {
    if (parse_rfc3339(value)) return "";
    return fmt::format(
        "{}: không phải thời điểm / not a time; viết như / write as 2026-11-20T17:30:00+07:00 (RFC 3339)", value);
}

std::string duration_fault(const std::string& value) {
    if (parse_duration(value)) return "";
    return fmt::format("{}: không phải khoảng thời gian / not a duration; viết như / write as 90s, 15m, 36h, 7d",
                       value);
}

bool all_of(const std::string& value, std::string_view letters) {
    return !value.empty() && value.find_first_not_of(letters) == std::string::npos;
}

constexpr std::string_view kHexDigits = "0123456789abcdefABCDEF";

std::string number_fault(const std::string& value) {
    if (all_of(value, "0123456789") && value.size() <= 15) return "";
    return fmt::format("{}: không phải số / not a number", value);
}

// Its beginning is enough.
std::string sha256_fault(const std::string& value) {
    if (all_of(value, kHexDigits) && value.size() >= 8 && value.size() <= 64) return "";
    return fmt::format("{}: ít nhất 8 chữ số hex của mã SHA-256 / at least 8 hex digits of a SHA-256", value);
}

std::string hex64_fault(const std::string& value) {
    if (all_of(value, kHexDigits) && value.size() == 64) return "";
    return fmt::format("{}: phải là 64 chữ số hex / must be 64 hex digits", value);
}

struct Checked {
    std::string_view kind;
    std::string (*fault)(const std::string&);
};
constexpr std::array<Checked, 5> kChecked{{{"TIME", time_fault},
                                           {"DURATION", duration_fault},
                                           {"NUMBER", number_fault},
                                           {"SHA256", sha256_fault},
                                           {"HEX64", hex64_fault}}};

const Checked* find_checked(std::string_view kind) {
    const auto* found =
        std::find_if(kChecked.begin(), kChecked.end(), [&](const Checked& each) { return each.kind == kind; });
    return found == kChecked.end() ? nullptr : found;
}

}  // namespace

std::vector<std::string> choices_of(std::string_view kind) {
    std::vector<std::string> out;
    if (kind.find('|') == std::string_view::npos) return out;
    for (std::size_t at = 0; at <= kind.size();) {
        auto end = std::min(kind.find('|', at), kind.size());
        out.emplace_back(kind.substr(at, end - at));
        at = end + 1;
    }
    return out;
}

bool is_checked(std::string_view kind) { return find_checked(kind) != nullptr || !choices_of(kind).empty(); }

std::string fault_of(std::string_view kind, const std::string& value) {
    if (const auto* checked = find_checked(kind)) return checked->fault(value);
    auto choices = choices_of(kind);
    if (choices.empty() || std::find(choices.begin(), choices.end(), value) != choices.end()) return "";
    return fmt::format("{}: phải là một trong / must be one of {}", value, fmt::join(choices, ", "));
}

}  // namespace breachd::ctl
