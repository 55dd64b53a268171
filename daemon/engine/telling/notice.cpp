// The notice: its draft, its release by a second person, pausing, and handing rows to the channels as rate and quota
// allow.
#include <fmt/format.h>

#include "core/incident/lifecycle.hpp"
#include "core/law/obligation.hpp"
#include "engine/answering.hpp"
#include "engine/telling/telling.hpp"

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

Pii<std::string> address_on(const Subject& subject, const Channel& channel) {
    for (auto which : {Address::email, Address::phone, Address::zalo_id, Address::push_token})
        if ((channel_reach(channel) & static_cast<Reach>(which)) && !subject.address(which).reveal().empty())
            return subject.address(which);
    return {};
}

}  // namespace

Result<Answer> Telling::handle(Step& step, const Envelope& envelope, const Incident& incident,
                               const PutNotice& command) {
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
    return apply(step, envelope, incident, events);
}

Result<Answer> Telling::handle(Step& step, const Envelope& envelope, const Incident& incident, const ReleaseNotice&) {
    if (auto ok = must_be_live(incident); !ok) return ok.error();
    auto draft = draft_notice(incident, step.settings);
    if (!draft.missing.empty())
        return Error{ErrorCode::conflict, "the notice lacks what the law wants in it: " + missing_text(draft.missing),
                     "/missing"};
    if (step.settings.notice.second_person && !incident.notice_drafter.empty() &&
        incident.notice_drafter == envelope.person)
        return Error{ErrorCode::forbidden, "whoever drafted the notice may not release it: a second person must", ""};
    if (incident.notice_run.subjects == 0)
        return Error{ErrorCode::conflict, "nobody has been imported yet: there is no one to tell", ""};
    auto bytes = canonical_json(frozen(draft));
    auto sha = hex(sha256(bytes));
    if (sha == incident.notice_hash)
        return Error{ErrorCode::conflict, "this very notice has been released already", ""};
    int version = incident.notice_version + 1;
    step.store.documents().put(
        {sha, incident.id, "notice", fmt::format("notice-v{}.json", version), "application/json", step.now, bytes});
    auto& run = runs_[incident.id];
    run.released.reset();
    run.plan = run.count = true;
    return apply(
        step, envelope, incident,
        std::vector<Event>{NoticeReleased{version, sha, incident.notice_drafter, incident.notice_run.subjects}});
}

Result<Answer> Telling::handle(Step& step, const Envelope& envelope, const Incident& incident,
                               const PauseNotice& command) {
    if (incident.notice_run.state != RunState::running)
        return Error{ErrorCode::conflict, "no notice run is under way", ""};
    return apply(step, envelope, incident, std::vector<Event>{NoticePaused{{}, command.reason}});
}

Result<Answer> Telling::handle(Step& step, const Envelope& envelope, const Incident& incident,
                               const ResumeNotice& command) {
    if (auto ok = must_be_live(incident); !ok) return ok.error();
    if (incident.notice_run.state != RunState::paused)
        return Error{ErrorCode::conflict, "the notice run is not paused", ""};
    runs_[incident.id].plan = runs_[incident.id].count = true;
    return apply(step, envelope, incident, std::vector<Event>{NoticeResumed{{}, command.reason}});
}

const NoticeDraft* Telling::released_notice(Step& step, const Incident& incident) {
    auto& run = runs_[incident.id];
    if (!run.released) {
        auto document = step.store.documents().find(incident.notice_hash);
        if (!document) return nullptr;
        auto parsed = parse_json(document->bytes);
        if (!parsed) return nullptr;
        run.released = thawed(parsed->as_object());
    }
    return &*run.released;
}

// Gives subjects without a row their first channel, then claims what rate, quota and concurrency allow.
void Telling::tell(Step& step, const Incident& incident) {
    auto& run = runs_[incident.id];
    run.again_at.reset();
    if (run.plan) {
        auto subjects = step.store.subjects().unplanned(incident.id, incident.notice_version, kPlanMax);
        for (const auto& subject : subjects) first_channel(step, incident, subject);
        run.plan = subjects.size() == kPlanMax;
        run.count = run.count || !subjects.empty();
    }
    if (run.unknown_at && *run.unknown_at <= step.now) resend_unknown(step, incident);
    refresh_counts(step, incident);
    for (const auto& channel : step.settings.channels)
        if (auto waiting = run.counts.queued.find(channel.name);
            waiting != run.counts.queued.end() && waiting->second > 0)
            claim(step, incident, channel);
    finish_changes(step, incident);
}

void Telling::claim(Step& step, const Incident& incident, const Channel& channel) {
    auto& run = runs_[incident.id];
    int most = channels_.allowance(step, channel);
    if (channel.daily_quota)
        most = static_cast<int>(std::min<std::int64_t>(
            most, std::max<std::int64_t>(0, *channel.daily_quota - run.counts.sent_today[channel.name])));
    auto later = [&](Instant at) { run.again_at = std::min(run.again_at.value_or(at), at); };
    if (most <= 0) {
        if (auto at = channels_.again_at(step, channel)) later(*at);
        return;
    }
    auto due = subjects_due(incident);
    auto give_up = cutoff(channel.name, step.settings, run.counts.pending, due, step.now);
    auto rows = step.store.deliveries().due(incident.id, channel.name, step.now, static_cast<std::size_t>(most));
    for (const auto& row : rows) {
        if (give_up && step.now > *give_up) {
            fail_row(step, row, "", "given up so that the next channel still has time");
            continue;
        }
        send_row(step, incident, channel, row);
    }
    if (static_cast<int>(rows.size()) == most)
        later(step.now + Duration{1});
    else if (run.counts.next_at && *run.counts.next_at > step.now)
        later(*run.counts.next_at);
}

void Telling::send_row(Step& step, const Incident& incident, const Channel& channel, const store::DeliveryRow& row) {
    auto subject = step.store.subjects().find(incident.id, row.subject);
    const auto* notice = released_notice(step, incident);
    if (!subject || !notice) {
        fail_row(step, row, "", "the subject's data cannot be opened");
        return;
    }
    store::DeliveryUpdate update{row.id,    store::SendState::sending, row.attempts + 1, {}, row.code,
                                 row.words, row.provider_id,           step.now};
    step.store.deliveries().update(update);
    note_change(incident.id, update);
    channels_.sent(step, channel);
    ++step.stats.notices_sent;
    const auto& text = subject->language == "en" ? notice->en : notice->vi;
    auto addressed = address_notice(text, subject->language, subject->name.reveal(),
                                    reference_code(step.store.vault(), incident.id, row.subject), incident.drill);
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
    message.at = step.now;
    step.outbox.send(Send{Lane::notice, channel.name, "", row.id, std::move(message)});
}

}  // namespace breachd::engine
