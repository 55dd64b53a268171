// Which rows a channel gets now: the scheduler shares what it may be given among the runs that wait, and each run's
// rows are claimed with one statement.
#include <algorithm>

#include "core/law/obligation.hpp"
#include "core/telling/public_page.hpp"
#include "core/telling/ways.hpp"
#include "engine/telling/runs.hpp"

namespace breachd::engine {

namespace {

constexpr int kRounds = 8;                  // of sharing in one step; what is left waits for the next
constexpr std::size_t kLookedAtMax = 2000;  // rows of one run and channel in one claim
constexpr std::size_t kGivenUpMax = 500;    // rows given up in one step
constexpr Duration kUnopenedPause = kNoticeRetryCap;

std::string line_key(const std::string& channel, const std::string& id) { return "line|" + channel + "|" + id; }

}  // namespace

std::optional<Instant> Runs::cutoff_of(Step& step, const Incident& incident, const std::string& channel) {
    if (!running_.contains(incident.id)) return {};
    auto pending = step.store.deliveries().tally(incident.id, incident.notice_version).pending;
    return cutoff(channel, step.settings, pending, subjects_due(incident), step.now);
}

void Runs::feed(Step& step, const std::string& name) {
    const auto* channel = step.settings.channel(name);
    if (channel == nullptr || step.stopping) return;
    auto& queue = channels_.runs();
    for (int round = 0; round < kRounds; ++round) {
        int left = channels_.allowance(step, *channel);
        auto shares = left > 0 ? queue.share(name, left) : decltype(queue.share(name, left)){};
        if (shares.empty()) break;
        for (const auto& [id, sends] : shares) claim(step, *channel, id, sends);
    }
    watch(step, name);
    auto next = queue.anyone(name) ? channels_.next_moment(step, *channel) : std::nullopt;
    if (auto blocked = blocked_.find(name); blocked != blocked_.end() && !blocked->second.empty())
        if (auto opens = channels_.destination_moment(step, name)) next = std::min(next.value_or(*opens), *opens);
    step.agenda.at(next ? std::max(*next, step.now + Duration{1}) : Instant::max(), DeskId::telling, "channel|" + name);
}

// How many were sent. A run that has no more rows for now leaves the channel's queue, and stands where it is woken
// from.
int Runs::claim(Step& step, const Channel& channel, const std::string& id, int sends) {
    auto& queue = channels_.runs();
    auto at = running_.find(id);
    if (at == running_.end()) return queue.rests(channel.name, id), 0;
    auto& run = at->second;
    const auto& incident = step.ledger.get(id);
    if (incident.notice_run.state != RunState::running) return queue.rests(channel.name, id), 0;  // stopped just now
    worked_on_.insert(id);
    if (auto cut = cutoff_of(step, incident, channel.name); cut && step.now > *cut) {
        to_give_up_.insert({channel.name, id});
        return queue.rests(channel.name, id), 0;
    }
    if (tells_in_short(channel) && content_page_awaited(incident, step.settings, step.now)) {
        step.agenda.no_later_than(*incident.notice_released_at + kContentPagePatience, DeskId::telling,
                                  line_key(channel.name, id));
        return queue.rests(channel.name, id), 0;
    }
    if (!can_write(step, incident, run)) {
        step.agenda.at(step.now + kUnopenedPause, DeskId::telling, line_key(channel.name, id));
        return queue.rests(channel.name, id), 0;
    }
    sends = canary_allows(step, channel, id, sends);
    if (sends == 0) return queue.rests(channel.name, id), 0;
    auto& passed = run.passed[channel.name];
    int admitted = 0;
    auto may_go = [&](const store::DueDelivery& row) {
        return row.version == run.version && (row.state != store::SendState::unknown || channel.on_unknown == "resend");
    };
    auto pick = [&](const store::DueDelivery& row) {
        if (!may_go(row)) return store::Pick::take;
        if (admitted == sends) return store::Pick::stop;
        if (channels_.admit(step, channel, row.destination)) return ++admitted, store::Pick::take;
        passed.destinations.insert(row.destination);
        return store::Pick::pass;
    };
    auto claimed = step.store.deliveries().claim(id, channel.name, step.now, passed.until, kLookedAtMax, pick);
    std::vector<store::DueDelivery> go, settled;
    for (auto& row : claimed.rows) (may_go(row) ? go : settled).push_back(std::move(row));
    settle_unsent(step, channel, id, settled);
    send(step, channel, id, go);
    if (!claimed.exhausted) {
        if (!passed.destinations.empty()) passed.until = claimed.seen;
        return admitted;
    }
    if (claimed.next_at) step.agenda.no_later_than(*claimed.next_at, DeskId::telling, line_key(channel.name, id));
    auto wait_for = std::move(passed.destinations);
    run.passed.erase(channel.name);
    if (anybody_handed(step, id, channel.name)) {
        int more = sends - admitted;
        if (more == 0 || reclaim(step, channel, id, more) > 0) return admitted;  // they go in the next round
        step.agenda.no_later_than(step.now + kReclaimEvery, DeskId::telling, line_key(channel.name, id));
    }
    // One that opened while the walk went on will not be heard of again: from the first row on.
    auto is_open = [&](const std::string& each) { return channels_.open(step, channel.name, each); };
    if (std::any_of(wait_for.begin(), wait_for.end(), is_open)) return admitted;
    queue.rests(channel.name, id);
    if (!wait_for.empty()) blocked_[channel.name][id] = std::move(wait_for);
    return admitted;
}

// Rows of an older version are void; a row of unknown outcome that may not go again stays unknown, and its subject goes
// to the next channel.
void Runs::settle_unsent(Step& step, const Channel& channel, const std::string& id,
                         const std::vector<store::DueDelivery>& rows) {
    if (rows.empty()) return;
    std::vector<store::Settled> settled;
    for (const auto& row : rows) {
        store::Settled as = row.settled();
        if (row.state != store::SendState::unknown) as.state = store::SendState::cancelled;
        settled.push_back(std::move(as));
    }
    step.store.deliveries().record(id, channel.name, settled, step.now);
    to_journal_.try_emplace(id, false);
    for (const auto& row : rows)
        if (row.state == store::SendState::unknown) move_on(step, id, row.subject, row.version);
}

void Runs::send(Step& step, const Channel& channel, const std::string& id, std::vector<store::DueDelivery>& rows) {
    if (rows.empty()) return;
    auto& run = running_.at(id);
    for (auto& row : rows)
        row.only_points =
            !run.notice->short_text_tells && only_short_text(channel, contact_used(contacts_of(channel), row.reach));
    step.store.deliveries().begin_sending(id, channel.name, rows, step.now);
    to_journal_.try_emplace(id, false);
    canary_sent(channel.name, id, rows.size());
    step.stats.notices_sent += static_cast<std::int64_t>(rows.size());
    for (const auto& row : rows) {
        out_[row.id] = {id,        channel.name,      row.destination, row.subject, row.version, row.attempts + 1,
                        row.alone, channel.told_when, row.only_points, row.state,   row.code,    row.cause};
        sent_.push_back(row.id);
        Send letter{Lane::notice, channel.name, "", row.id, {}, {}};
        letter.message.key = row.key;
        letter.letter = Letter{run.notice,
                               run.opener,
                               row.subject,
                               row.sealed,
                               contacts_of(channel),
                               row.key,
                               step.now,
                               store::is_in_doubt(row.state, row.cause),
                               row.id,
                               row.nth};
        if (channel.by_post) {
            auto place = place_in_batch(step, channel, id, row);
            letter.letter->batch = place.batch.name();
            letter.letter->batch_number = static_cast<int>(place.number);
        }
        step.outbox.send(std::move(letter));
    }
}

json::object Runs::texts_by_kinds(Step& step, const Incident& incident) {
    auto document = step.store.documents().find(incident.id, incident.notice_by_kinds_hash);
    auto parsed = document ? parse_json(document->bytes) : Result<json::value>(json::object());
    return parsed ? parsed->as_object() : json::object();
}

// Whether there is a text to send and a key that opens those it goes to. Without them everybody is still owed.
bool Runs::can_write(Step& step, const Incident& incident, Run& run) {
    if (run.notice && run.opener) return true;
    if (!run.notice)
        if (auto document = step.store.documents().find(incident.id, incident.notice_hash))
            if (auto parsed = parse_json(document->bytes))
                run.notice = thawed(parsed->as_object(), texts_by_kinds(step, incident), incident,
                                    incident.notice_version, without_content_url(step.settings));
    if (!run.opener) run.opener = step.store.vault().opener(incident.id);
    if (run.notice && run.opener) return true;
    page_unopened(step, incident.id);
    return false;
}

// This destination may have opened again, or (null) any: runs whose rows wait for it are asked again, from their first
// row on.
void Runs::unblock(const std::string& channel, const std::string* destination) {
    auto runs = blocked_.find(channel);
    if (runs == blocked_.end()) return;
    for (auto at = runs->second.begin(); at != runs->second.end();) {
        if (destination != nullptr && !at->second.contains(*destination)) {
            ++at;
            continue;
        }
        wait_on(channel, at->first);
        at = runs->second.erase(at);
    }
}

void Runs::give_up(Step& step, const Line& line) {
    const auto& [name, id] = line;
    if (!running_.contains(id)) return;
    worked_on_.insert(id);
    store::ClaimCursor from_first;
    auto all = [](const store::DueDelivery&) { return store::Pick::take; };
    // Those that were to be tried again later are given up, too: there is no later.
    auto claimed = step.store.deliveries().claim(id, name, Instant::max(), from_first, kGivenUpMax, all);
    std::vector<store::Settled> given_up;
    for (const auto& row : claimed.rows) {
        auto& as = given_up.emplace_back(row.settled());
        if (row.state == store::SendState::unknown) continue;  // stays so: it may have arrived
        as.state = store::SendState::failed;
        as.cause = step.settings.channel(name) ? Cause::given_up : Cause::channel_gone;
    }
    step.store.deliveries().record(id, name, given_up, step.now);
    to_journal_.try_emplace(id, false);
    for (const auto& row : claimed.rows) move_on(step, id, row.subject, row.version);
    if (!claimed.exhausted) to_give_up_.insert(line);
}

}  // namespace breachd::engine
