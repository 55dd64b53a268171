// Providers: what reaches them, what they answer, and the receipts that they send later.
#include <fmt/format.h>

#include "core/journal/because.hpp"
#include "sim/world.hpp"

namespace breachd::sim {

using std::chrono::hours;
using std::chrono::minutes;

namespace {

std::int64_t day_in_vietnam(Instant at) {
    return std::chrono::floor<std::chrono::days>(at + kVietnamOffset).time_since_epoch().count();
}

}  // namespace

std::string letter_name(const engine::Send& send) {
    return send.lane == engine::Lane::page ? "page " + send.message.key : send.message.key;
}

void World::take(engine::Effect effect) {
    if (auto* s = std::get_if<engine::Send>(&effect)) send(*s);
    if (auto* p = std::get_if<engine::Publish>(&effect)) {
        if (!p->content) witness_.published.try_emplace(p->incident, now_);
        engine::Envelope back;
        bool good = !options_.faults || !rng_.one_in(4);
        back.command = engine::PublishDone{good,
                                           "http://127.0.0.1:9/notices/" + p->incident,
                                           good ? std::string(64, 'a') : "",
                                           good ? Reason{} : because::page_differs(p->incident),
                                           "<html>",
                                           p->content ? p->content->version : 0};
        back.incident = p->incident;
        schedule(now_ + Duration{2000}, std::move(back));
    }
}

void World::send(const engine::Send& send) {
    auto& provider = providers_[send.channel];
    const auto& key = send.message.key;
    bool page = send.lane == engine::Lane::page;
    auto& letter = witness_.letters[letter_name(send)];
    auto message = send.letter ? engine::write_letter(*send.letter) : Result<Message>(send.message);
    if (!message) return complain(key + ": cannot be opened");
    letter.incident = message->incident;
    letter.channel = send.channel;
    letter.to = message->to.reveal();
    letter.only_points = !page && send.channel == "sms" &&
                         message->short_text.reveal().find("http://127.0.0.1:9/notices/") == std::string::npos;
    letter.again_in_doubt += letter.state == Letter::State::unknown;
    letter.state = Letter::State::sending;
    letter.since = now_;
    bool dead = now_ >= provider.dead_from && now_ < provider.dead_to;
    auto dice = static_cast<int>(rng_.below(100));
    Outcome outcome;
    if (dead) {
        outcome = {SendResult::retry, Blame::channel, "", "connection refused", "", {}};
    } else {
        auto taken_before = letter.accepted;
        ++letter.attempts;
        if (page) {
            ++witness_.pages_by_id[key];
            witness_.pages[send.message.incident].push_back(now_);
        }
        if (dice < provider.accept_percent) {
            outcome = {SendResult::accepted, Blame::none, "250", "ok", "", {}};
            ++letter.accepted;
        } else if (dice < provider.accept_percent + provider.retry_percent) {
            outcome =
                page ? Outcome{SendResult::retry, Blame::recipient, "451", "later", "", {}} : not_so_fast(send.channel);
        } else if (dice < provider.accept_percent + provider.retry_percent + provider.reject_percent) {
            outcome = {SendResult::rejected, Blame::recipient, "550", "no such user", "", {}};
        } else {  // taken or not, nobody hears
            outcome = {SendResult::unknown, Blame::none, "", "connection lost", "", {}};
            ++letter.doubts;
            if (rng_.one_in(2)) ++letter.accepted;
        }
        if (!page) witness_.taken_by_day[send.channel][day_in_vietnam(now_)] += letter.accepted - taken_before;
        if (!page && receipts_ && letter.accepted > 0) plan_receipts(letter, key);
        if (!page && letter.accepted > 0) plan_bounce(letter, key);
    }
    engine::Envelope back;
    back.command = engine::AttemptDone{send.page_id, send.delivery_id, outcome};
    in_flight_[letter_name(send)] = send;
    schedule(now_ + provider.latency, std::move(back));
}

// The daemon has kept what came of an attempt. What a receipt said meanwhile stays.
void World::landed(const engine::AttemptDone& done) {
    for (auto at = in_flight_.begin(); at != in_flight_.end();) {
        const auto& sent = at->second;
        if (sent.page_id != done.page_id || sent.delivery_id != done.delivery_id) {
            ++at;
            continue;
        }
        auto& letter = witness_.letters[at->first];
        if (letter.state == Letter::State::sending) {
            using State = Letter::State;
            auto result = done.outcome.result;
            letter.state = result == SendResult::accepted    ? State::accepted
                           : result == SendResult::delivered ? State::delivered
                           : result == SendResult::retry     ? State::retrying
                           : result == SendResult::rejected  ? State::failed
                                                             : State::unknown;
            // A channel that is not configured any more: what came of its last letters counts as a failure.
            if (settings_->channel(letter.channel) == nullptr) letter.state = State::failed;
            letter.since = now_;
        }
        at = in_flight_.erase(at);
    }
}

// Mostly that it arrived; sometimes that it came back, twice the same, or about nothing that was sent.
void World::plan_receipts(const Letter& letter, const std::string& key) {
    if (letter.channel != "sms" || wide_.one_in(3)) return;
    auto at = now_ + up_to(wide_, hours{6});
    auto webhook = fmt::format("{}-{}", key, letter.attempts);
    receipt(at, key, webhook, wide_.one_in(8) ? "failed" : "delivered");
    if (wide_.one_in(5)) receipt(at + up_to(wide_, hours{3}), key, webhook, "delivered");
    if (wide_.one_in(10)) receipt(at, "nobody-knows-" + key, webhook + "-lost", "delivered");
}

void World::receipt(Instant at, const std::string& key, const std::string& webhook, const std::string& outcome) {
    engine::Envelope envelope;
    auto about = witness_.letters.find(key);
    auto channel = about == witness_.letters.end() ? "sms" : about->second.channel;
    envelope.command = engine::Receipt{channel, webhook, key, outcome, "", ""};
    envelope.actor = "hook:" + channel;
    envelope.answer = [this, key, webhook, outcome](Result<engine::Answer> reply) {
        auto letter = witness_.letters.find(key);
        bool known = letter != witness_.letters.end();
        bool again = !webhooks_.insert(webhook).second;
        if (!again && known != reply.has_value()) complain(key + ": a receipt was answered wrongly");
        if (again || !known) return;
        letter->second.state = outcome == "delivered" ? Letter::State::delivered : Letter::State::failed;
        letter->second.since = now_;
    };
    schedule(at, std::move(envelope));
}

}  // namespace breachd::sim
