// People as rows of a table: the header, and the rows below it.
#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "ingest/people/beside/others.hpp"
#include "ingest/people/cell.hpp"
#include "ingest/people/header.hpp"
#include "ingest/people/nobody.hpp"
#include "ingest/people/subjects.hpp"
#include "ingest/people/titles.hpp"

namespace breachd::ingest {

namespace {

using Holds = ListColumn::Holds;

std::string shown_column(std::size_t column, const std::string& title) {
    auto shown = shown_title(title);
    return (shown.empty() ? "" : "“" + shown + "” ") + "(column " + std::to_string(column + 1) + ")";
}

// "Mã KH", "STT": the row's first cell is a title of this list, in whatever order.
bool is_one_of(const std::vector<std::string>& titles, const std::string& letters) {
    if (letters.empty()) return false;
    return letters == "stt" || letters == "tt" || std::find(titles.begin(), titles.end(), letters) != titles.end();
}

std::string unknown_column(const std::string& shown) {
    return "unknown column" + (shown.empty() ? "" : " “" + shown + "”") + std::string(kLeaveOut) + list_columns_known();
}

bool has_letter(const std::string& text) { return std::any_of(text.begin(), text.end(), is_letter); }

bool is_of_name(const std::optional<std::size_t>& column) {
    if (!column) return false;
    auto holds = list_columns()[*column].holds;
    return holds == Holds::name || holds == Holds::guardian_of;
}

// The first letter, or the one after it, is a great one.
bool is_great(std::string_view text, bool second = false) {
    auto bytes = [&] { return std::min(std::max<std::size_t>(character_at(text, 0).bytes, 1), text.size()); };
    if (second) text.remove_prefix(bytes());
    auto letter = text.substr(0, bytes());
    return in_small_letters(letter) != letter;
}

// A given name under the second half of a merged title: words with great letters. "x", "6A", "Kế toán", "VIP" and a sex
// are none.
bool is_given_name(std::string_view cell, std::string_view family) {
    auto text = trim(cell);
    constexpr std::string_view kNone[] = {"X", "V", "F", "M", "Nữ", "NỮ"};
    if (says_there_is_none(text) || std::find(std::begin(kNone), std::end(kNone), text) != std::end(kNone))
        return false;
    if (!std::all_of(text.begin(), text.end(), [](char c) { return c == ' ' || is_letter(c); })) return false;
    if (!family.empty() && is_great(text, true) && !is_great(family, true)) return false;
    for (std::size_t at = 0; at < text.size();
         at = text.find_first_not_of(' ', std::min(text.find(' ', at), text.size())))
        if (!is_great(text.substr(at))) return false;
    return true;
}

}  // namespace

void SubjectReader::feed_row(std::int64_t line, std::span<const std::string> cells, std::vector<Subject>& out) {
    out_ = &out;
    if (!ended()) row(line, cells);
    out_ = nullptr;
}

void SubjectReader::row(std::int64_t line, std::span<const std::string> cells) {
    line_ = line;
    if (std::all_of(cells.begin(), cells.end(), is_empty_cell)) {
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
    else if (!known.column && is_empty_cell(title))
        ++reading_.blank_columns;
    else if (!known.column && (options_.ignore_columns || numbers_rows(title)))
        reading_.ignored_columns.push_back(shown_title(title));
    else if (!known.column && known.guardians)
        error(column, std::string(kNoChild));
    else if (!known.column)
        // By its name only where the row is a header: in a file without one it would be somebody's data.
        error(column, unknown_column(is_header_ ? shown_title(title) : ""));
    columns_.push_back(known.column);
    parts_.push_back(known.part);
}

// Columns of which it is not certain that they are of the people of the list.
void SubjectReader::refuse_others(std::span<const std::string> cells, std::span<const ListTitle> titles,
                                  std::span<const Doubtful> doubtful) {
    std::vector<std::string> shown;
    for (std::size_t i = 0; i < cells.size(); ++i) shown.push_back(shown_column(i, cells[i]));
    if (auto why = names_of_strangers(titles, shown); !why.empty()) error(ref_column_, std::move(why));
    for (const auto& one : doubtful)
        error(static_cast<int>(one.column) + 1,
              shown[one.column] + " may belong to " + shown[one.after] +
                  ": say in its title whose it is (SĐT KH, SĐT NV), or leave the column out");
}

void SubjectReader::header(std::span<const std::string> cells) {
    have_header_ = below_header_ = true;
    titles_.assign(cells.begin(), cells.end());
    for (const auto& title : titles_) title_letters_.push_back(title_letters(title));
    auto known = list_titles(std::vector<std::string_view>(cells.begin(), cells.end()));
    auto doubtful = options_.ignore_columns ? leave_out_others(cells, known) : std::vector<Doubtful>();
    for (std::size_t i = 0; i < known.size() && ref_column_ == 0; ++i)
        if (known[i].column && list_columns()[*known[i].column].holds == Holds::ref)
            ref_column_ = static_cast<int>(i) + 1;
    if (ref_column_ > 0) paper_ = paper_of(title_letters_[static_cast<std::size_t>(ref_column_ - 1)]);
    is_header_ = std::any_of(known.begin(), known.end(), [](const auto& title) { return title.column.has_value(); });
    expect_child(known);
    for (std::size_t i = 0; i < cells.size(); ++i) title_column(static_cast<int>(i) + 1, known[i], cells[i]);
    refuse_others(cells, known, doubtful);
    for (std::size_t i = 0; i < cells.size() && name_column_ == 0; ++i)
        if (is_of_name(columns_[i]) && parts_[i] == NamePart::whole) name_column_ = name_end_ = i + 1;
    while (name_end_ > 0 && name_end_ < cells.size() && is_empty_cell(cells[name_end_])) ++name_end_;
    if (ref_column_ == 0) error(0, std::string(kNoReference));
    bad_header_ = !errors_.empty();
}

// --- the rows below it ---

// As many cells as the header, or others that are empty: spreadsheets leave out the last separators of some rows, and
// add some. With more, something has moved aside, and only a reference at the front is sure.
bool SubjectReader::fits(Subject& subject, std::span<const std::string> cells) {
    auto extra = cells.size() > columns_.size() ? cells.subspan(columns_.size()) : std::span<const std::string>();
    if (std::all_of(extra.begin(), extra.end(), is_empty_cell)) return true;
    auto what = "has " + std::to_string(cells.size()) + " columns, the header has " + std::to_string(columns_.size());
    if (ref_column_ != 1) return error(0, std::move(what)), false;
    if (set_ref(subject, 1, cells[0])) {
        note(0, "", true, what, "");
        take(std::move(subject), 1);
    }
    return false;
}

// A header for each page that was printed.
bool SubjectReader::repeats_header(std::span<const std::string> cells) const {
    auto ref_at = static_cast<std::size_t>(ref_column_ - 1);
    // Most references have digits, and titles have none: no further look at the row.
    if (ref_at >= cells.size() || is_empty_cell(cells[ref_at]) ||
        has_digit(cells[ref_at]) != has_digit(titles_[ref_at]))
        return false;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (is_empty_cell(cells[i])) continue;
        if (i >= titles_.size() || title_letters(cells[i]) != title_letters_[i]) return false;
    }
    return true;
}

// In the same words, in others ("Customer ID" for "Mã KH"), or another table's. A person may have a title in a column
// that is not used ("Email" as the way to write to them), and has none as a reference and a name.
SubjectReader::HeaderRow SubjectReader::header_row(std::span<const std::string> cells) const {
    if (repeats_header(cells)) return HeaderRow::same;
    auto ref_at = static_cast<std::size_t>(ref_column_ - 1);
    if (ref_at >= cells.size() || is_empty_cell(cells[ref_at])) return HeaderRow::no;
    if (has_digit(cells[ref_at]) && !has_digit(titles_[ref_at])) return HeaderRow::no;
    if (std::any_of(cells.begin(), cells.end(), is_surely_a_contact)) return HeaderRow::no;
    auto letters = title_letters(cells[ref_at]);
    bool listed = is_one_of(title_letters_, letters), may_be = listed || list_column(cells[ref_at]);
    for (std::size_t i = 0; i < cells.size() && !may_be; ++i)
        may_be = i >= columns_.size() || (is_of_name(columns_[i]) && list_column(cells[i]));
    if (!may_be) return HeaderRow::no;
    auto titles = list_titles(std::vector<std::string_view>(cells.begin(), cells.end()));
    std::set<std::size_t> found;
    std::size_t filled = 0;
    bool reference = false, in_place = listed, same = true;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (is_empty_cell(cells[i])) continue;
        ++filled;
        auto column = titles[i].column;
        bool within = i < columns_.size();
        same = same && within && column == columns_[i] && titles[i].part == parts_[i];
        if (!column) continue;
        found.insert(*column);
        reference |= list_columns()[*column].holds == Holds::ref;
        in_place |= !within || i == ref_at || is_of_name(columns_[i]);
    }
    bool own_title = letters == title_letters_[ref_at];
    bool alone = filled == 1 && cells[ref_at].find(' ') != std::string::npos;
    // "abc,Ma,Email": a person named as a title is, beside a column that is not used.
    constexpr std::size_t kSure = 3;
    bool person = !listed && !list_column(cells[ref_at]) && found.size() < kSure;
    if (person || !reference || !in_place || (found.size() < 2 && !own_title && !alone)) return HeaderRow::no;
    return same ? HeaderRow::same : HeaderRow::other;
}

