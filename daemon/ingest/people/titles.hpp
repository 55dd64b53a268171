// The titles that lists of people have for our columns: tables, and rules for what says whose a column is. For
// columns.cpp. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace breachd::ingest {

inline constexpr std::string_view kCustomers = "customers";

// Of words with blanks between.
bool is_word_of(std::string_view words, std::string_view word);
// By all its letters; an index into list_columns().
std::optional<std::size_t> whole_title(const std::string& letters);
// A reference only where no other title is one: "Số CCCD".
bool is_identity(std::string_view letters);
// One that gives way to another such number: "Số báo danh" beside "CCCD".
bool is_lesser_identity(std::string_view letters);
// Whose numbers have a fixed count of digits, the first of them always or often a zero.
enum class Paper { none, identity_card, social_insurance };
Paper paper_of(std::string_view letters);
// A number of such a paper with the zeros that a spreadsheet took; "" when it lost none, or that is not certain.
std::string with_lost_zeros(Paper paper, std::string_view digits);
// "SĐT KH", "Họ tên SV", "Employee Name", "Email chính": a column of the person's own by what is left of the title.
std::optional<std::size_t> own_title(std::string_view letters);
// Of what kind of people a title says that it is: "Họ tên NV"; "" where it says nothing.
std::string_view whose_title(std::string_view letters);

// "STT", "No.", "#": the numbers of the rows, a column without a meaning.
bool numbers_rows(std::string_view title);
// Letters of full width, dashes and quotes of every kind as ASCII.
std::string plain_title(std::string_view title);

}  // namespace breachd::ingest
