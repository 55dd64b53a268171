#include "ingest/people/subjects.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "core/telling/masked.hpp"
#include "ingest/kinds.hpp"
#include "ingest/people/cell.hpp"
#include "ingest/people/codes.hpp"
#include "ingest/people/names.hpp"
#include "ingest/people/nobody.hpp"

namespace breachd::ingest {

namespace {

using Holds = ListColumn::Holds;

constexpr std::size_t kKindBytesMax = 64;

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

// By its id, or by its label: "Sinh trắc học".
std::string kind_in(std::string_view text) {
    auto known = kind_of_label(title_letters(text));
    return known.empty() ? lower(trim(text)) : std::string(known);
}

// "vị trí và sức khỏe", "ngân hàng, tài chính, tín dụng": a label may have commas.
std::vector<std::string> kinds_in(std::string_view cell) {
    std::vector<std::string> out;
    while (!cell.empty()) {
        auto part = trim(next_part(cell, ";|+/\n\r"));
        if (!kind_of_label(title_letters(part)).empty()) {
            out.push_back(kind_in(part));
            continue;
        }
        std::string parts(part);
        constexpr std::string_view kAnd = " và ";
        for (auto at = in_small_letters(parts).find(kAnd); at != std::string::npos;
             at = in_small_letters(parts).find(kAnd))
            parts.replace(at, kAnd.size(), ",");
        for (std::string_view rest = parts; !rest.empty();)
            if (auto one = trim(next_part(rest, ",")); !one.empty()) out.push_back(kind_in(one));
    }
    return out;
}

// "x", "1" or "Có" where the name of a child should stand: a letter would greet its guardian by it. "Ý" and "Nở" are
// names.
bool marks_only(std::string_view value) {
    auto letters = title_letters(value);
    bool marked = std::any_of(value.begin(), value.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    if (letters.size() < 2) return !marked || letters.empty() || letters == "d";
    if (std::all_of(letters.begin(), letters.end(), [](char c) { return c >= '0' && c <= '9'; })) return true;
    constexpr std::string_view kMarks[] = {"yes", "no", "true", "false", "co"};
    bool mark = std::find(std::begin(kMarks), std::end(kMarks), letters) != std::end(kMarks);
    return mark && (!marked || in_small_letters(value).find("có") != std::string::npos);
}

}  // namespace

void SubjectReader::error(int column, std::string what) {
    if (!ended()) errors_.push_back({line_, column, std::move(what)});
}

void SubjectReader::fault(std::int64_t line, int column, std::string what) {
    if (!ended()) errors_.push_back({line, column, std::move(what)});
}

void SubjectReader::header_at(std::optional<std::int64_t> line) {
    header_line_ = line;
    if (cutter_.overrules())
        notes_.push_back({1, 0, "", false, "the line sep= says another separator than the list has", ""});
}

void SubjectReader::fail(std::string what) {
    error(0, std::move(what));
    bad_header_ = true;
}

void SubjectReader::set_sheets(std::string read, std::vector<std::string> left_out) {
    reading_.sheet = std::move(read);
    reading_.other_sheets = std::move(left_out);
}

void SubjectReader::note(int column, std::string_view field, bool rejected, std::string_view what,
                         std::string_view value) {
    notes_.push_back({line_, column, field, rejected, std::string(what), masked(value)});
}

bool SubjectReader::set_ref(Subject& subject, int column, std::string_view value) {
    bool clean = is_clean(value);  // as nearly all
    if (!clean && first_wrong_byte(value) != value.size()) return error(column, "is not valid UTF-8"), false;
    if (value == kNoResult) return error(column, "subject_ref is a formula without its result"), false;
    if (value == kDate)
        return error(column, "a spreadsheet made a date of subject_ref: format the column as text"), false;
    Repairs repairs;
    auto ref = clean ? std::string(value) : cleaned(value, repairs);
    if (!clean && has_control(ref)) return error(column, "subject_ref holds a control character"), false;
    if (ref.size() > kSubjectRefBytesMax)
        return error(column, "subject_ref is longer than " + std::to_string(kSubjectRefBytesMax) + " bytes"), false;
    if (!clean && std::any_of(ref.begin(), ref.end(), is_break))
        return error(column, "subject_ref is broken over lines"), false;
    // Two people without a reference, or whose references lost the same digits, would become one.
    if (says_there_is_none(ref) || says_no_reference(ref))
        return error(column, "subject_ref says that there is none"), false;
    if (auto damage = spreadsheet_damage(ref); damage && damage->digits.empty())
        return error(column, "subject_ref was damaged by a spreadsheet: format the column as text"), false;
    // 1001.0, as a program writes a whole number: beside 1001 it would be a second person.
    constexpr std::string_view kDecimals = ".0";
    if (ref.ends_with(kDecimals) && all_digits(std::string_view(ref).substr(0, ref.size() - kDecimals.size()))) {
        ref.resize(ref.size() - kDecimals.size());
        repairs.push_back("the decimals of a spreadsheet were dropped");
    }
    if (paper_ != Paper::none)
        if (auto whole = with_lost_zeros(paper_, ref); !whole.empty()) {
            ref = std::move(whole);
            repairs.push_back("the lost leading zero was put back");
        }
    for (auto what : repairs) note(column, "subject_ref", false, what, value);
    subject.subject_ref = Pii(std::move(ref));
    return true;
}

void SubjectReader::set_name(Subject& subject, int column, std::string_view value) {
    subject.name = Pii(name_in("name", column, value));
}

// A name that a letter may greet by; "" when it is none.
std::string SubjectReader::name_in(std::string_view field, int column, std::string_view value) {
    std::string name(trim(value));
    auto refuse = [&](std::string_view cause) {
        if (field == "name" && cause != kNoName && cause != kNameIsFormula) refused_name_ = value;
        note(column, field, true, cause, value);
        return std::string();
    };
    if (!is_clean(value)) {
        constexpr std::string_view kSoftHyphen = "\u00ad";  // the ư of TCVN3, before it is cleaned away
        if (value.find(kSoftHyphen) != value.npos && is_in_old_font(value)) return refuse(kNameInOldFont);
        bool wrong = first_wrong_byte(value) != value.size(), control = has_control(value);
        if (wrong) return refuse("letters of the name cannot be read");
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
    if (write_out_codes(name)) {
        name = nfc(name);
        note(column, field, false, kCodesWrittenOut, value);
    }
    if (auto cause = wrong_name(name); !cause.empty()) return refuse(cause);
    return name;
}

void SubjectReader::set_child(Subject& subject, int column, std::string_view value) {
    if (is_placeholder(trim(value)) && !spells_a_name(trim(value))) return;
    if (marks_only(value)) return note(column, "guardian_of", true, "not the name of a child", value);
    subject.guardian_of = Pii(name_in("guardian_of", column, value));
}

void SubjectReader::expect_child(const std::vector<ListTitle>& titles) {
    guardians_ = std::any_of(titles.begin(), titles.end(), [](const auto& title) { return title.guardians; });
    child_expected_ = guardians_ && std::any_of(titles.begin(), titles.end(), [](const auto& title) {
                          return title.column && list_columns()[*title.column].holds == Holds::guardian_of;
                      });
}

// The parent would be told of a breach of its own data, unseen by anyone.
void SubjectReader::note_no_child() {
    for (auto note = notes_.rbegin(); note != notes_.rend() && note->line == line_; ++note)
        if (note->field == "guardian_of") return;
    std::size_t at = 0;
    while (at < columns_.size() && !(columns_[at] && list_columns()[*columns_[at]].holds == Holds::guardian_of)) ++at;
    note(at < columns_.size() ? static_cast<int>(at) + 1 : 0, "guardian_of", true,
         "the row names no child: its parent or guardian is taken for the person", "");
}

void SubjectReader::set_contact(Subject& subject, const ListColumn& known, int column, std::string_view value) {
    if (value.empty()) return;
    bool clean = is_clean(value);
    if (!clean && (first_wrong_byte(value) != value.size() || has_control(value)))
        return note(column, known.name, true, "a control character or a letter that cannot be read", value);
    Repairs repairs;
    auto cell = clean ? std::string(value) : cleaned(value, repairs);
    auto read = read_address(known.contact, cell, repairs, written_to_);
    if (!read.cause.empty()) note(column, known.name, true, read.cause, value);
    for (const auto& left : read.left_out) note(column, known.name, true, left.cause, left.part);
    if (read.address.empty()) return;
    for (auto what : repairs) note(column, known.name, false, what, value);
    auto kind = read.instead.value_or(known.contact);
    bool room = add_address(subject.contacts, kind, std::move(read.address));
    for (auto& further : read.further) room = add_address(subject.contacts, kind, std::move(further)) && room;
    if (!room) note(column, known.name, true, "the cell has more addresses than a person can have", value);
}

void SubjectReader::set_kinds(Subject& subject, int column, std::string_view value) {
    Repairs repairs;
    bool readable = is_clean(value) || first_wrong_byte(value) == value.size();
    auto cell = readable ? cleaned(value, repairs) : std::string(value);
    for (auto& kind : kinds_in(cell)) {
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
    for (auto what : repairs) note(column, "kinds", false, what, value);
}

bool SubjectReader::set(Subject& subject, const ListColumn& known, int column, std::string_view value) {
    if (value == kNoResult && known.holds != Holds::ref)
        return note(column, known.name, true, "a formula without its result", ""), true;
    switch (known.holds) {
        case Holds::ref:
            return set_ref(subject, column, value);
        case Holds::name:
            if (!value.empty()) set_name(subject, column, value);
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

// Rows of one reference become one person. A name that was refused is another one where it does not agree with the
// other row's, and no contact is in both: that person's telephone must not come under the name of the other row. As of
// two rows under two names, the first one's are kept.
void SubjectReader::keep_apart(Subject& subject) {
    auto refused_name = std::exchange(refused_name_, {});
    bool refused = !refused_name.empty();
    const auto& name = subject.name.reveal();
    if ((name.empty() && subject.contacts.empty()) || (!refused && refs_.settled())) return;
    RefTrace trace(refused ? std::string_view(refused_name) : std::string_view(name), refused);
    for (const auto& contact : subject.contacts) trace.add_contact(contact.address.reveal());
    auto before = refs_.add(subject.subject_ref.reveal(), refused && !subject.contacts.empty(), trace);
    bool another = before.refused && !name.empty();
    if ((!another && !(before.came && refused)) || before.agrees) return;
    subject.name = Pii<std::string>();
    if (subject.contacts.empty()) return;
    subject.contacts.clear();
    note(0, "", true,
         "the name in a row of this reference cannot be read, and may be another person's: the contacts of the first "
         "row are used",
         "");
}

void SubjectReader::take(Subject subject, int ref_column) {
    if (subject.subject_ref.reveal().empty()) return error(ref_column, "subject_ref is empty");
    ++rows_;
    keep_apart(subject);
    if (!subject.guardian_of.reveal().empty())
        ++reading_.guardians;
    else if (child_expected_)
        note_no_child();
    lines_.push_back(line_);
    out_->push_back(std::move(subject));
}

void SubjectReader::feed(std::string_view bytes, std::vector<Subject>& out) {
    out_ = &out;
    text(decoder_.feed(bytes));
    out_ = nullptr;
}

// Zeros and the end marks of DOS are held back: behind them the file may end.
void SubjectReader::text(std::string_view utf8) {
    if (!decoder_.refusal().empty() && !ended()) return fail(decoder_.refusal());
    auto filling = utf8.find_last_not_of(kFilling) + 1;
    if (filling > 0) {
        if (!end_.empty()) cut(std::exchange(end_, {}));
        cut(utf8.substr(0, filling));
    }
    if (end_.size() <= kSubjectLineBytesMax) end_ += utf8.substr(filling);
}

void SubjectReader::cut(std::string_view utf8) {
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
        error(0, std::string(kNoReference));
    end_rows();
    if (rows_ == 0 && errors_.empty()) error(0, "the file names nobody");
    out_ = nullptr;
}

}  // namespace breachd::ingest
