// What GET requests read: snapshots of committed state over a read-only connection, as the JSON the API answers. One
// Reader per thread of the read pool. Never writes, never checkpoints.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "core/incident/waiting.hpp"
#include "core/journal/chain.hpp"
#include "core/journal/event.hpp"
#include "core/journal/merkle.hpp"
#include "core/telling/before/release_plan.hpp"
#include "core/telling/subject.hpp"
#include "settings/oncall.hpp"
#include "store/access/accounts.hpp"
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

enum class IncidentSort { opened, due, severity, state };  // newest, soonest, worst, least far first
BOOST_DESCRIBE_ENUM(IncidentSort, opened, due, severity, state)

// Filters may be "". `waits`: a word of WaitingFor; `text`: in id and title, whatever its case and marks; `due_before`:
// an obligation running or overdue is due before that moment.
struct IncidentQuery {
    std::string state, kind, owner, text, waits;
    std::optional<Instant> due_before;
    IncidentSort sort = IncidentSort::opened;
    bool light = false;  // small rows (core/incident/waiting.hpp)
};

// `kind`: of entries; `actor`: whole ("token:dpo") or what stands before its colon. Without `progress` the batches of
// delivery results are left out: of a large run they are nearly all there is. `group`: those that follow each other are
// one item, the last of them.
struct TimelineQuery {
    std::string kind, actor;
    std::optional<Instant> since;
    bool progress = true, group = false;
};

struct WaitingQuery {
    std::vector<WaitingFor> kinds;
    // Whose it may be, beside nobody's; none: everybody's.
    std::optional<std::vector<std::string>> owners;
    std::vector<std::string> not_first;  // of two people the first is none of these
};

// A message that waits in quarantine, whole.
struct Quarantined {
    std::string source, content_type, headers, body;
};

// What one alert names, for the register of assets.
struct NamedHosts {
    std::string source;
    Instant received_at{};
    std::vector<std::string> hosts;
};

class Reader {
  public:
    Reader(const StoreOptions& options, MasterKey master);
    ~Reader();

