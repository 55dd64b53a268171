// One line of help for the words and options that many commands have.
#pragma once

namespace breachd::ctl::about {

inline constexpr const char* kIncident = "mã sự cố / the incident";
inline constexpr const char* kSubject =
    "số của người đó, xem subjects list, subjects find / the person's number, see subjects list, subjects find";
inline constexpr const char* kReason = "lý do, ghi vào nhật ký / the reason, kept in the journal";
inline constexpr const char* kNote = "ghi chú, ghi vào nhật ký / a note, kept in the journal";
inline constexpr const char* kConfig = "tệp cấu hình / the configuration";
inline constexpr const char* kData = "thư mục dữ liệu / the data directory";
inline constexpr const char* kTo = "ghi vào tệp này, - là đầu ra chuẩn / into this file, - is standard output";

}  // namespace breachd::ctl::about
