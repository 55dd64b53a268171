// Asks providers what became of the messages that they took, where they say so only when they are asked. Part of the
// telling desk. What they say counts as a receipt of the channel itself, by the table of core/telling/receipt.hpp.
//
// A message is asked about first after a minute, then at doubled distances of at most six hours, until something final
// is known or the provider's memory ends. Few questions are out at a time: an answer makes room for the next.
#pragma once

#include <set>
#include <string>

#include "engine/step.hpp"

namespace breachd::engine {

class PollsOfMessages {
  public:
    void begin() { out_before_ = out_; }
    void take_back() { out_ = out_before_; }
    void load(Step& step);
    // The channel's provider took the message and gave it this id.
    void took(Step& step, const store::DeliveryRow& row, const std::string& provider_id);
    // Somebody outside says that there is news.
    void soon(Step& step, std::int64_t delivery);
    void due(Step& step);
    // The question was answered. The row is gone when the word is final.
    void heard(Step& step, const PollDone& done);

  private:
    void wake(Step& step);

    std::set<std::int64_t> out_, out_before_;  // asked and not answered
};

inline constexpr const char* kPollsDue = "polls";  // key of the agenda

}  // namespace breachd::engine
