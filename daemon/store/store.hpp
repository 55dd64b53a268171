// All that breachd keeps, owned by the engine's thread: the database, its keys and the right to write them. Every write
// between begin() and commit() is one transaction and one sync for all tables. Nothing here decides anything. Readers
// on other threads use store/readers/reader.hpp.
//
// Invariants
//  1. A row that an answer depends on is committed before the answer leaves (commit() returned).
//  2. What tables keep in memory goes back with a rollback (tables/kept.hpp).
//  3. Personal data is sealed (vault/vault.hpp) before it reaches a statement.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "store/options.hpp"
#include "store/sql/error.hpp"
#include "store/tables/alerts.hpp"
#include "store/tables/deliveries.hpp"
#include "store/tables/documents.hpp"
#include "store/tables/heads.hpp"
#include "store/tables/imports.hpp"
#include "store/tables/incidents.hpp"
#include "store/tables/journal.hpp"
#include "store/tables/meta.hpp"
#include "store/tables/pages.hpp"
#include "store/tables/quarantine.hpp"
#include "store/tables/requests.hpp"
#include "store/tables/senders.hpp"
#include "store/tables/subjects.hpp"
#include "store/vault/signer.hpp"
#include "store/vault/vault.hpp"

namespace breachd::store {

class Store {
  public:
    // Opens or creates; migrates forward (each step one transaction); refuses a newer schema and the other mode. Throws
    // StoreError.
    Store(const StoreOptions& options, MasterKey master);
    ~Store();

    void begin();
    void commit();
    void rollback() noexcept;
    // Between transactions, when nobody waits for an answer: the database's housekeeping, a slice of the proof that the
    // journal is what it was since the first entry (throws StoreError(corrupt) when it is not), and a slice of what
    // aborted imports left. True while there is more of the last two.
    bool rest();

    Vault& vault();
    Signer& signer();

    Meta& meta();
    Journal& journal();
    Heads& heads();
    Incidents& incidents();
    Alerts& alerts();
    Quarantine& quarantine();
    Senders& senders();
    Pages& pages();
    Imports& imports();
    Subjects& subjects();
    Deliveries& deliveries();
    Documents& documents();
    Requests& requests();

