// Cuts CSV (RFC 4180, and as spreadsheets write it) into rows of cells as the text streams in. The separator is the one
// that makes a header of one of the first rows: comma, semicolon, tab or bar; or the one that a line `sep=;` says,
// unless the file has another. A line ends with LF, CR LF or CR. A quote inside a cell that does not begin with one is
// a letter like others. A quote that was left open, and would make several rows one, is a fault of the file.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/people/header.hpp"

namespace breachd::ingest {

inline constexpr std::size_t kSubjectLineBytesMax = 16 * 1024;
inline constexpr std::size_t kHeadBytesMax = 32 * kSubjectLineBytesMax;

// Behind the last row, by old programs.
inline constexpr std::string_view kFilling("\0\x1a", 2);

// Stands for a cell of a workbook that is a formula whose result the file does not keep.
inline constexpr std::string_view kNoResult = "\x1a=";
// For a reference that a spreadsheet made a date of: "1-2" and "01-02" are one day then.
inline constexpr std::string_view kDate = "\x1a/";

// "KH-1" and "KH-20": without their numbers they are the same.
std::string without_numbers(std::string_view text);

// Takes the rows of a table, a CSV file's or a workbook's.
class RowTaker {
  public:
    virtual ~RowTaker() = default;
    // Before the first row: where the header is; none when there is but headings.
    virtual void header_at(std::optional<std::int64_t> line) = 0;
    // `line`: where the row began. The cells hold until it returns.
    virtual void row(std::int64_t line, std::span<const std::string> cells) = 0;
    virtual void fault(std::int64_t line, int column, std::string what) = 0;
    virtual bool ended() const = 0;  // nothing more is wanted
};

class CsvCutter {
  public:
    void feed(std::string_view text, RowTaker& taker);
    void finish(RowTaker& taker);
    char separator() const { return separator_; }                         // 0 until the header was found
    bool overrules() const { return said_ != 0 && separator_ != said_; }  // the line `sep=`

  private:
    void byte(char c, RowTaker& taker);
    void head_byte(char c, RowTaker& taker);
    void head_row(RowTaker& taker);
    void rank_head();
    struct Ranked {
        HeaderScore score;
        std::size_t width = 0;
        char separator = 0;
    };
    static Ranked ranked(std::string_view line, std::string_view separators);
    void begin_rows(RowTaker& taker);
    void end_cell();
    void end_row(RowTaker& taker);
    void open_quote();
    void after_quote(char c, RowTaker& taker);
    void look_for_rows_in_cells(RowTaker& taker) const;
    void too_long(RowTaker& taker);
    std::size_t plain_run(std::string_view text) const;

    // quote: behind one inside quotes; closed: behind a closing one and a blank.
    enum class At { start, plain, quoted, quote, closed } at_ = At::start;
    char separator_ = 0;
    // Until the header is known: the rows so far as they came, and the one that is not whole.
    std::string held_, head_;
    std::int64_t held_line_ = 1;
    HeaderSearch search_;
    char said_ = 0;         // by a line `sep=`
    bool doubted_ = false;  // the file seems to have another
    char separator_of_best_ = ',';
    std::size_t width_of_best_ = 0;
    std::vector<std::string> cells_;
    std::size_t count_ = 0;  // cells of the present row that are whole
    std::string cell_;
    std::size_t width_ = 0;        // cells of the header
    std::int64_t quote_line_ = 0;  // where the last quote was opened
    int quote_column_ = 0;
    std::size_t line_bytes_ = 0;
    std::int64_t line_ = 1;      // where the present row began
    std::int64_t newlines_ = 0;  // inside quotes
    bool first_ = true;          // the first line of the file
    bool skipping_ = false;      // the rest of a line that is too long
    bool return_ = false;        // the byte before was a carriage return that ended a row
};

}  // namespace breachd::ingest
