#include "ingest/subjects.hpp"

#include <algorithm>
#include <charconv>

#include "base/json.hpp"
#include "base/utf8.hpp"
#include "ingest/fields.hpp"

namespace breachd::ingest {

namespace {

enum class Holds { ref, name, contact, language, kinds };

struct Column {
    std::string_view name;
    Holds holds;
    ContactKind contact = ContactKind::email;
};

const std::vector<Column>& known_columns() {
    static const auto made = [] {
        std::vector<Column> out{{"subject_ref", Holds::ref}, {"name", Holds::name}};
        for (const auto& row : contact_kinds())
            if (row.imported) out.push_back({row.name, Holds::contact, row.kind});
        out.push_back({"language", Holds::language});
        out.push_back({"kinds", Holds::kinds});
        return out;
    }();
    return made;
}

// "known are subject_ref, name, email, …"
std::string known_are() {
    std::string out = "known are ";
    for (const auto& column : known_columns())
        out += (&column == known_columns().data() ? "" : ", ") + std::string(column.name);
    return out;
}

constexpr std::string_view kBom = "\xef\xbb\xbf";
constexpr std::size_t kKindBytesMax = 64;

// Where the first wrong byte is; the size when there is none.
std::size_t first_wrong_byte(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        auto c = static_cast<unsigned char>(text[i]);
        std::size_t more = c < 0x80                ? 0
                           : c >= 0xc2 && c < 0xe0 ? 1
                           : c >= 0xe0 && c < 0xf0 ? 2
                           : c >= 0xf0 && c < 0xf5 ? 3
                                                   : 9;
        if (more > 3 || more >= text.size() - i) return i;
        for (std::size_t k = 1; k <= more; ++k)
            if ((static_cast<unsigned char>(text[i + k]) & 0xc0) != 0x80) return i;
        auto second = more ? static_cast<unsigned char>(text[i + 1]) : 0;
        if ((c == 0xe0 && second < 0xa0) || (c == 0xed && second > 0x9f) || (c == 0xf0 && second < 0x90) ||
            (c == 0xf4 && second > 0x8f))
            return i;
        i += 1 + more;
    }
    return text.size();
}

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

int column_index(std::string_view name) {
    const auto& known = known_columns();
    auto at = std::find_if(known.begin(), known.end(), [&](const auto& column) { return column.name == name; });
    return at == known.end() ? -1 : static_cast<int>(at - known.begin());
}

// The column behind "byte 17" of parse_json, from 1; 0 when there is none.
int column_of(const Error& error) {
    constexpr std::string_view kByte = "byte ";
    int byte = -1;
    if (error.where.starts_with(kByte))
        std::from_chars(error.where.data() + kByte.size(), error.where.data() + error.where.size(), byte);
    return byte + 1;
}

}  // namespace

void SubjectReader::error(int column, std::string what) {
    if (!ended()) errors_.push_back({line_, column, std::move(what)});
}

bool SubjectReader::set_kind(Subject& subject, int column, std::string_view kind) {
    kind = trim(kind);
    if (kind.empty()) return true;
    if (!is_kind(kind)) return error(column, "a kind has other letters than a-z, 0-9 and _"), false;
    if (subject.kinds.size() == kSubjectKindsMax) return error(column, "too many kinds"), false;
    subject.kinds.emplace_back(kind);
    return true;
}

bool SubjectReader::set(Subject& subject, std::size_t known, int column, std::string_view value) {
    value = trim(value);
    const auto& where = known_columns()[known];
    if (has_control(value)) return error(column, std::string(where.name) + " holds a control character"), false;
    switch (where.holds) {
        case Holds::ref:
            if (value.size() > kSubjectRefBytesMax)
                return error(column, "subject_ref is longer than " + std::to_string(kSubjectRefBytesMax) + " bytes"),
                       false;
            if (std::any_of(value.begin(), value.end(), is_break))
                return error(column, "subject_ref is broken over lines"), false;
            subject.subject_ref = Pii(nfc(value));
            return true;
        case Holds::name: {
            std::string name(value);
            std::replace_if(name.begin(), name.end(), is_break,
                            ' ');  // a name could not lay out the letter it is put into
            subject.name = Pii(printable(name).text);
            return true;
        }
        case Holds::contact:
            set_address(subject.contacts, where.contact, std::string(value));
            return true;
        case Holds::language:
            subject.language = value.empty() ? "vi" : lower(value);
            if (subject.language != "vi" && subject.language != "en")
                return error(column, "language must be vi or en"), false;
            return true;
        case Holds::kinds:
            break;
    }
    for (std::size_t at = 0; at <= value.size();) {
        auto stop = std::min(value.find_first_of(";|", at), value.size());
        if (!set_kind(subject, column, value.substr(at, stop - at))) return false;
        at = stop + 1;
    }
    return true;
}

void SubjectReader::take(Subject subject, int ref_column, std::vector<Subject>& out) {
    if (subject.subject_ref.reveal().empty()) return error(ref_column, "subject_ref is empty");
    ++rows_;
    out.push_back(std::move(subject));
}

void SubjectReader::feed(std::string_view bytes, std::vector<Subject>& out) {
    while (bom_bytes_ < kBom.size() && !bytes.empty()) {
        if (bytes.front() != kBom[bom_bytes_]) {
            bom_bytes_ = kBom.size();
            break;
        }
        bytes.remove_prefix(1);
        ++bom_bytes_;
    }
    for (char c : bytes) {
        if (ended()) return;
        if (++line_bytes_ > kSubjectLineBytesMax && !skipping_) {
            error(0, "the line is longer than " + std::to_string(kSubjectLineBytesMax) + " bytes" +
                         (at_ == At::quoted ? "; is a quote left open?" : ""));
            skipping_ = true;
            return_ = false;
            at_ = At::start;
            field_.clear();
            fields_.clear();
        }
        if (skipping_) {
            if (c != '\n') continue;
            skipping_ = false;
            line_bytes_ = 0;
            line_ += 1 + newlines_;
            newlines_ = 0;
        } else if (format_ == SubjectFormat::csv) {
            csv_byte(c, out);
        } else if (c == '\n') {
            json_row(out);
        } else {
            field_ += c;
        }
    }
}

