// A reload, or the configuration of this start, brings a channel that reaches people whom nothing had reached: those
// whose channel had been taken out, and those who had none. They wait again within the same run, a slice a step; what
// was sent to them stays, so that nobody gets the same message twice.
#include <algorithm>

#include "base/text.hpp"
#include "core/journal/because.hpp"
#include "core/telling/ways.hpp"
#include "engine/telling/runs.hpp"

namespace breachd::engine {

namespace {

constexpr std::size_t kLookedAtMax = 5000;  // people of all runs in one step
constexpr std::size_t kRunsMax = 20;        // in one step: an incident that rests is read from its entries for it

bool goes_on(const Incident& incident) {
    const auto state = incident.notice_run.state;
    bool open = state == RunState::running || state == RunState::paused || state == RunState::done;
    return incident.live() && incident.notice_version > 0 && open;
}

}  // namespace

// A channel of the order that the settings before did not have there, or that reaches more kinds of contact now.
bool Runs::brings_channel(const Settings* before, const Settings& now) {
    if (before == nullptr) return true;
    return std::any_of(now.notice.order.begin(), now.notice.order.end(), [&](const auto& name) {
        const auto* channel = now.channel(name);
        const auto* known = holds(before->notice.order, name) ? before->channel(name) : nullptr;
        if (channel == nullptr) return false;
        return (contacts_of(*channel) & ~(known != nullptr ? contacts_of(*known) : Reach{0})) != 0;
    });
}

void Runs::reach_all_again(Step& step) {
    for (const auto& id : step.store.deliveries().runs_with_unreachable()) to_reach_[id] = 1;
}

void Runs::reach_some_again(Step& step) {
    reaching_ = !to_reach_.empty();
    std::map<std::string, std::int64_t> now;
    while (now.size() < kRunsMax && !to_reach_.empty()) now.insert(to_reach_.extract(to_reach_.begin()));
    for (const auto& [id, from] : now) reach_again(step, id, from, kLookedAtMax / now.size());
}

void Runs::reach_again(Step& step, const std::string& id, std::int64_t from, std::size_t most) {
    const auto* incident = step.ledger.find(id);
    if (incident == nullptr || !goes_on(*incident)) return;
    const int version = incident->notice_version;
    auto found = step.store.deliveries().within_reach(id, version, from, plan_steps(step.settings), most);
    if (found.next > 0) to_reach_[id] = found.next;
    if (found.people.empty()) return;
    for (auto subject : found.people) {
        step.store.subjects().wait_again(id, subject, store::SubjectState::unreachable, step.now);
        move_on(step, id, subject, version);
    }
    to_journal_.try_emplace(id, false);
    worked_on_.insert(id);
    if (incident->notice_run.state == RunState::done)
        step.ledger.append(id, "system", NoticeResumed{because::channel_came(found.channel), ""});
}

}  // namespace breachd::engine
