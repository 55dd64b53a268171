// The notice: its draft, its release by a second person, pausing, and handing rows to the channels as rate and quota
// allow.
#include <fmt/format.h>

#include "core/incident/lifecycle.hpp"
#include "core/incident/view.hpp"
#include "core/law/obligation.hpp"
#include "core/oncall/ack_token.hpp"
#include "engine/state.hpp"

namespace breachd::engine {

namespace {

constexpr std::size_t kPlanMax = 1000;  // subjects given a first channel in one step
constexpr std::size_t kNoticeTextMax = 50'000;

json::object frozen(const NoticeDraft& draft) {
    auto one = [](const NoticeText& t) {
        return json::object{{"subject", t.subject}, {"body", t.body}, {"short", t.short_text}};
    };
    return {{"vi", one(draft.vi)}, {"en", one(draft.en)}};
}

NoticeDraft thawed(const json::object& doc) {
    NoticeDraft draft;
    auto one = [&](const char* language, NoticeText& text) {
        const auto& o = doc.at(language).as_object();
        text = {std::string(o.at("subject").as_string()), std::string(o.at("body").as_string()),
                std::string(o.at("short").as_string())};
    };
    one("vi", draft.vi);
    one("en", draft.en);
    return draft;
}

// A short code the subject can quote; says nothing about the person.
std::string reference_code(store::Vault& vault, const std::string& incident, std::int64_t subject) {
    constexpr char kLetters[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    auto tag = vault.tag(incident, fmt::format("code|{}", subject));
    std::string code;
    for (int i = 0; i < 8; ++i) code += kLetters[tag[static_cast<std::size_t>(i)] % 32];
    return code;
}

}  // namespace

std::string missing_text(const std::vector<MissingItem>& missing) {
    std::string text;
    for (const auto& item : missing) {
        text += fmt::format("{}{} ({}", text.empty() ? "" : "; ", item.label.vi, item.citation);
        for (const auto& fact : item.facts) text += ", " + fact;
        text += ")";
    }
    return text;
}

Result<Reply> Engine::State::put_notice(const Envelope& envelope, Incident& incident, const PutNotice& command) {
    if (auto ok = must_be_live(incident); !ok) return ok.error();
    std::vector<Event> events;
    for (const auto& member : command.draft) {
        std::string language(member.key());
        if (language != "vi" && language != "en")
            return Error{ErrorCode::unprocessable, "is not a language of the notice (vi, en)", "/" + language};
        if (!member.value().is_object())
            return Error{ErrorCode::unprocessable, "must be an object with subject, body, short", "/" + language};
        for (const auto& part : member.value().get_object()) {
            std::string field(part.key());
            auto where = "/" + language + "/" + field;
            if (field != "subject" && field != "body" && field != "short")
                return Error{ErrorCode::unprocessable, "is not a part of the notice (subject, body, short)", where};
            if (!part.value().is_string()) return Error{ErrorCode::unprocessable, "must be a string", where};
            std::string text(part.value().get_string());
            if (text.size() > kNoticeTextMax)
                return Error{ErrorCode::unprocessable, "is longer than 50000 bytes", where};
            if (field == "subject" && text.find_first_of("\r\n") != std::string::npos)
                return Error{ErrorCode::unprocessable, "must be one line", where};
            events.push_back(NoticeEdited{language, field, text, hex(sha256(text))});
        }
    }
    return apply(envelope, incident, events);
}

Result<Reply> Engine::State::release(const Envelope& envelope, Incident& incident) {
    if (auto ok = must_be_live(incident); !ok) return ok.error();
    auto draft = draft_notice(incident, *settings);
    if (!draft.missing.empty())
        return Error{ErrorCode::conflict, "the notice lacks what the law wants in it: " + missing_text(draft.missing),
                     "/missing"};
    if (settings->notice.second_person && !incident.notice_drafter.empty() &&
        incident.notice_drafter == envelope.person)
        return Error{ErrorCode::forbidden, "whoever drafted the notice may not release it: a second person must", ""};
    if (incident.notice_run.subjects == 0)
        return Error{ErrorCode::conflict, "nobody has been imported yet: there is no one to tell", ""};
    auto bytes = canonical_json(frozen(draft));
    auto sha = hex(sha256(bytes));
    if (sha == incident.notice_hash)
        return Error{ErrorCode::conflict, "this very notice has been released already", ""};
    int version = incident.notice_version + 1;
    store.put_document(
        {sha, incident.id, "notice", fmt::format("notice-v{}.json", version), "application/json", now, bytes});
    auto& run = runs[incident.id];
    run.released.reset();
    run.plan = run.count = true;
    return apply(
        envelope, incident,
        std::vector<Event>{NoticeReleased{version, sha, incident.notice_drafter, incident.notice_run.subjects}});
}

Result<Reply> Engine::State::pause(const Envelope& envelope, Incident& incident, const std::string& reason) {
    if (incident.notice_run.state != RunState::running)
        return Error{ErrorCode::conflict, "no notice run is under way", ""};
    return apply(envelope, incident, std::vector<Event>{NoticePaused{reason}});
}

Result<Reply> Engine::State::resume(const Envelope& envelope, Incident& incident, const std::string& reason) {
    if (auto ok = must_be_live(incident); !ok) return ok.error();
    if (incident.notice_run.state != RunState::paused)
        return Error{ErrorCode::conflict, "the notice run is not paused", ""};
    runs[incident.id].plan = runs[incident.id].count = true;
    return apply(envelope, incident, std::vector<Event>{NoticeResumed{reason}});
}

const NoticeDraft* Engine::State::released_notice(const Incident& incident) {
    auto& run = runs[incident.id];
    if (!run.released) {
        auto document = store.document(incident.notice_hash);
        if (!document) return nullptr;
        auto parsed = parse_json(document->bytes);
        if (!parsed) return nullptr;
        run.released = thawed(parsed->as_object());
    }
    return &*run.released;
}

// Gives subjects without a row their first channel, then claims what rate, quota and concurrency allow.
void Engine::State::run_notices(Incident& incident) {
    if (incident.notice_run.state != RunState::running || incident.notice_version == 0) return;
    auto& run = runs[incident.id];
    run.again_at.reset();
    if (run.plan) {
        auto subjects = store.unplanned_subjects(incident.id, incident.notice_version, kPlanMax);
        for (const auto& subject : subjects) first_channel(incident, subject);
        run.plan = subjects.size() == kPlanMax;
        run.count = run.count || !subjects.empty();
        wrote = wrote || !subjects.empty();
    }
    if (run.unknown_at && *run.unknown_at <= now) resend_unknown(incident);
    refresh_counts(incident);
    for (const auto& channel : settings->channels)
        if (auto waiting = run.counts.queued.find(channel.name);
            waiting != run.counts.queued.end() && waiting->second > 0)
            claim(incident, channel);
    finish_changes(incident);
}

void Engine::State::claim(Incident& incident, const Channel& channel) {
    auto& run = runs[incident.id];
    int most = allowance(channel);
    if (channel.daily_quota)
        most = static_cast<int>(std::min<std::int64_t>(
            most, std::max<std::int64_t>(0, *channel.daily_quota - run.counts.sent_today[channel.name])));
    auto later = [&](Instant at) { run.again_at = std::min(run.again_at.value_or(at), at); };
    auto& work = channel_work(channel);
    if (most <= 0) {
        // Outcomes that come back wake the engine; only rate, quota and a channel that is down need a timer.
        if (work.down)
            later(std::max(now + Duration{1}, work.probe_at));
        else if (work.outstanding == 0)
            later(now + std::max(Duration{20}, Duration{static_cast<std::int64_t>(1000 / channel.rate_per_second)}));
        return;
    }
    auto due = subjects_due(incident);
    auto give_up = cutoff(channel.name, *settings, run.counts.pending, due, now);
    auto rows = store.deliveries_due(incident.id, channel.name, now, static_cast<std::size_t>(most));
    for (const auto& row : rows) {
        if (give_up && now > *give_up) {
            fail_row(row, "", "given up so that the next channel still has time");
            continue;
        }
        send_row(incident, channel, row);
    }
    if (static_cast<int>(rows.size()) == most)
        later(now + Duration{1});
    else if (run.counts.next_at && *run.counts.next_at > now)
        later(*run.counts.next_at);
}

void Engine::State::send_row(Incident& incident, const Channel& channel, const store::DeliveryRow& row) {
    auto subject = store.subject(incident.id, row.subject);
    const auto* notice = released_notice(incident);
    if (!subject || !notice) {
        fail_row(row, "", "the subject's data cannot be opened");
        return;
    }
    store::DeliveryUpdate update{
        row.id, store::SendState::sending, row.attempts + 1, {}, row.code, row.words, row.provider_id, now};
    store.update_delivery(update);
    note_change(incident.id, update);
    auto& work = channel_work(channel);
    ++work.outstanding;
    work.tokens -= 1;
    ++stats.notices_sent;
    const auto& text = subject->language == "en" ? notice->en : notice->vi;
    auto addressed = address_notice(text, subject->language, subject->name.reveal(),
                                    reference_code(store.vault(), incident.id, row.subject), incident.drill);
    Message message;
    message.key = row.key;
    message.kind = "notice";
    message.incident = incident.id;
    message.to = address_on(*subject, channel);
    message.to_name = subject->name;
    message.language = subject->language;
    message.subject = addressed.subject;
    message.text = Pii(addressed.text);
    message.html = Pii(addressed.html);
    message.short_text = Pii(addressed.short_text);
    message.data = {{"notice_version", row.version}};
    message.drill = incident.drill;
    message.at = now;
    effects.push_back(Send{Lane::notice, channel.name, "", row.id, std::move(message)});
}

}  // namespace breachd::engine