// The second line of a header of two, as of merged cells: "SĐT" and "Email" under "Liên hệ".
bool SubjectReader::goes_on_with_the_header(std::span<const std::string> cells) const {
    auto ref_at = static_cast<std::size_t>(ref_column_ - 1);
    if (!below_header_ || (ref_at < cells.size() && !is_empty_cell(cells[ref_at]))) return false;
    if (std::any_of(cells.begin(), cells.end(), is_surely_a_contact)) return false;
    auto titles = list_titles(std::vector<std::string_view>(cells.begin(), cells.end()));
    return std::any_of(titles.begin(), titles.end(), [](const auto& title) {
        return is_of_name(title.column) || (title.column && list_columns()[*title.column].holds == Holds::contact);
    });
}

// A name whose title is merged over two columns, family name first. By what the column held so far: with one value that
// is no given name it is another column without a title, and as where it is empty more often than not. "Nam" is also a
// sex.
std::string SubjectReader::join_name(std::span<const std::string> cells) {
    std::string name(cells.size() >= name_column_ && name_column_ > 0 ? cells[name_column_ - 1] : "");
    if (is_empty_cell(name)) name.clear();
    bool more = false;
    for (auto i = name_column_; i < std::min(cells.size(), name_end_); ++i) {
        if (!has_letter(cells[i])) continue;
        auto word = in_small_letters(trim(cells[i]));
        if (word == "nam" && given_names_ < kGivenNamesSure) continue;
        if (!is_given_name(cells[i], name)) return name_end_ = name_column_, "";
        given_names_ += word != "nam";
        more = true;
        name += (name.empty() ? "" : " ") + cells[i];
    }
    without_given_name_ += !more && name_end_ > name_column_;
    return more && without_given_name_ <= given_names_ ? name : "";
}

