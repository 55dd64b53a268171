// Rows of a list that are nobody: the numbers of the columns, a heading inside the list, a cell that says that there is
// nothing. Sums and what stands under a list: closing.hpp. Pure.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace breachd::ingest {

// Nothing, or what nobody sees.
bool is_empty_cell(const std::string& cell);
// "(1) (2) (3)" or "A B 1 2" under a header.
bool numbers_columns(std::span<const std::string> cells);
// "N/A", "Chưa có", "Đang cập nhật", "0".
bool says_there_is_none(std::string_view cell);
// The same where a reference should stand: "Chưa có mã", "(blank)", "xxx", "\N".
bool says_no_reference(std::string_view cell);
// "I", "IV.", "A": the number of a group of rows.
bool numbers_a_group(std::string_view cell);
// One cell that other separators than the header's stand in.
bool has_other_separators(std::string_view cell);

}  // namespace breachd::ingest
