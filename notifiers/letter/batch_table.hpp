// The table beside the letters of a batch, for the post office: one row a letter, by their numbers. Names and addresses
// stand in columns of their own, nothing in them is a formula to a spreadsheet.
//
// A row costs the same for the first letter of a batch and for the last: it is added to the end of the file and synced.
// Only where that would not do is the table written anew as a whole: the first row since the daemon started, a row out
// of its order, a letter that is written once more, a file that somebody else changed.
//
// Invariants
//  1. When add() has returned well, the row is on disk, and no second one for its file.
//  2. A crash leaves every row for which add() returned, and at most the beginning of one more at the end. That is
//  taken
//     away by the next add(): its letter's outcome is unknown, and the letter comes again.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace breachd {

inline constexpr std::size_t kAddressLinesMax = 5;

struct BatchRow {
    int number = 0;
    std::string name;
    std::vector<std::string> address;
    int pages = 0;
    std::string file;
};
// The table with this row: in the place of one with its file, else added. `table` "": there is none yet.
std::string with_row(std::string_view table, const BatchRow& row);

// Of one channel, whose only worker is their only writer.
class BatchTables {
  public:
    explicit BatchTables(unsigned mode) : mode_(mode) {}
    Result<void> add(const std::string& path, const BatchRow& row);

  private:
    struct End {
        int number = 0;  // the largest in the table
        std::size_t bytes = 0;
    };
    Result<void> write_whole(const std::string& path, const BatchRow& row);

    unsigned mode_;
    std::map<std::string, End> ends_;  // of tables as this daemon left them
};

}  // namespace breachd
