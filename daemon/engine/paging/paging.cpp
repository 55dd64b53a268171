#include "engine/paging/paging.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.hpp"
#include "core/law/obligation.hpp"
#include "core/oncall/ack_token.hpp"
#include "core/oncall/paging.hpp"
#include "core/telling/notice_run.hpp"
#include "core/words/reasons.hpp"

namespace breachd::engine {

namespace {

constexpr std::size_t kPagesPerStep = 100;
constexpr Duration kAckLinkLife = std::chrono::hours{72};
constexpr std::size_t kPageLineBytesMax = 4096;
constexpr Duration kAlarmWindow = std::chrono::hours{1};  // the same alarm of the daemon wakes people once in it

std::string clock_line(const Incident& incident) {
    auto due = next_due(incident);
    return due ? fmt::format("Hạn gần nhất / next deadline: {}", format_vietnamese(*due)) : "";
}

// Pages end on telephones, in chats and on terminals: the words of strangers in them are one line without controls.
std::string one_line(std::string_view text) { return clean_line(text, kPageLineBytesMax); }

std::string why_of(const store::PageRow& page) { return reason_text(stored_reason(page.why), "vi"); }

// Of a page that was handed to its channel.
PageState outcome_of(store::SendState state) {
    auto out = PageState::unknown;
    enum_from_word(boost::describe::enum_to_string(state, ""), out);
    return out;
}

}  // namespace

void Paging::load(Step& step) {
    for (auto page : step.store.pages().in_state(store::SendState::sending)) {
        page.state = store::SendState::unknown;
        page.cause = Cause::stopped;
        page.next_at = step.now;
        step.store.pages().put(page);
    }
    unknown_at_ = step.now;
}

void Paging::take_back() {
    for (const auto& id : tests_begun_) tests_.erase(id);
    tests_begun_.clear();
    unknown_at_ = Instant{};
}

// --- pages are made -----------------------------------------------------------------------------------------------

void Paging::hear(Step& step, const Entry& entry) {
    if (const auto* paged = std::get_if<Paged>(&entry.event))
        queue(step, entry.incident_id, *paged);
    else if (std::holds_alternative<Acknowledged>(entry.event) ||
             std::holds_alternative<DismissalProposed>(entry.event))
        step.store.pages().cancel(entry.incident_id);
}

void Paging::queue(Step& step, const std::string& incident, const Paged& paged) {
    if (step.store.pages().find(paged.page_id)) return;
    store::PageRow row;
    row.id = paged.page_id;
    row.incident = incident;
    row.person = paged.person;
    row.channel = paged.channel;
    row.why = json::serialize(to_json(paged.why));
    row.created_at = step.now;
    row.next_at = step.now;
    step.store.pages().put(row);
    ++step.stats.pages;
}

void Paging::alarm(Step& step, const std::string& cause, const Reason& why) {
    page_once(step, "", fmt::format("{}-{}", cause, to_ms(step.now) / kAlarmWindow.count()), why);
}

void Paging::page_once(Step& step, const std::string& incident, const std::string& cause, const Reason& why) {
    for (const auto& event : page_duty(incident, step.settings, step.now, cause, why))
        if (!step.store.pages().find(std::get<Paged>(event).page_id)) step.ledger.append(incident, "system", event);
}

// --- pages are sent -----------------------------------------------------------------------------------------------

Message Paging::message(const Settings& settings, Instant now, const store::PageRow& page) {
    Message message;
    message.key = page.id;
    message.kind = "page";
    message.incident = page.incident;
    message.at = now;
    message.drill = settings.mode == Mode::drill;
    const auto* person = settings.person(page.person);
    const auto* channel = settings.channel(page.channel);
    auto contact = person && channel ? page_contact(*person, *channel) : std::nullopt;
    message.to = contact ? contact->address : Pii(page.person);
    if (person) message.to_name = Pii(one_line(person->name));
    auto why = one_line(why_of(page));
    message.data = {{"why", why}, {"person", page.person}};
    message.subject = "[breachd] " + why;
    message.text = Pii(why + "\n");
    message.short_text = Pii(message.subject);
    return message;
}

Message Paging::message_of(Step& step, const store::PageRow& page) {
    auto message = Paging::message(step.settings, step.now, page);
    const auto* found = step.ledger.find(page.incident);
    if (found == nullptr) return message;
    const auto& incident = *found;
    auto link = step.settings.public_url + "/a/" +
                make_ack_token(ack_key_, {page.incident, incident.call, page.person, step.now + kAckLinkLife});
    auto title = one_line(incident.title), why = one_line(page_text(stored_reason(page.why), incident.title, "vi"));
    message.subject = fmt::format("[{}] {}", incident.id, why);
    message.data["why"] = why;
    message.text = Pii(fmt::format(
        "{}\n{}: {}\nMức độ / severity: {}\nPhát hiện / detected: {}\n{}\nXác nhận / acknowledge: {}\n", why,
        incident.id, title, incident.severity, format_vietnamese(incident.detected_at), clock_line(incident), link));
    message.short_text = Pii(message.subject);
    message.data["incident_id"] = incident.id;
    message.data["title"] = title;
    message.data["severity"] = incident.severity;
    message.data["detected_at"] = format_rfc3339(incident.detected_at);
    message.data["due_at"] = to_json(next_due(incident));
    message.data["ack_url"] = link;
    return message;
}

void Paging::send(Step& step, store::PageRow page) {
    page.next_at.reset();
    if (!step.settings.channel(page.channel)) {
        page.state = store::SendState::failed;
        page.cause = Cause::channel_gone;
        step.store.pages().put(page);
        return;
    }
    bool in_doubt = store::is_in_doubt(page.state, page.cause);
    page.state = store::SendState::sending;
    ++page.attempts;
    step.store.pages().put(page);
    auto message = message_of(step, page);
    message.in_doubt = in_doubt;
    step.outbox.send(Send{Lane::page, page.channel, page.id, 0, std::move(message)});
}

// An unknown page is due again after its pause, and is sent with the same key.
void Paging::resend_unknown(Step& step) {
    if (unknown_at_ > step.now) return;
    unknown_at_ = Instant::max();
    for (auto& page : step.store.pages().in_state(store::SendState::unknown)) {
        if (!page.next_at) continue;
        if (*page.next_at <= step.now)
            send(step, std::move(page));
        else
            unknown_at_ = std::min(unknown_at_, *page.next_at);
    }
}

void Paging::close(Step& step) {
    if (step.stopping) {
        tests_begun_.clear();
        return step.agenda.drop(DeskId::paging, "");
    }
    for (auto& page : step.store.pages().due(step.now, kPagesPerStep)) send(step, std::move(page));
    resend_unknown(step);
    tests_begun_.clear();
    step.agenda.at(std::min(step.store.pages().next_at().value_or(Instant::max()), unknown_at_), DeskId::paging, "");
}

// --- what came of them --------------------------------------------------------------------------------------------

bool Paging::needless(Step& step, const store::PageRow& page) {
    const auto* incident = step.ledger.find(page.incident);
    return incident != nullptr && !incident->escalation.active && incident->acknowledged_at.has_value() &&
           is_escalation_page(page.id, page.incident);
}

std::string Paging::done(Step& step, const AttemptDone& done) {
    const auto& outcome = done.outcome;
    if (auto test = tests_.find(done.page_id); test != tests_.end()) {
        auto [answer, channel] = std::move(test->second);
        tests_.erase(test);
        tested(step, channel, outcome);
        step.outbox.answer(std::move(answer), Answer(Tested{outcome.result, outcome.code, outcome.cause}));
        return done.not_begun ? "" : channel;
    }
    auto page = step.store.pages().find(done.page_id);
    if (!page || page->state != store::SendState::sending) return "";
    auto channel = page->channel;
    settle(step, std::move(*page), done);
    return done.not_begun ? "" : channel;
}

void Paging::settle(Step& step, store::PageRow page, const AttemptDone& done) {
    const auto& outcome = done.outcome;
    bool again = !needless(step, page);
    if (done.not_begun && again) {  // as if it had never been handed over
        --page.attempts;
        page.state = page.attempts == 0 ? store::SendState::queued : store::SendState::retrying;
        page.next_at = step.now + *done.not_begun;
        return step.store.pages().put(page);
    }
    auto before = page.cause;
    page.code = outcome.code;
    page.cause = outcome.cause;
    auto delay = retry_delay(page.attempts, outcome.retry_after, kPageRetryBase, kPageRetryCap, step.rng);
    switch (outcome.result) {
        case SendResult::accepted:
            page.state = store::SendState::accepted;
            break;
        case SendResult::delivered:
            page.state = store::SendState::delivered;
            break;
        case SendResult::rejected:
            page.state = store::SendState::failed;
            break;
        case SendResult::retry:
            page.state = again ? store::SendState::retrying : store::SendState::cancelled;
            if (again) page.next_at = step.now + delay;
            break;
        case SendResult::unknown:
            page.state = store::SendState::unknown;
            // Called a repeat twice it is not asked again: others are paged.
            if (!again || (before == Cause::said_duplicate && outcome.cause == before)) break;
            page.next_at = step.now + delay;
            unknown_at_ = std::min(unknown_at_, *page.next_at);
            break;
    }
    step.store.pages().put(page);
    // A long outage gives one entry, not one a retry.
    if (page.state != store::SendState::retrying || page.attempts == 1 || before != page.cause)
        step.ledger.append(page.incident, "system",
                           PageOutcome{page.id, page.person, page.channel, outcome_of(page.state), outcome.code, "",
                                       step.settings.name_of(page.person), outcome.cause});
}

}  // namespace breachd::engine
