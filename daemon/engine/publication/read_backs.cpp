#include "engine/publication/read_backs.hpp"

#include <fmt/format.h>

#include "core/journal/because.hpp"
#include "core/oncall/paging.hpp"

namespace breachd::engine {

namespace {

constexpr Duration kSecondLook = std::chrono::minutes{5};

bool stands_to_be_read(const Step& step, const Incident& incident) {
    const auto& notice = incident.public_notice;
    return incident.live() && incident.state != IncidentState::closed && !incident.publishing &&
           !incident.publish_ordered && notice.state == PublicNoticeState::published && notice.updated_at &&
           notice.url && notice.proof_sha256 && !incident.page_published.empty() &&
           !step.settings.public_notice.publishers.empty();
}

}  // namespace

Instant ReadBacks::first_at(const Step& step, const Incident& incident) {
    return *incident.public_notice.updated_at + step.settings.public_notice.read_back_every;
}

void ReadBacks::look(Step& step, const Incident& incident) {
    if (!stands_to_be_read(step, incident)) {
        watches_.erase(incident.id);
        return;
    }
    auto& watch = watches_[incident.id];
    if (watch.put_up_at != *incident.public_notice.updated_at)
        watch = {*incident.public_notice.updated_at, first_at(step, incident), false};
    if (step.stopping || step.now < watch.next) return;
    watch.next = step.now + step.settings.public_notice.read_back_every;
    step.outbox.send(
        ReadBack{incident.id, *incident.public_notice.url, *incident.public_notice.proof_sha256, step.settings_ptr});
}

Instant ReadBacks::wake(const Step& step, const Incident& incident) const {
    if (!stands_to_be_read(step, incident)) return Instant::max();
    auto at = watches_.find(incident.id);
    bool known = at != watches_.end() && at->second.put_up_at == *incident.public_notice.updated_at;
    return std::max(step.now + Duration{1}, known ? at->second.next : first_at(step, incident));
}

void ReadBacks::done(Step& step, const Incident& incident, const ReadBackDone& done) {
    auto at = watches_.find(incident.id);
    bool of_this = done.url == incident.public_notice.url && done.sha256 == incident.public_notice.proof_sha256;
    if (at == watches_.end() || !of_this || !stands_to_be_read(step, incident)) return;
    auto& watch = at->second;
    bool stands = done.why == Reason{};
    bool another_page = done.why.code == ReasonCode::page_differs;
    if (stands || (!another_page && !watch.missed)) {
        watch.missed = !stands;
        if (stands) return;
        watch.next = std::min(watch.next, step.now + kSecondLook);
        step.agenda.no_later_than(watch.next, DeskId::incidents, incident.id);
        return;
    }
    watches_.erase(at);
    step.ledger.append(incident.id, "system", PublicNoticeAstray{done.url, done.why});
    step.ledger.append_all(
        incident.id, "system",
        page_duty(incident.id, step.settings, step.now, fmt::format("publish-astray-{}", incident.version),
                  because::publication_astray(done.why)));
}

}  // namespace breachd::engine
