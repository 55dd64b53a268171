// All that breachd keeps, behind one object owned by the engine's thread. Every write between begin() and commit() is
// one transaction and one sync; nothing here decides anything. Readers on other threads use store/readers/reader.hpp.
//
// Invariants
//  1. A row that an answer depends on is committed before the answer leaves (commit() returned).
//  2. The journal has no gaps: append() numbers entries 1, 2, ...; after rollback() the numbers are reused.
//  3. Personal data is sealed (vault.hpp) before it reaches a statement.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/journal/event.hpp"
#include "core/journal/merkle.hpp"
#include "core/telling/subject.hpp"
#include "core/triage/alert.hpp"
#include "store/sql/connection.hpp"
#include "store/vault/vault.hpp"

namespace breachd::store {

struct StoreOptions {
    std::string directory;           // holds breachd.db and keys.db; "" for both in memory
    std::string mode;                // live | drill; a database of the other mode is refused
    std::string origin = "breachd";  // name in the journal's heads
};

// --- alerts -------------------------------------------------------------------------------------------------------
struct NewAlert {
    std::string_view source;
    const Alert& alert;
    std::string_view raw;  // sealed together with the alert
    Instant received_at{};
    std::string incident;  // "" when it opened and joined nothing
    std::string decision;  // opened | joined | kept | test
    std::string why;       // AlertReason
    std::string reason;    // a sentence
    SenderProof proof = SenderProof::token;
};
struct SeenAlert {  // what a duplicate is answered with
    std::string alert_id;
    std::string incident;
};
struct StoredAlert {  // as its newest update left it; detected_at is the earliest that any message said
    Alert alert;
    std::string incident, decision, why, reason;
    SenderProof proof = SenderProof::token;
    Instant received_at{};    // of the first message: the moment of awareness at the latest
    Instant last_heard_at{};  // of the latest message with this id
};
struct QuarantineRow {
    std::string source, content_type, why, where;
    SenderProof proof = SenderProof::none;
    std::string headers;  // JSON: those the format needs beside the body; sealed; "" for none
    std::string body;     // sealed
    Instant received_at{};
};
struct QuarantineWaiting {
    SenderProof proof = SenderProof::none;
    Instant received_at{};
};
struct HeardSource {
    Instant expected_since{};
    std::optional<Instant> last_heard_at, silent_since;
};

// --- pages --------------------------------------------------------------------------------------------------------
enum class SendState { queued, sending, accepted, delivered, retrying, failed, unknown, cancelled };
BOOST_DESCRIBE_ENUM(SendState, queued, sending, accepted, delivered, retrying, failed, unknown, cancelled)

struct PageRow {
    std::string id;        // also the idempotency key towards the provider
    std::string incident;  // "" for the daemon's own alarms
    std::string person, channel, why;
    SendState state = SendState::queued;
    int attempts = 0;
    Instant created_at{};
    std::optional<Instant> next_at;  // when queued or retrying
    std::string code, words;         // the provider's, redacted
};

// --- subjects and deliveries --------------------------------------------------------------------------------------
enum class SubjectState { pending, told, unreachable };

struct ImportRow {
    Subject subject;
    Reach reach = 0;
};
struct ImportCounts {
    std::int64_t rows = 0, duplicates = 0, unreachable = 0;
    std::map<std::string, std::int64_t> reachable;  // address name -> subjects
};

// One subject to be sent to on one channel, claimed for sending.
struct DeliveryRow {
    std::int64_t id = 0;
    std::string incident;
    std::int64_t subject = 0;  // number within the incident
    std::string channel;
    SendState state = SendState::queued;
    int attempts = 0;
    int version = 1;  // of the notice
    std::string key;  // idempotency key: <incident>-<subject>-<channel>-v<version>
    std::optional<Instant> next_at;
    std::string code, words, provider_id;
    Instant updated_at{};  // when it came into its state; add_delivery keeps what is given
};
struct DeliveryUpdate {
    std::int64_t id = 0;
    SendState state = SendState::queued;
    int attempts = 0;
    std::optional<Instant> next_at;
    std::string code, words, provider_id;
    Instant at{};
};
struct RunCounts {
    std::int64_t subjects = 0, told = 0, unreachable = 0, pending = 0;
    std::int64_t in_flight = 0;                      // rows in state sending, or accepted but not yet told
    std::map<std::string, std::int64_t> queued;      // channel -> rows queued or retrying
    std::map<std::string, std::int64_t> sent_today;  // channel -> rows accepted since the given moment
    std::optional<Instant> next_at;                  // earliest moment a queued/retrying row may be claimed
};

struct Document {
    std::string sha256;  // hex, of bytes
    std::string incident;
    std::string kind;  // report | notice | public-notice | record | head
    std::string name;  // file name for people: mau-08.pdf
    std::string media_type;
    Instant at{};
    std::string bytes;  // no subject's personal data ever
};

struct IdempotentAnswer {
    std::string body_sha256;
    std::string kind, data;  // of the engine's answer
};

class Store {
  public:
    // Opens or creates; migrates forward (each step one transaction); refuses a newer schema and the other mode. Throws
    // StoreError.
    Store(const StoreOptions& options, MasterKey master);
    ~Store();

    void begin();
    void commit();
    void checkpoint_when_due();  // between transactions, when nobody waits for an answer
    void rollback() noexcept;    // also takes back unsigned in-memory journal state

