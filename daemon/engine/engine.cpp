#include "engine/engine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/journal/because.hpp"
#include "core/journal/evolve.hpp"
#include "engine/engine_impl.hpp"
#include "engine/intake/late_facts.hpp"

namespace breachd::engine {

namespace {

constexpr Duration kForgetEvery = std::chrono::hours{1};
constexpr Duration kRestMin = std::chrono::hours{24};  // an incident that is left alone for as long rests
constexpr std::size_t kDueMax = 2000;                  // looked at in one step: some 0.2 s
constexpr std::size_t kReviewMax = 200;                // looked at in one step because the configuration changed
constexpr std::size_t kRebuildMax = 1000;              // incidents in one transaction
constexpr std::size_t kForgetMax = 1000;               // rows in one step; the rest in the next ones
constexpr Duration kRetryMemory = std::chrono::hours{24 * 7};
// Of the projection that the start writes anew when the file's is another. A new member of the incident's JSON that the
// entries of old files fill needs a new number: the proof of the store compares rows with entries.
constexpr const char* kProjection = "5";

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
      publication(telling),
      clock(paging),
      tokens(paging) {
    ledger.hear_with([this](const Entry& entry) { hear(entry); });
}

Engine::Engine(store::Store& store, std::shared_ptr<const Settings> settings, EngineOptions options)
    : impl_(std::make_unique<Impl>(store, std::move(settings), std::move(options))) {}

Engine::~Engine() = default;

std::optional<Incident> Engine::incident(const std::string& id) const {
    auto at = awake().find(id);
    if (at != awake().end()) return at->second;
    std::optional<Incident> out;
    for (const auto& entry : impl_->store.journal().entries_of(id)) evolve(out ? *out : out.emplace(), entry);
    return out;
}

const std::map<std::string, Incident>& Engine::awake() const { return impl_->ledger.awake(); }
const Settings& Engine::settings() const { return *impl_->settings; }
std::string Engine::ack_key() { return impl_->ack_key; }
std::shared_ptr<const AccessBook> Engine::access() const { return impl_->accounts.book(); }

// --- the desks, in the order in which they are asked ----------------------------------------------------------------

void Engine::Impl::begin(Instant now) {
    settings_at_begin = settings;
    step.emplace(
        Step{now, *settings, settings, ledger, agenda, outbox, store, rng, stats, restored != nullptr, stopping});
    ledger.begin(now, *settings, quiet_since);
    agenda.begin();
    intake.begin();
    reviewing_at_begin = reviewing;
    restored_at_begin = restored;
    channels.begin();
    telling.begin();
    clock.begin();
    accounts.begin();
}

// Within a step, while no desk is at work: the step goes on with another reading of the configuration.
void Engine::Impl::use(std::shared_ptr<const Settings> read) {
    settings = std::move(read);
    auto now = step->now;
    step.emplace(
        Step{now, *settings, settings, ledger, agenda, outbox, store, rng, stats, restored != nullptr, stopping});
    ledger.use(*settings);
}

void Engine::Impl::hear(const Entry& entry) {
    intake.hear(*step, entry);
    paging.hear(*step, entry);
    incidents.hear(*step, entry);
    telling.hear(*step, entry);
    filing.hear(*step, entry);
}

void Engine::Impl::look_at(const std::string& id) {
    const auto* incident = ledger.find(id);
    if (incident == nullptr) return;
    if (incident->live()) ledger.settle(id);
    publication.look(*step, *incident);
    if (incident->live()) ledger.settle(id);
    telling.look(*step, *incident);
    put_away(id);
}

// After an incident was looked at: when the first desk wants it again. Without a run, and with nothing to do within a
// day, it rests until then, whatever is owed.
void Engine::Impl::put_away(const std::string& id) {
    const auto& incident = ledger.get(id);
    auto next = publication.wake(*step, incident);
    if (incident.live()) next = std::min(next, incidents.wake(*step, incident));
    bool rests = next > step->now + kRestMin && telling.rests(incident) && !incident.publishing;
    agenda.at(next, DeskId::incidents, id);
    ledger.rest(id, rests ? std::optional(next) : std::nullopt);
}

// Only incidents that changed in this step or whose time has come are looked at, each once; of the latter no more than
// a step has time for.
void Engine::Impl::look_at_due() {
    std::set<std::string> waiting;
    bool signing = false;
    auto dues = agenda.take_due(step->now, kDueMax);
    caught_up = dues.size() < kDueMax;
    for (const auto& due : dues) {
        if (due.desk == DeskId::intake)
            intake.due(*step, due.key);
        else if (due.desk == DeskId::filing)
            signing = true;
        else if (due.desk == DeskId::telling)
            telling.due(*step, due.key);
        else if (due.desk == DeskId::accounts)
            accounts.due(*step, due.key);
        else if (due.desk == DeskId::tokens)
            tokens.due(*step, due.key);
        else if (due.desk == DeskId::incidents)
            waiting.insert(due.key);
    }
    waiting.merge(ledger.take_changed());
    review(waiting);
    std::set<std::string> seen;
    while (!waiting.empty()) {
        auto id = *waiting.begin();
        waiting.erase(waiting.begin());
        if (!seen.insert(id).second) continue;
        look_at(id);
        waiting.merge(ledger.take_changed());
    }
    if (signing) filing.due(*step);
}

void Engine::Impl::close() {
    intake.close(*step);
    look_at_due();
    telling.work(*step);
    look_at_due();  // what the runs did, and what follows from it
    telling.close(*step);
    stats.channels = telling.channels_now(*step);
    forget_old();
    clock.close(*step);
    accounts.close(*step);
    paging.close(*step);
    note_running();
    ledger.project();
}

// --- a new configuration ------------------------------------------------------------------------------------------

// Every incident that is not closed is looked at once more, a slice in each step: its duties, its reminders, and its
// kinds of data as the assets have them that are new or changed since `before`.
void Engine::Impl::review_all(std::vector<Asset> before) {
    // A review that is under way begins again, and keeps the assets that it compares with.
    if (reviewing) before = std::move(reviewing->assets_before);
    reviewing = Review{{}, "", std::move(before)};
}

void Engine::Impl::review(std::set<std::string>& waiting) {
    if (!reviewing) return;
    auto ids = store.incidents().open_after(reviewing->opened_at, reviewing->id, kReviewMax);
    for (const auto& [opened_at, id] : ids) {
        reviewing->opened_at = opened_at;
        reviewing->id = id;
        waiting.insert(id);
    }
    for (const auto& id : waiting)  // with those that this step opened: they are in no list yet
        if (const auto* incident = ledger.find(id)) reclassify(*step, *incident, reviewing->assets_before);
    if (ids.size() < kReviewMax) reviewing.reset();
}

// --- start and stop -------------------------------------------------------------------------------------------------

void Engine::start(Instant now) {
    auto& s = *impl_;
    s.forgotten_at = now;
    if (s.store.meta().get("projection") == kProjection)
        for (const auto& [id, wake] : s.ledger.load()) s.agenda.at(wake, DeskId::incidents, id);
    else
        s.rebuild(now);
    // A step that wrote left an entry; `last_seen` is for the quiet times between.
    s.store.journal().each_entry_back([&](const Entry& entry) {
        s.quiet_since = entry.at;
        return false;
    });
    if (auto noted = s.store.meta().get("last_seen"))
        if (auto at = parse_rfc3339(*noted)) s.quiet_since = std::max(*at, s.quiet_since.value_or(*at));
    auto restored = s.store.home().found() ? std::optional(s.under_way()) : std::nullopt;
    s.begin(now);
    s.store.begin();
    s.load_restored(std::move(restored));
    s.load_overrides();
    s.intake.load(*s.step);
    s.paging.load(*s.step);
    s.channels.load(*s.step);
    s.telling.load(*s.step);
    s.publication.load(*s.step);
    s.accounts.load(*s.step, s.restored != nullptr);
    s.tokens.load(*s.step);
    s.ledger.append("", "system",
                    DaemonStarted{s.options.version, s.settings->mode == Mode::drill ? "drill" : "live",
                                  s.options.sqlite_version, s.quiet_since ? format_rfc3339(*s.quiet_since) : ""});
    s.note_configuration("system");
    s.intake.reloaded(*s.step);
    s.note_running();
    s.ledger.project();
    for (const auto& [id, incident] : s.ledger.awake()) s.agenda.at(now, DeskId::incidents, id);
    s.review_all({});  // all assets: they may have changed while the daemon was down
    s.store.commit();
    s.store.home().settled();
    s.outbox = {};
}

// Lists, watch and groups are written anew from the journal, incident by incident, so that no more of it is in memory
// than later on.
void Engine::Impl::rebuild(Instant now) {
    store.begin();
    store.watch().clear();
    store.commit();
    for (std::string last;;) {
        auto ids = store.journal().incidents_after(last, kRebuildMax);
        if (ids.empty()) break;
        begin(now);
        store.begin();
        for (const auto& id : ids) {
            ledger.rebuild(id, [&](const Entry& entry) { intake.rebuild(*step, entry); });
            put_away(id);
        }
        ledger.project();
        store.commit();
        ledger.committed();
        last = ids.back();
    }
    store.begin();
    store.meta().set("projection", kProjection);
    store.commit();
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
    s.store.keep_witness();
}

// --- one step -------------------------------------------------------------------------------------------------------

StepOutput Engine::step(std::vector<Envelope> envelopes, Instant now, const std::vector<ClockNews>& news) {
    auto& s = *impl_;
    for (const auto& each : news) s.clock.tell(each);
    ++s.stats.steps;
    auto carried = std::exchange(s.unkept, {});
    envelopes.insert(envelopes.begin(), std::make_move_iterator(carried.begin()),
                     std::make_move_iterator(carried.end()));
    std::vector<bool> asked;  // an answer moves away while it is given
    for (const auto& envelope : envelopes) asked.push_back(static_cast<bool>(envelope.answer));
    s.stopping |= std::any_of(envelopes.begin(), envelopes.end(), [](const Envelope& envelope) {
        return std::holds_alternative<StopSending>(envelope.command);
    });
    auto journal = s.store.journal().size();
    std::optional<std::chrono::nanoseconds> commit_took;
    s.begin(now);
    try {
        if (s.impaired) s.probe();
        s.store.begin();
        if (s.clock.hear(*s.step)) {
            s.intake.reloaded(*s.step);
            s.last_seen_written = {};
        }
        for (auto& envelope : envelopes) s.take(envelope);
        s.close();
        auto began = s.options.steady ? s.options.steady() : std::chrono::nanoseconds{};
        s.store.commit();
        if (s.options.steady) commit_took = s.options.steady() - began;
        s.ledger.committed();
        s.clock.committed();
        if (s.restored_at_begin && !s.restored) s.store.accept_witness();
    } catch (const store::StoreError& failed) {
        s.store.rollback();
        if (failed.cause != store::StoreError::Cause::full && failed.cause != store::StoreError::Cause::busy) throw;
        return s.refuse(std::move(envelopes), asked, failed.what());
    }
    if (s.caught_up) s.quiet_since.reset();
    auto effects = s.outbox.take_effects();
    if (s.store.journal().size() != journal) effects.push_back(JournalMoved{s.store.journal().size()});
    return {s.outbox.take_answers(), std::move(effects), false, commit_took};
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
    if (options.clock_mark) store.meta().set("clock", options.clock_mark());
    last_seen_written = now;
}

// Nonces and idempotent answers serve retries: kept for a week, far beyond any signature's window.
void Engine::Impl::forget_old() {
    auto now = step->now;
    if (now - forgotten_at < kForgetEvery) return;
    // In drill time a week is soon over, while the window of signatures is real time.
    auto memory = std::chrono::duration_cast<Duration>(kRetryMemory * std::max(1.0, settings->time_scale));
    if (!store.requests().forget_before(now - memory, now - memory, kForgetMax)) forgotten_at = now;
}

Instant Engine::next_wake(Instant now) const {
    if (impl_->impaired) return now + impl_->probe_every();
    if (impl_->reviewing) return now;
    return std::clamp(impl_->agenda.next(), now, now + std::chrono::hours{24});
}

Stats Engine::stats() const {
    auto out = impl_->stats;
    out.settings = impl_->settings;
    if (impl_->channels.down_count() > 0)
        for (const auto& channel : impl_->settings->channels)
            if (impl_->channels.down(channel.name)) out.down.push_back(channel.name);
    auto totals = impl_->ledger.totals();
    out.running_clocks = totals.running;
    out.overdue = totals.overdue;
    out.next_due = totals.next_due;
    out.journal_entries = impl_->ledger.appended();
    out.channels_down = impl_->channels.down_count();
    out.clock_in_doubt = impl_->clock.in_doubt();
    out.restored = impl_->restored;
    return out;
}

}  // namespace breachd::engine
