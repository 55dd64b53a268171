// The notice: its draft, its release by a second person, and pausing the run.
#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.hpp"
#include "core/incident/lifecycle.hpp"
#include "core/law/edition.hpp"
#include "core/law/obligation.hpp"
#include "core/telling/public_page.hpp"
#include "core/telling/release.hpp"
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
            auto text = printable(part.value().get_string()).text;
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

// The text stays readable by its hash: a later one is shown beside it.
Result<Answer> Telling::handle(Step& step, const Envelope& envelope, const Incident& incident,
                               const ApproveNotice& command) {
    if (auto ok = must_be_live(incident); !ok) return ok.error();
    auto draft = draft_notice(incident, step.settings);
    auto bytes = canonical_json(frozen(draft));
    auto document = hex(sha256(bytes));
    auto events = approve_notice(incident, command.sha256, draft.sha256, document, decider(envelope));
    if (events && !events->empty())
        step.store.documents().put(
            {document, incident.id, "notice", "notice-approved.json", "application/json", step.now, bytes});
    return apply(step, envelope, incident, events);
}

Result<Answer> Telling::handle(Step& step, const Envelope& envelope, const Incident& incident,
                               const AskForApproval& command) {
    if (auto ok = must_be_live(incident); !ok) return ok.error();
    auto present = draft_notice(incident, step.settings).sha256;
    auto events = ask_for_approval(incident, command.sha256, present, command.note, decider(envelope));
    return apply(step, envelope, incident, events);
}

Result<Answer> Telling::handle(Step& step, const Envelope& envelope, const Incident& incident,
                               const RefuseNotice& command) {
    if (auto ok = must_be_live(incident); !ok) return ok.error();
    auto present = draft_notice(incident, step.settings).sha256;
    auto events = refuse_notice(incident, command.sha256, present, command.reason, decider(envelope));
    return apply(step, envelope, incident, events);
}

Result<Answer> Telling::handle(Step& step, const Envelope& envelope, const Incident& incident,
                               const ReleaseNotice& command) {
    if (auto ok = must_be_live(incident); !ok) return ok.error();
    if (auto ok = must_be_law(step.settings.edition_of(incident.edition), incident.drill); !ok) return ok.error();
    auto draft = draft_notice(incident, step.settings);
    if (!draft.missing.empty())
        return Error{ErrorCode::conflict, "the notice lacks what the law wants in it: " + missing_text(draft.missing),
                     "/missing"};
    if (!draft.faults.empty())
        return Error{ErrorCode::conflict, "the text " + draft.faults.front().what, draft.faults.front().where};
    auto release = may_release(incident, step.settings, draft.sha256, decider(envelope), command.alone, step.now);
    if (!release) return release.error();
    if (incident.notice_run.subjects == 0)
        return Error{ErrorCode::conflict, "nobody has been imported yet: there is no one to tell", ""};
    auto bytes = canonical_json(frozen(draft));
    release->sha256 = hex(sha256(bytes));
    bool is_new = release->sha256 != incident.notice_hash || adds_kinds(incident);
    if (!is_new && command.to == ReleaseTo::by_text)
        return Error{ErrorCode::conflict, "this very notice has been released already", ""};
    release->version = incident.notice_version + 1;
    bool everyone = command.to == ReleaseTo::everyone || (command.to == ReleaseTo::by_text && is_new);
    release->since = everyone ? release->version : std::max(1, incident.notice_since);
    auto counts = step.store.deliveries().tally(incident.id, incident.notice_version);
    release->subjects = counts.subjects - counts.impossible - (everyone ? 0 : counts.told + counts.by_hand);
    if (release->subjects == 0) return Error{ErrorCode::conflict, "nobody is left who has not been told", "/to"};
    for (const auto& o : incident.obligations)
        if (is_for_subjects(o) && o.state != ObligationState::not_applicable) release->duties.push_back(o.id);
    for (const auto& each : incident.kinds) release->kinds.push_back(each.kind);
    release->items = items_wanted(incident, step.settings);
    release->whole_text_at = draft.whole_text_at;
    if (auto by_kinds = frozen_by_kinds(incident, step.settings); !by_kinds.empty()) {
        auto texts = canonical_json(by_kinds);
        release->by_kinds_sha256 = hex(sha256(texts));
        step.store.documents().put({release->by_kinds_sha256, incident.id, "notice",
                                    fmt::format("notice-v{}-by-kinds.json", release->version), "application/json",
                                    step.now, std::move(texts)});
    }
    release->page_sha256 = public_page_sha256(incident, step.settings, PageText::draft);
    step.store.documents().put({release->sha256, incident.id, "notice",
                                fmt::format("notice-v{}.json", release->version), "application/json", step.now, bytes});
    step.store.deliveries().release(incident.id, release->version, release->since);
    return apply(step, envelope, incident, std::vector<Event>{std::move(*release)});
}

Result<Answer> Telling::handle(Step& step, const Envelope& envelope, const Incident& incident,
                               const PauseNotice& command) {
    auto state = incident.notice_run.state;
    bool under_way = state == RunState::running || (command.for_good && state == RunState::paused);
    if (!under_way) return Error{ErrorCode::conflict, "no notice run is under way", ""};
    return apply(step, envelope, incident, std::vector<Event>{NoticePaused{{}, command.reason, command.for_good}});
}

Result<Answer> Telling::handle(Step& step, const Envelope& envelope, const Incident& incident,
                               const ResumeNotice& command) {
    if (auto ok = must_be_live(incident); !ok) return ok.error();
    if (incident.notice_run.state == RunState::stopped)
        return Error{ErrorCode::conflict, "the notice run was stopped for good: release the notice again", ""};
    if (incident.notice_run.state != RunState::paused)
        return Error{ErrorCode::conflict, "the notice run is not paused", ""};
    return apply(step, envelope, incident, std::vector<Event>{NoticeResumed{{}, command.reason}});
}

}  // namespace breachd::engine
