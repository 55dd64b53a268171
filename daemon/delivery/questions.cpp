#include "delivery/questions.hpp"

#include <utility>
#include <variant>

namespace breachd::delivery {

namespace {

constexpr int kPollSlots = 4;

}  // namespace

void Questions::renew(std::shared_ptr<const HttpNotifier> notifier, engine::RefreshToken&& question) {
    auto without = [this, channel = question.channel](Cause cause) { answers_.token_done({channel, {}, "", cause}); };
    const auto* source = notifier ? notifier->token_source() : nullptr;
    if (source == nullptr) return without(Cause::channel_gone);
    auto renewal = source->renew(question.held, answers_.wall());
    if (!renewal) return without(Cause::sign_in_refused);
    if (auto* made = std::get_if<AccessToken>(&*renewal))
        return answers_.token_done({question.channel, std::move(*made), "", Cause::none});
    // Once: the provider may take the token that this is asked with only one time.
    HttpJob job{question.channel + " token", 1, false, true, std::get<HttpRequest>(std::move(*renewal)), {}, {}};
    job.give_back = [without] { without(Cause::not_begun); };
    job.done = [this, notifier, source, channel = question.channel](const HttpAnswer& got) {
        auto answer = source->read_token(got);
        answers_.token_done({channel, std::move(answer.token), std::move(answer.code), answer.cause});
    };
    if (!http_.submit(std::move(job))) without(Cause::not_begun);
}

void Questions::poll(std::shared_ptr<const HttpNotifier> notifier, engine::Poll&& question) {
    auto nothing = [this, id = question.delivery_id] { answers_.poll_done({id, {}, ""}); };
    const auto* polling = notifier ? notifier->polling() : nullptr;
    if (polling == nullptr) return nothing();
    auto request = polling->ask(question.provider_id);
    if (const auto* source = notifier->token_source()) source->authorise(request, tokens_.find(question.channel));
    HttpJob job{question.channel + " status", kPollSlots, false, false, std::move(request), {}, {}};
    job.give_back = nothing;
    job.done = [this, notifier, polling, id = question.delivery_id](const HttpAnswer& got) {
        auto said = polling->read_status(got);
        answers_.poll_done({id, said.word, std::move(said.code)});
    };
    if (!http_.submit(std::move(job))) nothing();
}

}  // namespace breachd::delivery
