// The calls of the contract that change one incident: check, decide with core/, journal, answer with the incident.
#include <fmt/format.h>

#include "core/incident/facts.hpp"
#include "core/incident/lifecycle.hpp"
#include "core/incident/view.hpp"
#include "engine/state.hpp"

namespace breachd::engine {

namespace {

constexpr std::size_t kFiledBytesMax = 32u << 20;

// True for commands that need an existing incident.
bool about_incident(const Command& command) {
    return std::holds_alternative<PatchIncident>(command) || std::holds_alternative<Acknowledge>(command) ||
           std::holds_alternative<Confirm>(command) || std::holds_alternative<Dismiss>(command) ||
           std::holds_alternative<Remedy>(command) || std::holds_alternative<Close>(command) ||
           std::holds_alternative<Hold>(command) || std::holds_alternative<MarkNotApplicable>(command) ||
           std::holds_alternative<CompleteTask>(command) || std::holds_alternative<BeginImport>(command) ||
           std::holds_alternative<FinishImport>(command) || std::holds_alternative<PutNotice>(command) ||
           std::holds_alternative<ReleaseNotice>(command) || std::holds_alternative<PauseNotice>(command) ||
           std::holds_alternative<ResumeNotice>(command) || std::holds_alternative<PublishNotice>(command) ||
           std::holds_alternative<RecordFiling>(command) || std::holds_alternative<HookAcknowledge>(command) ||
           std::holds_alternative<LoadIncident>(command) || std::holds_alternative<PublishDone>(command);
}

template <class... Ts>
struct Overloaded : Ts... {
    using Ts::operator()...;
};

}  // namespace

Result<Reply> Engine::State::incident_reply(const Incident& incident, int status) const {
    return Reply{status, std::to_string(incident.version), json::serialize(incident_view(incident, now)), "", nullptr};
}

Result<Reply> Engine::State::handle(const Envelope& envelope) {
    if (!envelope.idempotency_key.empty()) {
        if (auto earlier = store.idempotent_answer(envelope.idempotency_token, envelope.idempotency_key)) {
            if (earlier->body_sha256 != envelope.idempotency_body_sha256)
                return Error{ErrorCode::unprocessable, "this Idempotency-Key was used with another body",
                             "Idempotency-Key"};
            return Reply{earlier->status, earlier->etag, earlier->body, "", nullptr};
        }
    }
    Incident* incident = nullptr;
    if (about_incident(envelope.command)) {
        incident = find(envelope.incident);
        if (!incident) return Error{ErrorCode::not_found, "no such incident", envelope.incident};
        if (envelope.if_match && *envelope.if_match != incident->version)
            return Error{ErrorCode::stale,
                         fmt::format("the incident has changed: it is at version {}", incident->version), "If-Match"};
    }
    auto reply = dispatch(envelope, incident);
    if (reply && !envelope.idempotency_key.empty() && reply->status < 500)
        store.put_idempotent_answer(envelope.idempotency_token, envelope.idempotency_key,
                                    {envelope.idempotency_body_sha256, reply->status, reply->etag, reply->body}, now);
    return reply;
}

// Journals what was decided and answers with the incident as it then is.
Result<Reply> Engine::State::apply(const Envelope& envelope, Incident& incident,
                                   const Result<std::vector<Event>>& events) {
    if (!events) return events.error();
    record_all(incident.id, envelope.actor, *events);
    settle(incident.id);
    return incident_reply(incident);
}

Result<Reply> Engine::State::open_by_hand(const Envelope& envelope, const OpenIncident& command) {
    auto opened = breachd::open_by_hand(command.facts, *settings, now);
    if (!opened) return opened.error();
    // Everything is checked on a draft first: a request that is refused leaves nothing behind.
    Incident draft;
    evolve(draft, Entry{0, now, "draft", envelope.actor, *opened});
    auto others = command.facts;
    others.erase("detected_at");
    auto rest = patch_facts(draft, others, *settings, now);
    if (!rest) return rest.error();
    auto id = open_incident(envelope.actor, *opened);
    auto& incident = incidents[id];
    if (incident.detected_at > now)
        record_all(id, "system",
                   page_duty(id, *settings, now, "future-detection",
                             "thời điểm phát hiện đã nhập nằm ở tương lai (" + format_vietnamese(incident.detected_at) +
                                 "): hãy kiểm tra lại"));
    auto reply = apply(envelope, incident, rest);
    if (reply) reply->status = 201;
    return reply;
}

Result<Reply> Engine::State::file_report(const Envelope& envelope, Incident& incident, const RecordFiling& command) {
    if (auto ok = must_be_live(incident); !ok) return ok.error();
    Filing filing{command.form,
                  command.channel,
                  command.receipt_number,
                  command.filed_at.value_or(now),
                  command.sha256,
                  envelope.person,
                  0};
    if (filing.form.empty()) return Error{ErrorCode::unprocessable, "is required", "/form"};
    if (filing.filed_at > now) return Error{ErrorCode::unprocessable, "lies in the future", "/filed_at"};
    if (filing.filed_at < incident.detected_at)
        return Error{ErrorCode::unprocessable, "lies before the detection", "/filed_at"};
    if (command.bytes.size() > kFiledBytesMax)
        return Error{ErrorCode::too_large, "the document is larger than 32 MiB", "/document"};
    if (!command.bytes.empty()) {
        filing.sha256 = hex(sha256(command.bytes));
        store.put_document({filing.sha256, incident.id, "report", filing.form, command.media_type, now, command.bytes});
        wrote = true;
    } else if (!store.document(filing.sha256)) {
        return Error{ErrorCode::unprocessable, "no document with this hash is kept; send the bytes that were filed",
                     "/sha256"};
    }
    for (const auto& earlier : incident.filings) filing.supplement += earlier.form == filing.form;
    return apply(envelope, incident, std::vector<Event>{ReportFiled{filing}});
}

Result<Reply> Engine::State::hook_acknowledge(const Envelope& envelope, Incident& incident,
                                              const HookAcknowledge& command) {
    if (!command.webhook_id.empty() && !store.remember_webhook(command.integration, command.webhook_id, now))
        return incident_reply(incident);  // a replay: same answer, no second effect
    wrote = true;
    return apply(envelope, incident, acknowledge(incident, command.by, "hook:" + command.integration, command.note));
}

Result<Reply> Engine::State::dispatch(const Envelope& envelope, Incident* incident) {
    auto reply_done = [](int status = 200) { return Result<Reply>(Reply{status, "", "{}", "", nullptr}); };
    return std::visit(
        Overloaded{
            [&](const IngestAlerts& c) { return ingest(envelope, c); },
            [&](const DiscardQuarantine& c) { return discard(envelope, c); },
            [&](const NoteLost& c) {
                note_lost(c);
                return reply_done();
            },
            [&](const OpenIncident& c) { return open_by_hand(envelope, c); },
            [&](const PatchIncident& c) -> Result<Reply> {
                if (auto ok = must_be_live(*incident); !ok) return ok.error();
                return apply(envelope, *incident, patch_facts(*incident, c.patch, *settings, now));
            },
            [&](const Acknowledge& c) {
                return apply(envelope, *incident,
                             acknowledge(*incident, c.by.empty() ? envelope.person : c.by, c.via, c.note));
            },
            [&](const HookAcknowledge& c) { return hook_acknowledge(envelope, *incident, c); },
            [&](const Confirm& c) { return apply(envelope, *incident, confirm(*incident, c.note)); },
            [&](const Dismiss& c) { return apply(envelope, *incident, dismiss(*incident, c.reason, envelope.person)); },
            [&](const Remedy& c) {
                return apply(envelope, *incident, remedy(*incident, c.remedied_at, c.what, *settings, now));
            },
            [&](const Close& c) { return apply(envelope, *incident, close(*incident, c.note)); },
            [&](const Hold& c) { return apply(envelope, *incident, hold(*incident, c.on, c.reason)); },
            [&](const MarkNotApplicable& c) {
                return apply(envelope, *incident, mark_not_applicable(*incident, c.obligation, c.why, envelope.person));
            },
            [&](const CompleteTask& c) { return apply(envelope, *incident, complete_task(*incident, c.task, c.note)); },
            [&](const BeginImport&) { return begin_import(*incident); },
            [&](const ImportChunk& c) { return import_chunk(envelope, c); },
            [&](const FinishImport& c) { return finish_import(envelope, *incident, c); },
            [&](const AbortImport& c) {
                store.abort_import(c.import_id);
                wrote = true;
                return reply_done();
            },
            [&](const PutNotice& c) { return put_notice(envelope, *incident, c); },
            [&](const ReleaseNotice&) { return release(envelope, *incident); },
            [&](const PauseNotice& c) { return pause(envelope, *incident, c.reason); },
            [&](const ResumeNotice& c) { return resume(envelope, *incident, c.reason); },
            [&](const PublishNotice& c) { return publish(envelope, *incident, c); },
            [&](const RecordFiling& c) { return file_report(envelope, *incident, c); },
            [&](const KeepDocument& c) {
                auto sha = hex(sha256(c.bytes));
                store.put_document({sha, envelope.incident, c.kind, c.name, c.media_type, now, c.bytes});
                wrote = true;
                return Result<Reply>(Reply{200, "", json::serialize(json::object{{"sha256", sha}}), "", nullptr});
            },
            [&](const Receipt& c) { return receipt(c); },
            [&](const SendTest& c) { return send_test(envelope, c); },
            [&](const SignHead&) {
                wrote = true;
                auto note = store.sign_head(now);
                return Result<Reply>(Reply{200, "", json::serialize(json::object{{"note", note}}), "", nullptr});
            },
            [&](const LoadIncident&) {
                return Result<Reply>(
                    Reply{200, std::to_string(incident->version), "", "", std::make_shared<const Incident>(*incident)});
            },
            [&](const ReplaceSettings& c) {
                auto before = std::exchange(settings, c.settings);
                wakes.clear();
                record("", envelope.actor, ConfigurationLoaded{settings->sha256});
                reclassify(before->assets);
                return reply_done();
            },
            [&](const AttemptDone& c) {
                attempt_done(c);
                return reply_done();
            },
            [&](const ChannelHealth& c) {
                c.down ? channel_failed(c.channel, c.why) : channel_worked(c.channel);
                return reply_done();
            },
            [&](const PublishDone& c) {
                publish_done(*incident, c);
                return reply_done();
            },
        },
        envelope.command);
}

}  // namespace breachd::engine