    Vault& vault();
    Connection& connection();

    // Small named values: drill clock, last seen moment, ...
    std::optional<std::string> meta(std::string_view key);
    void set_meta(std::string_view key, std::string_view value);

    // Journal.
    Entry append(Instant at, std::string incident, std::string actor, Event event);
    std::int64_t journal_size() const;
    Digest journal_root() const;
    // Calls back in order; for the fold at start (incident != "") and for rebuilding projections.
    void each_entry(const std::function<void(const Entry&)>& use);
    std::vector<Entry> entries_of(std::string_view incident);
    // Signs the present head, keeps it in `heads` and returns the note.
    std::string sign_head(Instant at);

    // Incidents: the projection that lists and searches read. `next_due`: earliest running obligation.
    void put_incident(const Incident& incident, std::optional<Instant> next_due);
    std::string next_incident_id(int year, bool drill);  // INC-2026-0001, DRILL-2026-0001

    // Alerts. `find` uses the keyed tag of (source, external_id).
    std::optional<SeenAlert> find_alert(std::string_view source, std::string_view external_id);
    std::string add_alert(const NewAlert& alert);  // returns the alert's id; adds its digest to the batch
    void count_repeat(std::string_view alert_id, Instant at);
    // Empty when its data key is gone: then nothing can be compared any more.
    std::optional<StoredAlert> stored_alert(std::string_view alert_id);
    // A later message about it; adds its digest to the batch. Decision, reason and proof are from then on the update's.
    // The incident may have come with it (sealed anew under its key).
    void update_alert(std::string_view alert_id, const NewAlert& update);
    // Its row stays where it is, but the next message with its id is a new alert.
    void retire_alert(std::string_view alert_id);
    // SHA-256 over the digests of the rows added since the last call; count of them.
    std::pair<std::int64_t, std::string> take_alert_batch();
    std::string add_quarantine(const QuarantineRow& row);  // returns quarantine id Q-...
    std::optional<QuarantineWaiting> waiting_in_quarantine(
        std::string_view id);  // empty when it does not wait (any more)
    void settle_quarantine(std::string_view id, std::string_view outcome, Instant at);  // replayed | discarded
    std::int64_t quarantine_waiting();

    // Senders.
    std::map<std::string, HeardSource> heard_sources();
    void put_heard_source(std::string_view name, const HeardSource& heard);

    // Pages.
    void put_page(const PageRow& page);  // insert or replace
    std::optional<PageRow> page(std::string_view id);
    std::vector<PageRow> pages_due(Instant now, std::size_t most);
    std::vector<PageRow> pages_in_state(SendState state);
    std::optional<Instant> next_page_at();
    // Queued and retrying pages of an incident that is acknowledged: no longer to be sent. Returns how many.
    int cancel_pages(std::string_view incident);

    // Subjects. An import is staged (invisible) until finished; all or nothing.
    std::string begin_import(std::string_view incident);  // import id
    // True between begin_import and finish or abort; staging into or finishing another import is a bug of the caller.
    bool import_open(std::string_view import_id, std::string_view incident);
    void stage_subjects(std::string_view import_id, std::string_view incident, const std::vector<ImportRow>& rows);
    ImportCounts finish_import(std::string_view import_id, std::string_view incident);
    void abort_import(std::string_view import_id);
    void abort_all_imports();  // at start: what a crash left staged
    Result<Subject> subject(std::string_view incident, std::int64_t number);
    void set_subject_state(std::string_view incident, std::int64_t number, SubjectState state, Instant at);
    // Pending subjects that have no delivery row of this version yet, in order of number.
    struct Unplanned {
        std::int64_t number = 0;
        Reach reach = 0;
    };
    std::vector<Unplanned> unplanned_subjects(std::string_view incident, int version, std::size_t most);

    // Deliveries.
    void add_delivery(const DeliveryRow& row);  // id is ignored
    // Rows queued or retrying with next_at <= now on this channel, oldest first.
    std::vector<DeliveryRow> deliveries_due(std::string_view incident, std::string_view channel, Instant now,
                                            std::size_t most);
    std::vector<DeliveryRow> deliveries_in_state(std::string_view incident, SendState state, std::size_t most);
    std::optional<DeliveryRow> delivery(std::int64_t id);
    std::optional<DeliveryRow> delivery_by_key(std::string_view key);
    std::vector<DeliveryRow> deliveries_of(std::string_view incident, std::int64_t subject, int version);
    void update_delivery(const DeliveryUpdate& update);
    RunCounts run_counts(std::string_view incident, int version, Instant now, Instant day_start);

    // Documents: frozen bytes.
    void put_document(const Document& document);
    std::optional<Document> document(std::string_view sha256);
    std::vector<Document> documents_of(std::string_view incident, bool with_bytes);

    // Idempotency-Key answers and webhook ids already seen.
    std::optional<IdempotentAnswer> idempotent_answer(std::string_view token, std::string_view key);
    void put_idempotent_answer(std::string_view token, std::string_view key, const IdempotentAnswer& answer,
                               Instant at);
    bool remember_webhook(std::string_view integration, std::string_view id, Instant at);  // false when already known
    void forget_before(Instant webhooks_before, Instant answers_before);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace breachd::store
