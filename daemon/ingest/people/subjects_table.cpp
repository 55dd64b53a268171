// People as rows of a table: the header, and what of the rows below it is nobody.
#include <algorithm>

#include "ingest/people/cell.hpp"
#include "ingest/people/nobody.hpp"
#include "ingest/people/subjects.hpp"

namespace breachd::ingest {

namespace {

using Holds = ListColumn::Holds;

bool is_empty(const std::string& cell) {
    if (cell.empty()) return true;
    Repairs none;
    auto first = static_cast<unsigned char>(cell.front());
    if (first < 0x20 && cell.find_first_not_of(kFilling) == cell.npos) return true;
    return (first < '0' || first >= 0x80) && cleaned(cell, none).empty();
}

bool is_filled(const std::string& cell) { return !is_empty(cell); }

// Not "-", and no place and date under the list.
bool names_somebody(const std::string& cell) {
    return !is_empty(cell) && !says_there_is_none(cell) && !is_under_a_list(cell);
}

// Not "15" or "2 người", which a sum may have under a column. The digits may stand apart: "0912 345 678".
bool holds_contact(const std::string& cell) {
    constexpr int kDigits = 8;
    constexpr std::size_t kBytes = 12;
    if (cell.find('@') != cell.npos || (cell.size() >= kBytes && names_somebody(cell))) return true;
    return std::count_if(cell.begin(), cell.end(), [](char c) { return c >= '0' && c <= '9'; }) >= kDigits;
}

std::string shown_column(std::size_t column, const std::string& title) {
    auto shown = shown_title(title);
    return (shown.empty() ? "" : "“" + shown + "” ") + "(column " + std::to_string(column + 1) + ")";
}

bool has_digit(const std::string& text) { return text.find_first_of("0123456789") != text.npos; }

}  // namespace

void SubjectReader::feed_row(std::int64_t line, std::span<const std::string> cells, std::vector<Subject>& out) {
    out_ = &out;
    if (!ended()) row(line, cells);
    out_ = nullptr;
}

void SubjectReader::row(std::int64_t line, std::span<const std::string> cells) {
    line_ = line;
    if (std::all_of(cells.begin(), cells.end(), is_empty)) {
        ++reading_.blank_rows;
    } else if (have_header_) {
        table_row(cells);
    } else if (header_line_ && line >= *header_line_) {
        header(cells);
    } else {
        ++reading_.title_rows;
    }
}

// --- the header ---

// "Họ" and "Tên" are two parts of the name; telephones and e-mail addresses add up.
bool SubjectReader::is_taken(const ListTitle& known) const {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (!known.column || columns_[i] != known.column) continue;
        bool parts = known.part != NamePart::whole && parts_[i] != NamePart::whole && known.part != parts_[i];
        if (!parts && (guardians_ || !may_repeat(*known.column))) return true;
    }
    return false;
}

void SubjectReader::title_column(int column, const ListTitle& known, const std::string& title) {
    if (first_wrong_byte(title) != title.size())
        error(column, "is not valid UTF-8");
    else if (is_taken(known) && list_columns()[*known.column].holds == Holds::ref)
        error(column, shown_column(static_cast<std::size_t>(ref_column_ - 1),
                                   titles_[static_cast<std::size_t>(ref_column_ - 1)]) +
                          " and " + shown_column(columns_.size(), title) +
                          " are both subject_ref: keep one of the columns");
    else if (is_taken(known))
        error(column, named_twice(*known.column, guardians_));
    else if (known.of_another)
        error(column, std::string(kTwoParents));
    else if (!known.column && is_empty(title))
        ++reading_.blank_columns;
    else if (!known.column && options_.ignore_columns)
        reading_.ignored_columns.push_back(shown_title(title));
    else if (!known.column && known.guardians)
        error(column, std::string(kNoChild));
    else if (!known.column)
        // By its name only where the row is a header: in a file without one it would be somebody's data.
        error(column, (ref_column_ > 0 && !shown_title(title).empty() ? "unknown column “" + shown_title(title) + "”; "
                                                                      : "unknown column; ") +
                          list_columns_known());
    columns_.push_back(known.column);
    parts_.push_back(known.part);
}

void SubjectReader::header(std::span<const std::string> cells) {
    have_header_ = below_header_ = true;
    titles_.assign(cells.begin(), cells.end());
    auto known = list_titles(std::vector<std::string_view>(cells.begin(), cells.end()));
    for (std::size_t i = 0; i < known.size() && ref_column_ == 0; ++i)
        if (known[i].column && list_columns()[*known[i].column].holds == Holds::ref)
            ref_column_ = static_cast<int>(i) + 1;
    expect_child(known);
    for (std::size_t i = 0; i < cells.size(); ++i) title_column(static_cast<int>(i) + 1, known[i], cells[i]);
    if (ref_column_ == 0) error(0, std::string(kNoReference));
    bad_header_ = !errors_.empty();
}

