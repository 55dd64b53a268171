// Reads an Excel workbook (XLSX) of people: the one sheet that is a list, row by row into a SubjectReader. Hidden
// sheets are not looked at; with lists in several sheets none is read: the people of the others would not be told. It
// pulls: each step() reads one piece, so that the caller's thread is never held long. Formulas are not evaluated, their
// kept results are read; numbers are taken as they are written, with the leading zeros that their cells show. A bomb, a
// document type declaration or a damaged part ends the reading with a sentence in the reader's errors.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/people/subjects.hpp"

namespace breachd::ingest {

inline constexpr std::size_t kWorkbookBytesMax = 128UL * 1024 * 1024;  // as it comes in; kept in memory

bool is_workbook(std::string_view head);  // by its first four bytes

class WorkbookReader {
  public:
    // `reader` is of SubjectFormat::rows and outlives this.
    explicit WorkbookReader(SubjectReader& reader);
    ~WorkbookReader();
    WorkbookReader(const WorkbookReader&) = delete;
    WorkbookReader& operator=(const WorkbookReader&) = delete;

    void feed(std::string_view bytes);
    // After the last feed(). False when all has been read; the caller then calls the reader's finish().
    bool step(std::vector<Subject>& out);

  private:
    struct Book;
    std::string bytes_;
    SubjectReader& reader_;
    std::unique_ptr<Book> book_;
};

}  // namespace breachd::ingest
