// The notice: its draft, its release by a second person, and pausing the run.
#include <fmt/format.h>

#include <algorithm>

#include "core/incident/lifecycle.hpp"
#include "core/law/obligation.hpp"
#include "core/words/words.hpp"
#include "engine/answering.hpp"
#include "engine/telling/telling.hpp"

namespace breachd::engine {

namespace {

constexpr std::size_t kNoticeTextMax = 50'000;

// Kinds of data of which the present version says nothing.
bool adds_kinds(const Incident& incident) {
    if (incident.covers.empty()) return true;
    const auto& said = incident.covers.back().kinds;
    return std::any_of(incident.kinds.begin(), incident.kinds.end(), [&](const KindCount& each) {
        return std::find(said.begin(), said.end(), each.kind) == said.end();
    });
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
            if (part.value().is_null()) {  // back to the template
                events.push_back(NoticeEdited{language, field, "", "", true});
                continue;
            }
            if (!part.value().is_string())
                return Error{ErrorCode::unprocessable, "must be a string, or null for the template's text", where};
            std::string text(part.value().get_string());
            if (trimmed(text).empty())
                return Error{ErrorCode::unprocessable, "may not be empty; null takes the template's text back", where};
            if (auto unknown = unknown_placeholder(text); !unknown.empty())
                return Error{ErrorCode::unprocessable,
                             fmt::format("holds {}, which nothing fills in; known are {{{{name}}}}, {{{{code}}}} and "
                                         "{{{{kinds}}}}",
                                         unknown),
                             where};
            if (text.size() > kNoticeTextMax)
                return Error{ErrorCode::unprocessable, "is longer than 50000 bytes", where};
            if (field == "subject" && text.find_first_of("\r\n") != std::string::npos)
                return Error{ErrorCode::unprocessable, "must be one line", where};
            events.push_back(NoticeEdited{language, field, text, hex(sha256(text)), false});
        }
    }
    return apply(step, envelope, incident, events);
}

Result<Answer> Telling::handle(Step& step, const Envelope& envelope, const Incident& incident,
                               const ReleaseNotice& command) {
    if (auto ok = must_be_live(incident); !ok) return ok.error();
    auto draft = draft_notice(incident, step.settings);
    if (!draft.missing.empty())
        return Error{ErrorCode::conflict, "the notice lacks what the law wants in it: " + missing_text(draft.missing),
                     "/missing"};
    if (!draft.faults.empty())
        return Error{ErrorCode::conflict, "the text " + draft.faults.front().what, draft.faults.front().where};
    if (step.settings.notice.second_person && !incident.notice_drafter.empty() &&
        incident.notice_drafter == envelope.person)
        return Error{ErrorCode::forbidden, "whoever drafted the notice may not release it: a second person must", ""};
    if (incident.notice_run.subjects == 0)
        return Error{ErrorCode::conflict, "nobody has been imported yet: there is no one to tell", ""};
    auto bytes = canonical_json(frozen(draft));
    auto sha = hex(sha256(bytes));
    bool is_new = sha != incident.notice_hash || adds_kinds(incident);
    if (!is_new && command.to == ReleaseTo::by_text)
        return Error{ErrorCode::conflict, "this very notice has been released already", ""};
    int version = incident.notice_version + 1;
    bool everyone = command.to == ReleaseTo::everyone || (command.to == ReleaseTo::by_text && is_new);
    int since = everyone ? version : std::max(1, incident.notice_since);
    auto counts = step.store.deliveries().tally(incident.id, incident.notice_version);
    auto planned = counts.subjects - counts.impossible - (everyone ? 0 : counts.told + counts.by_hand);
    if (planned == 0) return Error{ErrorCode::conflict, "nobody is left who has not been told", "/to"};
    step.store.documents().put(
        {sha, incident.id, "notice", fmt::format("notice-v{}.json", version), "application/json", step.now, bytes});
    step.store.deliveries().release(incident.id, version, since);
    NoticeReleased released{version, sha, incident.notice_drafter, planned};
    for (const auto& o : incident.obligations)
        if (is_for_subjects(o) && o.state != ObligationState::not_applicable) released.duties.push_back(o.id);
    for (const auto& each : incident.kinds) released.kinds.push_back(each.kind);
    released.items = items_wanted(incident, step.settings);
    released.since = since;
    released.whole_text_at = draft.whole_text_at;
    return apply(step, envelope, incident, std::vector<Event>{std::move(released)});
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
