#include "engine/publication/publication.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/incident/lifecycle.hpp"
#include "core/journal/because.hpp"
#include "core/law/obligation.hpp"
#include "core/oncall/paging.hpp"
#include "engine/answering.hpp"

namespace breachd::engine {

namespace {

constexpr Duration kPublishRetry = std::chrono::minutes{5};  // after a publication that failed
constexpr int kFailuresPerPage = 12;                         // the first one pages, then one an hour

}  // namespace

void Publication::load(Step& step) {
    for (const auto& [id, incident] : step.ledger.awake())
        if (incident.publishing)
            step.ledger.append(id, "system", PublicNoticeFailed{because::stopped_while_publishing()});
}

void Publication::order(Step& step, const Incident& incident, const std::string& actor, const Explanation& why,
                        std::string by) {
    step.ledger.append(incident.id, actor, PublicNoticePublishing{why.cause, why.note, std::move(by)});
    step.outbox.send(Publish{incident.id, std::make_shared<const Incident>(incident), step.settings_ptr, step.now});
}

// An order stands, or the rule wants it out: approved by the release, or the last moment has come. The content is
// whole.
bool Publication::wanted(const Step& step, const Incident& incident) const {
    if (step.stopping || !incident.live() || step.settings.public_notice.publishers.empty()) return false;
    if (incident.publish_ordered) return missing_items(incident, step.settings).empty();
    if (!incident.public_notice_needed || !step.settings.public_notice.automatic) return false;
    if (incident.public_notice.state == PublicNoticeState::published) return false;
    auto due = subjects_due(incident);
    bool approved = incident.notice_version > 0 || (due && step.now >= *due - step.settings.public_notice.margin);
    const auto* edition = step.settings.edition_of(incident.edition);
    return approved && edition && missing_items(incident, step.settings).empty();
}

// The law may want it, by what is left to do and the deadline.
void Publication::propose(Step& step, const Incident& incident) {
    auto due = subjects_due(incident);
    if (!due) return;
    auto need = public_notice_need(incident, telling_.load_of(step, incident), step.settings, due, step.now);
    if (!need) return;
    step.ledger.append(incident.id, "system", PublicNoticeProposed{need->rule, need->why, ""});
    step.ledger.settle(incident.id);
    auto missing = missing_items(incident, step.settings);
    auto wanting = !step.settings.public_notice.automatic ? because::Wanting::decision
                   : missing.empty()                      ? because::Wanting::nothing
                                                          : because::Wanting::content;
    step.ledger.append_all(incident.id, "system",
                           page_duty(incident.id, step.settings, step.now, "public-notice",
                                     because::public_notice_wanted(need->why, wanting)));
}

void Publication::look(Step& step, const Incident& incident) {
    if (!step.settings.edition_of(incident.edition)) return;
    if (!incident.public_notice_needed) propose(step, incident);
    bool too_soon = incident.publish_failed_at && step.now < *incident.publish_failed_at + kPublishRetry;
    if (!incident.publishing && !too_soon && wanted(step, incident))
        order(step, incident, "system", incident.public_notice.why.value_or(Explanation{}),
              incident.publish_ordered ? incident.publish_ordered_by : "rule");
}

Instant Publication::wake(const Step& step, const Incident& incident) const {
    auto next = Instant::max();
    if (auto due = subjects_due(incident)) {
        auto last_moment = *due - step.settings.public_notice.margin;
        if (last_moment > step.now) next = last_moment;
    }
    if (wanted(step, incident) && !incident.publishing)
        next = std::min(next, std::max(step.now + Duration{1},
                                       incident.publish_failed_at.value_or(step.now - kPublishRetry) + kPublishRetry));
    return next;
}

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
    if (!incident.public_notice_needed)
        step.ledger.append(incident.id, envelope.actor,
                           PublicNoticeProposed{PublicNoticeRule::by_hand, {}, command.reason});
    order(step, incident, envelope.actor, {{}, command.reason}, envelope.person);
    step.ledger.settle(incident.id);
    return changed(step, incident);
}

Result<Answer> Publication::handle(Step& step, const Envelope&, const Incident& incident, const PublishDone& done) {
    if (!incident.publishing) return Answer(Done{});
    if (!done.published) {
        step.ledger.append(incident.id, "system", PublicNoticeFailed{done.why});
        if (incident.publish_failures % kFailuresPerPage == 1)
            step.ledger.append_all(
                incident.id, "system",
                page_duty(incident.id, step.settings, step.now, fmt::format("publish-failed-{}", incident.version),
                          because::publication_failed(done.why)));
        return Answer(Done{});
    }
    step.store.documents().put({hex(sha256(done.page)), incident.id, "public-notice",
                                fmt::format("public-notice-{}.html", incident.version), "text/html; charset=utf-8",
                                step.now, done.page});
    step.ledger.append(incident.id, "system", PublicNoticePublished{done.url, done.sha256, step.now});
    step.ledger.settle(incident.id);
    return Answer(Done{});
}

}  // namespace breachd::engine