// --- the rows below it ---

// As many cells as the header, or others that are empty: spreadsheets leave out the last separators of some rows, and
// add some. With more, something has moved aside, and only a reference at the front is sure.
bool SubjectReader::fits(Subject& subject, std::span<const std::string> cells) {
    auto extra = cells.size() > columns_.size() ? cells.subspan(columns_.size()) : std::span<const std::string>();
    if (std::all_of(extra.begin(), extra.end(), is_empty)) return true;
    auto what = "has " + std::to_string(cells.size()) + " columns, the header has " + std::to_string(columns_.size());
    if (ref_column_ != 1) return error(0, std::move(what)), false;
    if (set_ref(subject, 1, cells[0])) {
        note(0, "", true, what, "");
        take(std::move(subject), 1);
    }
    return false;
}

bool SubjectReader::any(std::span<const std::string> cells, Holds what, bool (*passes)(const std::string&)) const {
    for (std::size_t i = 0; i < std::min(cells.size(), columns_.size()); ++i)
        if (columns_[i] && list_columns()[*columns_[i]].holds == what && passes(cells[i])) return true;
    return false;
}

// What a spreadsheet puts under the last row: its first value says so. With a reference "Công" is a given name, unless
// the reference is the number of the rows.
bool SubjectReader::is_sum(std::span<const std::string> cells) const {
    auto first = std::find_if_not(cells.begin(), cells.end(), is_empty);
    auto at = static_cast<std::size_t>(first - cells.begin());
    if (first == cells.end()) return false;
    bool own_line = is_under_a_list(*first);
    if (!own_line && !names_a_sum(*first)) return false;
    auto ref_at = static_cast<std::size_t>(ref_column_ - 1);
    if (ref_at >= cells.size() || is_empty(cells[ref_at]) || at == ref_at) return true;
    bool of_no_use = at < columns_.size() && !columns_[at] && !own_line;
    return of_no_use && all_digits(cells[ref_at]) &&
           (names_only_a_sum(*first) || cells[ref_at] == std::to_string(rows_));
}

// A header for each page that was printed.
bool SubjectReader::repeats_header(std::span<const std::string> cells) const {
    auto ref_at = static_cast<std::size_t>(ref_column_ - 1);
    // Most references have digits, and titles have none: no further look at the row.
    if (ref_at >= cells.size() || is_empty(cells[ref_at]) || has_digit(cells[ref_at]) != has_digit(titles_[ref_at]))
        return false;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (is_empty(cells[i])) continue;
        if (i >= titles_.size() || title_letters(cells[i]) != title_letters(titles_[i])) return false;
    }
    return true;
}

bool SubjectReader::is_one_cell(std::span<const std::string> cells) const {
    bool could_be_more = cells.size() == 1 && columns_.size() > 1 && format_ == SubjectFormat::csv;
    return could_be_more && has_other_separators(cells[0]);
}

std::string_view SubjectReader::nobody(std::span<const std::string> cells) const {
    if (any(cells, Holds::contact, holds_contact)) return "";
    if (is_sum(cells)) return "a sum of the list, nobody";
    auto beside = cells.subspan(std::min(cells.size(), columns_.size()));
    bool somebody =
        is_one_cell(cells) || !std::all_of(beside.begin(), beside.end(), is_empty) || any(cells, Holds::ref, is_filled);
    for (auto what : {Holds::name, Holds::guardian_of, Holds::contact})
        somebody = somebody || any(cells, what, names_somebody);
    return somebody ? "" : "a row without a reference, a name and a contact, nobody";
}

void SubjectReader::table_row(std::span<const std::string> cells) {
    if (repeats_header(cells) || (std::exchange(below_header_, false) && numbers_columns(cells))) {
        ++reading_.title_rows;
        return;
    }
    if (auto why = nobody(cells); !why.empty()) return note(0, "", true, why, "");
    if (is_one_cell(cells)) return error(1, "the row is one cell, with other separators than the header's");
    Subject subject;
    if (!fits(subject, cells)) return;
    auto count = std::min(cells.size(), columns_.size());
    std::string name[3];
    for (std::size_t i = 0; i < count; ++i) {
        int column = static_cast<int>(i) + 1;
        if (!columns_[i]) {
            if (reading_.blank_columns > 0 && !options_.ignore_columns && !is_empty(cells[i]))
                note(column, "", true, "a value in a column without a title is not used", cells[i]);
        } else if (parts_[i] != NamePart::whole && cells[i] != kNoResult) {
            if (!is_empty(cells[i])) name[static_cast<int>(parts_[i]) - 1] = cells[i] + " ";
        } else if (!set(subject, list_columns()[*columns_[i]], column, cells[i])) {
            return;
        }
    }
    if (auto whole = name[0] + name[1] + name[2]; !whole.empty()) set_name(subject, 0, whole);
    take(std::move(subject), ref_column_);
}

}  // namespace breachd::ingest
