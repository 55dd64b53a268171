// Pages: made by core/paging, kept in the outbox, sent before anything else, tried until they are through or somebody
// has acknowledged. What a provider says about a page never stops the escalation.
#include <fmt/format.h>

#include "core/law/obligation.hpp"
#include "core/oncall/ack_token.hpp"
#include "core/oncall/paging.hpp"
#include "engine/state.hpp"

namespace breachd::engine {

namespace {

constexpr std::size_t kPagesPerStep = 100;
constexpr Duration kAckLinkLife = std::chrono::hours{72};
constexpr Duration kAlarmWindow = std::chrono::hours{1};  // the same alarm of the daemon wakes people once in it

std::string clock_line(const Incident& incident) {
    auto due = next_due(incident);
    return due ? fmt::format("Hạn gần nhất / next deadline: {}", format_vietnamese(*due)) : "";
}

}  // namespace

void Engine::State::queue_page(const std::string& incident, const Paged& paged) {
    if (store.page(paged.page_id)) return;
    store::PageRow row;
    row.id = paged.page_id;
    row.incident = incident;
    row.person = paged.person;
    row.channel = paged.channel;
    row.why = paged.why;
    row.created_at = now;
    row.next_at = now;
    store.put_page(row);
    ++stats.pages;
}

void Engine::State::alarm(const std::string& cause, const std::string& why) {
    page_once("", fmt::format("{}-{}", cause, to_ms(now) / kAlarmWindow.count()), why);
}

void Engine::State::page_once(const std::string& incident, const std::string& cause, const std::string& why) {
    for (const auto& event : page_duty(incident, *settings, now, cause, why)) {
        const auto& paged = std::get<Paged>(event);
        if (store.page(paged.page_id)) continue;
        record(incident, "system", event);
        queue_page(incident, paged);
    }
}

Message Engine::State::page_message(const store::PageRow& page) const {
    Message message;
    message.key = page.id;
    message.kind = "page";
    message.incident = page.incident;
    message.at = now;
    message.drill = settings->mode == Mode::drill;
    const auto* person = settings->person(page.person);
    const auto* channel = settings->channel(page.channel);
    auto contact = person && channel ? page_contact(*person, *channel) : std::nullopt;
    message.to = contact ? contact->address : Pii(page.person);
    if (person) message.to_name = Pii(person->name);
    std::string text = page.why + "\n";
    message.data = {{"why", page.why}, {"person", page.person}};
    auto at = incidents.find(page.incident);
    if (at == incidents.end()) {
        message.subject = "[breachd] " + page.why;
    } else {
        const auto& incident = at->second;
        auto link =
            settings->public_url + "/a/" + make_ack_token(ack_key, page.incident, page.person, now + kAckLinkLife);
        message.subject = fmt::format("[{}] {}", incident.id, page.why);
        text += fmt::format("{}: {}\nMức độ / severity: {}\nPhát hiện / detected: {}\n{}\nXác nhận / acknowledge: {}\n",
                            incident.id, incident.title, incident.severity, format_vietnamese(incident.detected_at),
                            clock_line(incident), link);
        message.data["incident_id"] = incident.id;
        message.data["title"] = incident.title;
        message.data["severity"] = incident.severity;
        message.data["detected_at"] = format_rfc3339(incident.detected_at);
        message.data["due_at"] = to_json(next_due(incident));
        message.data["ack_url"] = link;
    }
    message.text = Pii(text);
    message.short_text = Pii(message.subject);
    return message;
}

void Engine::State::send_pages() {
    auto send = [&](store::PageRow page) {
        if (!settings->channel(page.channel)) {
            page.state = store::SendState::failed;
            page.words = "the channel is not configured any more";
            page.next_at.reset();
            store.put_page(page);
            wrote = true;
            return;
        }
        page.state = store::SendState::sending;
        ++page.attempts;
        page.next_at.reset();
        store.put_page(page);
        wrote = true;
        effects.push_back(Send{Lane::page, page.channel, page.id, 0, page_message(page)});
    };
    for (auto& page : store.pages_due(now, kPagesPerStep)) send(std::move(page));
    if (!unknown_pages) return;
    unknown_pages = false;
    for (auto& page : store.pages_in_state(store::SendState::unknown)) {
        if (!page.next_at) continue;
        if (*page.next_at <= now)
            send(std::move(page));
        else
            unknown_pages = true;
    }
}

void Engine::State::page_done(const AttemptDone& done) {
    if (auto test = tests.find(done.page_id); test != tests.end()) {
        json::object body{
            {"result", to_json(done.outcome.result)}, {"code", done.outcome.code}, {"words", done.outcome.words}};
        answers.emplace_back(std::move(test->second), Reply{200, "", json::serialize(body), "", nullptr});
        tests.erase(test);
        return;
    }
    auto page = store.page(done.page_id);
    if (!page || page->state != store::SendState::sending) return;
    const auto& outcome = done.outcome;
    auto before = page->words;
    page->code = outcome.code;
    page->words = outcome.words;
    auto delay = retry_delay(page->attempts, outcome.retry_after, kPageRetryBase, kPageRetryCap, rng);
    auto at = incidents.find(page->incident);
    bool needless = at != incidents.end() && !at->second.escalation.active && at->second.acknowledged_at.has_value() &&
                    is_escalation_page(page->id, page->incident);
    switch (outcome.result) {
        case SendResult::accepted:
            page->state = store::SendState::accepted;
            break;
        case SendResult::delivered:
            page->state = store::SendState::delivered;
            break;
        case SendResult::rejected:
            page->state = store::SendState::failed;
            break;
        case SendResult::retry:
            page->state = needless ? store::SendState::cancelled : store::SendState::retrying;
            if (!needless) page->next_at = now + delay;
            break;
        case SendResult::unknown:
            page->state = store::SendState::unknown;
            if (!needless) page->next_at = now + delay, unknown_pages = true;
            break;
    }
    store.put_page(*page);
    wrote = true;
    // A long outage gives one entry, not one a retry.
    if (page->state != store::SendState::retrying || page->attempts == 1 || before != page->words)
        record(page->incident, "system",
               PageOutcome{page->id, page->person, page->channel, boost::describe::enum_to_string(page->state, "?"),
                           outcome.code + " " + outcome.words});
}

void Engine::State::attempt_done(const AttemptDone& done) {
    if (done.page_id.empty())
        delivery_done(done);
    else
        page_done(done);
}

Result<Reply> Engine::State::send_test(const Envelope& envelope, const SendTest& command) {
    if (!settings->channel(command.channel))
        return Error{ErrorCode::not_found, "no such channel is configured", command.channel};
    auto id = fmt::format("test-{}-{}", to_ms(now), ++test_count);
    Message message;
    message.key = id;
    message.kind = "test";
    message.to = Pii(command.to);
    message.at = now;
    message.drill = settings->mode == Mode::drill;
    message.subject = "breachd: thử kênh thông báo / channel test";
    message.text = Pii<std::string>(
        "Đây là tin thử của breachd; không có sự cố nào.\nThis is a test by breachd; there is no incident.\n");
    message.short_text = Pii<std::string>("breachd: tin thu, khong co su co");
    effects.push_back(Send{Lane::page, command.channel, id, 0, std::move(message)});
    if (envelope.answer) tests[id] = envelope.answer;
    return Reply{0, "", "", "", nullptr};  // status 0: the answer comes with the outcome
}

}  // namespace breachd::engine
