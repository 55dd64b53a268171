#include "ingest/people/subjects.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "core/telling/masked.hpp"

namespace breachd::ingest {

namespace {

using Holds = ListColumn::Holds;

constexpr std::size_t kKindBytesMax = 64;
constexpr std::int64_t kTitleRowsMax = 20;
constexpr int kHasReference = 100;  // in the score of a header

bool is_break(char c) { return c == '\t' || c == '\n' || c == '\r'; }

bool has_control(std::string_view text) {
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return (static_cast<unsigned char>(c) < 0x20 && !is_break(c)) || c == 0x7f; });
}

bool is_kind(std::string_view text) {
    return text.size() <= kKindBytesMax && std::all_of(text.begin(), text.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
           });
}

bool is_empty(const std::string& cell) {
    if (cell.empty()) return true;
    Repairs none;
    auto first = static_cast<unsigned char>(cell.front());
    return (first < '0' || first >= 0x80) && cleaned(cell, none).empty();
}

// "x", "1" or "Có" where the name of a child should stand: a letter would greet its guardian by it.
bool marks_only(std::string_view value) {
    auto letters = title_letters(value);
    if (letters.size() < 2) return true;
    if (std::all_of(letters.begin(), letters.end(), [](char c) { return c >= '0' && c <= '9'; })) return true;
    constexpr std::string_view kMarks[] = {"yes", "no", "true", "false", "co"};
    return std::find(std::begin(kMarks), std::end(kMarks), letters) != std::end(kMarks);
}

}  // namespace

void SubjectReader::error(int column, std::string what) {
    if (!ended()) errors_.push_back({line_, column, std::move(what)});
}

void SubjectReader::fault(std::int64_t line, int column, std::string what) {
    if (!ended()) errors_.push_back({line, column, std::move(what)});
}

void SubjectReader::fail(std::string what) {
    error(0, std::move(what));
    bad_header_ = true;
}

void SubjectReader::note(int column, std::string_view field, bool rejected, std::string_view what,
                         std::string_view value) {
    notes_.push_back({line_, column, field, rejected, std::string(what), masked(value)});
}

bool SubjectReader::set_ref(Subject& subject, int column, std::string_view value) {
    if (first_wrong_byte(value) != value.size()) return error(column, "is not valid UTF-8"), false;
    Repairs repairs;
    auto ref = cleaned(value, repairs);
    if (has_control(ref)) return error(column, "subject_ref holds a control character"), false;
    if (ref.size() > kSubjectRefBytesMax)
        return error(column, "subject_ref is longer than " + std::to_string(kSubjectRefBytesMax) + " bytes"), false;
    if (std::any_of(ref.begin(), ref.end(), is_break)) return error(column, "subject_ref is broken over lines"), false;
    // Two people whose references lost the same digits would become one.
    if (auto damage = spreadsheet_damage(ref); damage && damage->digits.empty())
        return error(column, "subject_ref was damaged by a spreadsheet: format the column as text"), false;
    for (auto what : repairs) note(column, "subject_ref", false, what, value);
    subject.subject_ref = Pii(std::move(ref));
    return true;
}

Pii<std::string> SubjectReader::name_in(std::string_view field, int column, std::string_view value) {
    std::string name(trim(value));
    if (!is_clean(value)) {
        bool wrong = first_wrong_byte(value) != value.size(), control = has_control(value);
        if (wrong) note(column, field, true, "letters of the name cannot be read", value);
        if (control) note(column, field, false, "control characters were removed", value);
        std::erase_if(name, [](char c) { return has_control(std::string_view(&c, 1)); });
        Repairs unseen;
        auto text = cleaned(name, unseen);
        if (!unseen.empty() && unseen.front().starts_with("invisible")) note(column, field, false, unseen[0], value);
        // Blanks alone: a name could not lay out the letter that it is put into.
        std::replace_if(text.begin(), text.end(), is_break, ' ');
        for (auto at = text.find("  "); at != text.npos; at = text.find("  ", at)) text.erase(at, 1);
        name = printable(text).text;
    }
    return Pii(std::move(name));
}

