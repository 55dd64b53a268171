// What makes a world harsh: a disk that fills in the very moment in which something comes, a channel that leaves alone
// what it does not know the outcome of, a provider that asks for less, mails that come back days later.
#include "sim/world.hpp"

namespace breachd::sim {

using std::chrono::hours;
using std::chrono::minutes;

namespace {

constexpr Duration kBouncesUntil = hours{48};  // after the span; what a bounce starts needs its time, too

}  // namespace

void World::plan_harsh() {
    if (!options_.faults) return;
    disk_fills_ = harsh_.one_in(4);
    mails_bounce_ = harsh_.one_in(3);
    if (harsh_.one_in(3)) strict_ = harsh_.one_in(2) ? "email" : "sms";
    witness_.slows = strict_;
    if (harsh_.one_in(3)) settings_ = with_a_channel_that_leaves(*settings_, harsh_.one_in(2) ? "email" : "sms");
}

// For a moment. Outcomes are many, and one disk that fills when they come is enough.
void World::may_fill_the_disk(Instant at, bool outcome) {
    if (!disk_fills_ || at >= born_ + options_.span || !harsh_.one_in(outcome ? 100 : 10)) return;
    witness_.full.push_back({at, at + up_to(harsh_, minutes{2})});
}

// What a provider says that can take no more of it just now.
Outcome World::not_so_fast(const std::string& channel) {
    if (channel != strict_) return {SendResult::retry, Blame::recipient, "451", Cause::temporary, "", {}};
    std::optional<Duration> wait;
    if (harsh_.one_in(2)) wait = up_to(harsh_, hours{1});
    return {SendResult::retry, Blame::destination, "421", Cause::too_fast, "", wait};
}

void World::plan_bounce(const Letter& letter, const std::string& key) {
    if (!mails_bounce_ || letter.channel != "email" || !harsh_.one_in(8)) return;
    auto at = now_ + up_to(harsh_, hours{30});
    if (at < born_ + options_.span + kBouncesUntil) receipt(at, {key, key + "-bounce", "email", ReceiptWord::failed});
}

}  // namespace breachd::sim
