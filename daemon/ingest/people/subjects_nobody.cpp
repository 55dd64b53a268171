// What of the rows below a header is nobody.
#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "ingest/people/cell.hpp"
#include "ingest/people/closing.hpp"
#include "ingest/people/nobody.hpp"
#include "ingest/people/subjects.hpp"

namespace breachd::ingest {

namespace {

using Holds = ListColumn::Holds;

constexpr std::string_view kSum = "a sum of the list, nobody";
constexpr std::string_view kUnder = "a line under the list, nobody";
constexpr std::string_view kGroup = "a heading inside the list, nobody";
constexpr std::string_view kStandsAlone =
    "subject_ref stands alone in its row and is not like the others: take the row out if it is nobody";
constexpr std::string_view kNothing = "a row without a reference, a name and a contact, nobody";

// Not "-", and no place and date under the list.
bool names_somebody(const std::string& cell) {
    return !is_empty_cell(cell) && !says_there_is_none(cell) && !is_under_a_list(cell) && !names_a_sum(cell);
}

// Not "2" and "2 người", which a sum may have under the column of names.
bool names_a_person(const std::string& cell) {
    return names_somebody(cell) && !has_digit(cell) && !counts_people(cell) &&
           std::any_of(cell.begin(), cell.end(), is_letter);
}

bool is_of_numbers(std::string_view title) {
    constexpr std::string_view kTitles[] = {"stt", "tt", "sott", "sothutu", "so", "no", ""};
    return std::find(std::begin(kTitles), std::end(kTitles), title_letters(title)) != std::end(kTitles);
}

// "lan", and so "total" beside it.
bool is_small_word(std::string_view ref) {
    return std::all_of(ref.begin(), ref.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

// "Hết", "Đại Diện"; not "-----" and "Ghi chú:".
bool is_like_a_name(std::string_view ref) {
    return std::count(ref.begin(), ref.end(), ' ') < 2 &&
           std::all_of(ref.begin(), ref.end(), [](char c) { return c == ' ' || is_letter(c); });
}

// "KH-001": nearly every reference, and nothing that stands under a list.
bool is_code(std::string_view ref) {
    bool letter = false, digit = false;
    for (char c : ref) {
        letter |= is_ascii_letter(c);
        digit |= c >= '1' && c <= '9';
        if (!is_ascii_letter(c) && !is_digit(c) && c != '-' && c != '_' && c != '.') return false;
    }
    return letter && digit;
}

// A number, as a spreadsheet may write it: "1.825.691.357".
bool is_figure(const std::string& cell) {
    return has_digit(cell) && cell.find_first_not_of("0123456789., ") == cell.npos;
}

}  // namespace

bool SubjectReader::any(std::span<const std::string> cells, Holds what, bool (*passes)(const std::string&)) const {
    for (std::size_t i = 0; i < std::min(cells.size(), columns_.size()); ++i)
        if (columns_[i] && list_columns()[*columns_[i]].holds == what && passes(cells[i])) return true;
    return false;
}

bool SubjectReader::names_a_person_in(std::span<const std::string> cells) const {
    return any(cells, Holds::name, names_a_person) || any(cells, Holds::guardian_of, names_a_person);
}

// One that a message could be sent to.
bool SubjectReader::has_contact(std::span<const std::string> cells) const {
    for (std::size_t i = 0; i < std::min(cells.size(), columns_.size()); ++i) {
        if (!columns_[i] || cells[i].empty() || list_columns()[*columns_[i]].holds != Holds::contact) continue;
        if (is_under_a_list(cells[i]) || names_a_sum(cells[i])) continue;
        auto kind = list_columns()[*columns_[i]].contact;
        Repairs none;
        auto cell = cleaned(cells[i], none);
        bool address =
            cell.find('@') != cell.npos || !read_address(kind, cell, none, WrittenTo::guardian).address.empty();
        if (address && (kind != ContactKind::postal_address || has_digit(cell))) return true;
    }
    return false;
}

// The reference of a row; "" where there is none.
std::string_view SubjectReader::ref_in(std::span<const std::string> cells) const {
    auto at = static_cast<std::size_t>(ref_column_ - 1);
    return at < cells.size() && !is_empty_cell(cells[at]) ? std::string_view(cells[at]) : std::string_view();
}

// Beside the number of the row.
bool SubjectReader::only_ref(std::span<const std::string> cells) const {
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (static_cast<int>(i) + 1 == ref_column_ || is_empty_cell(cells[i])) continue;
        if (i >= columns_.size() || columns_[i] || !is_of_numbers(titles_[i])) return false;
    }
    return true;
}

// What a spreadsheet puts under the last row: its first value says so. With a reference "Cong" is a given name, unless
// the reference is the number of the rows.
bool SubjectReader::is_sum(std::span<const std::string> cells) const {
    auto first = std::find_if_not(cells.begin(), cells.end(), is_empty_cell);
    auto at = static_cast<std::size_t>(first - cells.begin());
    if (first == cells.end() || !names_a_sum(*first) || names_a_person_in(cells) || has_contact(cells)) return false;
    auto ref = ref_in(cells);
    if (ref.empty()) return true;
    if (at == static_cast<std::size_t>(ref_column_ - 1)) return !(small_words_ && is_small_word(ref));
    if (at < columns_.size() && columns_[at]) return false;
    // Beside another reference the word is a department's or a project's.
    if (!std::all_of(first + 1, cells.end(),
                     [&](const auto& cell) { return is_empty_cell(cell) || cell == ref || is_figure(cell); }))
        return false;
    return counts_people(ref) || ref == std::to_string(rows_);
}

// Signatures, closing lines, what a program says of its output. With a reference each cell must be one of these.
bool SubjectReader::is_closing(std::span<const std::string> cells) const {
    auto ref = ref_in(cells);
    auto next = static_cast<std::size_t>(ref_column_);
    if (!ref.empty()) {
        // "Hà Nội, ngày 30 tháng 11 năm 2026" without quotes is two cells.
        bool cut = !has_digit(ref) && next < cells.size() && is_place_and_date(cells[next]);
        if (!cut && !is_under_a_list(ref) && !(is_label(ref) && only_ref(cells))) return false;
    }
    bool some = !ref.empty(), all = true;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (is_empty_cell(cells[i]) || (!ref.empty() && i + 1 == next)) continue;
        bool under = is_under_a_list(cells[i]);
        some |= under;
        all &= under;
    }
    return some && (ref.empty() || all) && !names_a_person_in(cells) && !has_contact(cells);
}

// "I,,PHÒNG KẾ TOÁN,": in the column of the rows' numbers stands a group's, and its name alone beside it. Or the name
// stands quite alone, and says that it is a group's.
bool SubjectReader::is_group(std::span<const std::string> cells) const {
    auto first = std::find_if_not(cells.begin(), cells.end(), is_empty_cell);
    auto at = static_cast<std::size_t>(first - cells.begin());
    bool numbered = at < columns_.size() && !columns_[at] && is_of_numbers(titles_[at]) && numbers_a_group(*first);
    auto named = numbered ? std::find_if_not(first + 1, cells.end(), is_empty_cell) : first;
    auto name = static_cast<std::size_t>(named - cells.begin());
    if (name >= columns_.size() || !columns_[name] || (!numbered && !names_a_group(*named))) return false;
    auto holds = list_columns()[*columns_[name]].holds;
    return (holds == Holds::name || holds == Holds::guardian_of) && std::all_of(named + 1, cells.end(), is_empty_cell);
}

// "Lớp 6A" where the reference would stand, and nothing beside it; not where rooms and classes are the references.
bool SubjectReader::heads_a_group(std::span<const std::string> cells) const {
    auto ref = ref_in(cells);
    return !ref.empty() && names_a_group(ref) && only_ref(cells) && (only_refs() || is_odd(shape_of(ref)));
}

bool SubjectReader::is_one_cell(std::span<const std::string> cells) const {
    bool could_be_more = cells.size() == 1 && columns_.size() > 1 && format_ == SubjectFormat::csv;
    return could_be_more && has_other_separators(cells[0]);
}

// Nothing but figures where the contacts stand: their sum, if nobody comes after it.
bool SubjectReader::is_figures(std::span<const std::string> cells) const {
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (is_empty_cell(cells[i])) continue;
        if (i >= columns_.size() || (columns_[i] && !is_figure(cells[i]))) return false;
    }
    return any(cells, Holds::contact, is_figure) && !has_contact(cells);
}

