// Which of the first rows of a table is its header: the first with a reference and another known title, or the one with
// most of them. What stands above it are headings. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/people/columns.hpp"

namespace breachd::ingest {

inline constexpr int kHeaderRowsMax = 30;  // that are looked at

struct HeaderScore {
    int titles = 0;          // known ones of different columns
    bool reference = false;  // one of them is a reference
    std::size_t filled = 0;  // cells
    std::string ref_title;   // the letters of the reference's
    bool labels = false;     // "Mã hồ sơ:" before its value, above the table; a telephone number of the office
    bool pairs = false;      // each title has a value behind it: a filter of the report, if a header follows
    bool heading = false;    // one cell of several words
    bool contact = false;    // somebody's
    // What is below it are people, whatever titles a row of theirs has in it.
    bool sure() const { return reference && titles >= 2 && !labels && !pairs; }
    auto rank() const { return titles + (reference ? 1000 : 0); }
};
// An "@" or as many digits as a telephone number has: no title.
bool is_surely_a_contact(std::string_view cell);
HeaderScore header_score(std::span<const std::string> cells);

class HeaderSearch {
  public:
    void add(std::int64_t line, const HeaderScore& score);
    bool settled() const { return best_.sure() || second_table_ || pairs_are_header_ || rows_ >= kHeaderRowsMax; }
    bool has_reference() const { return best_.reference; }
    // The header, or the row that an error is to be about; none when there are but headings.
    std::optional<std::int64_t> line() const { return line_; }

  private:
    HeaderScore best_;
    std::optional<std::int64_t> line_;
    int rows_ = 0, row_of_best_ = 0;
    bool pairs_are_header_ = false;
    bool second_table_ = false;  // a header with the same reference came, and rows before it
};

}  // namespace breachd::ingest
