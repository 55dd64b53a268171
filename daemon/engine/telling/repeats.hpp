// Letters that the answer desk sends once more: the text of the version that told the person, over a channel of the
// agent's choice. Part of the telling desk.
//
//   ask ──▶ sending ──▶ accepted, delivered ──▶ (a receipt or a report: delivered, failed)
//              │  ▲
//              │  └── retrying ◀── later        failed ◀── refused      unknown ◀── no answer, or a stop
//
// Invariants
//  1. No count of a run changes by it: the person was told before, and is told once.
//  2. The row and its journal entry are on disk before it leaves.
//  3. One at a time to a person over a channel, and none within kRepeatGap of the last that may have gone: a double
//     click sends nothing.
//  4. Unknown stays so: the agent, who speaks with the person, decides.
#pragma once

#include <optional>
#include <string>

#include "engine/channels/channels.hpp"
#include "engine/step.hpp"

namespace breachd::engine {

inline constexpr Duration kRepeatGap = std::chrono::minutes{1};
inline constexpr const char* kRepeatsDue = "repeats";  // key of the agenda
// Tokens of return paths name deliveries by their id, and repeats by theirs from here on.
inline constexpr std::int64_t kRepeatTokens = 100'000'000'000'000'000;

// What a word from outside changes for the message of that key; an error: it comes too early, or cannot stand.
Result<ReceiptEffect> admitted(ReceiptWord word, store::SendState state, const std::string& key);

class RepeatsOfLetters {
  public:
    explicit RepeatsOfLetters(Channels& channels) : channels_(channels) {}

    void load(Step& step);  // what was out at the stop is unknown
    Result<Answer> ask(Step& step, const Envelope& envelope, const Incident& incident, const SendAgain& command);
    void due(Step& step);
    // The channel that the outcome speaks of; none: it was no repeat, or nothing was tried.
    std::optional<std::string> done(Step& step, const AttemptDone& done);
    // A word from outside about one of them; none: it speaks of none.
    std::optional<Result<Answer>> receipt(Step& step, const Receipt& receipt);
    std::optional<store::RepeatRow> by_token(Step& step, const std::string& token);
    Result<Answer> settle(Step& step, store::RepeatRow row, ReceiptWord word, const std::string& code, Cause cause);

  private:
    void send(Step& step, store::RepeatRow row);
    static void finish(Step& step, store::RepeatRow row);
    static void wake(Step& step);

    Channels& channels_;
};

}  // namespace breachd::engine
