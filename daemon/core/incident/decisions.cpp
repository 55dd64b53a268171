#include "core/incident/decisions.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/incident/lifecycle.hpp"
#include "core/journal/because.hpp"
#include "core/law/obligation.hpp"

namespace breachd {

namespace {

// When no clock with a number runs, a proposal may wait so long; and when one is nearly over, at least so long.
constexpr Duration kUnclockedWait = std::chrono::hours{24};
constexpr Duration kWaitMin = std::chrono::hours{1};

// What a person proposed; the daemon's own question is no person's yes.
const Proposal* proposed_by_person(const Incident& incident, Matter what, std::string_view about = "") {
    const auto* proposal = incident.proposal(what, about);
    return proposal && !proposal->by.empty() ? proposal : nullptr;
}

Result<void> may_agree(const Proposal& proposal, const Decider& who) {
    if (proposal.by == who.name)
        return Error{ErrorCode::forbidden,
                     "you proposed this yourself: another person must confirm it, with a token of their own", ""};
    if (!proposal.by_dpo && !who.dpo)
        return Error{ErrorCode::forbidden,
                     fmt::format("one of the two people must be a data-protection officer (role dpo), and {}, who "
                                 "proposed it, is none: a token of role dpo must confirm it",
                                 proposal.by),
                     ""};
    return {};
}

}  // namespace

Result<std::vector<Event>> dismiss(const Incident& incident, std::string reason, const Decider& who,
                                   const std::string& duplicate_of) {
    if (auto ok = may_be_dismissed(incident); !ok) return ok.error();
    if (reason.empty()) return Error{ErrorCode::unprocessable, "is required", "/reason"};
    const auto* first = proposed_by_person(incident, Matter::dismissal);
    if (!first) return std::vector<Event>{DismissalProposed{std::move(reason), who.name, who.dpo, duplicate_of}};
    if (auto ok = may_agree(*first, who); !ok) return ok.error();
    if (first->duplicate_of != duplicate_of)
        return Error{
            ErrorCode::conflict,
            first->duplicate_of.empty()
                ? fmt::format("{} proposed to dismiss it, not to merge it: take that back first (reopen)", first->by)
                : fmt::format("{} proposed it as a duplicate of {}: name that incident to confirm it", first->by,
                              first->duplicate_of),
            "/duplicate_of"};
    std::vector<Event> events;
    for (const auto& o : incident.obligations)
        if (owed(o))
            events.push_back(
                ObligationNotApplicable{o.id, because::incident_dismissed(), first->why.note, first->by, true});
    events.push_back(Dismissed{first->why.note, first->by, std::move(reason), duplicate_of});
    return events;
}

Result<std::vector<Event>> mark_not_applicable(const Incident& incident, const std::string& obligation, std::string why,
                                               const Decider& who, bool withdraw) {
    if (auto ok = must_be_live(incident); !ok) return ok.error();
    const auto* o = incident.obligation(obligation);
    if (!o) return Error{ErrorCode::not_found, "the incident has no such obligation", obligation};
    if (!owed(*o)) return Error{ErrorCode::conflict, "this obligation is not owed any more", obligation};
    if (why.empty()) return Error{ErrorCode::unprocessable, "is required", "/reason"};
    if (withdraw) {
        if (!incident.proposal(Matter::not_applicable, obligation))
            return Error{ErrorCode::conflict, "nobody proposed that this duty does not apply", obligation};
        return std::vector<Event>{ProposalWithdrawn{Matter::not_applicable, obligation, {}, std::move(why)}};
    }
    if (must_report(*o, incident))
        return Error{ErrorCode::conflict,
                     "the report to the authority is due whatever the harm while location or biometric data is a kind "
                     "of the incident (điểm b khoản 1 Điều 29 Nghị định 356/2025/NĐ-CP): if no such data is affected, "
                     "correct the kinds first",
                     obligation};
    const auto* first = proposed_by_person(incident, Matter::not_applicable, obligation);
    if (first)
        if (auto ok = may_agree(*first, who); !ok) return ok.error();
    return std::vector<Event>{
        ObligationNotApplicable{obligation, {}, std::move(why), who.name, first != nullptr, who.dpo}};
}

Result<std::vector<Event>> reopen(const Incident& incident, const std::string& reason) {
    if (reason.empty()) return Error{ErrorCode::unprocessable, "is required", "/reason"};
    if (incident.proposal(Matter::dismissal))
        return std::vector<Event>{ProposalWithdrawn{Matter::dismissal, "", {}, reason}};
    if (incident.duplicate_of)
        return Error{ErrorCode::conflict,
                     fmt::format("it was merged into {}, which has its people and its filings now: go on there",
                                 *incident.duplicate_of),
                     ""};
    auto state = incident.state;
    if (state != IncidentState::remedied && state != IncidentState::closed && state != IncidentState::dismissed)
        return Error{ErrorCode::conflict, "only a remedied, closed or dismissed incident can be reopened", ""};
    std::vector<Event> events{Reopened{reason}};
    for (const auto& o : incident.obligations)
        if (o.state == ObligationState::not_applicable && o.how.cause == because::incident_dismissed())
            events.push_back(ObligationReopened{o.id, because::incident_reopened()});
    return events;
}

bool must_report(const Obligation& obligation, const Incident& incident) {
    return obligation.addressee == Addressee::authority &&
           (incident.has_kind("location") || incident.has_kind("biometric"));
}

std::optional<Instant> next_dismissal_tick(const Incident& incident) {
    const auto* proposal = proposed_by_person(incident, Matter::dismissal);
    if (!proposal || proposal->reminded || !incident.live()) return {};
    std::optional<Instant> next;
    for (const auto& o : incident.obligations) {
        if (!owed(o) || !o.due_at) continue;
        auto half = o.starts_at + (*o.due_at - o.starts_at) / 2;
        // Proposed later than that: half of what was left.
        if (half <= proposal->at) half = proposal->at + std::max((*o.due_at - proposal->at) / 2, kWaitMin);
        next = std::min(next.value_or(half), half);
    }
    return next.value_or(proposal->at + kUnclockedWait);
}

std::vector<Event> tick_dismissal(const Incident& incident, Instant now) {
    auto due = next_dismissal_tick(incident);
    if (!due || now < *due) return {};
    return {DismissalUnconfirmed{incident.proposal(Matter::dismissal)->by}};
}

Result<void> may_merge(const Incident& into, const Incident& duplicate) {
    auto refused = [](std::string what) { return Error{ErrorCode::conflict, std::move(what), "/duplicate_of"}; };
    if (into.id == duplicate.id) return refused("an incident is no duplicate of itself");
    if (!into.live() || into.state == IncidentState::closed)
        return refused(fmt::format("{} is {}: nothing can be merged into it", into.id,
                                   boost::describe::enum_to_string(into.state, "?")));
    if (into.proposal(Matter::dismissal))
        return refused(fmt::format("{} is proposed to be dismissed itself: settle that first", into.id));
    if (duplicate.notice_version > 0 && into.notice_version > 0)
        return refused(fmt::format(
            "the notices of both went out already: keep both files, and name {} in the note when this one is "
            "closed",
            into.id));
    if (duplicate.notice_version > 0)
        return refused(
            fmt::format("its notice went out already: dismiss {} as the duplicate of this one instead", into.id));
    return {};
}

std::vector<Event> facts_of_duplicate(const Incident& into, const Incident& duplicate) {
    std::vector<Event> events;
    auto why = because::duplicate_merged(duplicate.id);
    if (duplicate.detected_at < into.detected_at)
        events.push_back(
            FactChanged{"detected_at", to_json(into.detected_at), to_json(duplicate.detected_at), why, ""});
    auto kinds = into.kinds;
    for (const auto& kind : duplicate.kinds) {
        const auto& removed = into.kinds_removed;
        bool taken_away = std::find(removed.begin(), removed.end(), kind.kind) != removed.end();
        if (!into.has_kind(kind.kind) && !taken_away) kinds.push_back(kind);
    }
    if (kinds != into.kinds) events.push_back(FactChanged{"kinds", to_json(into.kinds), to_json(kinds), why, ""});
    return events;
}

}  // namespace breachd
