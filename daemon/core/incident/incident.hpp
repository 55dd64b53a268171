// The incident: the fold of its journal entries. Field names are those of the HTTP contract; to_json(Incident) is what
// GET /api/v1/incidents/{id} answers (the API only adds late_by_s of what is overdue now).
//
//   open ──ack──▶ acknowledged ──confirm──▶ confirmed ──remedy──▶ remedied ──close──▶ closed ──▶ purged
//     └──────────────┴────────dismiss─────────┘ ▶ dismissed
//   confirm is allowed from open too, remedy from open, acknowledged and confirmed. Nothing is purged yet. A dismissal
//   is proposed by one person and confirmed by another; reopen leads back from remedied, closed and dismissed.
//
// Invariants
//  1. Nothing changes but through evolve(), with an entry of the journal (core/journal/evolve.hpp).
//  2. No clock waits for a state: obligations run from detection whatever the state is.
//  3. Once set, a fact is only replaced by an entry that keeps the old value, who and (for times) why.
//  4. keep_until exists from the remedy on and never moves earlier, except when the remedy itself is corrected.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "base/json.hpp"
#include "core/incident/conflicts.hpp"
#include "core/incident/notice_yes.hpp"
#include "core/incident/task.hpp"
#include "core/journal/reason.hpp"
#include "core/oncall/known.hpp"
#include "settings/law.hpp"

