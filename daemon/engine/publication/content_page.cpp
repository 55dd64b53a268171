#include "engine/publication/content_page.hpp"

#include <fmt/format.h>

#include <utility>

#include "base/digest.hpp"
#include "core/journal/because.hpp"
#include "core/oncall/paging.hpp"
#include "core/telling/public_page.hpp"

namespace breachd::engine {

namespace {

constexpr Duration kAgain = std::chrono::minutes{5};  // after an order that failed, or was not heard of

// The folder's name: nobody can guess it, and it stays the same over versions, stops and restores.
std::string folder_of(Step& step, const std::string& incident) {
    constexpr std::string_view kLetters = "23456789abcdefghijkmnpqrstuvwxyz";
    step.store.vault().ensure("index");
    auto tag = step.store.vault().tag("index", "content page|" + incident);
    std::string out;
    for (std::size_t i = 0; i < kContentFolderLetters; ++i) out += kLetters[tag[i] % kLetters.size()];
    return out;
}

}  // namespace

bool ContentPages::may_order(const Step& step, const Incident& incident) const {
    auto at = orders_.find(incident.id);
    return at == orders_.end() || at->second.version != incident.notice_version || step.now >= at->second.at + kAgain ||
           step.now < at->second.at;
}

bool ContentPages::wanted(const Step& step, const Incident& incident) const {
    if (content_page_wanted(incident, step.settings)) return true;
    bool was_up = incident.content_page_version > 0 && incident.content_page_version == incident.notice_version;
    return again_ && was_up && incident.live() && content_page_possible(step.settings) &&
           !put_up_.contains(incident.id);
}

void ContentPages::look(Step& step, const Incident& incident) {
    if (!wanted(step, incident)) {
        orders_.erase(incident.id);
        return;
    }
    if (step.stopping || !may_order(step, incident)) return;
    auto& order = orders_[incident.id];
    order.failure_paged = order.version == incident.notice_version && order.failure_paged;
    order.version = incident.notice_version;
    order.at = step.now;
    auto document = step.store.documents().find(incident.id, incident.notice_hash);
    auto released = document ? parse_json(document->bytes) : Result<json::value>(Error{});
    if (!released) return;
    Publish publish{incident.id, std::make_shared<const Incident>(incident), step.settings_ptr, step.now, {}, ""};
    publish.content = thawed(released->as_object(), {}, incident, incident.notice_version, "");
    publish.folder = folder_of(step, incident.id);
    step.outbox.send(std::move(publish));
}

Instant ContentPages::wake(const Step& step, const Incident& incident) const {
    if (!wanted(step, incident)) return Instant::max();
    auto at = orders_.find(incident.id);
    return at == orders_.end() ? step.now + Duration{1} : std::max(step.now + Duration{1}, at->second.at + kAgain);
}

void ContentPages::done(Step& step, const Incident& incident, const PublishDone& done) {
    if (!wanted(step, incident) || done.content_version != incident.notice_version) return;
    if (done.published) {
        put_up_.insert(incident.id);
        step.store.documents().put({hex(sha256(done.page)), incident.id, "content-page",
                                    fmt::format("content-page-v{}.html", done.content_version),
                                    "text/html; charset=utf-8", step.now, done.page});
        orders_.erase(incident.id);
        step.ledger.append(incident.id, "system",
                           ContentPagePublished{done.url, done.sha256, done.content_version, step.now});
        return;
    }
    auto& order = orders_[incident.id];
    if (std::exchange(order.failure_paged, true)) return;
    order.version = incident.notice_version;
    if (order.at == Instant{}) order.at = step.now;
    step.ledger.append_all(
        incident.id, "system",
        page_duty(incident.id, step.settings, step.now, fmt::format("content-page-v{}", done.content_version),
                  because::content_page_failed(done.why)));
}

}  // namespace breachd::engine
