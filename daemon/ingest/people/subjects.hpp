// Reads the list of people to be told, as it streams in: CSV as spreadsheets write it, or NDJSON. feed() takes any cut
// of the bytes and gives the people that are whole.
//
// Columns: subject_ref (required), name, guardian_of, email, phone, zalo_id, push_token, postal_address, language
// (vi|en), kinds (separated by ; or |), under the titles of columns.hpp. What is wrong comes out in two weights:
//   errors   the file, its header or a reference cannot be read: the list must not be kept
//   notes    a value was repaired, or cannot be used: the person comes in without it
// Neither holds a value in clear.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "core/telling/subject.hpp"
#include "ingest/people/beside/others.hpp"
#include "ingest/people/columns.hpp"
#include "ingest/people/csv.hpp"
#include "ingest/people/encoding.hpp"
#include "ingest/people/refs_seen.hpp"
#include "ingest/people/repair.hpp"
#include "ingest/people/titles.hpp"

namespace breachd::ingest {

inline constexpr std::size_t kSubjectErrorsMax = 100;
inline constexpr std::size_t kSubjectRefBytesMax = 256;
inline constexpr std::size_t kSubjectKindsMax = 64;

struct LineError {
    std::int64_t line = 0;  // 1 is the first line
    int column = 0;  // CSV: 1 is the first column of the table; NDJSON: 1 is the line's first byte; 0: the whole line
    std::string what;
};

// Of a value that was repaired or that cannot be used.
struct ListNote {
    std::int64_t line = 0;
    int column = 0;          // as above; 0 in NDJSON
    std::string_view field;  // the column's own name; "" for the whole line
    bool rejected = false;
    std::string what;    // a sentence
    std::string masked;  // the shape of the value
};

// How the list was read.
struct ListReading {
    std::string_view format;  // csv, ndjson or xlsx
    std::string encoding = "UTF-8";
    std::string separator;  // "," ";" "tab" "|"; "" when it has none
    std::int64_t blank_rows = 0, blank_columns = 0;
    std::int64_t title_rows = 0;               // headings, the header again, numbers of the columns
    std::string sheet;                         // of a workbook: the one that was read
    std::vector<std::string> other_sheets;     // and those that were not
    std::vector<std::string> ignored_columns;  // by their titles
    std::int64_t guardians = 0;                // rows of children, whose parent or guardian is written to
};

enum class SubjectFormat { csv, ndjson, rows };  // rows: a table that another reader cuts, through taker()

struct ListOptions {
    bool ignore_columns = false;  // columns of no known title are left out
};

class SubjectReader : private RowTaker {
  public:
    explicit SubjectReader(SubjectFormat format, ListOptions options = {})
        : format_(format), options_(options), decoder_(format == SubjectFormat::ndjson) {}

    // Appends people to `out`. After kSubjectErrorsMax errors nothing more is read.
    void feed(std::string_view bytes, std::vector<Subject>& out);
    // The last line need not end with a newline. Nobody at all is an error.
    void finish(std::vector<Subject>& out);
    // The same for one row of a table that was cut elsewhere.
    void feed_row(std::int64_t line, std::span<const std::string> cells, std::vector<Subject>& out);
    void header_at(std::optional<std::int64_t> line) override;
    void fail(std::string what);  // the file cannot be read
    void set_sheets(std::string read, std::vector<std::string> left_out);

    const std::vector<LineError>& errors() const { return errors_; }
    std::vector<ListNote> take_notes() { return std::exchange(notes_, {}); }
    // Where the people began that came out since the last call.
    std::vector<std::int64_t> take_lines() { return std::exchange(lines_, {}); }
    const ListReading& reading() const { return reading_; }
    std::int64_t rows() const { return rows_; }
    bool ended() const override { return bad_header_ || errors_.size() >= kSubjectErrorsMax; }

  private:
    void row(std::int64_t line, std::span<const std::string> cells) override;
    void fault(std::int64_t line, int column, std::string what) override;

