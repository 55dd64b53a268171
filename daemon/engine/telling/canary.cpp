// The first messages of a run on a channel go out before the rest: a wrong list or a wrong text must not cost a million
// letters. From then on no more is out at once than was heard of, so that a run gets faster as it goes well. When most
// failed, the run pauses and people are paged; one who lets it go on overrules that for this release. Counted since the
// run was taken up: after a start the first messages are looked at again.
#include <algorithm>

#include "core/journal/because.hpp"
#include "engine/telling/runs.hpp"

namespace breachd::engine {

int Runs::canary_allows(Step& step, const Channel& channel, const std::string& id, int sends) {
    auto& first = running_.at(id).first[channel.name];
    auto most = std::max<std::int64_t>(step.settings.notice.canary_first, first.settled);
    auto left = static_cast<int>(std::clamp<std::int64_t>(most - first.out, 0, sends));
    first.held = left == 0;
    return left;
}

void Runs::canary_sent(const std::string& channel, const std::string& id, std::size_t rows) {
    running_.at(id).first[channel].out += static_cast<std::int64_t>(rows);
}

void Runs::canary_heard(Step& step, const Out& out, const Outcome& outcome, store::SendState state) {
    auto run = running_.find(out.incident);
    if (run == running_.end() || run->second.version != out.version) return;
    auto& first = run->second.first[out.channel];
    first.out = std::max<std::int64_t>(0, first.out - 1);
    first.settled += !store::waits(state);
    bool refused = outcome.result == SendResult::rejected || outcome.result == SendResult::retry;
    first.failed += state == store::SendState::failed && refused;
    if (std::exchange(first.held, false)) wait_on(out.channel, out.incident);
    const auto& policy = step.settings.notice;
    bool enough = first.settled >= policy.canary_first;
    bool badly = first.failed * 100 > first.settled * policy.canary_failed_percent;
    if (!enough || !badly || step.ledger.get(out.incident).notice_run.canary != Canary::fine) return;
    stop_run(step, out.incident, because::canary_failed(out.channel, first.failed, first.settled), "canary");
}

}  // namespace breachd::engine
