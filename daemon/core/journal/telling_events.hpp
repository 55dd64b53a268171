// Entries about telling people: the list, the notice and its run, the public notice; a part of event.hpp, with its
// rules.
#pragma once

#include <boost/describe.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "core/incident/incident.hpp"
#include "core/journal/reason.hpp"
#include "core/telling/cause.hpp"
#include "core/telling/receipt.hpp"
#include "core/telling/reply.hpp"

namespace breachd {

// --- telling people ---
struct SubjectsImported {
    std::int64_t rows = 0;                          // new subjects
    std::int64_t duplicates = 0;                    // rows that bring nobody new and change nobody
    std::string sha256;                             // of the file as received
    std::map<std::string, std::int64_t> reachable;  // channel -> subjects with a usable address
    std::int64_t unreachable = 0;
    std::vector<std::string> kinds_missing;           // kinds of data of the list that the incident does not have
    std::map<std::string, std::int64_t> groups = {};  // own kinds -> more subjects who have only these (or fewer)
    // Known people whose contacts changed, and those of them who are to be told again because nothing reached them.
    std::int64_t updated = 0, reopened = 0;
    std::int64_t reached = 0;  // known people who had no usable address before
    std::string import_id = {};
    std::int64_t rejected = 0;  // values that could not be used; the import keeps them, sealed
};
BOOST_DESCRIBE_STRUCT(SubjectsImported, (),
                      (rows, duplicates, sha256, reachable, unreachable, kinds_missing, groups, updated, reopened,
                       reached, import_id, rejected))
// The list is complete though it is shorter than the number of people in the facts. The first person proposes, another
// one agrees (`final`).
struct ListComplete {
    std::string reason;
    std::string by;
    bool final = false;
    std::int64_t listed = 0;  // people imported then
    std::int64_t number = 0;  // of the facts then
};
BOOST_DESCRIBE_STRUCT(ListComplete, (), (reason, by, final, listed, number))
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
BOOST_DESCRIBE_STRUCT(ToldByHand, (), (subject, how, told_at, by, proof_sha256, version))
struct NoticeImpossible {  // to this one person; two people say so
    std::int64_t subject = 0;
    std::string reason;
    std::string by;
    bool final = false;
};
BOOST_DESCRIBE_STRUCT(NoticeImpossible, (), (subject, reason, by, final))
struct SubjectRemoved {  // was imported wrongly
    std::int64_t subject = 0;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(SubjectRemoved, (), (subject, reason))
struct SubjectCorrected {  // by a person, with reason
    std::int64_t subject = 0;
    std::vector<std::string> fields;  // their names, no values
    std::string reason;
    bool reopened = false;  // nothing had reached the person: the telling begins anew
};
BOOST_DESCRIBE_STRUCT(SubjectCorrected, (), (subject, fields, reason, reopened))
// Who somebody is was shown: one who was looked up by code or reference, one who was opened, contacts that several
// people have, or a table, masked or with names and contacts. A table is of `people`, who were asked for by `filter`
// (state, channel, cause, reply); there `subject` is 0.
enum class ShownHow { opened, looked_up, table, opened_table, shared };
BOOST_DESCRIBE_ENUM(ShownHow, opened, looked_up, table, opened_table, shared)
struct SubjectShown {
    std::int64_t subject = 0;
    ShownHow how = ShownHow::opened;
    std::string reason = {};                  // of opened_table
    std::optional<std::int64_t> people = {};  // none: of old entries, which did not count them
    std::map<std::string, std::string> filter = {};
};
BOOST_DESCRIBE_STRUCT(SubjectShown, (), (subject, how, reason, people, filter))
// The answer desk sent the released text once more to somebody whom a version had told. Nobody is told twice by it:
// no count of the run changes. What came of it is the next entry about `repeat`.
struct SentAgain {
    std::int64_t subject = 0;
    std::int64_t repeat = 0;  // its number in the store
    std::string channel;
    int version = 0;  // of the notice
    std::string reason;
    std::string by;
};
BOOST_DESCRIBE_STRUCT(SentAgain, (), (subject, repeat, channel, version, reason, by))
struct SentAgainDone {
    std::int64_t subject = 0;
    std::int64_t repeat = 0;
    std::string channel;
    SendState outcome = SendState::unknown;
    std::string code;  // the provider's
    Cause cause{};
};
BOOST_DESCRIBE_STRUCT(SentAgainDone, (), (subject, repeat, channel, outcome, code, cause))
struct ReplyNoted {  // what somebody said about the notice; the words are sealed
    std::int64_t subject = 0;
    ReplyKind kind = ReplyKind::other;
    ReplyWay way = ReplyWay::other;
    std::string text_sha256;  // of the words as noted
};
BOOST_DESCRIBE_STRUCT(ReplyNoted, (), (subject, kind, way, text_sha256))
// Letters on paper. Those of a batch tell when they are posted, as a person says.
struct LettersPosted {
    std::string batch;
    std::string channel;
    std::int64_t letters = 0;  // that told somebody, or tell once more
    Instant posted_at{};
    std::string receipt;      // the post office's number
    std::string rows_sha256;  // over the deliveries, so that nobody is added to the batch later
    std::string by;
};
BOOST_DESCRIBE_STRUCT(LettersPosted, (), (batch, channel, letters, posted_at, receipt, rows_sha256, by))
struct LetterCameBack {  // what follows for the person are changes of rows
    std::int64_t subject = 0;
    std::string batch;
    std::string reason;
    std::string by;
};
BOOST_DESCRIBE_STRUCT(LetterCameBack, (), (subject, batch, reason, by))
struct NoticeEdited {
    std::string language;
    std::string field;  // subject | body | short
    std::string text;
    std::string sha256;
    bool reset = false;  // the template's text again
};
BOOST_DESCRIBE_STRUCT(NoticeEdited, (), (language, field, text, sha256, reset))
struct NoticeReleased {
    int version = 1;
    std::string sha256;  // of the rendered notice, both languages
    std::string drafter;
    std::int64_t subjects = 0;  // people it goes to; in entries without `since`, all that were imported
    std::vector<std::string> authors;
    std::vector<std::string> approved_by;
    std::string alone;             // why one person released it alone
    std::string page_sha256 = {};  // of the public page that was shown beside it, and is approved with it
    // What its text covers; an entry without them covers what was owed then.
    std::vector<std::string> duties = {}, kinds = {}, items = {};
    // Whoever was told by this version or a later one need not be told by it: itself when it goes to everyone.
    int since = 0;
    // What its short texts name: a place, or kContentUrl for the page that is put up for it; "": they only point.
    std::string whole_text_at = {};
    std::string by_kinds_sha256 = {};  // of the texts for people with kinds of their own; "": there are none
};
BOOST_DESCRIBE_STRUCT(NoticeReleased, (),
                      (version, sha256, drafter, subjects, authors, approved_by, alone, page_sha256, duties, kinds,
                       items, since, whole_text_at, by_kinds_sha256))
struct NoticePaused {
    std::optional<Reason> cause;
    std::string note;
    bool for_good = false;
};
BOOST_DESCRIBE_STRUCT(NoticePaused, (), (cause, note, for_good))
struct NoticeResumed {
    std::optional<Reason> cause;
    std::string note;
};
BOOST_DESCRIBE_STRUCT(NoticeResumed, (), (cause, note))
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
    std::map<std::string, std::int64_t> told_by;     // version -> people whose last telling, by whatever way, was by it
    std::map<std::string, PeopleGroup> groups = {};  // own kinds -> those who have only these
};
BOOST_DESCRIBE_STRUCT(DeliveriesRecorded, (),
                      (count, sha256, told, in_flight, unreachable, forecast_end, receipts, pointed, by_hand,
                       impossible, subjects, told_by, groups))
struct NoticeRunDone {
    std::int64_t told = 0;
    std::int64_t unreachable = 0;
    std::int64_t by_hand = 0, pointed = 0;
};
BOOST_DESCRIBE_STRUCT(NoticeRunDone, (), (told, unreachable, by_hand, pointed))

// --- public notice ---
struct PublicNoticeProposed {
    PublicNoticeRule rule = PublicNoticeRule::by_hand;
    std::optional<Reason> cause;
    std::string note;
    bool awaits_second = false;    // earlier than the rule: another person must ask for the same page
    std::string page_sha256 = {};  // of the page that this person saw
    bool by_dpo = false;
};
BOOST_DESCRIBE_STRUCT(PublicNoticeProposed, (), (rule, cause, note, awaits_second, page_sha256, by_dpo))
struct PublicPageApproved {  // by a person beside the author, after a release had approved another page, or before any
    std::string page_sha256;
    std::string by;
};
BOOST_DESCRIBE_STRUCT(PublicPageApproved, (), (page_sha256, by))
struct PublicNoticeWithdrawn {  // its page says so from now on
    std::string by;
    std::string reason;
    bool awaits_second = false;  // another person must ask for it, too
    bool by_dpo = false;
};
BOOST_DESCRIBE_STRUCT(PublicNoticeWithdrawn, (), (by, reason, awaits_second, by_dpo))
// As things stand, the rule will want it at that moment; none: no longer.
struct PublicNoticeForeseen {
    std::optional<Instant> goes_up_at;
    PublicNoticeRule rule = PublicNoticeRule::forecast;
    Reason why;
};
BOOST_DESCRIBE_STRUCT(PublicNoticeForeseen, (), (goes_up_at, rule, why))
struct PublicNoticePublishing {
    std::optional<Reason> cause;
    std::string note;
    std::string by;                   // a person, or "rule"
    std::string content_sha256 = {};  // of what the page says, without moments and figures; "" in older entries
    std::string figures = {};         // told/subjects as the page shows them; "" when it shows none
    bool withdrawal = false;          // the page says that the notice is withdrawn
};
BOOST_DESCRIBE_STRUCT(PublicNoticePublishing, (), (cause, note, by, content_sha256, figures, withdrawal))
struct PublicNoticePublished {
    std::string url;
    std::string sha256;
    Instant published_at{};
    bool withdrawal = false;  // the page says that the notice is withdrawn
};
BOOST_DESCRIBE_STRUCT(PublicNoticePublished, (), (url, sha256, published_at, withdrawal))
// Read back later, the page is not what was put up, or not there: the rule puts it up again.
struct PublicNoticeAstray {
    std::string url;
    Reason why;
};
BOOST_DESCRIBE_STRUCT(PublicNoticeAstray, (), (url, why))
// The unlisted page that short letters point to: every item of that version of the notice. Not the public notice.
struct ContentPagePublished {
    std::string url;
    std::string sha256;
    int version = 0;
    Instant published_at{};
};
BOOST_DESCRIBE_STRUCT(ContentPagePublished, (), (url, sha256, version, published_at))
struct PublicNoticeFailed {
    Reason why;
};
BOOST_DESCRIBE_STRUCT(PublicNoticeFailed, (), (why))

}  // namespace breachd
