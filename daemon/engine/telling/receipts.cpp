// What is heard of a message after it was sent, from a provider by its own signature: delivered, or come back.
#include "core/journal/because.hpp"
#include "core/telling/redact.hpp"
#include "engine/telling/telling.hpp"

namespace breachd::engine {

Result<Answer> Telling::handle(Step& step, const Envelope&, const Receipt& command) {
    if (!command.webhook_id.empty() &&
        !step.store.requests().remember_webhook(command.integration, command.webhook_id, step.now))
        return Answer(Done{});
    auto row = step.store.deliveries().by_key(command.key);
    if (!row) return Error{ErrorCode::not_found, "no delivery has this key", command.key};
    if (row->attempts == 0) return Error{ErrorCode::conflict, "nothing was sent with this key", command.key};
    auto& subjects = step.store.subjects();
    if (command.outcome == "delivered") {
        runs_.receipted(step, *row, command.integration);
        step.store.deliveries().update({row->id,
                                        store::SendState::delivered,
                                        row->attempts,
                                        {},
                                        command.code,
                                        redact(command.words),
                                        row->provider_id,
                                        step.now});
        auto grade = row->grade();
        subjects.set_state(row->incident, row->subject, grade, step.now, row->version);
        if (grade == store::SubjectState::pointed) runs_.next_way(step, *row);
    } else if (command.outcome == "failed") {
        if (row->state == store::SendState::failed) return Answer(Done{});
        // It came back after it was accepted: the person was not told after all, unless another channel has told them.
        runs_.came_back(step, *row);
        runs_.fail(step, *row, command.integration, command.code, redact(command.words));
        if (step.ledger.get(row->incident).notice_run.state == RunState::done)
            step.ledger.append(row->incident, "hook:" + command.integration, NoticeResumed{because::bounced(), ""});
    } else {
        return Error{ErrorCode::unprocessable, "must be delivered or failed", "/data/outcome"};
    }
    step.ledger.touch(row->incident);
    return Answer(Done{});
}

}  // namespace breachd::engine
