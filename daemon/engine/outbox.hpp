// What a step says to the world: effects and answers, kept until the step's transaction is committed, then given out by
// engine.cpp. After a failed commit the effects are dropped and the answers become refusals. Of the engine's thread.
#pragma once

#include <utility>
#include <vector>

#include "engine/commands.hpp"
#include "engine/effects.hpp"

namespace breachd::engine {

class Outbox {
  public:
    using Answers = std::vector<std::pair<Answered, Result<Answer>>>;

    void send(Effect effect) { effects_.push_back(std::move(effect)); }
    void answer(Answered to, Result<Answer> answer) { answers_.emplace_back(std::move(to), std::move(answer)); }

    std::vector<Effect> take_effects() { return std::exchange(effects_, {}); }
    Answers take_answers() { return std::exchange(answers_, {}); }

  private:
    std::vector<Effect> effects_;
    Answers answers_;
};

}  // namespace breachd::engine