    // The incident document as put_incident() wrote it, with the notice run's counters as they are now.
    std::optional<json::object> incident(std::string_view id);
    // A list fails only for a cursor that no list gave (`where` is then "cursor").
    Result<Slice> incidents(const IncidentQuery& query, std::string_view cursor, std::size_t limit);
    // {"open": 3, …}: those that the query finds, whatever its state and its cursor are.
    json::object incident_counts(const IncidentQuery& query);
    // What waits for people (core/incident/waiting.hpp), soonest first: its members + incident_id, title, drill.
    json::array waiting(const WaitingQuery& query, std::size_t most);
    // Pages to this person of incidents that nobody has taken over, newest first: the members of `pages` + title.
    json::array open_pages(std::string_view person, std::size_t most);
    // By channel: when a page, a notice or a test of it was last known to be taken, to a quarter of an hour for
    // notices.
    std::map<std::string, Instant> last_sent();
    // Said to the running daemon, not yet over.
    std::vector<RosterOverride> oncall_overrides();
    // Obligations running or overdue of live incidents, soonest first: the obligation's members + incident_id, title.
    Result<Slice> clocks(std::string_view cursor, std::size_t limit);
    // alert_id, incident_id, source, received_at, decision, reason, repeats and the normalised fields (opened from the
    // vault).
    Result<Slice> alerts(std::string_view incident, std::string_view source, std::string_view cursor,
                         std::size_t limit);
    // Alerts that came since then, the newest first, at most so many; vendors' tests are left out.
    void hosts_since(Instant since, std::size_t most, const std::function<void(const NamedHosts&)>& take);
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
    // seq, at, actor, kind, summary, summary_en, data, hash; of a group also count, first_seq, first_at.
    Result<Slice> timeline(std::string_view incident, const TimelineQuery& query, std::string_view cursor,
                           std::size_t limit);
    std::optional<json::object> entry(std::string_view incident, std::int64_t seq);
    // The same members of the daemon's own entries (and of `incident` "" : nobody's), newest first.
    Result<Slice> audit(const TimelineQuery& query, std::string_view cursor, std::size_t limit);
    // Files that are kept until a day or held: id, title, state, keep_until, holds; what ends first first.
    Result<Slice> retention(std::string_view cursor, std::size_t limit);
    // subject (number), channel, state, attempts, code, words, key, updated_at. No contact data.
    Result<Slice> deliveries(std::string_view incident, std::string_view state, std::string_view channel,
                             std::string_view cursor, std::size_t limit);
    // People by number: subject, code (which the letter gives them), state, version, told_version, changed_at; of the
    // last message channel, cause and its words. Who is `shapes` has also subject_ref and the shapes of name,
    // guardian_of and contacts; `opened` the plain ones.
    enum class PeopleShown { numbers, shapes, opened };
    struct PeopleQuery {
        std::string state, channel, cause;  // "" : all
        std::string reply;                  // who said something of this kind, or `any`thing; "" : all
        std::string q;                      // the whole code of a letter, or the whole reference
        bool listed_only = false;           // without those who were removed
        PeopleShown shown = PeopleShown::numbers;
    };
    Result<Slice> subjects(std::string_view incident, const PeopleQuery& query, std::string_view cursor,
                           std::size_t limit);
    // One of them, with subject_ref, name, guardian_of, contacts and the proof of a telling by hand, opened; not_found.
    Result<json::object> subject(std::string_view incident, std::int64_t number);
    // For the answer desk: `item` has messages (of runs and those sent once more, the last first), replies (their text
    // only when `opened`) and the note that follows from them. `version`: that told the person, 0 for none. not_found.
    struct DeskFile {
        Subject person;
        Reach reach = 0;
        std::string code;
        int version = 0;
        json::object item;
    };
    Result<DeskFile> desk_file(std::string_view incident, std::int64_t number, bool opened);
    // People of all incidents by the code of a letter or a reference, the newest incident first: as subjects() with
    // `named`, + incident_id, title. Not complete: there are more people than one look-up goes through.
    struct FoundAnywhere {
        json::array items;
        bool complete = true;
    };
    FoundAnywhere subjects_anywhere(const std::string& q);
    json::object replies_by_kind(std::string_view incident);
    // Batches of letters on paper, the newest first: batch, channel, state (open, ready, posted), letters, waiting
    // (written, not posted), told, returned, take_out (numbers of letters that need not be posted any more), directory,
    // opened_at, closes_at, written_at, posted_at, recorded_at, recorded_by, receipt.
    std::vector<json::object> postal_batches(std::string_view incident, Instant now);
    // People to be told, by the kinds of contact that they have.
    std::vector<ReachGroup> reach_groups(std::string_view incident);
    // A few of them, opened: one of each kind of reach before a second.
    struct SamplePerson {
        std::int64_t number = 0;
        std::string code;
        Reach reach = 0;
        Subject person;
    };
    std::vector<SamplePerson> sample_people(std::string_view incident, std::size_t most);
    struct TokenAge {
        std::optional<Instant> got_at;
        std::int64_t failures = 0;  // since
    };
    std::map<std::string, TokenAge> token_ages();                           // by channel
    std::vector<std::string> templates_refused(std::string_view incident);  // channels that refused a text of it
    // Contacts that more than one person has, the most shared first: kind, the contact's shape, how many people, up to
    // 20 of them (subject, code, subject_ref), and `likely`: same_person when some of them bear one name and are
    // written to for the same child or for none, guardian when one is written to for a child, else household. Reads
    // every person: for a person who asks, not for a screen that looks again each minute. not_found.
    Result<Slice> shared_contacts(std::string_view incident, std::size_t limit);
    // Lists that came in, the last first: id, imported_at, imported_by, new, updated, reopened, duplicates,
    // unreachable, rejected; id null: of a duplicate that was merged, or by a program that did not write it.
    json::array imports(std::string_view incident);
    // What an import left out, as it was kept; not_found.
    Result<std::vector<std::string>> rejected_rows(std::string_view incident, std::string_view import_id);
    // contactability: subjects, reachable per address, unreachable; progress per channel and state; told; forecast_end.
    json::object subjects_status(std::string_view incident);
    Result<Slice> pages(std::string_view incident, std::string_view cursor, std::size_t limit);
    struct Calls {
        std::int64_t count = 0;
        std::vector<std::string> people;  // ids, in their order
        std::optional<Instant> last;
    };
    Calls calls(std::string_view incident);  // the pages of an incident, counted
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
    // Empty for a person without an account, or when they cannot be opened.
    Proofs proofs(std::string_view person);
    std::string invitation_secret(const Digest& token_sha256);
    std::string public_key();
    std::string sign(std::string_view bytes);  // by the key of the heads
    std::vector<Published> published(std::size_t most);
    // Entries after seq, for the event stream.
    std::vector<json::object> entries_after(std::int64_t seq, std::size_t most);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace breachd::store
