#include "engine/publication/publication.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/digest.hpp"
#include "base/text.hpp"
#include "core/incident/lifecycle.hpp"
#include "core/journal/because.hpp"
#include "core/law/obligation.hpp"
#include "core/oncall/paging.hpp"
#include "core/telling/public_page.hpp"
#include "core/telling/release.hpp"
#include "engine/answering.hpp"

namespace breachd::engine {

namespace {

constexpr Duration kPublishRetry = std::chrono::minutes{5};  // after a publication that failed
constexpr int kFailuresPerPage = 12;                         // the first one pages, then one an hour
constexpr Duration kRenewEvery = std::chrono::minutes{5};    // what it says has changed
constexpr Duration kFiguresEvery = std::chrono::hours{1};    // only its figures have

bool is_up(const Incident& incident) { return incident.public_notice.state == PublicNoticeState::published; }

// The deadline less the margin. What was needed stays so when everybody has been told late meanwhile.
std::optional<Instant> last_moment(const Incident& incident, const Settings& settings) {
    auto due = subjects_due(incident);
    for (const auto& o : incident.obligations)
        if (!due && o.addressee == Addressee::everyone && owed(o)) due = o.due_at;
    return due ? std::optional(*due - settings.public_notice.margin) : std::nullopt;
}

Answer waits(Step& step, const Incident& incident) {
    auto answer = changed(step, incident);
    std::get<Changed>(answer).waits = true;
    return answer;
}

// One of those who decide must be a data-protection officer. `first`: who asked before, "" nobody.
Result<void> needs_officer(const Envelope& envelope, const std::string& first, bool first_is_dpo) {
    if (envelope.is_dpo || first_is_dpo) return {};
    if (first.empty()) return Error{ErrorCode::forbidden, "the role responder may not do this, only: dpo", ""};
    return Error{ErrorCode::forbidden,
                 fmt::format("one of the two people must be a data-protection officer (role dpo), and {}, who "
                             "proposed it, is none: a token of role dpo must confirm it",
                             first),
                 ""};
}

bool in_last_moment(const Step& step, const Incident& incident) {
    auto last = last_moment(incident, step.settings);
    return last && step.now >= *last;
}

}  // namespace

void Publication::load(Step& step) {
    for (const auto& [id, incident] : step.ledger.awake())
        if (incident.publishing)
            step.ledger.append(id, "system", PublicNoticeFailed{because::stopped_while_publishing()});
}

const std::string& Publication::page_of(const Step& step, const Incident& incident) const {
    bool same = seen_.incident == incident.id && seen_.version == incident.version;
    if (!same || seen_.settings != step.settings_ptr)
        seen_ = {incident.id, public_page_sha256(incident, step.settings, PageText::released), incident.version,
                 step.settings_ptr};
    return seen_.sha256;
}

void Publication::order(Step& step, const Incident& incident, const std::string& actor, const Explanation& why,
                        std::string by) {
    step.ledger.append(incident.id, actor,
                       PublicNoticePublishing{why.cause, why.note, std::move(by), page_of(step, incident),
                                              public_figures(incident), public_notice_withdrawn(incident)});
    step.outbox.send(
        Publish{incident.id, std::make_shared<const Incident>(incident), step.settings_ptr, step.now, {}, ""});
}

bool Publication::wanted(Step& step, const Incident& incident) const {
    if (is_up(incident)) return incident.publish_ordered;
    bool by_rule = incident.public_notice_needed && step.settings.public_notice.automatic;
    if (!incident.live() || !(incident.publish_ordered || by_rule)) return false;
    if (!missing_items(incident, step.settings).empty()) return false;
    // A release of an earlier build approved no page in particular.
    bool approved = incident.notice_version > 0 &&
                    (incident.page_approved.empty() || incident.page_approved == page_of(step, incident));
    if (incident.publish_ordered) return true;
    return (approved && !telling_.unopened(step, incident)) || in_last_moment(step, incident);
}

std::optional<Instant> Publication::renewal_at(const Step& step, const Incident& incident) const {
    if (!is_up(incident) || incident.publish_ordered) return {};
    auto last = incident.public_notice.updated_at.value_or(step.now);
    if (continued_at_ && last < *continued_at_) return step.now;
    auto figures = public_figures(incident);
    bool says_more = page_of(step, incident) != incident.page_published;
    bool figures_gone = figures.empty() && !incident.figures_published.empty();
    if (public_notice_withdrawn(incident) || incident.public_notice.withdrawn_at)
        return says_more ? std::optional(step.now) : std::nullopt;
    if (says_more || figures_gone) return last + kRenewEvery;
    if (figures != incident.figures_published) return last + kFiguresEvery;
    return {};
}

// As things stand the rule will want it, at a moment that the roster hears of once; or no longer.
void Publication::foresee(Step& step, const Incident& incident) {
    auto due = subjects_due(incident);
    std::optional<PublicNeed> need;
    if (due) need = public_notice_outlook(incident, telling_.load_of(step, incident), step.settings, due, step.now);
    if (need && need->goes_up_at <= step.now) return propose(step, incident, *need);
    const auto said = incident.public_notice.goes_up_at;
    const auto said_at = incident.public_notice_foreseen_at;
    auto goes_up_at = need ? std::optional(need->goes_up_at) : std::nullopt;
    if (goes_up_at == said) return;
    step.ledger.append(incident.id, "system",
                       need ? PublicNoticeForeseen{goes_up_at, need->rule, need->why} : PublicNoticeForeseen{});
    if (!need) return;
    bool sooner = said && *goes_up_at < *said;
    bool heard_lately = said_at && step.now - *said_at < step.settings.public_notice.forecast_patience;
    if (said ? !sooner : heard_lately) return;
    auto wanting = !step.settings.public_notice.automatic           ? because::Wanting::decision
                   : missing_items(incident, step.settings).empty() ? because::Wanting::nothing
                                                                    : because::Wanting::content;
    step.ledger.append_all(
        incident.id, "system",
        page_duty(incident.id, step.settings, step.now, fmt::format("public-notice-foreseen-v{}", incident.version),
                  because::public_notice_foreseen(need->why, *goes_up_at, wanting)));
}

void Publication::propose(Step& step, const Incident& incident, const PublicNeed& need) {
    step.ledger.append(incident.id, "system", PublicNoticeProposed{need.rule, need.why, "", false, ""});
    step.ledger.settle(incident.id);
    bool decides = !step.settings.public_notice.automatic || telling_.unopened(step, incident);
    auto wanting = decides                                           ? because::Wanting::decision
                   : !missing_items(incident, step.settings).empty() ? because::Wanting::content
                   : wanted(step, incident)                          ? because::Wanting::nothing
                                                                     : because::Wanting::approval;
    step.ledger.append_all(incident.id, "system",
                           page_duty(incident.id, step.settings, step.now, "public-notice",
                                     because::public_notice_wanted(need.why, wanting)));
}

void Publication::look(Step& step, const Incident& incident) {
    seen_ = {};
    if (!step.settings.edition_of(incident.edition)) return;
    if (incident.live() && !incident.public_notice_needed) foresee(step, incident);
    if (step.held) return;
    content_pages_.look(step, incident);
    read_backs_.look(step, incident);
    bool too_soon = incident.publish_failed_at && step.now < *incident.publish_failed_at + kPublishRetry;
    if (incident.publishing || too_soon || step.stopping || step.settings.public_notice.publishers.empty()) return;
    auto renewal = renewal_at(step, incident);
    if (wanted(step, incident) || (renewal && *renewal <= step.now))
        order(step, incident, "system", incident.public_notice.why.value_or(Explanation{}),
              incident.publish_ordered ? incident.publish_ordered_by : "rule");
}

Instant Publication::wake(Step& step, const Incident& incident) const {
    auto next = Instant::max();
    auto at = [&](Instant moment) {
        if (moment > step.now) next = std::min(next, moment);
    };
    if (auto last = last_moment(incident, step.settings); last && incident.live()) {
        at(*last - kPublicNoticeForeseen);
        at(*last);
    }
    if (const auto& goes_up_at = incident.public_notice.goes_up_at) at(*goes_up_at);
    if (step.stopping || step.held || step.settings.public_notice.publishers.empty()) return next;
    at(content_pages_.wake(step, incident));
    at(read_backs_.wake(step, incident));
    if (incident.publishing) return next;
    auto soon = incident.publish_failed_at ? *incident.publish_failed_at + kPublishRetry : step.now;
    if (wanted(step, incident)) at(std::max(step.now + Duration{1}, soon));
    if (auto renewal = renewal_at(step, incident)) at(std::max({step.now + Duration{1}, soon, *renewal}));
    return next;
}

// Up already, or wanted by the rule: one person. Earlier, or after it was withdrawn: two people, the second one for the
// page that the first saw.
Result<Answer> Publication::handle(Step& step, const Envelope& envelope, const Incident& incident,
                                   const PublishNotice& command) {
    if (auto ok = must_be_live(incident); !ok) return ok.error();
    if (command.reason.empty()) return Error{ErrorCode::unprocessable, "is required", "/reason"};
    if (step.settings.public_notice.publishers.empty())
        return Error{ErrorCode::conflict, "no publisher is configured", "public_notice.publishers"};
    if (incident.publishing) return Error{ErrorCode::conflict, "a publication is under way", ""};
    if (auto missing = missing_items(incident, step.settings); !missing.empty())
        return Error{ErrorCode::conflict, "the notice lacks what the law wants in it: " + missing_text(missing),
                     "/missing"};
    seen_ = {};
    const auto page = page_of(step, incident);
    if (!command.page_sha256.empty() && command.page_sha256 != page)
        return Error{ErrorCode::conflict, "the page is another one by now: look at it again", "/page_sha256"};
    if ((!incident.public_notice_needed && !is_up(incident)) || incident.public_notice.withdrawn) {
        bool seen = incident.public_notice_asked_page == page && !incident.public_notice_asked_by.empty();
        bool alone =
            step.settings.notice.second_person && (!seen || incident.public_notice_asked_by == envelope.person);
        if (alone && seen)
            return Error{ErrorCode::forbidden,
                         "the rule does not want the page yet: another person must ask for it, too", ""};
        auto first = seen ? incident.public_notice_asked_by : std::string();
        if (!alone)
            if (auto ok = needs_officer(envelope, first, seen && incident.public_notice_asked_by_dpo); !ok)
                return ok.error();
        step.ledger.append(
            incident.id, envelope.actor,
            PublicNoticeProposed{PublicNoticeRule::by_hand, {}, command.reason, alone, page, envelope.is_dpo});
        if (alone) return waits(step, incident);
    } else if (auto ok = needs_officer(envelope, "", false); !ok) {
        return ok.error();
    }
    order(step, incident, envelope.actor, {{}, command.reason}, envelope.person);
    step.ledger.settle(incident.id);
    return changed(step, incident);
}

Result<Answer> Publication::handle(Step& step, const Envelope& envelope, const Incident& incident,
                                   const ApprovePage& command) {
    if (auto ok = must_be_live(incident); !ok) return ok.error();
    seen_ = {};
    if (command.page_sha256 != page_of(step, incident))
        return Error{ErrorCode::conflict, "the page is another one by now: look at it again", "/page_sha256"};
    if (step.settings.notice.second_person && holds(authors_of(incident), envelope.person))
        return Error{ErrorCode::forbidden, "whoever wrote the page may not approve it: a second person must", ""};
    if (command.page_sha256 == incident.page_approved) return changed(step, incident);
    return apply(step, envelope, incident,
                 std::vector<Event>{PublicPageApproved{command.page_sha256, envelope.person}});
}

Result<Answer> Publication::handle(Step& step, const Envelope& envelope, const Incident& incident,
                                   const WithdrawNotice& command) {
    if (command.reason.empty()) return Error{ErrorCode::unprocessable, "is required", "/reason"};
    if (!is_up(incident) || public_notice_withdrawn(incident))
        return Error{ErrorCode::conflict, "there is no public notice that could be withdrawn", ""};
    const auto& first = incident.withdrawal_asked_by;
    bool alone = step.settings.notice.second_person && (first.empty() || first == envelope.person);
    if (alone && !first.empty())
        return Error{ErrorCode::forbidden, "another person must ask for the withdrawal, too", ""};
    if (!alone)
        if (auto ok = needs_officer(envelope, first, incident.withdrawal_asked_by_dpo); !ok) return ok.error();
    step.ledger.append(incident.id, envelope.actor,
                       PublicNoticeWithdrawn{envelope.person, command.reason, alone, envelope.is_dpo});
    return alone ? waits(step, incident) : changed(step, incident);
}

void Publication::failed(Step& step, const Incident& incident, const Reason& why) {
    step.ledger.append(incident.id, "system", PublicNoticeFailed{why});
    if (incident.publish_failures % kFailuresPerPage != 1) return;
    step.ledger.append_all(
        incident.id, "system",
        page_duty(incident.id, step.settings, step.now, fmt::format("publish-failed-{}", incident.version),
                  because::publication_failed(why)));
}

Result<Answer> Publication::handle(Step& step, const Envelope&, const Incident& incident, const PublishDone& done) {
    if (done.content_version > 0) {
        content_pages_.done(step, incident, done);
        return Answer(Done{});
    }
    if (!incident.publishing) return Answer(Done{});
    if (!done.published) {
        failed(step, incident, done.why);
        return Answer(Done{});
    }
    step.store.documents().put(
        {hex(sha256(done.page)), incident.id, "public-notice",
         fmt::format("public-notice-{}{}{}.html", incident.version, incident.withdrawal_ordered ? "-withdrawn" : "",
                     incident.drill ? "-drill" : ""),
         "text/html; charset=utf-8", step.now, done.page});
    step.ledger.append(incident.id, "system",
                       PublicNoticePublished{done.url, done.sha256, step.now, incident.withdrawal_ordered});
    step.ledger.settle(incident.id);
    return Answer(Done{});
}

Result<Answer> Publication::handle(Step& step, const Envelope&, const Incident& incident, const ReadBackDone& done) {
    read_backs_.done(step, incident, done);
    return Answer(Done{});
}

}  // namespace breachd::engine
