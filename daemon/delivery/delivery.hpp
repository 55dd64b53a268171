// The delivery island: runs notifiers and reports outcomes. It decides nothing: no retry, no rate, no next channel.
//
// Guarantees
//  1. Exactly one AttemptDone for every Send that submit() took, whatever happens, also at stop.
//  2. Pages never wait behind notices: every channel has workers or slots of its own for pages.
//  3. submit() never blocks; false means that it was not taken (full, or stopping).
//  4. A channel has never more notices out than it has connections; over SMTP each has the envelope of one more out
//     beside its message.
//  5. What it did not begin to send comes back as `not_begun`, and is no attempt: at a stop, at a new reading of the
//     configuration, or because a queue is full.
//  6. A letter whose recipient cannot be opened comes back as `unopened`: a fault of ours, not the recipient's.
//  7. An outcome holds neither the recipient's address nor the name, whatever the provider answered.
// Callbacks are called on delivery's threads, or inside submit() for what cannot be tried at all, and must only hand
// over.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "delivery/prober.hpp"
#include "delivery/questions.hpp"
#include "engine/commands.hpp"
#include "engine/effects.hpp"
#include "notifiers/publishing/publishing.hpp"

namespace breachd::delivery {

struct DeliveryHooks {
    std::function<void(engine::AttemptDone)> attempt_done;
    // The same outcome with its channel, before it: for /metrics. Attempts only. May be empty.
    std::function<void(const std::string& channel, const Outcome& outcome)> attempted;
    std::function<void(std::string incident, engine::PublishDone)> publish_done;
    std::function<void(std::string incident, engine::ReadBackDone)> read_back_done;
    // Of channels whose provider wants an access token, or is asked what became of messages. May be empty where no
    // channel is of that kind.
    std::function<void(engine::TokenWanted)> token_wanted;
    AnswersToQuestions questions;
    // The public notice or the content page for a publisher whose files stand under `base_url`.
    std::function<PublicMatter(const engine::Publish&, const std::string& base_url)> render;
    // Opens a letter and writes its message; called on delivery's threads, on several at once.
    std::function<Result<Message>(const engine::Letter&)> write_letter;
};

class Delivery {
  public:
    Delivery(std::shared_ptr<const Settings> settings, DeliveryHooks hooks);
    ~Delivery();

    [[nodiscard]] bool submit(engine::Send&& send);
    [[nodiscard]] bool submit(engine::Publish&& publish);
    [[nodiscard]] bool submit(engine::ReadBack&& question);  // a stop leaves it unanswered
    // Each is answered by exactly one TokenDone or PollDone, also at stop.
    void submit(engine::RefreshToken&& question);
    void submit(engine::Poll&& question);
    // What the channel sends with from now on.
    void use(engine::UseToken&& token);
    // Asks the channel, without a message to anybody, and tries the address `to` dry; `done` is called once, on
    // delivery's thread. False: not taken (too many questions, no such channel, or stopping).
    [[nodiscard]] bool check(const std::string& channel, std::string to, std::function<void(ChannelCheck)> done);
    // New channels for what is submitted from now on; what is out is finished on the old ones.
    void replace(std::shared_ptr<const Settings> settings);
    // What has not been started is given back; what is out may finish within `patience`, then it ends
    // with what is known of it: unknown when it may have been taken. Nothing is submitted afterwards.
    void stop(Duration patience);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace breachd::delivery