std::string_view SubjectReader::nobody(std::span<const std::string> cells) {
    auto ref = ref_in(cells);
    if (ref_column_ == 1 && is_code(ref)) return "";
    if (is_sum(cells)) return kSum;
    if (is_closing(cells) || (speaks_to_readers(ref) && !names_a_person_in(cells))) {
        behind_list_ = true;
        return kUnder;
    }
    if (signs_below(cells)) {
        hold(true);
        return kUnder;
    }
    if (heads_a_group(cells)) return kGroup;
    bool says_none = !ref.empty() && (says_there_is_none(ref) || says_no_reference(ref));
    if (!ref.empty() && !says_none) return "";
    auto beside = cells.subspan(std::min(cells.size(), columns_.size()));
    bool somebody = is_one_cell(cells) || !std::all_of(beside.begin(), beside.end(), is_empty_cell);
    for (std::size_t i = 0; says_none && i < std::min(cells.size(), columns_.size()); ++i)
        somebody = somebody || (!columns_[i] && names_somebody(cells[i]) && !all_digits(cells[i]));
    for (auto what : {Holds::name, Holds::guardian_of, Holds::contact})
        somebody = somebody || any(cells, what, names_somebody);
    if (!somebody) return kNothing;
    if (says_none) return "";
    if (is_group(cells)) return kGroup;
    bool figures = is_figures(cells);
    if (!figures && (!behind_list_ || has_contact(cells))) return "";
    hold(false);
    return figures ? kSum : kUnder;
}

void SubjectReader::hold(bool with_ref) {
    if (held_.size() < kSubjectErrorsMax) held_.emplace_back(line_, with_ref);
}