void SubjectReader::set_child(Subject& subject, int column, std::string_view value) {
    if (is_placeholder(trim(value))) return;
    if (marks_only(value)) return note(column, "guardian_of", true, "not the name of a child", value);
    subject.guardian_of = name_in("guardian_of", column, value);
}

void SubjectReader::set_contact(Subject& subject, const ListColumn& known, int column, std::string_view value) {
    if (value.empty()) return;
    if (first_wrong_byte(value) != value.size() || has_control(value))
        return note(column, known.name, true, "a control character or a letter that cannot be read", value);
    Repairs repairs;
    auto cell = cleaned(value, repairs);
    auto read = read_address(known.contact, cell, repairs);
    if (!read.cause.empty()) note(column, known.name, true, read.cause, value);
    if (read.address.empty()) return;
    for (auto what : repairs) note(column, known.name, false, what, value);
    bool room = add_address(subject.contacts, known.contact, std::move(read.address));
    for (auto& further : read.further) room = add_address(subject.contacts, known.contact, std::move(further)) && room;
    if (!room) note(column, known.name, true, "the cell has more addresses than a person can have", value);
}

void SubjectReader::set_kinds(Subject& subject, int column, std::string_view value) {
    constexpr std::string_view kBetween = ";|,+\n\r";
    for (std::size_t at = 0; at <= value.size();) {
        auto stop = std::min(value.find_first_of(kBetween, at), value.size());
        auto kind = lower(trim(value.substr(at, stop - at)));
        at = stop + 1;
        if (kind.empty()) continue;
        if (is_kind(kind) && subject.kinds.size() < kSubjectKindsMax) {
            subject.kinds.push_back(std::move(kind));
            continue;
        }
        // Without kinds of one's own a person is told of all that the incident has.
        note(
            column, "kinds", true,
            subject.kinds.size() < kSubjectKindsMax ? "a kind has other letters than a-z, 0-9 and _" : "too many kinds",
            value);
        return subject.kinds.clear();
    }
}

bool SubjectReader::set(Subject& subject, const ListColumn& known, int column, std::string_view value) {
    switch (known.holds) {
        case Holds::ref:
            return set_ref(subject, column, value);
        case Holds::name:
            if (!value.empty()) subject.name = name_in(known.name, column, value);
            break;
        case Holds::guardian_of:
            if (!value.empty()) set_child(subject, column, value);
            break;
        case Holds::contact:
            set_contact(subject, known, column, value);
            break;
        case Holds::language:
            if (value == "vi" || value == "en") {
                subject.language = value;
            } else if (auto language = list_language(value)) {
                subject.language = std::move(*language);
            } else if (!trim(value).empty()) {
                note(column, "language", true, "the language is neither vi nor en: vi is taken", value);
            }
            break;
        case Holds::kinds:
            if (!value.empty()) set_kinds(subject, column, value);
            break;
    }
    return true;
}

void SubjectReader::take(Subject subject, int ref_column) {
    if (subject.subject_ref.reveal().empty()) return error(ref_column, "subject_ref is empty");
    ++rows_;
    if (!subject.guardian_of.reveal().empty()) ++reading_.guardians;
    lines_.push_back(line_);
    out_->push_back(std::move(subject));
}

void SubjectReader::feed(std::string_view bytes, std::vector<Subject>& out) {
    out_ = &out;
    text(decoder_.feed(bytes));
    out_ = nullptr;
}

void SubjectReader::text(std::string_view utf8) {
    if (!decoder_.refusal().empty() && !ended()) return fail(decoder_.refusal());
    if (format_ == SubjectFormat::csv) return cutter_.feed(utf8, *this);
    for (std::size_t at = 0; at < utf8.size() && !ended();) {
        auto end = std::min(utf8.find('\n', at), utf8.size());
        auto part = utf8.substr(at, end - at);
        if (json_.size() + part.size() <= kSubjectLineBytesMax)
            json_ += part;
        else
            json_too_long_ = true;
        if (end < utf8.size()) json_row();
        at = end + 1;
    }
}

void SubjectReader::feed_row(std::int64_t line, std::span<const std::string> cells, std::vector<Subject>& out) {
    out_ = &out;
    if (!ended()) row(line, cells);
    out_ = nullptr;
}