void SubjectReader::csv_byte(char c, std::vector<Subject>& out) {
    if (at_ == At::quoted) {
        if (c == '"') {
            at_ = At::quote;
        } else {
            newlines_ += c == '\n';
            field_ += c;
        }
        return;
    }
    const int column = static_cast<int>(fields_.size()) + 1;
    if (return_ && c != '\n') error(column, "a carriage return inside a field that is not quoted");
    return_ = c == '\r';
    if (return_) return;
    if (c == '"' && at_ == At::start) {
        at_ = At::quoted;
    } else if (c == '"' && at_ == At::quote) {
        field_ += '"';
        at_ = At::quoted;
    } else if (c == ',') {
        end_field();
    } else if (c == '\n') {
        end_row(out);
    } else {
        if (at_ == At::quote) error(column, "text after the closing quote");
        if (c == '"') error(column, "a quote inside a field that is not quoted");
        at_ = At::plain;
        field_ += c;
    }
}

void SubjectReader::end_field() {
    fields_.push_back(std::move(field_));
    field_.clear();
    at_ = At::start;
}

void SubjectReader::end_row(std::vector<Subject>& out) {
    bool blank = fields_.empty() && field_.empty() && at_ == At::start;
    end_field();
    if (!blank) have_header_ ? csv_row(out) : header();
    fields_.clear();
    line_ += 1 + newlines_;
    newlines_ = 0;
    line_bytes_ = 0;
}

void SubjectReader::header() {
    have_header_ = true;
    for (std::size_t i = 0; i < fields_.size(); ++i) {
        const int column = static_cast<int>(i) + 1;
        int known = column_index(trim(fields_[i]));
        if (first_wrong_byte(fields_[i]) != fields_[i].size()) error(column, "is not valid UTF-8");
        // Without its name: in a file without a header it would be somebody's data.
        else if (known < 0)
            error(column, "unknown column; " + known_are());
        else if (std::find(columns_.begin(), columns_.end(), known) != columns_.end())
            error(column, "this column is named twice");
        if (known >= 0 && known_columns()[static_cast<std::size_t>(known)].holds == Holds::ref) ref_column_ = column;
        columns_.push_back(known);
    }
    bool semicolons = fields_.size() == 1 && fields_[0].find(';') != std::string::npos;
    if (semicolons)
        error(0, "the columns must be separated by commas");
    else if (ref_column_ == 0)
        error(0, "the header has no column subject_ref");
    bad_header_ = !errors_.empty();
}

void SubjectReader::csv_row(std::vector<Subject>& out) {
    if (fields_.size() != columns_.size())
        return error(
            0, "has " + std::to_string(fields_.size()) + " columns, the header has " + std::to_string(columns_.size()));
    Subject subject;
    for (std::size_t i = 0; i < fields_.size(); ++i) {
        const int column = static_cast<int>(i) + 1;
        if (first_wrong_byte(fields_[i]) != fields_[i].size()) return error(column, "is not valid UTF-8");
        if (!set(subject, static_cast<std::size_t>(columns_[i]), column, fields_[i])) return;
    }
    take(std::move(subject), ref_column_, out);
}

void SubjectReader::json_row(std::vector<Subject>& out) {
    json_line(field_, out);
    field_.clear();
    line_bytes_ = 0;
    ++line_;
}

void SubjectReader::json_line(std::string_view line, std::vector<Subject>& out) {
    if (trim(line).empty()) return;
    if (auto wrong = first_wrong_byte(line); wrong != line.size())
        return error(static_cast<int>(wrong) + 1, "is not valid UTF-8");
    auto parsed = parse_json(line);
    if (!parsed) return error(column_of(parsed.error()), parsed.error().message);
    if (!parsed->is_object()) return error(1, "is not a JSON object");
    Subject subject;
    for (const auto& member : parsed->get_object()) {
        const int known = column_index(member.key());
        const auto& value = member.value();
        if (known < 0) return error(0, "unknown member; " + known_are());
        if (value.is_null()) continue;
        const auto& column = known_columns()[static_cast<std::size_t>(known)];
        if (column.holds == Holds::kinds) {
            if (!json_kinds(subject, value)) return;
        } else if (!value.is_string()) {
            return error(0, std::string(column.name) + " must be a string");
        } else if (!set(subject, static_cast<std::size_t>(known), 0, view(value.get_string()))) {
            return;
        }
    }
    take(std::move(subject), 0, out);
}

bool SubjectReader::json_kinds(Subject& subject, const json::value& kinds) {
    std::vector<std::string> names;
    if (!from_json(kinds, names)) return error(0, "kinds must be an array of strings"), false;
    return std::all_of(names.begin(), names.end(), [&](const auto& name) { return set_kind(subject, 0, name); });
}

void SubjectReader::finish(std::vector<Subject>& out) {
    if (ended()) return;
    if (format_ == SubjectFormat::csv) {
        if (at_ == At::quoted)
            error(static_cast<int>(fields_.size()) + 1, "the quote is never closed");
        else if (!fields_.empty() || !field_.empty() || at_ != At::start)
            end_row(out);
    } else if (!field_.empty()) {
        json_row(out);
    }
    if (rows_ == 0 && errors_.empty()) error(0, "the file names nobody");
}

}  // namespace breachd::ingest
