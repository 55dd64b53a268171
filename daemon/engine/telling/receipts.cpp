// What a provider says of a message after it took it, by its own signature: it has it, it arrived, or it came back.
// What counts, and for what, says the table in core/telling/receipt.hpp.
#include <algorithm>

#include "core/journal/because.hpp"
#include "engine/telling/telling.hpp"

namespace breachd::engine {

namespace {

// An integration learns nothing of messages on channels that are not its own.
template <class Named>
std::optional<store::DeliveryRow> row_of(Step& step, const Named& receipt) {
    auto may_speak_of = [&](const auto& row) {
        return std::find(receipt.channels.begin(), receipt.channels.end(), row->channel) != receipt.channels.end();
    };
    auto& deliveries = step.store.deliveries();
    if (!receipt.key.empty()) {
        auto row = deliveries.by_key(receipt.key);
        return row && may_speak_of(row) ? row : std::nullopt;
    }
    for (const auto& channel : receipt.channels)
        if (auto row = deliveries.by_provider_id(provider_tag(step, channel, receipt.provider_id));
            row && may_speak_of(row))
            return row;
    return {};
}

}  // namespace

Result<ReceiptEffect> admitted(ReceiptWord word, store::SendState state, const std::string& key) {
    auto effect = effect_of(word, state);
    if (effect == ReceiptEffect::too_early)
        return Error{ErrorCode::unavailable, "the message is still being sent: say it again", key};
    if (effect == ReceiptEffect::contradicts)
        return Error{ErrorCode::conflict, "the message was not sent, was refused or came back: that stands", key};
    return effect;
}

// The person was not told after all, unless another channel has told them.
void Telling::came_back(Step& step, store::DeliveryRow& row, const std::string& integration, const std::string& actor,
                        Cause cause) {
    runs_.came_back(step, row);
    runs_.fail(step, row, integration, cause);
    if (step.ledger.get(row.incident).notice_run.state == RunState::done)
        step.ledger.append(row.incident, actor, NoticeResumed{because::bounced(), ""});
}

Result<Answer> Telling::handle(Step& step, const Envelope&, const Receipt& command) {
    auto& requests = step.store.requests();
    bool has_id = !command.webhook_id.empty();
    if (has_id && requests.knows_webhook(command.integration, command.webhook_id)) return Answer(Done{});
    auto row = row_of(step, command);
    auto again = row ? std::nullopt : repeats_.receipt(step, command);
    if (!row && !again) return Error{ErrorCode::not_found, "no delivery has this key", command.key};
    auto settled =
        row ? settle(step, std::move(*row), command.outcome, command.code, command.integration) : std::move(*again);
    if (settled && has_id) requests.remember_webhook(command.integration, command.webhook_id, step.now);
    return settled;
}

Result<Answer> Telling::settle(Step& step, store::DeliveryRow row, ReceiptWord word, const std::string& code,
                               const std::string& from) {
    auto effect = admitted(word, row.state, row.key);
    if (!effect) return effect.error();
    if (*effect == ReceiptEffect::nothing) return Answer(Done{});
    if (!code.empty()) row.code = code;
    if (*effect == ReceiptEffect::takes_back) {
        came_back(step, row, from, "hook:" + from, Cause::came_back);
    } else {
        runs_.got_through(step, row, from, *effect == ReceiptEffect::delivers);
    }
    step.ledger.touch(row.incident);
    return Answer(Done{});
}

// The provider's own answer to our question: a word about a message that is not there any more changes nothing.
Result<Answer> Telling::handle(Step& step, const Envelope&, const PollDone& command) {
    polls_.heard(step, command);
    auto row = command.word ? step.store.deliveries().by_id(command.delivery_id) : std::nullopt;
    if (row) {
        auto from = row->channel;
        auto ignored = settle(step, std::move(*row), *command.word, command.code, from);
        static_cast<void>(ignored);
    }
    return Answer(Done{});
}

// Nothing is proven by it: the answer is the same for all.
Result<Answer> Telling::handle(Step& step, const Envelope&, const PollSoon& command) {
    if (auto row = row_of(step, command)) polls_.soon(step, row->id);
    return Answer(Done{});
}

void Telling::done(Step& step, const AttemptDone& done) {
    const auto& channels = step.settings.channels;
    bool polled =
        std::any_of(channels.begin(), channels.end(), [](const auto& c) { return c.poll_horizon.count() > 0; });
    bool took = polled && done.outcome.result == SendResult::accepted && !done.unopened;
    if (auto row = took ? step.store.deliveries().by_id(done.delivery_id) : std::nullopt)
        polls_.took(step, *row, done.outcome.provider_id);
    runs_.done(done);
}

}  // namespace breachd::engine
