// The notice: its draft, its release by a second person, and pausing the run.
#include <fmt/format.h>

#include "core/incident/lifecycle.hpp"
#include "core/telling/public_page.hpp"
#include "engine/answering.hpp"
#include "engine/telling/telling.hpp"

namespace breachd::engine {

namespace {

constexpr std::size_t kNoticeTextMax = 50'000;

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
    return apply(step, envelope, incident,
                 std::vector<Event>{NoticeReleased{version, sha, incident.notice_drafter, incident.notice_run.subjects,
                                                   public_page_sha256(incident, step.settings, PageText::draft)}});
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
    return apply(step, envelope, incident, std::vector<Event>{NoticeResumed{{}, command.reason}});
}

}  // namespace breachd::engine
