// What a provider says of a message after it took it, by its own signature: it has it, it arrived, or it came back.
// What counts, and for what, says the table in core/telling/receipt.hpp.
#include <algorithm>

#include "core/journal/because.hpp"
#include "engine/telling/telling.hpp"

namespace breachd::engine {

namespace {

// An integration learns nothing of messages on channels that are not its own.
std::optional<store::DeliveryRow> row_of(Step& step, const Receipt& receipt) {
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
    if (!row) return Error{ErrorCode::not_found, "no delivery has this key", command.key};
    auto effect = effect_of(command.outcome, row->state);
    if (effect == ReceiptEffect::too_early)
        return Error{ErrorCode::unavailable, "the message is still being sent: say it again", command.key};
    if (effect == ReceiptEffect::contradicts)
        return Error{ErrorCode::conflict, "the message was not sent, was refused or came back: that stands",
                     command.key};
    if (has_id) requests.remember_webhook(command.integration, command.webhook_id, step.now);
    if (effect == ReceiptEffect::nothing) return Answer(Done{});
    if (!command.code.empty()) row->code = command.code;
    if (effect == ReceiptEffect::takes_back) {
        came_back(step, *row, command.integration, "hook:" + command.integration, Cause::came_back);
    } else {
        runs_.got_through(step, *row, command.integration, effect == ReceiptEffect::delivers);
    }
    step.ledger.touch(row->incident);
    return Answer(Done{});
}

}  // namespace breachd::engine
