#include "engine/engine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/check.hpp"
#include "core/incident/playbook.hpp"
#include "core/law/obligation.hpp"
#include "core/oncall/paging.hpp"
#include "engine/state.hpp"

namespace breachd::engine {

Engine::Engine(store::Store& store, std::shared_ptr<const Settings> settings, EngineOptions options)
    : state_(std::make_unique<State>(store, std::move(settings), std::move(options))) {}

Engine::~Engine() = default;

const std::map<std::string, Incident>& Engine::incidents() const { return state_->incidents; }

const Settings& Engine::settings() const { return *state_->settings; }

std::string Engine::ack_key() { return state_->ack_key; }

namespace {

constexpr Duration kForgetEvery = std::chrono::hours{1};
constexpr Duration kRetryMemory = std::chrono::hours{24 * 7};

}  // namespace

// --- memory -------------------------------------------------------------------------------------------------------

void Engine::State::load() {
    incidents.clear();
    runs.clear();
    wakes.clear();
    groups.clear();
    openings.clear();
    for (auto& [name, channel] : channels) channel.outstanding = 0;
    store.each_entry([&](const Entry& entry) {
        last_entry_at = entry.at;
        if (entry.incident_id.empty()) return;
        auto& incident = incidents[entry.incident_id];
        evolve(incident, entry);
        remember(entry);
    });
    load_sources();
    stats.quarantine_waiting = store.quarantine_waiting();
}

Entry Engine::State::record(const std::string& incident, const std::string& actor, Event event) {
    auto entry = store.append(now, incident, actor, std::move(event));
    wrote = true;
    ++stats.journal_entries;
    if (incident.empty()) return entry;
    evolve(incidents[incident], entry);
    remember(entry);
    dirty.insert(incident);
    if (const auto* paged = std::get_if<Paged>(&entry.event)) queue_page(incident, *paged);
    return entry;
}

void Engine::State::record_all(const std::string& incident, const std::string& actor,
                               const std::vector<Event>& events) {
    for (const auto& event : events) {
        record(incident, actor, event);
        react(incident, event);
    }
}

Incident* Engine::State::find(const std::string& id) {
    auto at = incidents.find(id);
    return at == incidents.end() ? nullptr : &at->second;
}

// Nonces and idempotent answers serve retries: kept for a week, far beyond any signature's window.
void Engine::State::forget_old() {
    if (now - forgotten_at < kForgetEvery) return;
    forgotten_at = now;
    // In drill time a week is soon over, while the window of signatures is real time.
    auto memory = std::chrono::duration_cast<Duration>(kRetryMemory * std::max(1.0, settings->time_scale));
    store.forget_before(now - memory, now - memory);
}

// --- start and stop -----------------------------------------------------------------------------------------------

void Engine::start(Instant now) {
    auto& s = *state_;
    s.now = s.started_at = s.forgotten_at = now;
    s.load();
    // A step that wrote left an entry; `last_seen` is for the quiet times between.
    s.last_seen_running = s.last_entry_at;
    if (auto noted = s.store.meta("last_seen"))
        if (auto at = parse_rfc3339(*noted)) s.last_seen_running = std::max(*at, s.last_seen_running.value_or(*at));
    s.store.vault().ensure("index");
    s.ack_key = std::string(as_bytes(s.store.vault().tag("index", "acknowledge links")));
    s.store.begin();
    s.store.abort_all_imports();
    for (auto page : s.store.pages_in_state(store::SendState::sending)) {
        page.state = store::SendState::unknown;
        page.next_at = now;
        s.store.put_page(page);
    }
    s.unknown_pages = !s.store.pages_in_state(store::SendState::unknown).empty();
    for (auto& [id, incident] : s.incidents) {
        for (;;) {
            auto rows = s.store.deliveries_in_state(id, store::SendState::sending, 500);
            if (rows.empty()) break;
            for (const auto& row : rows) {
                store::DeliveryUpdate update{row.id,       store::SendState::unknown,
                                             row.attempts, now,
                                             "",           "sent before a stop; nothing was heard",
                                             "",           now};
                s.store.update_delivery(update);
                s.note_change(id, update);
            }
        }
        if (incident.publishing)
            s.record(id, "system", PublicNoticeFailed{"the daemon stopped while publishing; it is done again"});
        s.runs[id].unknown_at = now;
        s.finish_changes(incident);
    }
    s.record("", "system",
             DaemonStarted{s.options.version, s.settings->mode == Mode::drill ? "drill" : "live",
                           s.options.sqlite_version, s.last_seen_running ? format_rfc3339(*s.last_seen_running) : ""});
    s.record("", "system", ConfigurationLoaded{s.settings->sha256});
    s.expect_sources();
    s.store.set_meta("last_seen", format_rfc3339(now));
    s.last_seen_written = now;
    for (const auto& [id, incident] : s.incidents) s.store.put_incident(incident, next_due(incident));
    s.store.commit();
    s.dirty.clear();
    s.effects.clear();
}

void Engine::stop(Instant now) {
    auto& s = *state_;
    s.now = now;
    s.store.begin();
    s.record("", "system", DaemonStopped{"asked to stop"});
    s.write_sources();
    s.store.sign_head(now);
    s.store.set_meta("last_seen", format_rfc3339(now));
    s.store.commit();
}

// --- one step -----------------------------------------------------------------------------------------------------

StepOutput Engine::step(std::vector<Envelope> envelopes, Instant now, std::optional<Duration> clock_step) {
    auto& s = *state_;
    s.begin_step(now);
    auto carried = std::exchange(s.unkept, {});
    envelopes.insert(envelopes.begin(), std::make_move_iterator(carried.begin()),
                     std::make_move_iterator(carried.end()));
    std::vector<bool> asked;  // an answer moves away while it is given
    for (const auto& envelope : envelopes) asked.push_back(static_cast<bool>(envelope.answer));
    try {
        if (s.impaired) s.probe();
        s.store.begin();
        if (clock_step) {
            s.record("", "system", ClockStepped{clock_step->count()});
            s.alarm("clock",
                    fmt::format("đồng hồ của máy nhảy {}; các thời hạn không đổi", format_duration(*clock_step)));
        }
        for (auto& envelope : envelopes) {
            auto reply = s.handle(envelope);
            bool comes_later = reply && reply->status == 0;
            if (envelope.answer && !comes_later) s.answers.emplace_back(std::move(envelope.answer), std::move(reply));
        }
        s.flush_alerts();
        s.flush_quarantine();
        s.watch_sources();
        s.tick_all();
        s.forget_old();
        s.send_pages();
        if (now - s.last_seen_written >= s.options.last_seen_every || now < s.last_seen_written) {
            s.store.set_meta("last_seen", format_rfc3339(now));
            s.last_seen_written = now;
        }
        for (const auto& id : s.dirty) s.store.put_incident(s.incidents[id], next_due(s.incidents[id]));
        s.store.commit();
    } catch (const store::StoreError& failed) {
        s.store.rollback();
        if (failed.cause != store::StoreError::Cause::full && failed.cause != store::StoreError::Cause::busy) throw;
        return s.refuse(std::move(envelopes), asked, failed.what());
    }
    s.last_seen_running.reset();
    if (s.wrote) s.effects.push_back(JournalMoved{s.store.journal_size()});
    return {std::move(s.answers), std::move(s.effects), false};
}

void Engine::State::begin_step(Instant at) {
    now = at;
    wrote = false;
    effects.clear();
    answers.clear();
    dirty.clear();
    joined.clear();
    updated.clear();
    quarantined.clear();
    repeats = 0;
    ++stats.steps;
}

void Engine::rest() { state_->store.checkpoint_when_due(); }

Instant Engine::next_wake(Instant now) const {
    if (state_->impaired) return now + state_->probe_every();
    auto next = now + std::chrono::hours{24};
    for (const auto& [id, at] : state_->wakes) next = std::min(next, at);
    if (auto page = state_->store.next_page_at()) next = std::min(next, *page);
    next = std::min(next, state_->next_silence());
    return std::max(next, now);
}

Stats Engine::stats() const {
    auto out = state_->stats;
    for (const auto& [id, incident] : state_->incidents) {
        if (!incident.live()) continue;
        for (const auto& o : incident.obligations) {
            if (o.state == ObligationState::running) ++out.running_clocks;
            if (o.state == ObligationState::overdue) ++out.overdue;
        }
        if (auto due = next_due(incident)) out.next_due = std::min(out.next_due.value_or(*due), *due);
    }
    for (const auto& [name, channel] : state_->channels) out.channels_down += channel.down;
    return out;
}

}  // namespace breachd::engine
