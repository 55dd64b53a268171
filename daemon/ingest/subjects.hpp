// Reads the list of people to be told, CSV (RFC 4180) or NDJSON, as it streams in: feed() takes any cut of the bytes
// and gives the rows that are whole. All or nothing is the caller's: one line error and the import must not be kept.
// Errors name line and column, never a value. A wrong e-mail address or telephone number is no error of the file: the
// person just cannot be reached there.
//
// Columns: subject_ref (required), name, email, phone, zalo_id, push_token, language (vi|en), kinds (separated by ; or
// |; in NDJSON an array of strings). Blanks around a value are dropped. A bad header ends the reading: without it every
// row would only repeat the error, and a file without a header has somebody's data in its place.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "core/telling/subject.hpp"

namespace breachd::ingest {

inline constexpr std::size_t kSubjectLineBytesMax = 16 * 1024;
inline constexpr std::size_t kSubjectErrorsMax = 100;
inline constexpr std::size_t kSubjectRefBytesMax = 256;
inline constexpr std::size_t kSubjectKindsMax = 64;

struct LineError {
    std::int64_t line = 0;  // 1 is the first line
    int column = 0;  // CSV: 1 is the first column of the table; NDJSON: 1 is the line's first byte; 0: the whole line
    std::string what;
};

enum class SubjectFormat { csv, ndjson };

class SubjectReader {
  public:
    explicit SubjectReader(SubjectFormat format) : format_(format) {}

    // Appends whole rows to `out`. After kSubjectErrorsMax errors nothing more is read.
    void feed(std::string_view bytes, std::vector<Subject>& out);
    // The last line need not end with a newline. No row at all is an error.
    void finish(std::vector<Subject>& out);

    const std::vector<LineError>& errors() const { return errors_; }
    std::int64_t rows() const { return rows_; }

  private:
    void end_field();
    void end_row(std::vector<Subject>& out);
    void header();
    void csv_row(std::vector<Subject>& out);
    void json_row(std::vector<Subject>& out);
    void json_line(std::string_view line, std::vector<Subject>& out);
    bool json_kinds(Subject& subject, const json::value& kinds);
    void csv_byte(char c, std::vector<Subject>& out);
    void error(int column, std::string what);
    // Puts a value into its place; false after an error.
    bool set(Subject& subject, std::size_t known, int column, std::string_view value);
    bool set_kind(Subject& subject, int column, std::string_view kind);
    void take(Subject subject, int ref_column, std::vector<Subject>& out);
    bool ended() const { return bad_header_ || errors_.size() >= kSubjectErrorsMax; }

    SubjectFormat format_;
    enum class At { start, plain, quoted, quote } at_ = At::start;
    std::string field_;
    std::vector<std::string> fields_;
    std::vector<int> columns_;  // position in the file -> index of the known column
    std::size_t line_bytes_ = 0;
    std::int64_t line_ = 1;      // where the present row began
    std::int64_t newlines_ = 0;  // inside quotes
    std::int64_t rows_ = 0;
    int ref_column_ = 0;  // where subject_ref is, from 1
    bool have_header_ = false;
    bool bad_header_ = false;
    bool skipping_ = false;      // the rest of a line that is too long
    bool return_ = false;        // a carriage return outside quotes that waits for its line feed
    std::size_t bom_bytes_ = 0;  // of a byte order mark at the start; 3: past it
    std::vector<LineError> errors_;
};

}  // namespace breachd::ingest
