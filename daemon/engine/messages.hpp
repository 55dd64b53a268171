// What goes in and out of the engine: commands (from the API, the delivery island and the pump) and effects (only after
// commit). Plain values that move through bounded queues; nobody shares state.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/ids.hpp"
#include "base/instant.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "core/incident/incident.hpp"
#include "core/telling/message.hpp"
#include "core/telling/subject.hpp"
#include "core/triage/alert.hpp"
#include "settings/settings.hpp"

namespace breachd::engine {

// --- commands: one struct a call of the contract --------------------------------------------------------------------

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
struct OpenIncident {    // by hand
    json::object facts;  // title and detected_at required; the members of PATCH allowed
};
struct PatchIncident {
    json::object patch;  // application/merge-patch+json, with "reason" for changes of times
};
struct Acknowledge {
    std::string by, via, note;  // by "" : the actor
};
struct Confirm {
    std::string note;
};
struct Dismiss {
    std::string reason;
};
struct Remedy {
    std::optional<Instant> remedied_at;
    std::string what;
};
struct Close {
    std::string note;
};
struct Hold {
    bool on = true;
    std::string reason;
};
struct MarkNotApplicable {  // two different people must send it
    std::string obligation, why;
};
struct CompleteTask {
    std::string task, note;
};
struct BeginImport {
    std::string sha256_hint;
};
struct ImportChunk {
    std::string import_id;
    std::vector<Subject> rows;
};
struct FinishImport {
    std::string import_id, sha256;
};
struct AbortImport {
    std::string import_id;
};
struct PutNotice {  // {"vi": {"subject","body","short"}, "en": {...}}; absent members stay
    json::object draft;
};
struct ReleaseNotice {};
struct PauseNotice {
    std::string reason;
};
struct ResumeNotice {
    std::string reason;
};
struct PublishNotice {
    std::string reason;
};
struct RecordFiling {
    std::string form, channel, receipt_number;
    std::optional<Instant> filed_at;
    std::string bytes;   // the exact bytes filed; or
    std::string sha256;  // the hash of bytes that were built before and are kept
    std::string media_type;
};
struct KeepDocument {  // freezes bytes that were built for somebody (a report handed out)
    std::string kind, name, media_type, bytes;
};
struct Receipt {  // delivery receipt from outside, by its own signature
    std::string integration, webhook_id, key, outcome, code, words;
};
struct HookAcknowledge {
    std::string integration, webhook_id, by, note;
};
struct SendTest {
    std::string channel, to;
};
struct SignHead {};
struct LoadIncident {};  // the whole state, for documents made from it; comes back in Reply::incident
struct ReplaceSettings {
    std::shared_ptr<const Settings> settings;
};

// From the delivery island.
struct AttemptDone {
    std::string page_id;           // a page, or
    std::int64_t delivery_id = 0;  // a notice
    Outcome outcome;
};
struct ChannelHealth {
    std::string channel;
    bool down = false;
    std::string why;
};
struct PublishDone {
    bool published = false;  // files are in place and the page read back over its URL is equal
    std::string url, sha256, why;
    std::string page;  // the page's bytes, kept as a document
};

using Command =
    std::variant<IngestAlerts, DiscardQuarantine, NoteLost, OpenIncident, PatchIncident, Acknowledge, Confirm, Dismiss,
                 Remedy, Close, Hold, MarkNotApplicable, CompleteTask, BeginImport, ImportChunk, FinishImport,
                 AbortImport, PutNotice, ReleaseNotice, PauseNotice, ResumeNotice, PublishNotice, RecordFiling,
                 KeepDocument, Receipt, HookAcknowledge, SendTest, SignHead, LoadIncident, ReplaceSettings, AttemptDone,
                 ChannelHealth, PublishDone>;

// The answer to a command: `body` is the JSON to send. For calls that change an incident: the incident as it then is.
struct Reply {
    int status = 200;
    std::string etag;                          // incident version, without quotes; may be empty
    std::string body;                          // JSON text
    std::string import_id;                     // BeginImport
    std::shared_ptr<const Incident> incident;  // LoadIncident
};
// Runs on the engine's thread after commit; must only hand over (post to the net thread).
using Answer = std::function<void(Result<Reply>)>;

struct Envelope {
    Command command;
    std::string incident;          // the incident it is about; "" when none
    std::string actor = "system";  // "token:dpo", "hook:pager", ...
    std::string person;            // token name: who, for second-person rules
    std::optional<std::int64_t> if_match;
    std::string idempotency_token, idempotency_key, idempotency_body_sha256;  // key "" : none
    Answer answer;                                                            // may be empty
};

// --- effects: handed out only after commit --------------------------------------------------------------------------

// Lanes in order of urgency: a million notices never delay a page.
enum class Lane { page, report, notice };

struct Send {
    Lane lane = Lane::notice;
    std::string channel;
    std::string page_id;
    std::int64_t delivery_id = 0;
    Message message;
};
struct Publish {  // render the public notice, write it to every publisher, read the page back over its URL, compare
    std::string incident;
    std::shared_ptr<const Incident> facts;
    std::shared_ptr<const Settings> settings;
    Instant at{};
};
struct JournalMoved {  // for the event stream
    std::int64_t seq = 0;
};

using Effect = std::variant<Send, Publish, JournalMoved>;

}  // namespace breachd::engine
