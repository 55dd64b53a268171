// The engine's memory and the small steps that its parts are made of. Private to engine/.
#pragma once

#include <deque>
#include <map>
#include <set>

#include "base/rng.hpp"
#include "core/oncall/paging.hpp"
#include "core/telling/notice.hpp"
#include "core/telling/notice_run.hpp"
#include "core/triage/triage.hpp"
#include "engine/engine.hpp"

namespace breachd::engine {

// A channel as the engine sees it over all incidents.
struct ChannelWork {
    double tokens = 1;  // bucket of the configured rate
    std::optional<Instant> filled_at;
    int outstanding = 0;  // sends given out whose outcome is not back
    int failures = 0;     // consecutive, blamed on the channel
    bool down = false;
    Instant probe_at{};
};

// An incident's notice run, as far as memory helps; the truth is in the store.
struct RunWork {
    bool plan = true;   // there may be subjects without a delivery row
    bool count = true;  // counts are stale
    store::RunCounts counts;
    std::optional<NoticeDraft> released;  // frozen texts
    std::string changes;                  // canonical lines of the rows changed in this step
    std::int64_t changed = 0;
    std::optional<Instant> again_at;    // rate or quota: try to claim again
    std::optional<Instant> unknown_at;  // earliest resend of an unknown row
};

// Where one alert goes.
struct Placement {
    std::string incident;  // "" : none
    std::string decision;  // opened | joined | kept | test
    AlertReason why = AlertReason::no_rule;
    std::string reason;
};

// What a source sent in one step that could not be read: one entry of the journal, one page.
struct QuarantineBatch {
    AlertQuarantined entry;
    std::string digests;
};

// A sender as the duty roster is told of it.
struct SourceWork {
    store::HeardSource heard;
    std::optional<Instant> written_at;  // last_heard_at as it is in the store
};

// What a notice lacks, with the articles that want it.
std::string missing_text(const std::vector<MissingItem>& missing);

// Graver than the incident was, or with kinds of data that it did not know.
bool has_news(const Incident& incident, const TriageDecision& decision);

// Whether `at` lies at most `window` back. A moment ahead (the clock was stepped back) counts as long past.
inline bool within(Instant now, Instant at, Duration window) { return now - at <= window && at <= now + window; }

inline constexpr Duration kPublishRetry = std::chrono::minutes{5};  // after a publication that failed

struct Engine::State {
    store::Store& store;
    std::shared_ptr<const Settings> settings;
    EngineOptions options;
    Rng rng;
    std::map<std::string, Incident> incidents;
    std::map<std::string, RunWork> runs;
    std::map<std::string, ChannelWork> channels;
    std::map<std::string, Instant> wakes;       // incident -> when it must be looked at again; absent: now
    std::map<std::string, std::string> groups;  // group key -> the incident it last opened
    std::deque<Instant> openings;               // by alerts, those folded into a storm too; as many as make a storm
    std::map<std::string, SourceWork> sources;
    Instant started_at{};
    Instant forgotten_at{};                    // when old nonces and idempotent answers were last dropped
    std::map<std::string, Answer> tests;       // channel tests waiting for their outcome
    std::optional<Instant> last_seen_running;  // set until the first step has looked for what was missed
    Instant last_seen_written{};
    std::optional<Instant> last_entry_at;  // of the journal as it was read
    int test_count = 0;
    std::string ack_key;
    bool unknown_pages = false;
    bool impaired = false;                // the store could not be written
    std::optional<Instant> emergency_at;  // when people were last told so
    std::vector<Envelope> unkept;         // what a failed step was told and nobody waits for: the next one's
    Stats stats;

    // Of the present step.
    Instant now{};
    bool wrote = false;
    std::vector<Effect> effects;
    std::vector<std::pair<Answer, Result<Reply>>> answers;
    std::set<std::string> dirty;  // incidents to settle and to project
    std::map<std::pair<std::string, AlertReason>, AlertsJoined>
        joined;                                          // of this step: one entry an incident and reason
    std::map<std::string, AlertsUpdated> updated;        // updates of this step, one entry an incident
    std::map<std::string, QuarantineBatch> quarantined;  // of this step, by source
    std::int64_t repeats = 0;                            // of this step

    State(store::Store& s, std::shared_ptr<const Settings> set, EngineOptions o)
        : store(s), settings(std::move(set)), options(std::move(o)), rng(options.seed) {}

    // engine.cpp
    void load();
    void begin_step(Instant at);
    Entry record(const std::string& incident, const std::string& actor, Event event);
    void record_all(const std::string& incident, const std::string& actor, const std::vector<Event>& events);
    Incident* find(const std::string& id);
    void forget_old();
    const Edition* edition_of(const Incident& incident) const { return settings->edition_of(incident.edition); }

    // impaired.cpp
    Duration probe_every() const;
    void probe();
    StepOutput refuse(std::vector<Envelope> envelopes, const std::vector<bool>& asked, const std::string& why);
    std::vector<Effect> emergency(const std::string& why) const;

    // commands.cpp
    Result<Reply> handle(const Envelope& envelope);
    Result<Reply> dispatch(const Envelope& envelope, Incident* incident);
    Result<Reply> apply(const Envelope& envelope, Incident& incident, const Result<std::vector<Event>>& events);
    Result<Reply> incident_reply(const Incident& incident, int status = 200) const;
    Result<Reply> open_by_hand(const Envelope& envelope, const OpenIncident& command);
    Result<Reply> file_report(const Envelope& envelope, Incident& incident, const RecordFiling& command);
    Result<Reply> hook_acknowledge(const Envelope& envelope, Incident& incident, const HookAcknowledge& command);

