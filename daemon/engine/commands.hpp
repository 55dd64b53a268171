// The engine's commands: one struct a call of the contract, an outcome of the delivery island, or an order of the
// daemon. Plain values; they move through one bounded queue. Each desk names its commands in variants of its own. The
// name of the variant says whether the command is about one incident: the engine then finds it first, and hands it over
// as a reference. A command that no desk handles does not compile.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/instant.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "core/access/session.hpp"
#include "core/incident/filings.hpp"
#include "core/journal/event.hpp"
#include "core/law/inspection.hpp"
#include "core/telling/access_token.hpp"
#include "core/telling/message.hpp"
#include "core/telling/receipt.hpp"
#include "core/telling/subject.hpp"
#include "core/triage/alert.hpp"
#include "engine/answers.hpp"
#include "engine/outcomes.hpp"
#include "engine/people_commands.hpp"
#include "settings/settings.hpp"
#include "store/imports/listed_rows.hpp"

namespace breachd::engine {

struct IngestAlerts {
    struct One {
        Alert alert;
        std::string raw;
        SentFields sent;  // what triage's rules ask for of it, as it was sent
    };
    struct Unreadable {
        std::string body, why, where;
    };
    std::string source;
    SenderProof proof = SenderProof::none;
    std::string replay_key;  // not empty: the same signed message has no second effect; kept with the alerts
    std::string content_type;
    std::string headers;  // JSON: those the format needs beside the body, "" for none; kept with what is quarantined
    std::string quarantine_id;  // not empty: a message replayed from quarantine, which then no longer waits there
    std::vector<One> alerts;
    std::vector<Unreadable> unreadable;  // quarantined; when there are no alerts at all the answer is 422
    std::size_t not_alerts = 0;          // other records of the same feed: counted, nothing else