    // The same by the old names, until every desk takes its own tables.
    void checkpoint_when_due() { rest(); }
    std::optional<std::string> meta(std::string_view key) { return meta().get(key); }
    void set_meta(std::string_view key, std::string_view value) { meta().set(key, value); }
    Entry append(Instant at, std::string incident, std::string actor, Event event) {
        return journal().append(at, std::move(incident), std::move(actor), std::move(event));
    }
    std::int64_t journal_size() { return journal().size(); }
    Digest journal_root() { return journal().root(); }
    void each_entry(const std::function<void(const Entry&)>& use) { journal().each_entry(use); }
    std::vector<Entry> entries_of(std::string_view incident) { return journal().entries_of(incident); }
    std::string sign_head(Instant at) { return heads().sign(at); }
    void put_incident(const Incident& incident, std::optional<Instant> next_due) {
        incidents().put(incident, next_due);
    }
    std::string next_incident_id(int year, bool drill) { return incidents().next_id(year, drill); }
    std::optional<SeenAlert> find_alert(std::string_view source, std::string_view external_id) {
        return alerts().find(source, external_id);
    }
    std::string add_alert(const NewAlert& alert) { return alerts().add(alert); }
    void count_repeat(std::string_view alert_id, Instant at) { alerts().count_repeat(alert_id, at); }
    std::optional<StoredAlert> stored_alert(std::string_view alert_id) { return alerts().stored(alert_id); }
    void update_alert(std::string_view alert_id, const NewAlert& update) { alerts().update(alert_id, update); }
    void retire_alert(std::string_view alert_id) { alerts().retire(alert_id); }
    std::pair<std::int64_t, std::string> take_alert_batch() { return alerts().take_batch(); }
    std::string add_quarantine(const QuarantineRow& row) { return quarantine().add(row); }
    std::optional<QuarantineWaiting> waiting_in_quarantine(std::string_view id) { return quarantine().waiting(id); }
    void settle_quarantine(std::string_view id, std::string_view outcome, Instant at) {
        quarantine().settle(id, outcome, at);
    }
    std::int64_t quarantine_waiting() { return quarantine().count_waiting(); }
    std::map<std::string, HeardSource> heard_sources() { return senders().all(); }
    void put_heard_source(std::string_view name, const HeardSource& heard) { senders().put(name, heard); }
    void put_page(const PageRow& page) { pages().put(page); }
    std::optional<PageRow> page(std::string_view id) { return pages().find(id); }
    std::vector<PageRow> pages_due(Instant now, std::size_t most) { return pages().due(now, most); }
    std::vector<PageRow> pages_in_state(SendState state) { return pages().in_state(state); }
    std::optional<Instant> next_page_at() { return pages().next_at(); }
    int cancel_pages(std::string_view incident) { return pages().cancel(incident); }
    std::string begin_import(std::string_view incident) { return imports().begin(incident); }
    bool import_open(std::string_view import_id, std::string_view incident) {
        return imports().is_open(import_id, incident);
    }
    void stage_subjects(std::string_view import_id, std::string_view incident, const std::vector<ImportRow>& rows) {
        imports().stage(import_id, incident, rows);
    }
    ImportCounts finish_import(std::string_view import_id, std::string_view incident) {
        return imports().finish(import_id, incident);
    }
    void abort_import(std::string_view import_id) { imports().abort(import_id); }
    void abort_all_imports() { imports().abort_all(); }
    Result<Subject> subject(std::string_view incident, std::int64_t number) {
        return subjects().find(incident, number);
    }
    void set_subject_state(std::string_view incident, std::int64_t number, SubjectState state, Instant at) {
        subjects().set_state(incident, number, state, at);
    }
    using Unplanned = Subjects::Unplanned;
    std::vector<Unplanned> unplanned_subjects(std::string_view incident, int version, std::size_t most) {
        return subjects().unplanned(incident, version, most);
    }
    void add_delivery(const DeliveryRow& row) { deliveries().add(row); }
    std::vector<DeliveryRow> deliveries_due(std::string_view incident, std::string_view channel, Instant now,
                                            std::size_t most) {
        return deliveries().due(incident, channel, now, most);
    }
    std::vector<DeliveryRow> deliveries_in_state(std::string_view incident, SendState state, std::size_t most) {
        return deliveries().in_state(incident, state, most);
    }
    std::optional<DeliveryRow> delivery(std::int64_t id) { return deliveries().find(id); }
    std::optional<DeliveryRow> delivery_by_key(std::string_view key) { return deliveries().by_key(key); }
    std::vector<DeliveryRow> deliveries_of(std::string_view incident, std::int64_t subject, int version) {
        return deliveries().of_subject(incident, subject, version);
    }
    void update_delivery(const DeliveryUpdate& update) { deliveries().update(update); }
    RunCounts run_counts(std::string_view incident, int version, Instant, Instant day_start) {
        return deliveries().counts(incident, version, day_start);
    }
    void put_document(const Document& document) { documents().put(document); }
    std::optional<Document> document(std::string_view sha256) { return documents().find(sha256); }
    std::optional<IdempotentAnswer> idempotent_answer(std::string_view token, std::string_view key) {
        return requests().answer(token, key);
    }
    void put_idempotent_answer(std::string_view token, std::string_view key, const IdempotentAnswer& answer,
                               Instant at) {
        requests().put_answer(token, key, answer, at);
    }
    bool remember_webhook(std::string_view integration, std::string_view id, Instant at) {
        return requests().remember_webhook(integration, id, at);
    }
    void forget_before(Instant webhooks_before, Instant answers_before) {
        requests().forget_before(webhooks_before, answers_before);
    }

  private:
    friend class StoreProbe;  // tests (testkit/store_probe.hpp)
    Connection& connection();

    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace breachd::store