    void text(std::string_view utf8);
    void cut(std::string_view utf8);
    void header(std::span<const std::string> cells);
    void title_column(int column, const ListTitle& known, const std::string& title);
    bool is_taken(const ListTitle& known) const;
    void refuse_others(std::span<const std::string> cells, std::span<const ListTitle> titles,
                       std::span<const Doubtful> doubtful);
    void table_row(std::span<const std::string> cells);
    // Why the row is nobody; "" when it may be somebody.
    std::string_view nobody(std::span<const std::string> cells);
    bool is_sum(std::span<const std::string> cells) const;
    bool is_closing(std::span<const std::string> cells) const;
    bool is_group(std::span<const std::string> cells) const;
    bool heads_a_group(std::span<const std::string> cells) const;
    bool is_figures(std::span<const std::string> cells) const;
    bool has_contact(std::span<const std::string> cells) const;
    bool names_a_person_in(std::span<const std::string> cells) const;
    std::string_view ref_in(std::span<const std::string> cells) const;
    bool only_ref(std::span<const std::string> cells) const;
    // Before a row is read as a person's.
    void somebody(std::span<const std::string> cells);
    void end_rows();  // after the last one
    // A row that looks like nobody's. In a list of nothing but references it waits for what follows.
    void set_aside(std::span<const std::string> cells, std::string_view why);
    // Those of the rows that wait whose reference passes are people; the others are nobody, or wait on.
    void settle(const std::function<bool(const std::string&)>& is_person, bool others_wait);
    struct RefShape {
        std::int64_t line;
        bool blank, no_digit, marks;
        std::size_t count_bytes;  // of the number of rows; 0 for another reference
    };
    bool only_refs() const;  // so far nothing but words as references, alone in their rows
    RefShape shape_of(std::string_view ref) const;
    bool is_odd(const RefShape& shape) const;
    bool signs_below(std::span<const std::string> cells) const;
    void hold(bool with_ref);  // the present row, until it is known whether people follow
    bool is_one_cell(std::span<const std::string> cells) const;
    bool repeats_header(std::span<const std::string> cells) const;
    enum class HeaderRow { no, same, other };  // other: of other columns, or in another order
    bool goes_on_with_the_header(std::span<const std::string> cells) const;
    std::string join_name(std::span<const std::string> cells);  // "" where nothing is to be joined
    HeaderRow header_row(std::span<const std::string> cells) const;
    // Whether a cell of such a column passes.
    bool any(std::span<const std::string> cells, ListColumn::Holds what, bool (*passes)(const std::string&)) const;
    bool fits(Subject& subject, std::span<const std::string> cells);
    void json_row();
    void json_line(std::string_view line);
    void json_kinds(Subject& subject, const json::value& kinds);
    void json_addresses(Subject& subject, const ListColumn& column, const json::array& addresses);
    void error(int column, std::string what);
    void note(int column, std::string_view field, bool rejected, std::string_view what, std::string_view value);
    // Puts a value into its place; false when the row is of nobody.
    bool set(Subject& subject, const ListColumn& known, int column, std::string_view value);
    bool set_ref(Subject& subject, int column, std::string_view value);
    void set_name(Subject& subject, int column, std::string_view value);
    std::string name_in(std::string_view field, int column, std::string_view value);
    void expect_child(const std::vector<ListTitle>& titles);
    void note_no_child();
    void set_child(Subject& subject, int column, std::string_view value);
    void set_contact(Subject& subject, const ListColumn& known, int column, std::string_view value);
    void set_kinds(Subject& subject, int column, std::string_view value);
    void take(Subject subject, int ref_column);
    void keep_apart(Subject& subject);

    SubjectFormat format_;
    ListOptions options_;
    ListDecoder decoder_;
    CsvCutter cutter_;
    std::vector<Subject>* out_ = nullptr;              // during a call
    std::vector<std::optional<std::size_t>> columns_;  // position in the file -> index of the known column
    std::vector<NamePart> parts_;                      // the same of the name
    std::vector<std::string> titles_;                  // the header as it stands
    std::vector<std::string> title_letters_;           // and its letters
    std::optional<std::int64_t> header_line_;
    bool below_header_ = false;                   // no row came yet
    std::size_t name_column_ = 0, name_end_ = 0;  // the columns without a title after the name's
    static constexpr int kGivenNamesSure = 3;
    std::int64_t given_names_ = 0, without_given_name_ = 0;  // rows that have one there
    std::string end_;                                        // what may be the filling at the file's end
    bool behind_list_ = false;                               // a closing line came, and nobody after it
    // Rows without a reference that may belong to the end of the list: errors when people follow.
    std::vector<std::pair<std::int64_t, bool>> held_;  // true: with a reference
    struct Waiting {
        std::int64_t line;
        std::string ref;
        std::string_view why;
    };
    std::vector<Waiting> waiting_;
    std::string numbered_;            // "HĐ: 0/0": the references' words, where several have the same
    std::int64_t numbered_rows_ = 0;  // of these
    // References that stand alone in their rows, and what the others have.
    std::vector<RefShape> lone_refs_;
    bool with_blank_ = false, without_digit_ = false;
    bool small_words_ = false;  // a reference is one
    std::size_t ref_bytes_least_ = kSubjectRefBytesMax;
    // Beside further values; alone, without a blank and with a digit; alone, of words.
    std::int64_t usual_refs_ = 0, plain_refs_ = 0, lone_words_ = 0;
    bool guardians_ = false;                    // a title is a parent's or guardian's; in NDJSON: of the line
    WrittenTo written_to_ = WrittenTo::person;  // by the row that is being read
    bool child_expected_ = false;               // and another one a child's name
    std::string json_;                          // the line that is not whole
    bool json_too_long_ = false;
    std::int64_t line_ = 1;
    std::int64_t rows_ = 0;
    int ref_column_ = 0;                            // where subject_ref is, from 1
    Paper paper_ = Paper::none;                     // whose number it is
    bool have_header_ = false, is_header_ = false;  // is: one of its titles is known
    bool bad_header_ = false;
    std::vector<LineError> errors_;
    std::vector<ListNote> notes_;
    std::vector<std::int64_t> lines_;
    ListReading reading_;
    RefsSeen refs_;
    std::string refused_name_;  // of the row that is being read
};

}  // namespace breachd::ingest
