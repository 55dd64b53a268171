#include "core/telling/release.hpp"
#include "base/text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "core/law/obligation.hpp"

namespace breachd {

namespace {

Error not_alone(const Incident& incident, const std::vector<std::string>& authors, const Decider& who) {
    std::string why = holds(authors, who.name)
                          ? "your words are in the text (or in the facts that it prints)"
                          : "your role is not dpo, and no data-protection officer approved the text";
    auto due = subjects_due(incident);
    auto hurry = due ? fmt::format("; with less than 12 hours to {} one person may release it `alone`, with a reason",
                                   format_rfc3339(*due))
                     : std::string();
    return {ErrorCode::forbidden,
            fmt::format("{}: a second person must approve this text (POST …/notice/approve), one of the two a "
                        "data-protection officer; a data-protection officer who wrote none of it may release it "
                        "directly. Authors: {}{}",
                        why, authors.empty() ? "none" : fmt::format("{}", fmt::join(authors, ", ")), hurry),
            ""};
}

// The nearest deadline; whoever set the moment of detection cannot bring it nearer than from when the incident was
// opened.
std::optional<Instant> due_for(const Incident& incident, const Decider& who) {
    auto due = subjects_due(incident);
    auto author = incident.notice_authors.find("detected_at");
    bool own = author != incident.notice_authors.end() && author->second.contains(who.name);
    if (!due || !own || incident.detected_at >= incident.opened_at) return due;
    return *due + (incident.opened_at - incident.detected_at);
}

Result<void> may_be_alone(const Incident& incident, const Decider& who, Instant now) {
    auto due = due_for(incident, who);
    if (due && *due - now < kAloneWithin) return {};
    return Error{ErrorCode::forbidden,
                 due ? fmt::format("one person may release the notice alone only when less than 12 hours are left; it "
                                   "is due by {}",
                                   format_rfc3339(*due))
                     : "no deadline is near: a second person must approve the text",
                 "/alone"};
}

Result<void> is_present(std::string_view sha256, std::string_view present) {
    if (sha256.empty())
        return Error{ErrorCode::unprocessable, "is required: that of the text that you read (GET …/notice)", "/sha256"};
    if (sha256 != present)
        return Error{ErrorCode::conflict, "the text has changed since: read it again (GET …/notice)", "/sha256"};
    return {};
}

Error refused_by(const NoticeRefusal& refusal) {
    return {ErrorCode::conflict,
            fmt::format("{} refused this very text: {}. Change the text, or let the same person approve it", refusal.by,
                        refusal.reason),
            ""};
}

}  // namespace

std::vector<std::string> authors_of(const Incident& incident) {
    std::set<std::string> names;
    for (const auto& [where, people] : incident.notice_authors) names.insert(people.begin(), people.end());
    return {names.begin(), names.end()};
}

std::vector<NoticeApproval> approvals_of(const Incident& incident, std::string_view sha256) {
    auto authors = authors_of(incident);
    std::vector<NoticeApproval> out;
    for (const auto& each : incident.notice_approvals) {
        bool twice = std::any_of(out.begin(), out.end(), [&](const auto& other) { return other.by == each.by; });
        if (each.sha256 == sha256 && !twice && !holds(authors, each.by)) out.push_back(each);
    }
    return out;
}

Result<std::vector<Event>> approve_notice(const Incident& incident, std::string_view sha256, std::string_view present,
                                          std::string document, const Decider& who) {
    if (auto ok = is_present(sha256, present); !ok) return ok.error();
    if (holds(authors_of(incident), who.name))
        return Error{ErrorCode::forbidden,
                     "your words are in the text (or in the facts that it prints): another person must approve it", ""};
    for (const auto& each : approvals_of(incident, sha256))
        if (each.by == who.name) return std::vector<Event>{};
    return std::vector<Event>{NoticeApproved{std::string(sha256), std::move(document), who.name, who.dpo}};
}

Result<std::vector<Event>> ask_for_approval(const Incident& incident, std::string_view sha256, std::string_view present,
                                            std::string note, const Decider& who) {
    if (auto ok = is_present(sha256, present); !ok) return ok.error();
    if (incident.notice_request && incident.notice_request->sha256 == sha256) return std::vector<Event>{};
    return std::vector<Event>{NoticeApprovalAsked{std::string(sha256), who.name, std::move(note)}};
}

std::vector<NoticeRefusal> refusals_of(const Incident& incident, std::string_view sha256) {
    std::vector<NoticeRefusal> out;
    for (const auto& each : incident.notice_refusals)
        if (each.sha256 == sha256) out.push_back(each);
    return out;
}

Result<std::vector<Event>> refuse_notice(const Incident& incident, std::string_view sha256, std::string_view present,
                                         std::string reason, const Decider& who) {
    if (auto ok = is_present(sha256, present); !ok) return ok.error();
    for (const auto& each : refusals_of(incident, sha256))
        if (each.by == who.name) return std::vector<Event>{};
    return std::vector<Event>{NoticeRefused{std::string(sha256), who.name, std::move(reason)}};
}

Result<NoticeReleased> may_release(const Incident& incident, const Settings& settings, std::string_view sha256,
                                   const Decider& who, const std::string& alone, Instant now) {
    NoticeReleased out;
    out.drafter = incident.notice_drafter;
    out.authors = authors_of(incident);
    bool officer = who.dpo, another = !holds(out.authors, who.name);
    for (const auto& approval : approvals_of(incident, sha256)) {
        officer |= approval.by_dpo;
        another |= approval.by != who.name;
        if (approval.by != who.name) out.approved_by.push_back(approval.by);
    }
    if (!settings.notice.second_person) another = true;
    auto refusals = refusals_of(incident, sha256);
    if (officer && another && refusals.empty()) return out;
    if (alone.empty()) return refusals.empty() ? not_alone(incident, out.authors, who) : refused_by(refusals.front());
    if (auto ok = may_be_alone(incident, who, now); !ok) return ok.error();
    out.alone = alone;
    return out;
}

}  // namespace breachd
