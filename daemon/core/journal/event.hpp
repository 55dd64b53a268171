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
#include "core/journal/access_events.hpp"
#include "core/journal/daemon_events.hpp"
#include "core/journal/decision_events.hpp"
#include "core/journal/reason.hpp"
#include "core/journal/telling_events.hpp"
#include "core/telling/cause.hpp"

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
    // What the alert claims, when that is older than triage.detection_age_max: then `detected_at` is its arrival.
    std::optional<Instant> claimed_detected_at;
};
BREACHD_EVENT(IncidentOpened,
              (title, severity, drill, detected_at, detected_how, source, occurred_from, role, act, kinds, systems,
               provenance, edition, group_key, playbook, why, groups, claimed_detected_at))

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
    std::string name;  // of the person; here and below: as the configuration names who has this id
};
BREACHD_EVENT(Acknowledged, (by, via, note, name))

struct Confirmed {
    std::string note;
};
BREACHD_EVENT(Confirmed, (note))
struct Dismissed {
    std::string reason;        // of the first person
    std::string proposed_by;   // "" : by one person alone, before two were needed
    std::string note;          // of the person who confirmed
    std::string duplicate_of;  // what it holds went there
};
BREACHD_EVENT(Dismissed, (reason, proposed_by, note, duplicate_of))
struct Remedied {
    Instant remedied_at{};
    std::string what;
    Instant keep_until{};
    std::string reason;  // of a correction; then the values before
    std::optional<Instant> old_remedied_at;
    std::string old_what;
};
BREACHD_EVENT(Remedied, (remedied_at, what, keep_until, reason, old_remedied_at, old_what))
struct Closed {
    std::string note;
    std::vector<std::string> owed;  // duties that were not met then
    std::int64_t untold = 0;
    std::int64_t open_tasks = 0;
};
BREACHD_EVENT(Closed, (note, owed, untold, open_tasks))
struct HoldSet {  // several may be on at once; the file is held while any is
    std::string hold_id;
    bool on = false;
    std::string by;
    std::string reason;
    std::optional<Reason> cause;  // what set it, beside or instead of a person's words: an inspection
};
BREACHD_EVENT(HoldSet, (hold_id, on, by, reason, cause))
struct InspectionAnnounced {  // the authority decided to inspect; the file is held from then on
    std::string inspection_id;
    std::string decision_number;
    std::string scope;
    Instant received_at{};
    bool at_once = false;
    std::optional<Instant> ready_by;  // it may begin then
    std::string citation;
    std::string by;
};
BREACHD_EVENT(InspectionAnnounced,
              (inspection_id, decision_number, scope, received_at, at_once, ready_by, citation, by))
// The detection was corrected to a moment at which another edition is the law: duties follow that one from now on.
struct EditionChanged {
    std::string from;
    std::string to;
    std::vector<std::string> kept;  // duties still owed that the new edition does not have: only people end them
};
BREACHD_EVENT(EditionChanged, (from, to, kept))

// --- obligations ---
struct ObligationStarted {
    std::string id;
    std::string citation;
    Addressee addressee = Addressee::authority;
    Instant starts_at{};
    std::optional<Instant> due_at;
    std::vector<std::string> kinds;     // that the duty is about; none: it does not ask for a kind
    std::optional<Instant> keep_until;  // of the duty to keep the file
};
BREACHD_EVENT(ObligationStarted, (id, citation, addressee, starts_at, due_at, kinds, keep_until))
struct ObligationMoved {  // the moment that starts it was corrected, or the edition that says so is another
    std::string id;
    Instant starts_at{};
    std::optional<Instant> due_at;
    Reason why;
    std::string citation;                 // of the new edition; "" : as before
    std::optional<Addressee> addressee;   // of the new edition; none: as before
    std::vector<std::string> kinds = {};  // of the new edition
};
BREACHD_EVENT(ObligationMoved, (id, starts_at, due_at, why, citation, addressee, kinds))
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
    std::string proposed_by;  // "" and not final: the daemon asks, because the facts do not bring this duty any more
    bool final = false;       // a second person agreed
    bool by_dpo = false;
};
BREACHD_EVENT(ObligationNotApplicable, (id, cause, note, proposed_by, final, by_dpo))
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
    std::vector<std::string> names;   // of `people`
};
BREACHD_EVENT(EscalationStep, (round, step, people, names))
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
    std::string name;
};
BREACHD_EVENT(Paged, (page_id, person, contact, channel, why, name))
struct PageOutcome {
    std::string page_id;
    std::string person;
    std::string channel;
    PageState outcome = PageState::unknown;
    std::string code;   // the provider's
    std::string words;  // of old entries: the provider's, redacted
    std::string name;
    Cause cause{};
};
BREACHD_EVENT(PageOutcome, (page_id, person, channel, outcome, code, words, name, cause))

