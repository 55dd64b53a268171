// What the proof of a store found (store/proof), in words: for the page, the log and breachctl.
#pragma once

#include <string>
#include <string_view>

namespace breachd {

// The store was put back from a copy: Vietnamese, English.
inline constexpr std::string_view kRestoredStore[] = {
    "CƠ SỞ DỮ LIỆU ĐƯỢC PHỤC HỒI: {}; {} đợt thông báo và công bố tạm giữ (breachctl restore status)",
    "THE STORE WAS RESTORED: {}; {} notice runs and publication wait (breachctl restore status)"};
// A part of it cannot be read.
inline constexpr std::string_view kUnreadableStore[] = {
    "KHO LƯU TRỮ BỊ HỎNG, phần bị hỏng không đọc được; sao chép thư mục dữ liệu, chuẩn bị phục hồi từ bản sao lưu: {}",
    "THE STORE IS DAMAGED, a part of it cannot be read; copy the data directory, prepare to restore the newest "
    "backup: {}"};

// A word that is not known is said as it is.
std::string damage_text(std::string_view what, std::string_view where, std::string_view language);

}  // namespace breachd
