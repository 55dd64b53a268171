#include "engine/clock/clock.hpp"

#include "core/journal/because.hpp"

namespace breachd::engine {

namespace {

constexpr Duration kDoubtPagedEvery = std::chrono::hours{6};

ClockAgreed agreed(const ClockNews& news) {
    bool back = news.what == ClockChange::put_back;
    return {news.by.count(), back ? ClockAgreement::put_back : ClockAgreement::synchronised, "", ""};
}

}  // namespace

bool ClockDesk::hear(Step& step) {
    for (const auto& news : news_) {
        bool doubted = news.what == ClockChange::doubted;
        if (doubted || news.what == ClockChange::stepped)
            step.ledger.append("", "system", ClockStepped{news.by.count(), doubted});
        else
            step.ledger.append("", "system", agreed(news));
        doubt_.reset();
        if (doubted) {
            doubt_ = Doubt{news.by, step.now};
        } else if (news.what == ClockChange::stepped) {
            paging_.alarm(step, "clock", because::clock_stepped(news.by));
        }
    }
    if (doubt_ && !news_.empty()) page(step);  // it was not vouched for in the same moment
    return !news_.empty();
}

void ClockDesk::page(Step& step) {
    doubt_->paged_at = step.now;
    paging_.alarm(step, "clock-doubt", because::clock_doubted(doubt_->by));
}

void ClockDesk::close(Step& step) {
    if (doubt_ && step.now - doubt_->paged_at >= kDoubtPagedEvery) page(step);
}

Result<Answer> ClockDesk::handle(Step& step, const Envelope& envelope, const ConfirmClock& command) {
    if (!doubt_) return Error{ErrorCode::conflict, "the clock is not in doubt: there is nothing to confirm", ""};
    if (command.reason.empty()) return Error{ErrorCode::unprocessable, "is required", "/reason"};
    step.ledger.append("", envelope.actor,
                       ClockAgreed{doubt_->by.count(), ClockAgreement::person, envelope.person, command.reason});
    doubt_.reset();
    step.outbox.send(AgreeClock{});
    return Answer(Done{});
}

}  // namespace breachd::engine