// Names of those who sign, where the references would stand.
bool SubjectReader::signs_below(std::span<const std::string> cells) const {
    auto ref = ref_in(cells);
    auto shape = shape_of(ref);
    return behind_list_ && shape.blank && shape.no_digit && is_odd(shape) && !has_contact(cells) &&
           !names_a_person_in(cells);
}

SubjectReader::RefShape SubjectReader::shape_of(std::string_view ref) const {
    bool marks = std::any_of(ref.begin(), ref.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    return {line_, trim(ref).find(' ') != ref.npos, !has_digit(ref), marks,
            ref == std::to_string(rows_) ? ref.size() : 0};
}

// Rows that were taken for the list's end are people's who lack their reference when more people follow.
void SubjectReader::somebody(std::span<const std::string> cells) {
    auto ref = ref_in(cells);
    // Among names "Hết" and "Duyệt" are names.
    bool names = !ref.empty() && !has_digit(ref) && only_refs() && only_ref(cells);
    if (!waiting_.empty())
        settle(
            [&](const auto& each) { return has_digit(each) ? without_numbers(each) == without_numbers(ref) : names; },
            false);
    if (ref.empty()) return;
    auto shape = shape_of(ref);
    small_words_ = small_words_ || is_small_word(ref);
    bool alone = only_ref(cells) || (behind_list_ && !has_contact(cells) && !names_a_person_in(cells));
    if (!alone) {
        with_blank_ |= shape.blank;
        without_digit_ |= shape.no_digit;
        ref_bytes_least_ = std::min(ref_bytes_least_, ref.size());
        if (shape.blank && !shape.no_digit && numbered_.empty()) numbered_ = without_numbers(ref);
        ++usual_refs_;
    } else if (shape.blank || shape.count_bytes > 0) {
        lone_words_ += shape.blank && shape.no_digit;
        if (lone_refs_.size() < kSubjectErrorsMax) lone_refs_.push_back(shape);
    } else if (!shape.no_digit && std::any_of(ref.begin(), ref.end(), is_letter)) {
        ++plain_refs_;
    }
    if (alone && is_odd(shape)) return;
    behind_list_ = false;
    for (auto [at, with_ref] : std::exchange(held_, {}))
        fault(at, ref_column_, std::string(with_ref ? kStandsAlone : "subject_ref is empty"));
}

// "PHÒNG KINH DOANH" under "KH-1", or the number of rows in the last line: a line of words, and not written as the
// references of the rows that say more. A text without a blank is a reference, whatever the others look like.
bool SubjectReader::is_odd(const RefShape& shape) const {
    bool words = shape.blank && (shape.no_digit || shape.marks);
    if (usual_refs_ == 0) return words && shape.no_digit && plain_refs_ > 0 && plain_refs_ >= lone_words_;
    bool count = shape.line == line_ && shape.count_bytes > 0 && shape.count_bytes < ref_bytes_least_;
    return (words && (!with_blank_ || (shape.no_digit && !without_digit_))) || count;
}

bool SubjectReader::only_refs() const { return usual_refs_ == 0 && plain_refs_ == 0; }

// "HĐ: 01/2024" and "HĐ: 02/2024" are references where no others came.
void SubjectReader::set_aside(std::span<const std::string> cells, std::string_view why) {
    auto ref = ref_in(cells);
    bool numbered = has_digit(ref);
    auto words = without_numbers(ref);
    auto alike = [&](const std::string& each) { return without_numbers(each) == words; };
    bool known = numbered && words == numbered_ && only_ref(cells);
    bool may_wait = known || (!ref.empty() && only_refs() && only_ref(cells) && (numbered || is_like_a_name(ref)));
    if (!may_wait || waiting_.size() >= kSubjectErrorsMax) return note(0, "", true, why, "");
    waiting_.push_back({line_, std::string(ref), why});
    if (!known && (!numbered || rows_ > numbered_rows_)) return;
    auto same = std::count_if(waiting_.begin(), waiting_.end(), [&](const auto& each) { return alike(each.ref); });
    if (!known && same < 2) return;
    numbered_ = words;
    settle(alike, true);
    numbered_rows_ = rows_;
    behind_list_ = false;
}

void SubjectReader::settle(const std::function<bool(const std::string&)>& is_person, bool others_wait) {
    auto present = line_;
    for (auto& each : std::exchange(waiting_, {})) {
        line_ = each.line;
        Subject subject;
        if (is_person(each.ref)) {
            if (set_ref(subject, ref_column_, each.ref)) take(std::move(subject), ref_column_);
        } else if (others_wait) {
            waiting_.push_back(std::move(each));
        } else {
            note(0, "", true, each.why, "");
        }
    }
    line_ = present;
}

void SubjectReader::end_rows() {
    settle([](const auto&) { return false; }, false);
    for (const auto& shape : lone_refs_)
        if (is_odd(shape)) fault(shape.line, ref_column_, std::string(kStandsAlone));
    std::stable_sort(errors_.begin(), errors_.end(), [](const auto& a, const auto& b) { return a.line < b.line; });
}

}  // namespace breachd::ingest
