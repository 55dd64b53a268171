// What GET requests read: snapshots of committed state over a read-only connection, as the JSON the API answers. One
// Reader per thread of the read pool. Never writes, never checkpoints.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "core/journal/chain.hpp"
#include "core/journal/event.hpp"
#include "core/journal/merkle.hpp"
#include "store/options.hpp"
#include "store/sql/error.hpp"
#include "store/tables/documents.hpp"
#include "store/tables/send_state.hpp"
#include "store/vault/vault.hpp"

namespace breachd::store {

// A part of a list: items and the cursor for the next part ("" at the end). Each list is one statement a slice: an item
// costs no statement of its own.
struct Slice {
    json::array items;
    std::string next;
};

// A message that waits in quarantine, whole.
struct Quarantined {
    std::string source, content_type, headers, body;
};

class Reader {
  public:
    Reader(const StoreOptions& options, MasterKey master);
    ~Reader();

    // The incident document as put_incident() wrote it, with the notice run's counters as they are now.
    std::optional<json::object> incident(std::string_view id);
    // Filters may be "". `due_before`: an obligation running or overdue is due before that moment.
    // A list fails only for a cursor that no list gave (`where` is then "cursor").
    Result<Slice> incidents(std::string_view state, std::string_view kind, std::optional<Instant> due_before,
                            std::string_view cursor, std::size_t limit);
    // Obligations running or overdue of live incidents, soonest first: the obligation's members + incident_id, title.
    Result<Slice> clocks(std::string_view cursor, std::size_t limit);
    // alert_id, incident_id, source, received_at, decision, reason, repeats and the normalised fields (opened from the
    // vault).
    Result<Slice> alerts(std::string_view incident, std::string_view source, std::string_view cursor,
                         std::size_t limit);
    // Bodies up to 4,096 bytes. `waiting_only`: without those that were replayed or discarded.
    Result<Slice> quarantine(bool waiting_only, std::string_view cursor, std::size_t limit);
    // The same members with the whole body; not_found.
    Result<json::object> quarantine_item(std::string_view id);
    // not_found, or conflict when it no longer waits.
    Result<Quarantined> quarantined(std::string_view id);
    struct SenderRow {
        std::optional<Instant> last_heard_at, silent_since;
        std::int64_t quarantined = 0;  // still waiting
    };
    std::map<std::string, SenderRow> senders();  // those heard of, by source
    // seq, at, actor, kind, summary, summary_en, data, hash
    // Without `progress` the batches of delivery results are left out: of a large run they are nearly all there is.
    Result<Slice> timeline(std::string_view incident, std::string_view cursor, std::size_t limit, bool progress = true);
    // subject (number), channel, state, attempts, code, words, key, updated_at. No contact data.
    Result<Slice> deliveries(std::string_view incident, std::string_view state, std::string_view channel,
                             std::string_view cursor, std::size_t limit);
    // People by number: subject, code (which the letter gives them), state, version, told_version, changed_at. `state`
    // "" : all. Nothing that names them.
    Result<Slice> subjects(std::string_view incident, std::string_view state, std::string_view cursor,
                           std::size_t limit);
    // One of them, with subject_ref, name, contacts and the proof of a telling by hand, opened; not_found.
    Result<json::object> subject(std::string_view incident, std::int64_t number);
    // contactability: subjects, reachable per address, unreachable; progress per channel and state; told; forecast_end.
    json::object subjects_status(std::string_view incident);
    Result<Slice> pages(std::string_view incident, std::string_view cursor, std::size_t limit);
    std::vector<Document> documents(std::string_view incident, bool with_bytes);
    std::optional<Document> document(std::string_view incident, std::string_view sha256);
    std::vector<Entry> entries_of(std::string_view incident);
    // Everything that proves one incident's file under the newest head, as of one moment.
    struct Evidence {
        std::string note;            // "" : nothing is signed yet
        std::vector<Entry> entries;  // up to the head
        // Of each entry the very bytes whose leaf hash is in the tree, from the row as it was written: an Entry read by
        // a newer program may have members that the old leaf did not.
        std::vector<std::string> leaf_texts;
        bool whole = false;                // no entry is newer than the head
        std::vector<Digest> leaves;        // of the whole journal up to the head
        std::optional<ProvenChain> chain;  // none under a head of an earlier build
        std::vector<Document> documents;
    };
    Evidence evidence(std::string_view incident);
    std::string public_key();
    std::string sign(std::string_view bytes);  // by the key of the heads
    // Entries after seq, for the event stream.
    std::vector<json::object> entries_after(std::int64_t seq, std::size_t most);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace breachd::store