    // alerts.cpp
    Result<Reply> ingest(const Envelope& envelope, const IngestAlerts& command);
    void take_alert(const IngestAlerts& command, const IngestAlerts::One& one, Instant received_at,
                    std::string& accepted);
    bool take_update(const IngestAlerts& command, const IngestAlerts::One& one, const TriageDecision& decision,
                     const store::StoredAlert& known, store::SeenAlert& seen, Instant received_at);
    bool begins_anew(const store::StoredAlert& known, const IngestAlerts& command, const Alert& alert,
                     const TriageDecision& decision);
    void flush_alerts();

    // placement.cpp
    void tell_unproven(const std::string& source, const TriageDecision& decision);
    Placement place(const std::string& source, const Alert& alert, const TriageDecision& decision, Instant detected_at);
    Placement fold(const std::string& source, const Alert& alert, const TriageDecision& decision, Instant detected_at);
    std::string open_for(const std::string& source, const Alert& alert, const TriageDecision& decision,
                         Instant detected_at, std::vector<std::string> folded = {});
    Incident* group_of(const std::string& key, Duration window);
    bool was_dismissed(const std::string& key, Duration window, const TriageDecision& decision);
    void page_if_remedied(const Incident& incident);
    void join(Incident& incident, const TriageDecision& decision, Instant detected_at);
    std::string open_incident(const std::string& actor, IncidentOpened opened);
    void remember(const Entry& entry);  // of the journal, for groups and storms
    bool storming();

    // late_facts.cpp
    void add_kinds(const std::string& incident, const std::string& actor, const std::vector<KindCount>& kinds,
                   const std::string& why);
    void note_detection(const std::string& incident, const std::string& actor, Instant detected_at);
    void reclassify(const std::vector<Asset>& before);

    // quarantine.cpp
    std::string quarantine(const IngestAlerts& command, const IngestAlerts::Unreadable& bad, SenderProof proof,
                           Instant received_at);
    Result<Reply> replay(const Envelope& envelope, const IngestAlerts& command);
    Result<Reply> discard(const Envelope& envelope, const DiscardQuarantine& command);
    void flush_quarantine();

    // sources.cpp
    void note_lost(const NoteLost& lost);
    void load_sources();
    void expect_sources();
    void heard(const std::string& source);
    void watch_sources();
    void write_sources();
    std::optional<Instant> silent_at(const Source& source) const;  // when its silence becomes too long
    Instant next_silence() const;

    // subjects.cpp
    Result<Reply> begin_import(Incident& incident);
    Result<Reply> import_chunk(const Envelope& envelope, const ImportChunk& command);
    Result<Reply> finish_import(const Envelope& envelope, Incident& incident, const FinishImport& command);

    // notices.cpp
    Result<Reply> put_notice(const Envelope& envelope, Incident& incident, const PutNotice& command);
    Result<Reply> release(const Envelope& envelope, Incident& incident);
    Result<Reply> pause(const Envelope& envelope, Incident& incident, const std::string& reason);
    Result<Reply> resume(const Envelope& envelope, Incident& incident, const std::string& reason);
    const NoticeDraft* released_notice(const Incident& incident);
    void run_notices(Incident& incident);
    void claim(Incident& incident, const Channel& channel);
    void send_row(Incident& incident, const Channel& channel, const store::DeliveryRow& row);

    // deliveries.cpp
    void first_channel(const Incident& incident, const store::Store::Unplanned& subject);
    void add_row(const std::string& incident, std::int64_t subject, const std::string& channel, int version);
    void fail_row(const store::DeliveryRow& row, std::string code, std::string words);
    void move_on(const store::DeliveryRow& row);          // next channel, or unreachable
    bool told_by_another(const store::DeliveryRow& row);  // the subject was told on another channel: never untold
    void delivery_done(const AttemptDone& done);
    void stop_run(const std::string& incident, const std::string& why);
    void resend_unknown(Incident& incident);
    Result<Reply> receipt(const Receipt& command);
    void note_change(const std::string& incident, const store::DeliveryUpdate& update);
    void refresh_counts(const Incident& incident);
    RunLoad load_of(const Incident& incident);
    void finish_changes(Incident& incident);  // DeliveriesRecorded, NoticeRunDone
    Pii<std::string> address_on(const Subject& subject, const Channel& channel) const;

    // channels.cpp
    ChannelWork& channel_work(const Channel& channel);
    int allowance(const Channel& channel);  // how many may be claimed now
    void channel_failed(const std::string& channel, const std::string& why);
    void channel_worked(const std::string& channel);

    // pages.cpp
    void queue_page(const std::string& incident, const Paged& paged);
    void send_pages();
    Message page_message(const store::PageRow& page) const;
    void attempt_done(const AttemptDone& done);
    void page_done(const AttemptDone& done);
    Result<Reply> send_test(const Envelope& envelope, const SendTest& command);
    void alarm(const std::string& cause, const std::string& why);  // to whoever is on duty, about the daemon itself
    void page_once(const std::string& incident, const std::string& cause, const std::string& why);

    // public_notice.cpp
    void watch_public_notice(Incident& incident);
    bool publication_wanted(const Incident& incident) const;  // needed, allowed by the rule, complete, not yet there
    void order_publication(Incident& incident, const std::string& actor, std::string why, std::string by);
    Result<Reply> publish(const Envelope& envelope, Incident& incident, const PublishNotice& command);
    void publish_done(Incident& incident, const PublishDone& done);

    // ticks.cpp
    void settle(const std::string& incident);  // plan, settle and tick until nothing more follows
    void react(const std::string& incident, const Event& event);
    void tick_all();
    Instant wake_of(const Incident& incident) const;
};

}  // namespace breachd::engine