    // What rates and bounds count.
    std::size_t elements() const { return alerts.size() + unreadable.size(); }
};
struct DiscardQuarantine {  // a person saw that there is nothing in it
    std::string quarantine_id, reason;
};
struct NoteLost {  // messages of a transport without an answer that could not be taken
    std::string listener;
    std::int64_t count = 0;
    std::vector<std::string> sources;  // that may have sent them
};
struct NoteRefused {         // a known sender or hook keeps failing
    std::string kind, name;  // "source" | "hook"
    std::string cause;       // a word of intake::RefusalCause
    std::int64_t seconds = 0;
};
struct OpenIncident {    // by hand
    json::object facts;  // title and detected_at required; the members of PATCH allowed
};
struct PatchIncident {
    json::object patch;  // application/merge-patch+json, with "reason" for changes of times
};
struct Acknowledge {
    std::string by, via, note;     // by "" : the actor
    std::optional<int> call = {};  // the call that it answers, where the caller may have seen an older one
};
struct Confirm {
    std::string note;
};
struct Dismiss {  // one person proposes, another confirms
    std::string reason;
    std::string duplicate_of;  // not empty: it is that incident's breach, which takes over what this one holds
};
struct ConfirmDismissals {  // those that other people proposed; nothing is proposed by it
    std::vector<std::string> incidents;
    std::string reason;
};
struct Reopen {
    std::string reason;
};
struct Remedy {
    std::optional<Instant> remedied_at;
    std::string what;
    std::string reason = {};  // of a correction
};
struct Close {
    std::string note;
};
struct Hold {
    bool on = true;
    std::string hold_id;  // which one ends; "" : the only one
    std::string reason;
};
struct AnnounceInspection {
    InspectionOrder order;
};
struct MarkNotApplicable {  // two different people must send it
    std::string obligation, why;
    bool withdraw = false;  // the proposal is taken back
};
struct CompleteTask {
    std::string task, note;
};
struct ReopenTask {  // takes back that it is done
    std::string task, note;
};
struct AssignTask {
    std::string task;
    std::optional<std::string> owner;  // none: stays; "" : nobody
    std::string note;
};
struct AssignIncident {
    std::string owner;
};
struct AddComment {
    std::string text;
};
struct BeginImport {};
struct ImportChunk {
    std::string import_id;
    store::ListedRows rows;     // made by ImportBegun::add_row
    std::string rejected = {};  // values that cannot be used: lines of JSON, kept sealed with the import
};
struct FinishImport {
    std::string import_id, sha256;
    bool check = false;  // only what would come of it; the list stays staged, for the caller to abort
    std::string rejected = {};
    bool again = false;  // though the incident has this very list already
    std::int64_t values_rejected = 0;
};
struct AbortImport {
    std::string import_id;
};
struct PutNotice {  // {"vi": {"subject","body","short"}, "en": {...}}; absent members stay
    json::object draft;
};
struct ApproveNotice {
    std::string sha256;  // of the text that was read
};
struct AskForApproval {
    std::string sha256, note;
};
struct RefuseNotice {
    std::string sha256, reason;
};
enum class ReleaseTo { by_text, everyone, not_yet_told };  // by_text: everyone when the text or the kinds changed
struct ReleaseNotice {
    ReleaseTo to = ReleaseTo::by_text;
    std::string alone = {};  // why no second person takes part
};
struct PauseNotice {
    std::string reason;
    bool for_good = false;
};
struct ResumeNotice {
    std::string reason;
};
struct PublishNotice {  // earlier than the rule: two different people must send it
    std::string reason;
    std::string page_sha256 = {};  // of the page that the person saw; "" : as it is now
};
struct ApprovePage {  // the public page as it would go up now
    std::string page_sha256;
};
struct WithdrawNotice {  // the public notice; two different people must send it
    std::string reason;
};
struct RecordFiling {
    std::string form, channel, receipt_number;
    std::optional<Instant> filed_at;
    std::string bytes;   // the exact bytes filed; or
    std::string sha256;  // the hash of bytes that were built before and are kept
    std::string media_type;
    std::string obligation = {};    // of a pack; "" : the form says which duty it serves
    bool as_built = false;          // the bytes are the daemon's own
    std::string paper_number = {};  // after "Số:" on it
};
struct ChangeFiling {
    FilingChange change;
};
struct KeepDocument {  // freezes bytes that were built for somebody (a report handed out)
    std::string kind, name, media_type, bytes;
};
struct Receipt {  // what became of a message, from outside by its own signature
    std::string integration, webhook_id;
    std::vector<std::string> channels;  // of whose messages the integration may speak
    std::string key, provider_id;       // of the message: ours, or the provider's
    ReceiptWord outcome = ReceiptWord::unknown;
    std::string code;
};
struct MailReport {     // a mail server gave a letter up, as its report says; believed with one of the proofs:
    std::string token;  // of the return path, "<delivery>-<mac>"; or
    std::vector<std::string> keys;             // of the letter, any of them, with
    std::vector<Pii<std::string>> recipients;  // the address that it went to, among others
    std::vector<Pii<std::string>> spared;      // to whom it got through: a copy that failed is no failure of theirs
    std::string code;
    Cause cause{};
};
struct MailReply {  // somebody answered a letter by mail: it comes from an address of the person, and names the letter
                    // by
    std::string token;              // its return path, or
    std::vector<std::string> keys;  // its id, one of these
    std::vector<Pii<std::string>> senders;
    bool by_provider = false;  // of the mailbox, in the person's name: the token alone proves it
    bool automatic = false;    // of a program of the person's: nothing is noted
    std::string message_id;    // of the mail: the same mail counts once
    ReplyKind kind = ReplyKind::other;
    Pii<std::string> text;
};
struct PollSoon {  // somebody outside says, unproven, that there is news of a message: its provider is asked
    std::vector<std::string> channels;  // of whose messages it may speak
    std::string key, provider_id;       // as in Receipt
};
struct HookAcknowledge {
    std::string integration, webhook_id, by, note;
};
struct SendTest {
    std::string channel, to;
};
struct TestNotice {  // a copy of the present text to who asks for it
    std::string channel, language;
};
struct OverrideOnCall {  // a person stands in on a roster for a time
    std::string roster, person;
    std::optional<Instant> from, until;  // from none: now
    std::string reason;
};
struct EndOverride {
    std::string override_id, reason;
};

// People who sign in. What they prove was checked before (api/access); secrets come as hashes, `at` is the machine's
// own time.
struct InviteAccount {
    std::string person;
    Role role = Role::viewer;
    Digest token_sha256{};
    Instant at{};
};
struct MakeAccount {  // by who has the invitation's token
    Digest token_sha256{};
    std::string password_hash, totp_secret;
    std::int64_t totp_step = 0;
    Digest cookie_sha256{};
    Instant at{};
};
struct RevokeAccount {
    std::string person;
};
struct PasskeyUse {  // whose signature was right
    std::string id;  // "" : a password and a code were given instead
    std::int64_t count = 0;
};
struct BeginSession {
    std::string person;
    Instant account_made_at{};  // of the account that the proofs were checked against
    std::int64_t totp_step = 0;
    Digest cookie_sha256{};
    Instant at{};
    PasskeyUse passkey = {};
};
struct StepUpSession {
    Instant account_made_at{};
    std::int64_t totp_step = 0;
    Digest cookie_sha256{};
    Instant at{};
    PasskeyUse passkey = {};
};
struct ChangePassword {
    Instant account_made_at{};  // of the account that the old password and the code were checked against
    std::int64_t totp_step = 0;
    Digest cookie_sha256{};  // of the session that stays
    std::string password_hash, totp_secret;
    Instant at{};
};
struct AddPasskey {
    std::string id;
    Passkey passkey;
};
struct RemovePasskey {
    std::string person, id;
};
struct EndSession {
    std::string id;
    bool anybodys = false;  // an admin's word; else only one's own
};
struct TouchSession {  // it was used
    Digest cookie_sha256{};
    Instant at{};
};
struct NoteSignInRefused {
    std::string person;  // as it was typed
};
// One and the same for everything that can be wrong with a sign-in: nobody learns whose account there is.
inline Error sign_in_refused() {
    return Error{ErrorCode::unauthorized, "the person, the password or the code is not right", ""};
}

struct SignHead {};
struct ConfirmClock {  // a person looked: the machine's clock is right
    std::string reason;
};
struct ContinueRestored {  // a person compared what the copy says with the world
    std::string reason;
};
struct NoteDamage {  // a reader met a page of the database that cannot be read
    std::string words;
};
struct NoteAltered {  // of the store; the first place that the proof found, and how many there are
    std::string what, where;
    std::int64_t places = 0;
};
// The daemon stops: from this step on nothing is handed to delivery, so that the outcome of everything that was can be
// heard before the last commit. Kept although the step cannot be written.
struct StopSending {};
struct ReplaceSettings {
    std::shared_ptr<const Settings> settings;
};

// --- which desk handles which command --------------------------------------------------------------------------------

using IntakeCommands = std::variant<IngestAlerts, DiscardQuarantine, NoteLost, NoteRefused>;
using PagingCommands = std::variant<SendTest, TestNotice>;
using RosterCommands = std::variant<OverrideOnCall, EndOverride>;
using FilingCommands = std::variant<KeepDocument, SignHead>;
using IncidentCommands = std::variant<OpenIncident, ConfirmDismissals>;
using TellingCommands = std::variant<ImportChunk, AbortImport, Receipt, MailReport, MailReply, PollDone, PollSoon>;
using TokenCommands = std::variant<TokenWanted, TokenDone>;
using ClockCommands = std::variant<ConfirmClock>;
using AccountCommands = std::variant<InviteAccount, MakeAccount, RevokeAccount, BeginSession, StepUpSession, EndSession,
                                     TouchSession, NoteSignInRefused, ChangePassword, AddPasskey, RemovePasskey>;
using EngineCommands =
    std::variant<ReplaceSettings, StopSending, NoteDamage, NoteAltered, ContinueRestored, AttemptDone>;

// About one incident, that exists.
using IncidentCommandsOfOne =
    std::variant<PatchIncident, Acknowledge, HookAcknowledge, Confirm, Dismiss, Reopen, Remedy, Close,
                 MarkNotApplicable, CompleteTask, ReopenTask, AssignTask, AssignIncident, AddComment>;
using TellingCommandsOfOne =
    std::variant<BeginImport, FinishImport, PutNotice, ApproveNotice, AskForApproval, RefuseNotice, ReleaseNotice,
                 PauseNotice, ResumeNotice, StateListComplete, TellByHand, MarkImpossible, RemoveSubject,
                 CorrectSubject, SendAgain, NoteReply, NoteShown, PostLetters, ReturnLetter>;
using PublicationCommandsOfOne = std::variant<PublishNotice, ApprovePage, WithdrawNotice, PublishDone, ReadBackDone>;
using FilingCommandsOfOne = std::variant<RecordFiling, ChangeFiling>;
using RetentionCommandsOfOne = std::variant<Hold, AnnounceInspection>;

namespace commands_detail {

template <class... Variants>
struct Joined;
template <class... Ts>
struct Joined<std::variant<Ts...>> {
    using type = std::variant<Ts...>;
};
template <class... Ts, class... Us, class... Rest>
struct Joined<std::variant<Ts...>, std::variant<Us...>, Rest...> : Joined<std::variant<Ts..., Us...>, Rest...> {};

template <class T, class Variant>
inline constexpr bool is_one_of = false;
template <class T, class... Ts>
inline constexpr bool is_one_of<T, std::variant<Ts...>> = (std::is_same_v<T, Ts> || ...);

}  // namespace commands_detail

using CommandOfOne = commands_detail::Joined<IncidentCommandsOfOne, TellingCommandsOfOne, PublicationCommandsOfOne,
                                             FilingCommandsOfOne, RetentionCommandsOfOne>::type;
using Command = commands_detail::Joined<IntakeCommands, IncidentCommands, PagingCommands, TellingCommands,
                                        FilingCommands, ClockCommands, RosterCommands, AccountCommands, TokenCommands,
                                        EngineCommands, CommandOfOne>::type;

template <class T, class Variant>
concept OneOf = commands_detail::is_one_of<T, Variant>;

// --- the way in ------------------------------------------------------------------------------------------------------

struct Envelope {
    Command command;
    std::string incident;          // the incident it is about; "" when none
    std::string actor = "system";  // "token:dpo", "hook:pager", ...
    std::string person;            // token name: who, for second-person rules
    bool is_dpo = false;           // the person's role
    std::optional<std::int64_t> if_match;
    std::string idempotency_token, idempotency_key, idempotency_body_sha256;  // key "" : none
    Answered answer;                                                          // may be empty
};

}  // namespace breachd::engine