int SubjectReader::header_score(std::span<const std::string> cells) const {
    int score = 0;
    for (const auto& cell : cells)
        if (auto known = list_column(cell)) score += list_columns()[*known].holds == Holds::ref ? kHasReference : 1;
    return score;
}

void SubjectReader::row(std::int64_t line, std::span<const std::string> cells) {
    line_ = line;
    auto filled = static_cast<std::size_t>(
        std::count_if(cells.begin(), cells.end(), [](const auto& cell) { return !is_empty(cell); }));
    if (filled == 0) {
        ++reading_.blank_rows;
        return;
    }
    if (have_header_) return table_row(cells);
    // The heading of a sheet: one cell, and not of a header.
    if (filled == 1 && header_score(cells) == 0 && reading_.title_rows < kTitleRowsMax) {
        ++reading_.title_rows;
        return;
    }
    header(cells);
}

void SubjectReader::title_column(int column, const ListTitle& known, const std::string& title) {
    if (first_wrong_byte(title) != title.size())
        error(column, "is not valid UTF-8");
    else if (known.column && std::find(columns_.begin(), columns_.end(), known.column) != columns_.end())
        error(column, named_twice(*known.column, guardians_));
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
}

void SubjectReader::header(std::span<const std::string> cells) {
    have_header_ = true;
    for (std::size_t i = 0; i < cells.size() && ref_column_ == 0; ++i)
        if (auto known = list_column(cells[i]); known && list_columns()[*known].holds == Holds::ref)
            ref_column_ = static_cast<int>(i) + 1;
    auto known = list_titles(std::vector<std::string_view>(cells.begin(), cells.end()));
    guardians_ = std::any_of(known.begin(), known.end(), [](const auto& title) { return title.guardians; });
    for (std::size_t i = 0; i < cells.size(); ++i) title_column(static_cast<int>(i) + 1, known[i], cells[i]);
    if (ref_column_ == 0) error(0, "the header has no column subject_ref");
    bad_header_ = !errors_.empty();
}

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

// What a spreadsheet puts under the last row: no contact stands in it, and its first value says so.
bool SubjectReader::is_sum(std::span<const std::string> cells) const {
    for (std::size_t i = 0; i < std::min(cells.size(), columns_.size()); ++i)
        if (columns_[i] && list_columns()[*columns_[i]].holds == Holds::contact && !is_empty(cells[i])) return false;
    auto first = std::find_if_not(cells.begin(), cells.end(), is_empty);
    return first != cells.end() && names_a_sum(*first);
}

void SubjectReader::table_row(std::span<const std::string> cells) {
    if (is_sum(cells)) return note(0, "", true, "a sum of the list, nobody", "");
    Subject subject;
    if (!fits(subject, cells)) return;
    auto count = std::min(cells.size(), columns_.size());
    for (std::size_t i = 0; i < count; ++i) {
        if (!columns_[i]) {
            if (reading_.blank_columns > 0 && !options_.ignore_columns && !is_empty(cells[i]))
                note(static_cast<int>(i) + 1, "", true, "a value in a column without a title is not used", cells[i]);
            continue;
        }
        if (!set(subject, list_columns()[*columns_[i]], static_cast<int>(i) + 1, cells[i])) return;
    }
    take(std::move(subject), ref_column_);
}

void SubjectReader::finish(std::vector<Subject>& out) {
    out_ = &out;
    if (format_ != SubjectFormat::rows) text(decoder_.finish());
    if (format_ == SubjectFormat::csv) {
        cutter_.finish(*this);
        reading_.separator =
            cutter_.separator() == '\t' ? "tab" : std::string(cutter_.separator() != 0, cutter_.separator());
    } else if (format_ == SubjectFormat::ndjson && (!json_.empty() || json_too_long_)) {
        if (!ended()) json_row();
    }
    reading_.encoding = decoder_.encoding();
    reading_.format = format_ == SubjectFormat::rows ? "xlsx" : format_ == SubjectFormat::csv ? "csv" : "ndjson";
    if (format_ != SubjectFormat::ndjson && !have_header_ && reading_.title_rows > 0)
        error(0, "the header has no column subject_ref");
    if (rows_ == 0 && errors_.empty()) error(0, "the file names nobody");
    out_ = nullptr;
}

}  // namespace breachd::ingest
