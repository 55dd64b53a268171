#include "ctl/labels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/words/labels.hpp"
#include "ctl/print.hpp"

namespace breachd::ctl {

namespace {

using Word = std::pair<std::string_view, std::string_view>;

constexpr Word kMembers[] = {
    {"state", "trạng thái"},
    {"rows", "số dòng đã đọc"},
    {"new", "người mới"},
    {"updated", "người được cập nhật"},
    {"reopened", "người được gửi lại"},
    {"format", "loại tệp"},
    {"encoding", "bảng mã"},
    {"separator", "dấu ngăn cách"},
    {"blank_rows", "dòng trống bỏ qua"},
    {"title_rows", "dòng tựa đề bỏ qua"},
    {"blank_columns", "cột trống bỏ qua"},
    {"guardians", "dòng của trẻ em, báo cho cha mẹ hoặc người giám hộ"},
    {"sheet", "trang tính đã đọc"},
    {"other_sheets", "trang tính không đọc"},
    {"ignored_columns", "cột không dùng"},
    {"duplicates", "dòng trùng"},
    {"reachable.email", "có thư điện tử"},
    {"reachable.phone", "có điện thoại"},
    {"reachable.push_token", "có ứng dụng"},
    {"reachable.zalo_id", "có Zalo"},
    {"kinds_missing", "loại dữ liệu chưa có trong hồ sơ"},
    {"subjects", "người trong danh sách"},
    {"told", "đã báo"},
    {"told_by_hand", "báo trực tiếp"},
    {"by_hand", "báo trực tiếp"},
    {"pointed", "chỉ nhận tin ngắn"},
    {"unreachable", "không liên hệ được"},
    {"impossible", "không thể báo riêng"},
    {"pending", "chờ gửi"},
    {"in_flight", "đang gửi"},
    {"notice_version", "bản thông báo"},
    {"forecast_end", "dự kiến gửi xong"},
    {"subject", "số thứ tự"},
    {"code", "mã tra cứu"},
    {"version", "bản đã gửi"},
    {"told_version", "đã báo theo bản"},
    {"changed_at", "thay đổi lúc"},
    {"subject_ref", "mã của tổ chức"},
    {"name", "họ tên"},
    {"guardian_of", "giám hộ cho trẻ"},
    {"phone", "điện thoại"},
    {"email", "thư điện tử"},
    {"language", "ngôn ngữ"},
    {"kinds", "loại dữ liệu"},
    {"proof", "bằng chứng"},
    {"incident_id", "hồ sơ"},
    {"url", "địa chỉ"},
    {"published_at", "đăng lúc"},
    {"proof_sha256", "mã băm của trang"},
    {"why", "vì sao"},
    {"goes_up_at", "tự đăng chậm nhất"},
    {"updated_at", "cập nhật lúc"},
    {"publications", "số lần đăng"},
    {"withdrawn", "đã rút"},
    {"withdrawn_at", "rút lúc"},
    {"reason", "lý do"},
    {"by", "người thứ nhất"},
    {"confirmed_by", "người thứ hai"},
    {"confirmed_at", "xác nhận lúc"},
    {"listed", "có trong danh sách"},
    {"number", "theo dữ kiện"},
};

template <std::size_t N>
std::string labelled(const Word (&words)[N], std::string_view word) {
    auto found = std::find_if(std::begin(words), std::end(words), [&](const Word& each) { return each.first == word; });
    return found == std::end(words) ? std::string(word) : fmt::format("{} / {}", found->second, word);
}

std::string value_text(std::string_view path, const json::value& value) {
    if (value.is_null()) return "-";
    if (value.is_array() && value.get_array().empty()) return "-";
    if (value.is_array() && value.get_array().front().is_object()) {
        std::string out;  // a line each
        for (const auto& item : value.get_array()) out += "\n  " + text_of(item);
        return out;
    }
    if (!value.is_string()) return text_of(value);
    std::string text(value.get_string());
    if (path == "state") return state_label(text);
    bool moment = path.ends_with("_at") || path == "forecast_end";
    auto at = moment ? parse_rfc3339(text) : Result<Instant>(Error{});
    return at ? format_local(*at) : text;
}

void members(std::string& out, const json::value& value, const std::string& path) {
    if (!value.is_object()) {
        auto label = member_label(path);
        auto width = letters(label);
        out += fmt::format("{}{:{}}{}\n", label, "", width < 44 ? 44 - width : 1, value_text(path, value));
        return;
    }
    for (const auto& [name, item] : value.get_object())
        members(out, item, path.empty() ? std::string(name) : fmt::format("{}.{}", path, std::string(name)));
}

}  // namespace

std::string state_label(std::string_view word) {
    const auto* known = words::state("", word);
    return known ? fmt::format("{} / {}", known->vi, word) : std::string(word);
}
std::string member_label(std::string_view path) { return labelled(kMembers, path); }

std::string members_text(const json::value& value) {
    std::string out;
    members(out, value, "");
    return out;
}

}  // namespace breachd::ctl