namespace breachd {

enum class IncidentState { open, acknowledged, confirmed, remedied, closed, purged, dismissed };
BOOST_DESCRIBE_ENUM(IncidentState, open, acknowledged, confirmed, remedied, closed, purged, dismissed)

enum class ObligationState { running, met, overdue, met_late, not_applicable };
BOOST_DESCRIBE_ENUM(ObligationState, running, met, overdue, met_late, not_applicable)

// stopped: for good; only another release begins a run.
enum class RunState { none, running, paused, done, stopped };
BOOST_DESCRIBE_ENUM(RunState, none, running, paused, done, stopped)

// The first messages of a run on a channel, before the rest follows: failed when most came back; overruled when a
// person let the run go on all the same.
enum class Canary { fine, failed, overruled };
BOOST_DESCRIBE_ENUM(Canary, fine, failed, overruled)

enum class PublicNoticeState { none, proposed, published, failed };
BOOST_DESCRIBE_ENUM(PublicNoticeState, none, proposed, published, failed)

struct KindCount {
    std::string kind;
    std::int64_t records = 0;
    std::int64_t subjects = 0;
    bool operator==(const KindCount&) const = default;
};
BOOST_DESCRIBE_STRUCT(KindCount, (), (kind, records, subjects))

struct Obligation {
    std::string id;
    std::string citation;
    Addressee addressee = Addressee::authority;
    ObligationState state = ObligationState::running;
    Instant starts_at{};
    std::optional<Instant> due_at;  // none: the law names no number
    std::optional<Instant> met_at;
    std::optional<std::int64_t> late_by_s;  // set when met_late; while overdue the API computes it
    Explanation how;                        // what met it, why it is owed again, or why it does not apply
    bool of_earlier_edition = false;        // not part of the public shape: not looked at since the edition changed
    std::vector<std::string> kinds;         // that it is about; none: it does not ask for a kind
    bool operator==(const Obligation&) const = default;
};
BOOST_DESCRIBE_STRUCT(Obligation, (),
                      (id, citation, addressee, state, starts_at, due_at, met_at, late_by_s, how, kinds))

struct NoticeRun {
    RunState state = RunState::none;
    std::int64_t subjects = 0;
    std::int64_t told = 0;
    std::int64_t in_flight = 0;
    std::int64_t unreachable = 0;
    std::optional<Instant> forecast_end;
    std::int64_t pointed = 0;     // have a short text without the address of the whole notice: still owed
    std::int64_t by_hand = 0;     // told by a person, not counted in `told`
    std::int64_t impossible = 0;  // two people said that they cannot be told one by one
    // Told by a version before the one that goes to everyone now, and not by that yet: not in `told`, but told.
    std::int64_t told_before = 0;
    Canary canary = Canary::fine;
    bool operator==(const NoticeRun&) const = default;
};
BOOST_DESCRIBE_STRUCT(NoticeRun, (),
                      (state, subjects, told, in_flight, unreachable, forecast_end, pointed, by_hand, impossible,
                       told_before, canary))

// Of those on the list who have the same kinds of data of their own; counts as in NoticeRun, `told_by` by version.
struct PeopleGroup {
    std::int64_t listed = 0, unreachable = 0, pointed = 0, impossible = 0;
    std::map<std::string, std::int64_t> told_by;
    bool operator==(const PeopleGroup&) const = default;
};
BOOST_DESCRIBE_STRUCT(PeopleGroup, (), (listed, unreachable, pointed, impossible, told_by))

// Stands in a short text for the address of the page with the whole text, until the page is up.
inline constexpr std::string_view kContentUrl = "{{content_url}}";

// What the text of one version covers. `whole_text_at`: the place that its short texts name; kContentUrl until the page
// is up; "": they only point.
struct NoticeCover {
    int version = 0;
    std::vector<std::string> duties, kinds;
    std::string whole_text_at;
    std::string sha256 = {}, by_kinds_sha256 = {};  // of the texts as released; "": there are none by kinds
    bool short_text_tells() const { return !whole_text_at.empty() && whole_text_at != kContentUrl; }
    bool operator==(const NoticeCover&) const = default;
};

// Two people's word that the list of people is complete; stands until the list shrinks or the facts name more people.
struct ListStatement {
    std::string reason;  // of the first
    std::string by, confirmed_by;
    std::int64_t listed = 0, number = 0;
    std::optional<Instant> confirmed_at;  // none: a second person must still say so
    bool operator==(const ListStatement&) const = default;
};
BOOST_DESCRIBE_STRUCT(ListStatement, (), (reason, by, confirmed_by, listed, number, confirmed_at))

// What made the public notice needed.
enum class PublicNoticeRule { unreachable, forecast, channel_down, playbook, by_hand };
BOOST_DESCRIBE_ENUM(PublicNoticeRule, unreachable, forecast, channel_down, playbook, by_hand)

struct PublicNotice {
    PublicNoticeState state = PublicNoticeState::none;
    std::optional<std::string> url;
    std::optional<Instant> published_at;
    std::optional<std::string> proof_sha256;  // SHA-256 of the page as read back over the URL
    std::optional<Explanation> why;
    std::optional<Instant> goes_up_at;  // by the rule, as things stand; none: not foreseen, or wanted already
    std::optional<Instant> updated_at;  // the last publication
    int publications = 0;
    bool withdrawn = false;               // by two people, or with the incident's dismissal
    std::optional<Instant> withdrawn_at;  // when its page said so first; none while it does not
    bool operator==(const PublicNotice&) const = default;
};
BOOST_DESCRIBE_STRUCT(PublicNotice, (),
                      (state, url, published_at, proof_sha256, why, goes_up_at, updated_at, publications, withdrawn,
                       withdrawn_at))

// A legal hold that is on.
struct LegalHold {
    std::string hold_id;  // H-1, H-2, ... within the incident
    std::string by;
    std::string reason;  // as typed
    Instant since{};
    bool operator==(const LegalHold&) const = default;
};
BOOST_DESCRIBE_STRUCT(LegalHold, (), (hold_id, by, reason, since))

struct Retention {
    std::optional<Instant> keep_until;  // nothing of the file may go before this moment
    bool hold = false;                  // any of `holds`
    std::vector<LegalHold> holds;
    bool operator==(const Retention&) const = default;
};
BOOST_DESCRIBE_STRUCT(Retention, (), (keep_until, hold, holds))

// How far a decision of two people is.
enum class Decision { none, proposed, confirmed };
BOOST_DESCRIBE_ENUM(Decision, none, proposed, confirmed)

// What needs two people, one of them a data-protection officer.
enum class Matter { dismissal, not_applicable };
BOOST_DESCRIBE_ENUM(Matter, dismissal, not_applicable)

// What one of the two has said, until the other says so too.
struct Proposal {
    Matter what = Matter::dismissal;
    std::string about;  // the duty; "" of a dismissal
    std::string by;     // a token's name; "": the daemon asks, and nobody has agreed yet
    bool by_dpo = false;
    Explanation why;
    std::string duplicate_of;  // the incident of which this one is a duplicate
    Instant at{};
    bool reminded = false;  // people were paged because nobody confirms it
    bool operator==(const Proposal&) const = default;
};
BOOST_DESCRIBE_STRUCT(Proposal, (), (what, about, by, by_dpo, why, duplicate_of, at, reminded))

struct Filing {
    std::string form;     // of kFilingForms (core/incident/filings.hpp)
    std::string channel;  // portal, post, e-mail, by hand, or another way
    std::string receipt_number;
    Instant filed_at{};
    std::string sha256;  // of the exact bytes filed
    std::string by;
    int supplement = 0;  // 0 the first report to the authority (the first of its form for others), then 1, 2, ...
    // The duty that it serves, "none" for none; "": recorded before filings named their duty, its form says it.
    std::string obligation;
    int number = 0;            // 1, 2, ... within the incident, in the order of recording
    bool as_built = false;     // the daemon's own bytes, which nobody has signed
    std::string checked_by;    // another person who looked at it; "" : nobody yet
    bool withdrawn = false;    // then it serves nothing
    std::string reason;        // of the last correction, or of the withdrawal
    std::string from;          // the duplicate for which it was recorded
    std::string paper_number;  // after "Số:" on the paper
    bool operator==(const Filing&) const = default;
};
BOOST_DESCRIBE_STRUCT(Filing, (),
                      (form, channel, receipt_number, filed_at, sha256, by, supplement, obligation, number, as_built,
                       checked_by, withdrawn, reason, from, paper_number))

// An inspection of the file that the authority announced.
struct Inspection {
    std::string inspection_id;    // K-1, K-2, ... within the incident
    std::string decision_number;  // of the decision, as typed
    std::string scope;            // as typed
    Instant received_at{};
    bool at_once = false;             // without the notice that the law gives
    std::optional<Instant> ready_by;  // it may begin then; none: the edition names no number of days
    std::string citation;
    std::string by;
    bool operator==(const Inspection&) const = default;
};
BOOST_DESCRIBE_STRUCT(Inspection, (),
                      (inspection_id, decision_number, scope, received_at, at_once, ready_by, citation, by))

// The escalation of the present page round.
struct Escalation {
    bool active = false;
    Instant started_at{};
    int round = 0;      // repeats of the whole chain
    int next_step = 0;  // index into the policy
    bool exhausted = false;
    Reason why;  // what woke people: the page says it
    bool operator==(const Escalation&) const = default;
};
BOOST_DESCRIBE_STRUCT(Escalation, (), (active, started_at, round, next_step, exhausted, why))

// What people write of the incident. The outside is told the public variant of a fact where there is one, and the
// English letter carries the English one (core/telling/outside.hpp).
struct Narrative {
    std::optional<std::string> place, description;
    std::vector<json::value> parties;  // each a string or {"name", "role"}
    std::optional<std::string> place_public, description_public;
    std::vector<json::value> parties_public;
    std::optional<std::string> consequences, severity_and_risks, measures, guidance;
    std::optional<std::string> place_en, description_en, detected_how_en, consequences_en, severity_and_risks_en,
        measures_en, guidance_en;
    std::optional<std::string> late_reason;  // why the report to the authority is late; no law excuses it
};
BOOST_DESCRIBE_STRUCT(Narrative, (),
                      (place, description, parties, place_public, description_public, parties_public, consequences,
                       severity_and_risks, measures, guidance, place_en, description_en, detected_how_en,
                       consequences_en, severity_and_risks_en, measures_en, guidance_en, late_reason))

struct Incident : Narrative {
    std::string id;
    std::int64_t version = 0;  // entries folded so far
    std::string title;
    IncidentState state = IncidentState::open;
    int severity = 50;
    bool drill = false;
    Instant opened_at{};
    std::optional<Instant> occurred_from;
    std::optional<Instant> occurred_to;
    Instant detected_at{};
    // What the machine that raised it claims, when that lies too far back to start the clocks by itself.
    std::optional<Instant> claimed_detected_at;
    std::optional<std::string> detected_how;
    std::optional<Instant> incident_detected_at;  // of the technical incident, when earlier
    std::optional<Instant> told_by_processor_at;
    std::optional<Instant> confirmed_at;
    std::optional<Instant> remedied_at;
    std::optional<Instant> closed_at;
    std::optional<Instant> acknowledged_at;
    std::optional<std::string> acknowledged_by;
    std::optional<std::string> owner;
    std::string role = "controller";
    std::string act = "leak";
    std::optional<std::string> children;  // yes | no | unknown: data of children among them
    bool occurred_estimated = false;      // occurred_from is an alert's own time; no person has stated it
    std::vector<KindCount> kinds;
    std::string edition;
    std::vector<Obligation> obligations;
    NoticeRun notice_run;
    PublicNotice public_notice;
    Retention retention;
    std::vector<Task> tasks;
    std::vector<Filing> filings;
    std::vector<Inspection> inspections;
    std::vector<std::string> systems;     // hosts and tables named by alerts and by hand
    std::vector<std::string> provenance;  // where shared data came from, for the parties to be told
    std::int64_t alerts = 0;              // alerts joined, duplicates not counted
    std::optional<std::string> remedy;    // what was done
    std::optional<std::string> closing;   // reason of the dismissal, or the closing note
    Decision dismissal = Decision::none;
    std::optional<std::string> duplicate_of;    // dismissed because that incident is the same breach
    std::vector<Proposal> proposals;            // what waits for a second person
    std::optional<NoticeRelease> release;       // of the present version of the notice
    std::vector<std::string> attachments;       // further papers of the report, as their titles
    std::vector<std::string> sharing_partners;  // who was given the data, for them to be told
    std::optional<ListStatement> list_complete;
    std::optional<Explanation> called_for;  // people are being called, until somebody acknowledges
    int call = 0;  // the escalation's round in which people were last called anew: an older page does not answer it

