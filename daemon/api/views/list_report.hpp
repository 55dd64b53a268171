// What came of reading a list of people, for the answer of an import and for the table of its unusable values. Holds
// the shapes of values, never values.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "ingest/people/subjects.hpp"

namespace breachd::api {

inline constexpr std::size_t kNotesShownMax = 1000;

class ListReport {
  public:
    // `keeps`: take_rejected() gives what is rejected; of a list that is only checked nothing is to be kept.
    ListReport(bool vietnamese, bool keeps) : vietnamese_(vietnamese), keeps_(keeps) {}

    void add(std::vector<ingest::ListNote> notes);
    // What was rejected since the last call: a line of JSON each, to be kept with the import.
    std::string take_rejected() { return std::exchange(to_keep_, {}); }
    std::size_t bytes_to_keep() const { return to_keep_.size(); }
    std::int64_t rejected() const { return rejected_total_; }
    const json::array& rejected_shown() const { return rejected_; }

    // Members of the answer's `import`.
    json::object view(const ingest::ListReading& reading, std::int64_t rows) const;

  private:
    std::string sentence(const std::string& english) const;

    bool vietnamese_, keeps_;
    json::array repaired_, rejected_;  // the first kNotesShownMax of each
    std::int64_t repaired_total_ = 0, rejected_total_ = 0;
    std::string to_keep_;
};

// The table made of what take_rejected() gave.
std::string rejected_table(const std::vector<std::string>& kept, bool vietnamese);

}  // namespace breachd::api
