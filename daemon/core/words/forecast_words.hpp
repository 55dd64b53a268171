// The words of a run that does not go well: what holds a channel back, who cannot be told, why it stopped.
#pragma once

#include <string>
#include <string_view>

namespace breachd::words {

// "; kênh “zalo” chỉ được gửi 5.000 tin mỗi ngày". `limit`: a word of ForecastLimit; "" for any other.
std::string channel_limit(std::string_view channel, std::string_view limit, std::string_view per,
                          std::string_view language);

// vi, en: people who cannot be reached, messages of which nothing was heard.
inline constexpr std::string_view kUnconfirmed[] = {
    "{} chủ thể dữ liệu không thể liên hệ được; với {} tin, kênh đã nhận nhưng không hề báo là đã tới (lý do kỹ thuật)",
    "people who cannot be reached: {}; of {} messages that were taken nothing was heard (technical reason)"};
inline constexpr std::string_view kForecastLate[] = {
    "dự báo gửi xong lúc {}, muộn hơn thời hạn trừ khoảng an toàn {}{} (lý do kỹ thuật)",
    "sending is expected to end at {}, later than the deadline less the margin of {}{} (technical reason)"};

inline constexpr std::string_view kUnreachable[] = {
    "{} chủ thể dữ liệu không thể liên hệ được qua bất kỳ kênh nào (lý do kỹ thuật)",
    "people who cannot be reached on any channel: {} (technical reason)"};
inline constexpr std::string_view kDeadlineNear[] = {
    "sắp hết thời hạn mà chưa thông báo được cho tất cả chủ thể dữ liệu (khẩn cấp)",
    "the time is nearly over and not everybody has been told (urgent)"};
inline constexpr std::string_view kDownWithPeople[] = {
    "kênh thông báo “{}” đang ngừng hoạt động khi còn {} người chờ (lý do kỹ thuật)",
    "channel “{}” is down while {} still wait (technical reason)"};
inline constexpr std::string_view kCanaryFailed[] = {
    "DỪNG GỬI: {} trong {} tin đầu tiên qua kênh “{}” không tới được; xem danh sách và nội dung rồi mới gửi tiếp",
    "SENDING STOPPED: {} of the first {} messages on channel “{}” failed; look at list and text before you resume"};

}  // namespace breachd::words
