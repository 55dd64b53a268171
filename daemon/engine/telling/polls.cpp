#include "engine/telling/polls.hpp"

#include <algorithm>

namespace breachd::engine {

namespace {

constexpr std::size_t kOutMax = 16;
constexpr Duration kFirst = std::chrono::minutes{1};
constexpr Duration kDistanceMax = std::chrono::hours{6};
constexpr Duration kUnansweredAfter = std::chrono::minutes{5};  // the question was lost in a crash

Duration distance_after(std::int64_t asked) {
    return std::min(kFirst * (std::int64_t{1} << std::clamp<std::int64_t>(asked, 0, 12)), kDistanceMax);
}

bool is_final(const PollDone& done) {
    return done.word && *done.word != ReceiptWord::accepted && *done.word != ReceiptWord::retry &&
           *done.word != ReceiptWord::unknown;
}

}  // namespace

void PollsOfMessages::load(Step& step) { wake(step); }

void PollsOfMessages::wake(Step& step) {
    if (auto next = step.store.polls().next()) step.agenda.no_later_than(*next, DeskId::telling, kPollsDue);
}

void PollsOfMessages::took(Step& step, const store::DeliveryRow& row, const std::string& provider_id) {
    const auto* channel = step.settings.channel(row.channel);
    if (channel == nullptr || channel->poll_horizon.count() == 0 || provider_id.empty()) return;
    if (!step.store.vault().has(row.incident)) return;
    step.store.polls().put(
        {row.id, row.incident, row.channel, provider_id, 0, step.now + kFirst, step.now + channel->poll_horizon});
    wake(step);
}

void PollsOfMessages::soon(Step& step, std::int64_t delivery) {
    auto row = step.store.polls().find(delivery);
    if (!row || out_.contains(delivery)) return;
    step.store.polls().set_next(delivery, row->asked, step.now);
    wake(step);
}

void PollsOfMessages::due(Step& step) {
    if (step.held || step.stopping) return;
    auto& polls = step.store.polls();
    for (auto& row : polls.due(step.now, kOutMax - std::min(kOutMax, out_.size()))) {
        const auto* channel = step.settings.channel(row.channel);
        bool over = row.provider_id.empty() || row.next_at > row.until || channel == nullptr;
        if (over) {
            polls.remove(row.delivery);
            continue;
        }
        polls.set_next(row.delivery, row.asked, step.now + kUnansweredAfter);
        out_.insert(row.delivery);
        step.outbox.send(Poll{row.channel, row.delivery, std::move(row.provider_id)});
    }
    if (out_.size() < kOutMax) wake(step);
}

void PollsOfMessages::heard(Step& step, const PollDone& done) {
    out_.erase(done.delivery_id);
    auto& polls = step.store.polls();
    if (auto row = polls.find(done.delivery_id)) {
        if (is_final(done))
            polls.remove(done.delivery_id);
        else
            polls.set_next(done.delivery_id, row->asked + 1, step.now + distance_after(row->asked + 1));
    }
    wake(step);
}

}  // namespace breachd::engine
