// Rows of a list that are nobody: sums, what stands under a list, the numbers of the columns, a cell that says that
// there is nothing. Pure.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace breachd::ingest {

// "Tổng cộng", not "Tổng công ty".
bool names_a_sum(std::string_view cell);
// A word that names nothing but a sum: "Công" is also a given name.
bool names_only_a_sum(std::string_view cell);
// "Người lập biểu", "Hà Nội, ngày 5 tháng 3 năm 2026".
bool is_under_a_list(std::string_view cell);
// "(1) (2) (3)" or "A B 1 2" under a header.
bool numbers_columns(std::span<const std::string> cells);
// "N/A", "Chưa có", "Đang cập nhật", "0".
bool says_there_is_none(std::string_view cell);
// One cell that other separators than the header's stand in.
bool has_other_separators(std::string_view cell);

}  // namespace breachd::ingest
