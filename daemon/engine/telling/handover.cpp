// A channel that is down, or whose quota of the day is used up, for longer than its patience hands those who wait for
// it to the first channel of the order that works. Their rows stay there as `handed_over`: the channel takes them back,
// one as a probe and as many as it may send when it works again, while they still wait on a later channel. A message
// that was taken, and of which nothing is heard, gives its subject to the next channel after the channel's patience.
#include <algorithm>

#include "core/telling/ways.hpp"
#include "engine/telling/runs.hpp"

namespace breachd::engine {

namespace {

constexpr std::size_t kLookedAtMax = 2000;  // rows in one step
constexpr std::size_t kHandedMax = 500;
constexpr std::size_t kConfirmedMax = 500;

}  // namespace

bool was_not_tried(const store::DeliveryRow& row) {
    return row.state == store::SendState::handed_over ||
           (row.state == store::SendState::failed && row.cause == Cause::channel_gone) ||
           (row.state == store::SendState::cancelled && row.cause == Cause::other_channel);
}

// While its people are still to go: to which channel, and when. Those who stay reach no other one.
std::optional<std::pair<std::string, Instant>> Runs::hands_over_to(Step& step, const std::string& channel) const {
    auto at = channels_.hands_over_at(step, channel);
    if (!at || *at + kHandOverAgain <= step.now) return {};
    for (const auto& other : step.settings.notice.order)
        if (other != channel && channels_.available(step, other)) return std::pair(other, std::max(*at, step.now));
    return {};
}

bool Runs::anybody_handed(Step& step, const std::string& id, const std::string& channel) {
    auto handed = step.store.deliveries().tally(id, step.ledger.get(id).notice_version).handed;
    auto at = handed.find(channel);
    return at != handed.end() && at->second > 0;
}

// In the agenda for as long as the channel is stuck and somebody waits for it.
void Runs::watch(Step& step, const std::string& channel) {
    auto at = channels_.hands_over_at(step, channel);
    if (at && !demands_on(step, channel).empty())
        step.agenda.no_later_than(*at > step.now ? *at : step.now + kHandOverAgain, DeskId::telling,
                                  "handover|" + channel);
}

void Runs::hand_over_all(Step& step, const std::string& channel) {
    auto at = channels_.hands_over_at(step, channel);
    if (!at) return;
    if (*at <= step.now)
        for (const auto& demand : demands_on(step, channel)) to_hand_over_.try_emplace({channel, demand.run});
    watch(step, channel);
}

// The first channel of the order that works and reaches such a subject; "" when there is none.
std::string Runs::other_channel(Step& step, Reach reach, const std::set<std::string>& not_these) const {
    auto not_now = not_these;
    for (const auto& name : step.settings.notice.order)
        if (!channels_.available(step, name)) not_now.insert(name);
    return next_channel(step.settings, reach, not_now);
}

void Runs::hand_over(Step& step, const Line& line, store::ClaimCursor from) {
    const auto& [name, id] = line;
    auto run = running_.find(id);
    auto at = channels_.hands_over_at(step, name);
    if (run == running_.end() || !at || *at > step.now) return;
    worked_on_.insert(id);
    std::size_t taken = 0;
    auto pick = [&](const store::DueDelivery& row) {
        if (taken == kHandedMax) return store::Pick::stop;
        if (row.version != run->second.version || other_channel(step, row.reach, {name}).empty())
            return store::Pick::pass;
        return ++taken, store::Pick::take;
    };
    auto claimed = step.store.deliveries().claim(id, name, Instant::max(), from, kLookedAtMax, pick);
    for (const auto& row : claimed.rows) hand_over_row(step, id, name, row.subject, row.version);
    if (!claimed.rows.empty()) to_journal_.try_emplace(id, false);
    if (!claimed.exhausted) to_hand_over_.insert_or_assign(line, claimed.seen);
}

// False, and no change, when no other channel works for the subject. A message of unknown outcome stays so: it may have
// arrived.
bool Runs::hand_over_row(Step& step, const std::string& id, const std::string& from, std::int64_t subject,
                         int version) {
    auto& deliveries = step.store.deliveries();
    auto way = step.store.subjects().way_to(id, subject);
    if (!way || way->told_version >= step.ledger.get(id).notice_since) return false;
    std::set<std::string> not_these{from};
    const store::DeliveryRow* own = nullptr;
    auto rows = deliveries.of_subject(id, subject, version);
    forget_corrected(step, *way, rows);
    for (const auto& row : rows)
        if (row.channel == from && row.state != store::SendState::failed) own = &row;
    not_these.merge(tried_by(step, id, subject, *way, rows).channels);
    if (own == nullptr || other_channel(step, way->contacts, not_these).empty()) return false;
    if (own->state == store::SendState::unknown) {
        deliveries.update({{own->id, own->state, own->attempts, {}, own->code, own->cause, ""}, step.now});
    } else {
        deliveries.update(
            {{own->id, store::SendState::handed_over, own->attempts, {}, own->code, Cause::other_channel, ""},
             step.now});
    }
    move_on(step, id, subject, version);
    step.agenda.no_later_than(step.now + kReclaimEvery, DeskId::telling, "line|" + from + "|" + id);
    return true;
}

// Rows that were handed over and whose subjects still wait, not tried yet, on a later channel of the order come back:
// as many as the channel may send. How many.
int Runs::reclaim(Step& step, const Channel& channel, const std::string& id, int sends) {
    auto& deliveries = step.store.deliveries();
    const auto& order = step.settings.notice.order;
    auto here = std::find(order.begin(), order.end(), channel.name);
    int back = 0;
    for (const auto& row : deliveries.handed_over(id, channel.name, kHandedMax)) {
        if (back == sends) break;
        if (row.version != running_.at(id).version) {
            deliveries.update(
                {{row.id, store::SendState::cancelled, row.attempts, {}, row.code, row.cause, ""}, step.now});
            continue;
        }
        auto others = deliveries.of_subject(id, row.subject, row.version);
        auto other = std::find_if(others.begin(), others.end(), [](const auto& each) {
            return each.state == store::SendState::queued && each.attempts == 0;
        });
        if (other == others.end() || std::find(here, order.end(), other->channel) == order.end()) continue;
        auto way = step.store.subjects().way_to(id, row.subject);
        if (!way) continue;
        if (!channels_.open(step, channel.name, destination_of(step, row, *way))) continue;
        deliveries.update({{other->id, store::SendState::handed_over, 0, {}, "", Cause::other_channel, ""}, step.now});
        reopen(step, row);
        ++back;
    }
    return back;
}

void Runs::awaits_receipt(Step& step, const std::string& channel, const std::string& id, Instant until) {
    step.agenda.no_later_than(std::max(until, step.now + Duration{1}), DeskId::telling,
                              "receipt|" + channel + "|" + id);
}

// Nothing was heard of these messages: they stay accepted, and their subjects are tried on the next channel.
void Runs::unconfirmed(Step& step, const Line& line, Instant now) {
    const auto& [name, id] = line;
    if (!running_.contains(id)) return;
    worked_on_.insert(id);
    auto& deliveries = step.store.deliveries();
    auto rows = deliveries.unconfirmed(id, name, now, kConfirmedMax);
    for (const auto& row : rows) {
        deliveries.update({{row.id, row.state, row.attempts, {}, row.code, Cause::no_receipt, ""}, step.now});
        move_on(step, id, row.subject, row.version);
    }
    if (rows.size() == kConfirmedMax) {
        to_confirm_.insert(line);
    } else if (auto next = deliveries.next_unconfirmed(id, name)) {
        awaits_receipt(step, name, id, *next);
    }
    if (!rows.empty()) to_journal_.try_emplace(id, false);
}

void Runs::reopen(Step& step, const store::DeliveryRow& row) {
    auto state = row.attempts > 0 ? store::SendState::retrying : store::SendState::queued;
    step.store.deliveries().update({{row.id, state, row.attempts, step.now, row.code, Cause::none, ""}, step.now});
}

}  // namespace breachd::engine
