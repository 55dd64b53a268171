// What can happen, as typed entries of the journal. An entry never holds personal data of subjects, and no sentence of
// the program: a reason is a code with arguments (reason.hpp). Adding a kind: add a struct here, a case in evolve(),
// and its sentence in core/words/summary.cpp. Members may be added (older entries then have the default), never renamed
// or removed: journals are read for years.
//
// Who says why:
//   `why`, `how`            the program, as a Reason; no person takes part in it
//   `reason`, `what`, `note` a person, as typed
//   `cause` beside `note`   either: the program's Reason, or a person's words; both when an act has consequences
#pragma once

#include <boost/describe.hpp>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/instant.hpp"
#include "base/json.hpp"
#include "core/incident/incident.hpp"
#include "core/journal/daemon_events.hpp"
#include "core/journal/reason.hpp"

namespace breachd {

#define BREACHD_EVENT(name, members) BOOST_DESCRIBE_STRUCT(name, (), members)

// --- the incident's life ---
struct IncidentOpened {
    std::string title;
    int severity = 50;
    bool drill = false;
    Instant detected_at{};
    std::string detected_how;  // as a person typed it; "" when `source` says it
    std::string source;        // whose alert opened it; "" when opened by hand
    std::optional<Instant> occurred_from;
    std::string role = "controller";
    std::string act = "leak";
    std::vector<KindCount> kinds;
    std::vector<std::string> systems;
    std::vector<std::string> provenance;
    std::string edition;
    std::string group_key;
    std::string playbook;
    Reason why;
    std::vector<std::string> groups;  // a storm: the key of the alert that opened it
};
BREACHD_EVENT(IncidentOpened, (title, severity, drill, detected_at, detected_how, source, occurred_from, role, act,
                               kinds, systems, provenance, edition, group_key, playbook, why, groups))

struct AlertsJoined {
    std::vector<std::string> alert_ids;  // at most 20 named; count has them all
    std::int64_t count = 0;
    int severity = 0;  // the highest
    std::vector<std::string> systems;
    Reason why;                           // of the last of them; its code is that of all
    std::vector<std::string> groups;      // folded into a storm: their keys, at most 500 named
    std::vector<std::string> provenance;  // of shared data that they touch
};
BREACHD_EVENT(AlertsJoined, (alert_ids, count, severity, systems, why, groups, provenance))

// Later messages about alerts of the incident that brought something new. Their sender's alarm may have ended; the
// breach did not, so that nothing closes.
struct AlertsUpdated {
    std::vector<std::string> alert_ids;  // at most 20 named; count has them all
    std::int64_t count = 0;
    std::int64_t resolved = 0;  // of them now resolved or closed by their sender
    int severity = 0;           // the highest
    std::vector<std::string> systems;
};
BREACHD_EVENT(AlertsUpdated, (alert_ids, count, resolved, severity, systems))

// One fact replaced; `field` is the name in the contract, values are its JSON.
struct FactChanged {
    std::string field;
    json::value old_value;
    json::value new_value;
    std::optional<Reason> cause;
    std::string note;
};
BREACHD_EVENT(FactChanged, (field, old_value, new_value, cause, note))

struct Acknowledged {
    std::string by;   // person or token
    std::string via;  // api | hook:<name> | link
    std::string note;
};
BREACHD_EVENT(Acknowledged, (by, via, note))

struct Confirmed {
    std::string note;
};
BREACHD_EVENT(Confirmed, (note))
struct Dismissed {
    std::string reason;
};
BREACHD_EVENT(Dismissed, (reason))
struct Remedied {
    Instant remedied_at{};
    std::string what;
    Instant keep_until{};
};
BREACHD_EVENT(Remedied, (remedied_at, what, keep_until))
struct Closed {
    std::string note;
};
BREACHD_EVENT(Closed, (note))
struct HoldSet {  // several may be on at once; the file is held while any is
    std::string hold_id;
    bool on = false;
    std::string by;
    std::string reason;
};
BREACHD_EVENT(HoldSet, (hold_id, on, by, reason))

// --- obligations ---
struct ObligationStarted {
    std::string id;
    std::string citation;
    Addressee addressee = Addressee::authority;
    Instant starts_at{};
    std::optional<Instant> due_at;
    std::vector<std::string> kinds;  // that the duty is about; none: it does not ask for a kind
};
BREACHD_EVENT(ObligationStarted, (id, citation, addressee, starts_at, due_at, kinds))
struct ObligationMoved {  // the moment that starts it was corrected
    std::string id;
    Instant starts_at{};
    std::optional<Instant> due_at;
    Reason why;
};
BREACHD_EVENT(ObligationMoved, (id, starts_at, due_at, why))
struct ObligationOverdue {
    std::string id;
    Instant due_at{};                // the true moment
    bool at_birth = false;           // it was already past when it started
    bool missed_while_down = false;  // found at start
};
BREACHD_EVENT(ObligationOverdue, (id, due_at, at_birth, missed_while_down))
struct ObligationMet {
    std::string id;
    Instant met_at{};
    Reason how;
};
BREACHD_EVENT(ObligationMet, (id, met_at, how))
struct ObligationReopened {  // what met it no longer holds, e.g. more subjects were imported
    std::string id;
    Reason why;
};
BREACHD_EVENT(ObligationReopened, (id, why))
struct ObligationNotApplicable {
    std::string id;
    std::optional<Reason> cause;  // what made it so, beside the person's words: the incident was dismissed
    std::string note;
    std::string proposed_by;
    bool final = false;  // a second person agreed
};
BREACHD_EVENT(ObligationNotApplicable, (id, cause, note, proposed_by, final))
struct ReminderSent {
    std::string id;
    int mark_percent = 0;  // of the period that has passed
};
BREACHD_EVENT(ReminderSent, (id, mark_percent))

// --- paging ---
enum class PageState { accepted, delivered, retrying, failed, unknown, cancelled };
BOOST_DESCRIBE_ENUM(PageState, accepted, delivered, retrying, failed, unknown, cancelled)

struct EscalationStarted {
    int round = 0;
    Reason why;
};
BREACHD_EVENT(EscalationStarted, (round, why))
struct EscalationStep {
    int round = 0;
    int step = 0;
    std::vector<std::string> people;  // empty: nobody was on call, the next step follows at once
};
BREACHD_EVENT(EscalationStep, (round, step, people))
struct EscalationExhausted {
    int round = 0;
};
BREACHD_EVENT(EscalationExhausted, (round))
struct Paged {  // one page made; its delivery is in the outbox
    std::string page_id;
    std::string person;
    std::string contact;  // the kind of the person's contact that is used (email); "" when the channel knows the person
    std::string channel;
    Reason why;
};
BREACHD_EVENT(Paged, (page_id, person, contact, channel, why))
struct PageOutcome {
    std::string page_id;
    std::string person;
    std::string channel;
    PageState outcome = PageState::unknown;
    std::string code;   // the provider's
    std::string words;  // the provider's, redacted
};
BREACHD_EVENT(PageOutcome, (page_id, person, channel, outcome, code, words))

// --- playbook ---
struct TaskStarted {
    std::string id;
    std::string title;
    std::optional<Instant> due_at;
};
BREACHD_EVENT(TaskStarted, (id, title, due_at))
struct TaskDone {
    std::string id;
    std::string note;
    std::string title;
};
BREACHD_EVENT(TaskDone, (id, note, title))
struct TaskOverdue {
    std::string id;
    std::string title;
};
BREACHD_EVENT(TaskOverdue, (id, title))

// --- telling people ---
struct SubjectsImported {
    std::int64_t rows = 0;                          // new subjects
    std::int64_t duplicates = 0;                    // already known by reference, left as they were
    std::string sha256;                             // of the file as received
    std::map<std::string, std::int64_t> reachable;  // channel -> subjects with a usable address
    std::int64_t unreachable = 0;
    std::vector<std::string> kinds_missing;  // kinds of data of the list that the incident does not have
};
BREACHD_EVENT(SubjectsImported, (rows, duplicates, sha256, reachable, unreachable, kinds_missing))
// The list is complete though it is shorter than the number of people in the facts. The first person proposes, another
// one agrees (`final`).
struct ListComplete {
    std::string reason;
    std::string by;
    bool final = false;
    std::int64_t listed = 0;  // people imported then
    std::int64_t number = 0;  // of the facts then
};
BREACHD_EVENT(ListComplete, (reason, by, final, listed, number))
// People known by their number within the incident; who they are is sealed.
enum class ToldHow { telephone, letter, in_person, other };
BOOST_DESCRIBE_ENUM(ToldHow, telephone, letter, in_person, other)
struct ToldByHand {
    std::int64_t subject = 0;
    ToldHow how = ToldHow::telephone;
    Instant told_at{};
    std::string by;
    std::string proof_sha256;  // of the proof as typed, which is sealed with the person
    int version = 0;           // of the notice whose text was read out or handed over
};
BREACHD_EVENT(ToldByHand, (subject, how, told_at, by, proof_sha256, version))
struct NoticeImpossible {  // to this one person; two people say so
    std::int64_t subject = 0;
    std::string reason;
    std::string by;
    bool final = false;
};
BREACHD_EVENT(NoticeImpossible, (subject, reason, by, final))
struct SubjectRemoved {  // was imported wrongly
    std::int64_t subject = 0;
    std::string reason;
};
BREACHD_EVENT(SubjectRemoved, (subject, reason))
struct NoticeEdited {
    std::string language;
    std::string field;  // subject | body | short
    std::string text;
    std::string sha256;
    bool reset = false;  // the template's text again
};
BREACHD_EVENT(NoticeEdited, (language, field, text, sha256, reset))
struct NoticeReleased {
    int version = 1;
    std::string sha256;  // of the rendered notice, both languages
    std::string drafter;
    std::int64_t subjects = 0;  // people it goes to; in entries without `since`, all that were imported
    // What its text covers; an entry without them covers what was owed then.
    std::vector<std::string> duties, kinds, items;
    // Whoever was told by this version or a later one need not be told by it: itself when it goes to everyone.
    int since = 0;
    std::string whole_text_at;  // what its short texts name; "": they only point
};
BREACHD_EVENT(NoticeReleased, (version, sha256, drafter, subjects, duties, kinds, items, since, whole_text_at))
struct NoticePaused {
    std::optional<Reason> cause;
    std::string note;
};
BREACHD_EVENT(NoticePaused, (cause, note))
struct NoticeResumed {
    std::optional<Reason> cause;
    std::string note;
};
BREACHD_EVENT(NoticeResumed, (cause, note))
struct DeliveriesRecorded {  // one batch of attempts or outcomes; the rows are in the deliveries table
    std::int64_t count = 0;
    std::string sha256;
    std::int64_t told = 0;  // totals after the batch
    std::int64_t in_flight = 0;
    std::int64_t unreachable = 0;
    std::optional<Instant> forecast_end;
    std::map<std::string, std::int64_t> receipts;  // integration -> changes of the batch that its receipts brought
    // Of the present text, as `told`: only pointed to it, told by hand, impossible to tell; and how many are listed.
    std::int64_t pointed = 0, by_hand = 0, impossible = 0;
    std::optional<std::int64_t> subjects;
    std::map<std::string, std::int64_t> told_by;  // version -> people whose last telling, by whatever way, was by it
};
BREACHD_EVENT(DeliveriesRecorded, (count, sha256, told, in_flight, unreachable, forecast_end, receipts, pointed,
                                   by_hand, impossible, subjects, told_by))
struct NoticeRunDone {
    std::int64_t told = 0;
    std::int64_t unreachable = 0;
};
BREACHD_EVENT(NoticeRunDone, (told, unreachable))

// --- public notice ---
struct PublicNoticeProposed {
    PublicNoticeRule rule = PublicNoticeRule::by_hand;
    std::optional<Reason> cause;
    std::string note;
};
BREACHD_EVENT(PublicNoticeProposed, (rule, cause, note))
struct PublicNoticePublishing {
    std::optional<Reason> cause;
    std::string note;
    std::string by;  // a person, or "rule"
};
BREACHD_EVENT(PublicNoticePublishing, (cause, note, by))
struct PublicNoticePublished {
    std::string url;
    std::string sha256;
    Instant published_at{};
};
BREACHD_EVENT(PublicNoticePublished, (url, sha256, published_at))
// The unlisted page that short letters point to: every item of that version of the notice. Not the public notice.
struct ContentPagePublished {
    std::string url;
    std::string sha256;
    int version = 0;
    Instant published_at{};
};
BREACHD_EVENT(ContentPagePublished, (url, sha256, version, published_at))
struct PublicNoticeFailed {
    Reason why;
};
BREACHD_EVENT(PublicNoticeFailed, (why))

// --- report ---
struct ReportFiled {
    Filing filing;
};
BREACHD_EVENT(ReportFiled, (filing))

#undef BREACHD_EVENT

using AnyEvent =
    std::variant<IncidentOpened, AlertsJoined, AlertsUpdated, FactChanged, Acknowledged, Confirmed, Dismissed, Remedied,
                 Closed, HoldSet, ObligationStarted, ObligationMoved, ObligationOverdue, ObligationMet,
                 ObligationReopened, ObligationNotApplicable, ReminderSent, EscalationStarted, EscalationStep,
                 EscalationExhausted, Paged, PageOutcome, TaskStarted, TaskDone, TaskOverdue, SubjectsImported,
                 NoticeEdited, NoticeReleased, NoticePaused, NoticeResumed, DeliveriesRecorded, NoticeRunDone,
                 PublicNoticeProposed, PublicNoticePublishing, PublicNoticePublished, PublicNoticeFailed, ReportFiled,
                 ListComplete, ToldByHand, NoticeImpossible, SubjectRemoved, ContentPagePublished, AlertsReceived,
                 AlertQuarantined, QuarantineReplayed, QuarantineDiscarded, SourceSilent, SourceHeard, MessagesLost,
                 DaemonStarted, DaemonStopped, ClockStepped, ConfigurationLoaded, ChannelState>;

// One of the events above. Its copies, moves and end are compiled once, in event.cpp: a variant of fifty structs costs
// every source that handles one some seconds of compiling.
class Event : public AnyEvent {
  public:
    Event();
    template <class T>
    requires boost::mp11::mp_contains<AnyEvent, std::remove_cvref_t<T>>::value Event(T&& event)
        : AnyEvent(std::in_place_type<std::remove_cvref_t<T>>, std::forward<T>(event)) {}
    Event(const Event& other);
    Event(Event&& other) noexcept;
    Event& operator=(const Event& other);
    Event& operator=(Event&& other) noexcept;
    ~Event();
};

// One leaf of the journal.
struct Entry {
    std::int64_t seq = 0;  // 1, 2, ... without gaps over the whole journal
    Instant at{};
    std::string incident_id;  // "" for the daemon itself
    std::string actor;        // "token:dpo", "person:an", "system", "rule:exfiltration", ...
    Event event;
};

// "incident_opened", "obligation_overdue", ...: the struct's name in snake_case.
std::string event_kind(const Event& event);
json::value event_data(const Event& event);
Result<Event> event_from(std::string_view kind, const json::value& data);

// The canonical bytes of the leaf: JCS of {"seq","at","incident","actor","kind","data"}.
std::string leaf_bytes(const Entry& entry);

}  // namespace breachd
