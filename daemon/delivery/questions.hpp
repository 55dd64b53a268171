// Questions to providers beside messages: for a new access token, and for what became of a message. They go over the
// same HTTP loop, in slots of their own: a question never takes one from a message.
//
// Guarantee: exactly one TokenDone for each RefreshToken and one PollDone for each Poll, whatever happens.
#pragma once

#include <functional>
#include <memory>

#include "delivery/http_loop.hpp"
#include "delivery/token_shelf.hpp"
#include "engine/commands.hpp"
#include "engine/effects.hpp"

namespace breachd::delivery {

struct AnswersToQuestions {
    std::function<void(engine::TokenDone)> token_done;
    std::function<void(engine::PollDone)> poll_done;
    std::function<Instant()> wall;  // the machine's own time, which a drill does not scale
};

class Questions {
  public:
    Questions(HttpLoop& http, const TokenShelf& tokens, AnswersToQuestions answers)
        : http_(http), tokens_(tokens), answers_(std::move(answers)) {}
    // `notifier`: of the channel; null: there is no such channel, or it does not speak HTTP.
    void renew(std::shared_ptr<const HttpNotifier> notifier, engine::RefreshToken&& question);
    void poll(std::shared_ptr<const HttpNotifier> notifier, engine::Poll&& question);

  private:
    HttpLoop& http_;
    const TokenShelf& tokens_;
    AnswersToQuestions answers_;
};

}  // namespace breachd::delivery
