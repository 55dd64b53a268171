// What the tests of lists of people share: read a list, and look at who and what came out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ingest/people/subjects.hpp"
#include "ingest/people/workbook.hpp"

namespace breachd::ingest {

inline constexpr std::size_t kInOnePiece = 1 << 20;

struct Reading {
    std::vector<Subject> people;
    std::vector<LineError> errors;
    std::vector<ListNote> notes;
    ListReading how;
    std::int64_t counted = 0;

    std::string ref() const { return people.at(0).subject_ref.reveal(); }
    std::string name() const { return people.at(0).name.reveal(); }
    std::string child() const { return people.at(0).guardian_of.reveal(); }
    std::string address(std::size_t row, ContactKind kind) const { return people.at(row).address(kind).reveal(); }
    std::string phone(std::size_t row = 0) const { return address(row, ContactKind::phone); }
    std::string email(std::size_t row = 0) const { return address(row, ContactKind::email); }
    std::string refs() const {
        std::string out;
        for (const auto& person : people) out += person.subject_ref.reveal() + " ";
        return out;
    }

    // The first error: its sentence, and the same behind its place.
    std::string error() const { return errors.empty() ? "" : errors.front().what; }
    std::string first() const { return errors.empty() ? "" : placed(errors.front()); }
    // All errors, a line each: behind their lines, and behind their places.
    std::string said() const {
        std::string out;
        for (const auto& error : errors) out += std::to_string(error.line) + " " + error.what + "\n";
        return out;
    }
    std::string said_where() const {
        std::string out;
        for (const auto& error : errors) out += placed(error) + "\n";
        return out;
    }
    // The notes of what cannot be used, and of what was repaired.
    std::string listed() const { return noted(true); }
    std::string repaired() const { return noted(false); }

  private:
    static std::string placed(const LineError& error) {
        return std::to_string(error.line) + ":" + std::to_string(error.column) + " " + error.what;
    }
    std::string noted(bool rejected) const {
        std::string out;
        for (const auto& note : notes)
            if (note.rejected == rejected) out += std::to_string(note.line) + " " + note.what + "\n";
        return out;
    }
};

// What is to be known of a reader at its end.
inline Reading finished(SubjectReader& reader, std::vector<Subject> people) {
    Reading out;
    reader.finish(people);
    out.people = std::move(people);
    out.errors = reader.errors();
    out.notes = reader.take_notes();
    out.how = reader.reading();
    out.counted = reader.rows();
    return out;
}

// In pieces of `cut` bytes.
inline Reading read(SubjectFormat format, std::string_view text, std::size_t cut = kInOnePiece,
                    ListOptions options = {}) {
    SubjectReader reader(format, options);
    std::vector<Subject> people;
    for (std::size_t at = 0; at < text.size(); at += cut) reader.feed(text.substr(at, cut), people);
    return finished(reader, std::move(people));
}

inline Reading csv(std::string_view text, std::size_t cut = kInOnePiece) { return read(SubjectFormat::csv, text, cut); }

inline Reading ndjson(std::string_view text, std::size_t cut = kInOnePiece) {
    return read(SubjectFormat::ndjson, text, cut);
}

// CSV in small pieces.
inline Reading read(std::string_view text, ListOptions options = {}, std::size_t cut = 7) {
    return read(SubjectFormat::csv, text, cut, options);
}

inline Reading read_workbook(std::string_view bytes, std::size_t cut = 1000) {
    SubjectReader reader(SubjectFormat::rows);
    WorkbookReader book(reader);
    std::vector<Subject> people;
    for (std::size_t at = 0; at < bytes.size(); at += cut) book.feed(bytes.substr(at, cut));
    while (book.step(people)) {
    }
    return finished(reader, std::move(people));
}

}  // namespace breachd::ingest
