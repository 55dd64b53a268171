#include "ingest/subjects.hpp"

#include <algorithm>
#include <array>

#include "base/json.hpp"

namespace breachd::ingest {

namespace {

constexpr std::array<std::string_view, 8> kColumns = {"subject_ref", "name", "email", "phone", "zalo_id", "push_token", "language", "kinds"};
constexpr std::string_view kBom = "\xef\xbb\xbf";

bool valid_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        auto c = static_cast<unsigned char>(text[i]);
        std::size_t more = c < 0x80 ? 0 : c >= 0xc2 && c < 0xe0 ? 1 : c >= 0xe0 && c < 0xf0 ? 2 : c >= 0xf0 && c < 0xf5 ? 3 : 9;
        if (more == 9 || i + more >= text.size() + (more == 0)) return false;
        for (std::size_t k = 1; k <= more; ++k)
            if ((static_cast<unsigned char>(text[i + k]) & 0xc0) != 0x80) return false;
        auto second = more ? static_cast<unsigned char>(text[i + 1]) : 0;
        if ((c == 0xe0 && second < 0xa0) || (c == 0xed && second > 0x9f) || (c == 0xf0 && second < 0x90) || (c == 0xf4 && second > 0x8f)) return false;
        i += 1 + more;
    }
    return true;
}

void set_column(Subject& s, std::size_t column, std::string value) {
    switch (column) {
        case 0: s.subject_ref = Pii(std::move(value)); break;
        case 1: s.name = Pii(std::move(value)); break;
        case 2: s.email = Pii(std::move(value)); break;
        case 3: s.phone = Pii(std::move(value)); break;
        case 4: s.zalo_id = Pii(std::move(value)); break;
        case 5: s.push_token = Pii(std::move(value)); break;
        case 6: s.language = value.empty() ? "vi" : std::move(value); break;
        default: {
            for (std::size_t at = 0; at < value.size();) {
                auto stop = std::min(value.find_first_of(";|", at), value.size());
                if (stop > at) s.kinds.push_back(value.substr(at, stop - at));
                at = stop + 1;
            }
        }
    }
}

int column_index(std::string_view name) {
    auto at = std::find(kColumns.begin(), kColumns.end(), name);
    return at == kColumns.end() ? -1 : static_cast<int>(at - kColumns.begin());
}

}  // namespace

void SubjectReader::error(int column, std::string what) {
    if (!full()) errors_.push_back({line_, column, std::move(what)});
}

void SubjectReader::take(Subject subject, std::vector<Subject>& out) {
    if (subject.subject_ref.reveal().empty()) return error(1, "subject_ref is empty");
    if (subject.language != "vi" && subject.language != "en") return error(0, "language must be vi or en");
    ++rows_;
    out.push_back(std::move(subject));
}

void SubjectReader::feed(std::string_view bytes, std::vector<Subject>& out) {
    if (first_bytes_ && !bytes.empty()) {
        first_bytes_ = false;
        if (bytes.starts_with(kBom)) bytes.remove_prefix(kBom.size());
    }
    for (char c : bytes) {
        if (full()) return;
        if (++line_bytes_ > kSubjectLineBytesMax && !skipping_) {
            error(0, "the line is longer than 16384 bytes");
            skipping_ = true;
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
        if (c == '"') at_ = At::quote;
        else {
            newlines_ += c == '\n';
            field_ += c;
        }
        return;
    }
    if (c == '"' && at_ == At::start && field_.empty()) {
        at_ = At::quoted;
    } else if (c == '"' && at_ == At::quote) {
        field_ += '"';
        at_ = At::quoted;
    } else if (c == ',') {
        end_field();
    } else if (c == '\n') {
        end_row(out);
    } else if (c != '\r') {
        if (at_ == At::quote) error(static_cast<int>(fields_.size()) + 1, "text after the closing quote");
        if (c == '"') error(static_cast<int>(fields_.size()) + 1, "a quote inside a field that is not quoted");
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
    bool has_ref = false;
    for (std::size_t i = 0; i < fields_.size(); ++i) {
        int index = column_index(fields_[i]);
        if (index < 0) error(static_cast<int>(i) + 1, "unknown column; known are subject_ref, name, email, phone, zalo_id, push_token, language, kinds");
        if (index >= 0 && std::find(columns_.begin(), columns_.end(), index) != columns_.end()) error(static_cast<int>(i) + 1, "this column is named twice");
        has_ref |= index == 0;
        columns_.push_back(index);
    }
    if (!has_ref) error(0, "the header has no column subject_ref");
}

void SubjectReader::csv_row(std::vector<Subject>& out) {
    if (fields_.size() != columns_.size())
        return error(0, "has " + std::to_string(fields_.size()) + " columns, the header has " + std::to_string(columns_.size()));
    Subject subject;
    for (std::size_t i = 0; i < fields_.size(); ++i) {
        if (!valid_utf8(fields_[i])) return error(static_cast<int>(i) + 1, "is not valid UTF-8");
        if (columns_[i] >= 0) set_column(subject, static_cast<std::size_t>(columns_[i]), std::move(fields_[i]));
    }
    take(std::move(subject), out);
}

void SubjectReader::json_row(std::vector<Subject>& out) {
    std::string line = std::move(field_);
    field_.clear();
    line_bytes_ = 0;
    bool blank = line.find_first_not_of(" \t\r") == std::string::npos;
    if (!blank) {
        auto parsed = parse_json(line);
        Subject subject;
        bool good = true;
        auto wrong = [&](std::string what) {
            error(0, std::move(what));
            good = false;
        };
        if (!parsed) wrong(parsed.error().text());
        else if (!parsed->is_object()) wrong("is not a JSON object");
        else
            for (const auto& member : parsed->get_object()) {
                int index = column_index(member.key());
                if (index < 0) wrong("unknown member; known are subject_ref, name, email, phone, zalo_id, push_token, language, kinds");
                else if (member.value().is_null()) continue;
                else if (index == 7 && member.value().is_array()) {
                    if (!from_json(member.value(), subject.kinds)) wrong("kinds must be an array of strings");
                } else if (!member.value().is_string()) wrong(std::string(member.key()) + " must be a string");
                else set_column(subject, static_cast<std::size_t>(index), std::string(member.value().get_string()));
            }
        if (good) take(std::move(subject), out);
    }
    ++line_;
}

void SubjectReader::finish(std::vector<Subject>& out) {
    if (full()) return;
    if (format_ == SubjectFormat::csv) {
        if (at_ == At::quoted) error(static_cast<int>(fields_.size()) + 1, "the quote is never closed");
        else if (!fields_.empty() || !field_.empty() || at_ != At::start) end_row(out);
    } else if (!field_.empty()) {
        json_row(out);
    }
    if (rows_ == 0 && errors_.empty()) error(0, "the file names nobody");
}

}  // namespace breachd::ingest
