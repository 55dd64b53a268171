#include "engine/telling/runs.hpp"

#include <algorithm>

#include "core/law/obligation.hpp"
#include "core/telling/ways.hpp"

namespace breachd::engine {

namespace {

constexpr std::size_t kPlanMax = 1000;  // subjects given a first channel in one step
constexpr std::size_t kLoadBatch = 500;

bool runs_now(const Incident& incident) {
    return incident.live() && incident.notice_run.state == RunState::running && incident.notice_version > 0;
}

}  // namespace

// Every channel of the order with each kind of contact that it can use, best first.
std::vector<store::PlanStep> Runs::plan_steps(const Settings& settings) {
    std::vector<store::PlanStep> out;
    for (const auto& name : settings.notice.order) {
        const auto* channel = settings.channel(name);
        if (channel == nullptr) continue;
        for (auto bit : contact_bits())
            if (contacts_of(*channel) & bit) out.push_back({name, bit});
    }
    return out;
}

void Runs::load(Step& step) {
    auto& deliveries = step.store.deliveries();
    for (const auto& id : deliveries.runs_with(store::SendState::sending)) {
        to_journal_[id] = true;
        for (;;) {
            auto rows = deliveries.in_state(id, store::SendState::sending, kLoadBatch);
            if (rows.empty()) break;
            for (const auto& row : rows) {
                deliveries.update(
                    {row.id, store::SendState::unknown, row.attempts, step.now, "", Cause::stopped, "", step.now});
                channels_.lost(step, row.channel);
            }
        }
    }
    call_to_post(step);
    for (const auto& id : deliveries.runs_unbound()) to_journal_[id] = true;
    for (const auto& [id, incident] : step.ledger.awake()) follow(step, incident);
    seen_ = step.settings_ptr;
    reach_all_again(step);
}

void Runs::begin() {
    sent_.clear();
    answered_.clear();
    receipts_before_.clear();
    worked_on_.clear();
    demands_.clear();
}

bool Runs::rests(const Incident& incident) const {
    if (incident.notice_version == 0) return true;
    // By what the incident says: while the projection is written anew, no run is in memory yet.
    if (runs_now(incident) || to_journal_.contains(incident.id)) return false;
    auto is_out = [&](const auto& each) { return each.second.incident == incident.id; };
    return std::none_of(out_.begin(), out_.end(), is_out);
}

void Runs::follow(Step& step, const Incident& incident) {
    auto at = running_.find(incident.id);
    if (!runs_now(incident)) {
        if (at == running_.end()) return;
        end_run(incident.id);
        to_journal_[incident.id] = true;
        return;
    }
    if (at == running_.end() || at->second.version != incident.notice_version) return begin_run(step, incident);
    if (at->second.content_page != incident.content_page_version) {
        at->second.content_page = incident.content_page_version;
        at->second.notice.reset();  // its short letters name the page
        for (const auto& channel : step.settings.channels) wait_on(channel.name, incident.id);
    }
    auto due = subjects_due(incident);
    if (at->second.due != due) {
        at->second.due = due;
        for (const auto& channel : step.settings.channels)
            if (channels_.runs().is_waiting(channel.name, incident.id)) wait_on(channel.name, incident.id);
    }
    schedule_cutoffs(step, incident);
}

void Runs::begin_run(Step& step, const Incident& incident) {
    Run run;
    run.version = incident.notice_version;
    run.due = subjects_due(incident);
    run.content_page = incident.content_page_version;
    running_.insert_or_assign(incident.id, std::move(run));
    worked_on_.insert(incident.id);
    to_plan_.insert(incident.id);
    to_journal_.try_emplace(incident.id, false);
    to_judge_.insert(incident.id);
    auto& older_out = running_.at(incident.id).older_out;
    for (auto& [id, out] : out_) {
        if (out.incident != incident.id) continue;
        out.alone = false;  // a new version gives the subject another row
        older_out += out.version < incident.notice_version && out.version >= incident.notice_since;
    }
    for (const auto& channel : step.settings.channels) {
        wait_on(channel.name, incident.id);
        judge_again(step, channel.name);
    }
    for (const auto& name : step.settings.notice.order) {
        to_hand_over_.try_emplace({name, incident.id});
        if (auto next = step.store.deliveries().next_unconfirmed(incident.id, name))
            awaits_receipt(step, name, incident.id, *next);
    }
    // Rows on channels that are not configured any more go on to another.
    for (const auto& [name, rows] : step.store.deliveries().tally(incident.id, incident.notice_version).queued)
        if (rows > 0 && step.settings.channel(name) == nullptr) to_give_up_.insert({name, incident.id});
    schedule_cutoffs(step, incident);
}

void Runs::end_run(const std::string& id) {
    worked_on_.insert(id);
    running_.erase(id);
    channels_.runs().forget(id);
    for (auto& [channel, runs] : blocked_) runs.erase(id);
    to_plan_.erase(id);
}

void Runs::plan_again(const std::string& id) {
    if (auto run = running_.find(id); run != running_.end()) run->second.plan = true;
    to_plan_.insert(id);
}

void Runs::wait_on(const std::string& channel, const std::string& id) {
    auto run = running_.find(id);
    if (run == running_.end()) return;
    channels_.runs().waits(channel, id, run->second.due);
    to_feed_.insert(channel);
}

void Runs::plan(Step& step, const std::string& id) {
    auto run = running_.find(id);
    if (run == running_.end() || run->second.older_out > 0) return;
    worked_on_.insert(id);
    auto planned = step.store.deliveries().plan(id, run->second.version, plan_steps(step.settings), step.now, kPlanMax);
    for (const auto& channel : planned.channels) wait_on(channel, id);
    run->second.plan = planned.more;
    for (const auto& channel : planned.channels) to_hand_over_.try_emplace({channel, id});
    if (planned.more) to_plan_.insert(id);
    to_journal_.try_emplace(id, false);
}

// When a channel must be given up for a later one; asked again then, for the moment moves with the number who wait.
void Runs::schedule_cutoffs(Step& step, const Incident& incident) {
    for (const auto& name : step.settings.notice.order)
        if (auto at = cutoff_of(step, incident, name))
            step.agenda.at(std::max(step.now, *at + Duration{1}), DeskId::telling,
                           "cutoff|" + name + "|" + incident.id);
}

void Runs::due(Step& step, const std::string& key) {
    auto bar = key.find('|');
    auto what = key.substr(0, bar);
    auto rest = bar == key.npos ? "" : key.substr(bar + 1);
    auto split = rest.rfind('|');
    auto first = rest.substr(0, split);
    auto id = split == rest.npos ? "" : rest.substr(split + 1);
    if (what == "channel") {
        unblock(first);
        to_feed_.insert(first);
    } else if (what == "line") {
        wait_on(first, id);
    } else if (what == "handover") {
        hand_over_all(step, first);
    } else if (what == "receipt") {
        to_confirm_.insert({first, id});
    } else if (what == kPostDue) {
        call_to_post(step);
    } else if (what == "progress") {
        to_journal_[first] = true;
    } else if (what == "forecast") {
        to_judge_.insert(first);
        to_journal_.try_emplace(first, false);
    } else if (what == "cutoff" && running_.contains(id)) {
        auto at = cutoff_of(step, step.ledger.get(id), first);
        if (at && *at < step.now)
            to_give_up_.insert({first, id});
        else if (at)
            step.agenda.at(*at + Duration{1}, DeskId::telling, key);
    }
}

void Runs::work(Step& step) {
    if (seen_ != step.settings_ptr) {
        if (brings_channel(seen_.get(), step.settings)) reach_all_again(step);
        seen_ = step.settings_ptr;
        for (const auto& [id, run] : running_) to_follow_.insert(id);
        for (const auto& id : to_follow_) {
            running_.erase(id);
            channels_.runs().forget(id);
        }
    }
    for (const auto& id : std::exchange(to_follow_, {}))
        if (const auto* incident = step.ledger.find(id)) follow(step, *incident);
    record(step);
    if (step.held) hold();
    reach_some_again(step);
    for (const auto& id : std::exchange(to_plan_, {})) plan(step, id);
    channels_.plans(!to_plan_.empty());
    for (const auto& line : std::exchange(to_give_up_, {})) give_up(step, line);
    for (const auto& line : std::exchange(to_confirm_, {})) unconfirmed(step, line, step.now);
    for (auto& [line, from] : std::exchange(to_hand_over_, {})) hand_over(step, line, from);
    for (const auto& channel : std::exchange(to_feed_, {})) feed(step, channel);
    demands_.clear();  // rows were planned and sent
    for (const auto& [id, now] : std::exchange(to_journal_, {})) progress(step, id, now);
}

// Nothing is planned, sent or given up. go_on() takes every run up from its rows.
void Runs::hold() {
    to_reach_.clear();
    to_plan_.clear();
    to_give_up_.clear();
    to_confirm_.clear();
    to_hand_over_.clear();
    to_feed_.clear();
}

void Runs::close(Step& step) {
    bool left = !to_plan_.empty() || !to_feed_.empty() || !to_give_up_.empty() || !to_journal_.empty() ||
                !to_confirm_.empty() || !to_hand_over_.empty() || !to_reach_.empty();
    if (left) step.agenda.no_later_than(step.now, DeskId::telling, "work");
}

void Runs::take_back() {
    for (auto id : sent_) out_.erase(id);
    // The latest first: one row may have had a receipt, and then its outcome.
    for (auto at = answered_.rbegin(); at != answered_.rend(); ++at) out_.insert_or_assign(at->first, at->second);
    for (auto& [id, before] : receipts_before_) receipts_.insert_or_assign(id, std::move(before));
    heard_.clear();  // told again by the next step
    // What earlier steps left to do, and this one did not come to.
    worked_on_.merge(to_plan_);
    for (const auto* lines : {&to_give_up_, &to_confirm_})
        for (const auto& [channel, id] : *lines) worked_on_.insert(id);
    for (const auto& [line, from] : to_hand_over_) worked_on_.insert(line.second);
    for (const auto& id : worked_on_) {
        running_.erase(id);
        channels_.runs().forget(id);
    }
    to_follow_.insert(worked_on_.begin(), worked_on_.end());
    if (std::exchange(reaching_, false)) {  // from the first person on
        seen_.reset();
        to_reach_.clear();
    }
    to_plan_.clear();
    to_give_up_.clear();
    to_confirm_.clear();
    to_hand_over_.clear();
    begin();
}

}  // namespace breachd::engine