    // Not part of the public shape.
    std::string group_key;  // triage's grouping key
    Instant last_alert_at{};
    Escalation escalation;
    Known known;
    // By whom, with which notes, since the last call of an escalation began.
    std::map<std::string, std::set<std::string>> acknowledged_by_all;
    std::string notice_drafter;  // first token that edited the notice
    // Part of the notice ("vi.body") or fact in it -> the people whose words are there.
    std::map<std::string, std::set<std::string>> notice_authors;
    std::vector<NoticeApproval> notice_approvals;  // of the present draft and of earlier ones
    std::vector<NoticeRefusal> notice_refusals;    // that stand; of the present draft and of earlier ones
    std::optional<NoticeRequest> notice_request;
    std::string notice_hash;  // of what was released
    int notice_version = 0;
    int notice_since = 0;                                       // who was told by this version or a later one is told
    std::vector<NoticeCover> covers;                            // by version
    std::map<int, std::int64_t> told_by;                        // version -> people whose last telling was by it
    std::map<std::string, Instant> lists;                       // imported: SHA-256 of the file -> when last
    std::map<std::string, PeopleGroup> groups;                  // own kinds (subject.hpp) -> people who have only these
    std::map<std::string, std::vector<std::string>> set_aside;  // not applicable: duty -> the incident's kinds then
    std::string notice_by_kinds_hash;                           // of the texts for those groups, as released
    std::map<std::string, std::int64_t> people_most;  // kind -> the highest number of people that the facts named
    std::map<std::string, std::int64_t> replies;      // by kind: what people said of the notice
    // Of letters on paper whose posting was recorded just now, and when the last of all who are told was told by that.
    std::optional<Instant> posting, told_by_post_at;
    std::optional<Instant> told_last_at;                           // when the number of those who are told last grew
    std::int64_t sent_again = 0;                                   // letters that the answer desk sent once more
    std::map<std::int64_t, std::string> impossible_by;             // person -> who proposed that it is impossible
    std::map<std::string, std::vector<int>> reminded;              // obligation id -> marks already paged
    std::map<std::string, std::string> notice_overrides;           // "vi.body" etc. edited by hand
    std::map<std::string, std::string> notice_overrides_released;  // as they were at the last release
    std::optional<Instant> notice_released_at;                     // the last release
    std::string page_approved;                                     // hash of the page shown beside it
    std::optional<std::string> content_page_url;                   // the page that short letters point to
    int content_page_version = 0;                                  // of the notice that it holds
    std::string playbook;
    bool kinds_by_person = false;            // somebody said which kinds and counts: the daemon only adds new kinds
    std::vector<std::string> kinds_removed;  // by a person: not added again by the daemon
    bool detected_by_person = false;         // somebody corrected the detection: the daemon leaves it
    bool public_notice_needed = false;
    std::optional<Instant> public_notice_foreseen_at;  // when `goes_up_at` was last said after it had not been
    std::string public_notice_asked_by;                // earlier than the rule: the first person
    std::string public_notice_asked_page;              // and the page that this person saw
    std::string withdrawal_asked_by;                   // the first person
    bool public_notice_asked_by_dpo = false, withdrawal_asked_by_dpo = false;
    std::string page_ordered, page_published;  // what the page says: hash without moments and figures
    std::string figures_ordered, figures_published;
    int holds_set = 0;        // ever: the next hold's number
    bool publishing = false;  // a publication is under way and has not been heard of yet
    // The order stands until the page is published, by whomever it was given: a failure is tried again.
    bool publish_ordered = false;
    std::string publish_ordered_by;   // a person, or "rule"
    bool withdrawal_ordered = false;  // what is being put up says that the notice is withdrawn
    bool withdrawn_by_dismissal = false;
    std::optional<Instant> publish_failed_at;  // none: may be tried at once
    int publish_failures = 0;                  // since a person ordered it, or since it was published
    std::set<std::string> kept_applicable;     // duties of which a person said that they apply: not asked again
    // After the last entry that a person made, or that changed a fact: the ETag.
    std::int64_t version_by_people = 0;
    std::int64_t version_of_facts = 0;              // after the last entry that changed a fact
    std::map<std::string, FactMark> facts_changed;  // by the fact's name; none for what was never said

    const Obligation* obligation(std::string_view id_) const;
    Obligation* obligation(std::string_view id_);
    bool has_kind(std::string_view kind) const;
    const NoticeCover* cover_of(int version_) const;  // of the notice; null: that version was never released
    const Proposal* proposal(Matter what, std::string_view about = "") const;
    // The highest number of people that the facts named: of these kinds, or (none) of all.
    std::int64_t people_named(const std::vector<std::string>& of_kinds = {}) const;
    bool live() const { return state != IncidentState::dismissed && state != IncidentState::purged; }
};
BOOST_DESCRIBE_STRUCT(Incident, (Narrative),
                      (id, version, title, state, severity, drill, opened_at, occurred_from, occurred_to, detected_at,
                       claimed_detected_at, detected_how, incident_detected_at, told_by_processor_at, confirmed_at,
                       remedied_at, closed_at, acknowledged_at, acknowledged_by, owner, role, act, children,
                       occurred_estimated, kinds, edition, obligations, notice_run, public_notice, retention, tasks,
                       filings, inspections, systems, provenance, alerts, remedy, closing, dismissal, duplicate_of,
                       proposals, release, attachments, sharing_partners, list_complete, called_for, call))

}  // namespace breachd