// --- playbook ---
struct TaskStarted {  // of a task that the incident has: it is open again
    std::string id;
    std::string title;
    std::optional<Instant> due_at;
};
BREACHD_EVENT(TaskStarted, (id, title, due_at))
struct TaskDone {
    std::string id;
    std::string note;
    std::string title;
    std::optional<Reason> cause;  // what was done elsewhere and ends the task
};
BREACHD_EVENT(TaskDone, (id, note, title, cause))
struct TaskOverdue {
    std::string id;
    std::string title;
};
BREACHD_EVENT(TaskOverdue, (id, title))
struct TaskAssigned {  // to a person, or ("") to nobody; or a note on it
    std::string id;
    std::string title;
    std::string owner;
    std::string note;
};
BREACHD_EVENT(TaskAssigned, (id, title, owner, note))
struct TaskReopened {  // a person takes back that it is done
    std::string id;
    std::string title;
    std::string note;
};
BREACHD_EVENT(TaskReopened, (id, title, note))
struct CommentAdded {
    std::string text;  // as typed
};
BREACHD_EVENT(CommentAdded, (text))

// --- report ---
struct ReportFiled {
    Filing filing;
};
BREACHD_EVENT(ReportFiled, (filing))

#undef BREACHD_EVENT

using AnyEvent = std::variant<
    IncidentOpened, AlertsJoined, AlertsUpdated, FactChanged, Acknowledged, Confirmed, Dismissed, Remedied, Closed,
    HoldSet, InspectionAnnounced, EditionChanged, ObligationStarted, ObligationMoved, ObligationOverdue, ObligationMet,
    ObligationReopened, ObligationNotApplicable, ReminderSent, EscalationStarted, EscalationStep, EscalationExhausted,
    Paged, PageOutcome, TaskStarted, TaskDone, TaskOverdue, SubjectsImported, NoticeEdited, NoticeReleased,
    NoticePaused, NoticeResumed, DeliveriesRecorded, NoticeRunDone, PublicNoticeProposed, PublicNoticePublishing,
    PublicNoticePublished, PublicNoticeFailed, ReportFiled, DismissalProposed, DismissalUnconfirmed, ProposalWithdrawn,
    DuplicateMerged, Reopened, NoticeApproved, NoticeApprovalAsked, NoticeRefused, NoticeTested, FilingCorrected,
    FilingWithdrawn, FilingChecked, PublicNoticeForeseen, PublicPageApproved, PublicNoticeWithdrawn,
    ContentPagePublished, ListComplete, ToldByHand, NoticeImpossible, SubjectRemoved, SubjectCorrected, SubjectShown,
    AlertsReceived, AlertQuarantined, QuarantineReplayed, QuarantineDiscarded, SourceSilent, SourceHeard, MessagesLost,
    DaemonStarted, DaemonStopped, ClockStepped, ClockAgreed, ConfigurationLoaded, ChannelState, StoreRestored,
    StoreContinued, TaskAssigned, TaskReopened, CommentAdded, OnCallOverridden, OnCallOverrideEnded, AccountInvited,
    AccountMade, AccountRevoked, SignedIn, SignInRefused, SteppedUp, SignedOut, PasskeyAdded, PasskeyRemoved,
    PasswordChanged, PublicNoticeAstray, SentAgain, SentAgainDone, ReplyNoted, LettersPosted, LetterCameBack>;

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
