// Letters on paper: a PDF a person, ready for a window envelope, and beside the letters of a batch a table for the post
// office. directory/<incident>/<batch>/00001.pdf … and batch.csv; a letter that goes alone (the answer desk sent it
// again) stands in directory/<incident>/alone under its key. The same message writes the same files again.
//
// What is written has told nobody: people print it, post it, and record the date (engine/telling/post.cpp).
#pragma once

#include <vector>

#include "notifiers/letter/batch_table.hpp"
#include "notifiers/provider.hpp"

namespace breachd {

struct LetterConfig : ProviderConfig {
    std::string directory;
    std::string return_address;  // one line: who sends it, and where it goes back to
    std::string url() const override { return "post:" + directory; }
};

// Lines of an address as an envelope has them: at most five, parts kept whole, in their order.
std::vector<std::string> address_lines(std::string_view address);

// One worker a channel (config), so that nobody else writes into a batch meanwhile.
class LetterNotifier : public BlockingNotifier {
  public:
    LetterNotifier(const Channel& channel, bool drill);
    Result<void> check(const Message& message) const override;
    Outcome send(const Message& message) override;
    ProbeResult probe() override;

  private:
    LetterConfig own_;
    bool drill_;
    BatchTables tables_;
};

Provider letter_provider();

}  // namespace breachd
