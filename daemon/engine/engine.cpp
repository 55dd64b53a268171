#include "engine/engine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/journal/because.hpp"
#include "engine/engine_impl.hpp"

namespace breachd::engine {

namespace {

constexpr Duration kForgetEvery = std::chrono::hours{1};
constexpr Duration kRetryMemory = std::chrono::hours{24 * 7};
// Of the projection that the start writes anew when the file's is another.
constexpr const char* kProjection = "1";

std::string ack_key_of(store::Store& store) {
    store.vault().ensure("index");
    return std::string(as_bytes(store.vault().tag("index", "acknowledge links")));
}

}  // namespace

Engine::Impl::Impl(store::Store& s, std::shared_ptr<const Settings> set, EngineOptions o)
    : store(s),
      settings(std::move(set)),
      options(std::move(o)),
      ack_key(ack_key_of(store)),
      rng(options.seed),
      ledger(store),
      paging(ack_key),
      intake(paging),
      channels(paging),
      telling(channels),
      publication(telling) {
    ledger.hear_with([this](const Entry& entry) { hear(entry); });
}

Engine::Engine(store::Store& store, std::shared_ptr<const Settings> settings, EngineOptions options)
    : impl_(std::make_unique<Impl>(store, std::move(settings), std::move(options))) {}

Engine::~Engine() = default;

const std::map<std::string, Incident>& Engine::incidents() const { return impl_->ledger.awake(); }
const Settings& Engine::settings() const { return *impl_->settings; }
std::string Engine::ack_key() { return impl_->ack_key; }

// --- the desks, in the order in which they are asked ----------------------------------------------------------------

void Engine::Impl::begin(Instant now) {
    step.emplace(Step{now, *settings, settings, ledger, agenda, outbox, store, rng, stats});
    ledger.begin(now, *settings, quiet_since);
    agenda.begin();
    intake.begin();
}

void Engine::Impl::hear(const Entry& entry) {
    intake.hear(*step, entry);
    paging.hear(*step, entry);
    incidents.hear(*step, entry);
}

void Engine::Impl::look_at(const std::string& id) {
    const auto* incident = ledger.find(id);
    if (incident == nullptr) return;
    if (incident->live()) {
        ledger.settle(id);
        telling.look(*step, *incident);
        publication.look(*step, *incident);
        ledger.settle(id);
    }
    auto wake = [&](const auto& desk) { return incident->live() ? desk.wake(*step, *incident) : Instant::max(); };
    agenda.at(wake(incidents), DeskId::incidents, id);
    agenda.at(wake(telling), DeskId::telling, id);
    agenda.at(wake(publication), DeskId::publication, id);
}

// Only incidents that changed in this step or whose time has come are looked at, each once.
void Engine::Impl::look_at_due() {
    std::set<std::string> waiting;
    for (const auto& due : agenda.take_due(step->now)) {
        if (due.desk == DeskId::intake)
            intake.due(*step, due.key);
        else if (due.desk != DeskId::paging)
            waiting.insert(due.key);
    }
    waiting.merge(ledger.take_changed());
    std::set<std::string> seen;
    while (!waiting.empty()) {
        auto id = *waiting.begin();
        waiting.erase(waiting.begin());
        if (!seen.insert(id).second) continue;
        look_at(id);
        waiting.merge(ledger.take_changed());
    }
}

void Engine::Impl::close() {
    intake.close(*step);
    look_at_due();
    forget_old();
    paging.close(*step);
    note_running();
    ledger.project();
}

// --- start and stop -------------------------------------------------------------------------------------------------

void Engine::start(Instant now) {
    auto& s = *impl_;
    s.forgotten_at = now;
    s.begin(now);
    s.store.begin();
    // A step that wrote left an entry; `last_seen` is for the quiet times between.
    s.ledger.load([&](const Entry& entry) {
        s.quiet_since = entry.at;
        s.intake.hear(*s.step, entry);
    });
    if (auto noted = s.store.meta().get("last_seen"))
        if (auto at = parse_rfc3339(*noted)) s.quiet_since = std::max(*at, s.quiet_since.value_or(*at));
    s.intake.load(*s.step);
    s.paging.load(*s.step);
    s.telling.load(*s.step);
    s.publication.load(*s.step);
    s.ledger.append("", "system",
                    DaemonStarted{s.options.version, s.settings->mode == Mode::drill ? "drill" : "live",
                                  s.options.sqlite_version, s.quiet_since ? format_rfc3339(*s.quiet_since) : ""});
    s.note_configuration("system");
    s.intake.reloaded(*s.step);
    s.note_running();
    s.ledger.project();
    if (s.store.meta().get("projection") != kProjection) s.ledger.project_all();
    s.store.meta().set("projection", kProjection);
    for (const auto& [id, incident] : s.ledger.awake()) s.agenda.at(now, DeskId::incidents, id);
    s.store.commit();
    s.outbox = {};
}

void Engine::stop(Instant now) {
    auto& s = *impl_;
    s.begin(now);
    s.store.begin();
    s.ledger.append("", "system", DaemonStopped{because::asked_to_stop()});
    s.intake.stop(*s.step);
    s.store.heads().sign(now);
    s.store.meta().set("last_seen", format_rfc3339(now));
    s.store.commit();
}

// --- one step -------------------------------------------------------------------------------------------------------

StepOutput Engine::step(std::vector<Envelope> envelopes, Instant now, std::optional<Duration> clock_step) {
    auto& s = *impl_;
    ++s.stats.steps;
    auto carried = std::exchange(s.unkept, {});
    envelopes.insert(envelopes.begin(), std::make_move_iterator(carried.begin()),
                     std::make_move_iterator(carried.end()));
    std::vector<bool> asked;  // an answer moves away while it is given
    for (const auto& envelope : envelopes) asked.push_back(static_cast<bool>(envelope.answer));
    auto journal = s.store.journal().size();
    s.begin(now);
    try {
        if (s.impaired) s.probe();
        s.store.begin();
        if (clock_step) {
            s.ledger.append("", "system", ClockStepped{clock_step->count()});
            s.paging.alarm(*s.step, "clock", because::clock_stepped(*clock_step));
            s.intake.reloaded(*s.step);
        }
        for (auto& envelope : envelopes) s.take(envelope);
        s.close();
        s.store.commit();
    } catch (const store::StoreError& failed) {
        s.store.rollback();
        if (failed.cause != store::StoreError::Cause::full && failed.cause != store::StoreError::Cause::busy) throw;
        return s.refuse(std::move(envelopes), asked, failed.what());
    }
    s.quiet_since.reset();
    auto effects = s.outbox.take_effects();
    if (s.store.journal().size() != journal) effects.push_back(JournalMoved{s.store.journal().size()});
    return {s.outbox.take_answers(), std::move(effects), false};
}

bool Engine::rest() { return impl_->store.rest(); }

// The bytes behind a decision can be read years later.
void Engine::Impl::note_configuration(const std::string& actor) {
    if (!settings->as_read.empty())
        store.documents().put({settings->sha256, "", "configuration", "configuration.txt", "text/plain; charset=utf-8",
                               step->now, settings->as_read});
    ledger.append("", actor, ConfigurationLoaded{settings->sha256});
}

// How late the daemon can have stopped, for the next start.
void Engine::Impl::note_running() {
    auto now = step->now;
    if (now - last_seen_written < options.last_seen_every && now >= last_seen_written) return;
    store.meta().set("last_seen", format_rfc3339(now));
    last_seen_written = now;
}

// Nonces and idempotent answers serve retries: kept for a week, far beyond any signature's window.
void Engine::Impl::forget_old() {
    auto now = step->now;
    if (now - forgotten_at < kForgetEvery) return;
    forgotten_at = now;
    // In drill time a week is soon over, while the window of signatures is real time.
    auto memory = std::chrono::duration_cast<Duration>(kRetryMemory * std::max(1.0, settings->time_scale));
    store.requests().forget_before(now - memory, now - memory);
}

Instant Engine::next_wake(Instant now) const {
    if (impl_->impaired) return now + impl_->probe_every();
    return std::clamp(impl_->agenda.next(), now, now + std::chrono::hours{24});
}

Stats Engine::stats() const {
    auto out = impl_->stats;
    auto totals = impl_->ledger.totals();
    out.running_clocks = totals.running;
    out.overdue = totals.overdue;
    out.next_due = totals.next_due;
    out.journal_entries = impl_->ledger.appended();
    out.channels_down = static_cast<std::int64_t>(impl_->channels.down().size());
    return out;
}

}  // namespace breachd::engine
