// What offices and programs write between and under the rows of a list, known by its words: sums, closing lines, posts
// of those who sign, what a program says of its own output. Posts are compared with their marks: "Trưởng phòng" is one,
// "Trương Phong" a person; "Tổng" is a sum, "Tống" a family name. Pure.
#pragma once

#include <string_view>

namespace breachd::ingest {

// "Tổng cộng", "Cộng lớp 6A: 2 em", "Total"; not "Tổng công ty", "Công" and "tongson".
bool names_a_sum(std::string_view cell);
// A text that names nothing but a sum: "Cong" without its marks is also a given name.
bool names_only_a_sum(std::string_view cell);
// "Người lập biểu", "KT. GIÁM ĐỐC", "Danh sách gồm 02 người", "(2 rows)", "Hà Nội, ngày 5 tháng 3 năm 2026".
bool is_under_a_list(std::string_view cell);
bool is_place_and_date(std::string_view cell);
// "Mọi thắc mắc xin liên hệ …": a contact beside it is the office's.
bool speaks_to_readers(std::string_view cell);
// "2 người", "(02 khách hàng)"
bool counts_people(std::string_view cell);
// "Lớp 6A", "PHÒNG KẾ TOÁN": what the rows below it have in common. "Phong" and "Khoa" are given names.
bool names_a_group(std::string_view cell);
// "Ghi chú: …", "Nơi nhận:": where a reference should stand.
bool is_label(std::string_view cell);

}  // namespace breachd::ingest