void SubjectReader::table_row(std::span<const std::string> cells) {
    if (goes_on_with_the_header(cells)) return error(0, "the header has two lines: put all titles into one");
    auto header = header_row(cells);
    if (header == HeaderRow::other)
        return error(0, "send one table a file: this header has other columns than the one in line " +
                            std::to_string(*header_line_));
    bool numbers = std::exchange(below_header_, header == HeaderRow::same) && numbers_columns(cells);
    if (header == HeaderRow::same || numbers) {
        ++reading_.title_rows;
        return;
    }
    if (auto why = nobody(cells); !why.empty()) return set_aside(cells, why);
    if (is_one_cell(cells)) return error(1, "the row is one cell, with other separators than the header's");
    somebody(cells);
    Subject subject;
    if (!fits(subject, cells)) return;
    auto count = std::min(cells.size(), columns_.size());
    written_to_ = WrittenTo::person;
    for (std::size_t i = 0; i < count; ++i)
        if (columns_[i] && list_columns()[*columns_[i]].holds == Holds::guardian_of && !is_empty_cell(cells[i]))
            written_to_ = WrittenTo::guardian;
    std::string name[3], joined = join_name(cells);
    for (std::size_t i = 0; i < count; ++i) {
        int column = static_cast<int>(i) + 1;
        if (!columns_[i]) {
            bool used = !joined.empty() && i >= name_column_ && i < name_end_ && has_letter(cells[i]);
            if (!used && is_empty_cell(titles_[i]) && !options_.ignore_columns && !is_empty_cell(cells[i]))
                note(column, "", true, "a value in a column without a title is not used", cells[i]);
        } else if (parts_[i] != NamePart::whole && cells[i] != kNoResult) {
            if (!is_empty_cell(cells[i])) name[static_cast<int>(parts_[i]) - 1] = cells[i] + " ";
        } else if (!set(subject, list_columns()[*columns_[i]], column,
                        !joined.empty() && i + 1 == name_column_ ? joined : cells[i])) {
            return;
        }
    }
    if (auto whole = name[0] + name[1] + name[2]; !whole.empty()) set_name(subject, 0, whole);
    take(std::move(subject), ref_column_);
}

}  // namespace breachd::ingest
