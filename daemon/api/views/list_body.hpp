// The body of an import as people: a table that is read as it streams in, or a workbook that is read, piece by piece,
// when all of it is here. Which of them it is its first bytes say.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/people/subjects.hpp"
#include "ingest/people/workbook.hpp"

namespace breachd::api {

class ListBody {
  public:
    ListBody(ingest::SubjectFormat format, ingest::ListOptions options) : format_(format), options_(options) {
        reader_.emplace(format, options);
    }

    void feed(std::string_view bytes, std::vector<Subject>& out);
    // After the last byte: one more piece. False when all is read.
    bool pull(std::vector<Subject>& out);
    ingest::SubjectReader& reader() { return *reader_; }
    const ingest::SubjectReader& reader() const { return *reader_; }

  private:
    void begin(std::vector<Subject>& out);

    ingest::SubjectFormat format_;
    ingest::ListOptions options_;
    std::string head_;  // until it is known what the body is
    bool begun_ = false;
    std::optional<ingest::SubjectReader> reader_;
    std::unique_ptr<ingest::WorkbookReader> workbook_;
};

}  // namespace breachd::api
