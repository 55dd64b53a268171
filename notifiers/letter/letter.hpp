// Letters on paper: a PDF a person, ready for a window envelope, and beside the letters of a batch a table for the post
// office. directory/<incident>/<batch>/00001.pdf … and batch.csv; a letter that goes alone (the answer desk sent it
// again) stands in directory/<incident>/alone under its key. The same message writes the same files again.
//
// What is written has told nobody: people print it, post it, and record the date (engine/telling/post.cpp).
#pragma once

#include <vector>

#include "notifiers/provider.hpp"

namespace breachd {

struct LetterConfig : ProviderConfig {
    std::string directory;
    std::string return_address;  // one line: who sends it, and where it goes back to
    std::string url() const override { return "post:" + directory; }
};

// The table of a batch: one row a letter, by their numbers. Names and addresses stand in columns of their own, nothing
// in them is a formula to a spreadsheet.
struct BatchRow {
    int number = 0;
    std::string name;
    std::vector<std::string> address;
    int pages = 0;
    std::string file;
};
// The table with this row: in the place of one with its file, else added. `table` "": there is none yet.
std::string with_row(std::string_view table, const BatchRow& row);

// Lines of an address as an envelope has them: at most five, parts kept whole, in their order.
std::vector<std::string> address_lines(std::string_view address);

// One worker a channel (config), so that nobody else writes into a batch meanwhile.
class LetterNotifier : public BlockingNotifier {
  public:
    LetterNotifier(const Channel& channel, bool drill) : own_(own_config<LetterConfig>(channel)), drill_(drill) {}
    Result<void> check(const Message& message) const override;
    Outcome send(const Message& message) override;
    ProbeResult probe() override;

  private:
    LetterConfig own_;
    bool drill_;
};

Provider letter_provider();

}  // namespace breachd
