// The public notice of Điều 29.3.a: proposed by rule, published by rule or by hand, read back and proved. It never ends
// the individual duty: the run goes on.
#include <fmt/format.h>

#include "core/incident/lifecycle.hpp"
#include "core/law/obligation.hpp"
#include "engine/state.hpp"

namespace breachd::engine {

void Engine::State::order_publication(Incident& incident, const std::string& actor, std::string why, std::string by) {
    record(incident.id, actor, PublicNoticePublishing{std::move(why), std::move(by)});
    effects.push_back(Publish{incident.id, std::make_shared<const Incident>(incident), settings, now});
}

// The rule wants it out and the content is whole: approved by the release, or the last moment has come.
bool Engine::State::publication_wanted(const Incident& incident) const {
    if (!incident.live() || !incident.public_notice_needed || !settings->public_notice.automatic) return false;
    if (incident.public_notice.state == PublicNoticeState::published || settings->public_notice.publishers.empty())
        return false;
    auto due = subjects_due(incident);
    bool approved = incident.notice_version > 0 || (due && now >= *due - settings->public_notice.margin);
    const auto* edition = edition_of(incident);
    return approved && edition && missing_items(incident, *settings).empty();
}

void Engine::State::watch_public_notice(Incident& incident) {
    const auto* edition = edition_of(incident);
    if (!edition || !incident.live()) return;
    if (!incident.public_notice_needed) {
        auto due = subjects_due(incident);
        if (!due) return;
        auto need = public_notice_need(incident, load_of(incident), *settings, due, now);
        if (!need) return;
        record(incident.id, "system", PublicNoticeProposed{need->rule, need->why});
        settle(incident.id);
        auto missing = missing_items(incident, *settings);
        std::string todo = !settings->public_notice.automatic ? "; cần người quyết định công bố"
                           : missing.empty()                  ? ""
                                             : "; chưa công bố được vì còn thiếu nội dung bắt buộc";
        record_all(
            incident.id, "system",
            page_duty(incident.id, *settings, now, "public-notice", "cần thông báo công khai: " + need->why + todo));
    }
    bool too_soon =
        incident.public_notice.state == PublicNoticeState::failed && now < incident.publish_ordered_at + kPublishRetry;
    if (!incident.publishing && !too_soon && publication_wanted(incident))
        order_publication(incident, "system", incident.public_notice.why.value_or(""), "rule");
}

Result<Reply> Engine::State::publish(const Envelope& envelope, Incident& incident, const PublishNotice& command) {
    if (auto ok = must_be_live(incident); !ok) return ok.error();
    if (command.reason.empty()) return Error{ErrorCode::unprocessable, "is required", "/reason"};
    if (settings->public_notice.publishers.empty())
        return Error{ErrorCode::conflict, "no publisher is configured", "public_notice.publishers"};
    if (incident.publishing) return Error{ErrorCode::conflict, "a publication is under way", ""};
    if (auto missing = missing_items(incident, *settings); !missing.empty())
        return Error{ErrorCode::conflict, "the notice lacks what the law wants in it: " + missing_text(missing),
                     "/missing"};
    if (!incident.public_notice_needed)
        record(incident.id, envelope.actor, PublicNoticeProposed{"by_hand", command.reason});
    order_publication(incident, envelope.actor, command.reason, envelope.person);
    settle(incident.id);
    return incident_reply(incident);
}

void Engine::State::publish_done(Incident& incident, const PublishDone& done) {
    if (!incident.publishing) return;
    if (!done.published) {
        record(incident.id, "system", PublicNoticeFailed{done.why});
        record_all(incident.id, "system",
                   page_duty(incident.id, *settings, now, fmt::format("publish-failed-{}", incident.version),
                             "công bố thông báo thất bại: " + done.why));
        return;
    }
    store.put_document({hex(sha256(done.page)), incident.id, "public-notice",
                        fmt::format("public-notice-{}.html", incident.version), "text/html; charset=utf-8", now,
                        done.page});
    record(incident.id, "system", PublicNoticePublished{done.url, done.sha256, now});
    settle(incident.id);
}

}  // namespace breachd::engine
