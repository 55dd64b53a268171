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
    if (auto* r = std::get_if<engine::ReadBack>(&effect)) {
        engine::Envelope back;
        back.command = engine::ReadBackDone{r->url, r->sha256, {}};
        back.incident = r->incident;
        schedule(now_ + Duration{2000}, std::move(back));
    }
    if (auto* p = std::get_if<engine::Publish>(&effect)) {
        if (!p->content) witness_.published.try_emplace(p->incident, now_);
        engine::Envelope back;
        bool good = !options_.faults || !rng_.one_in(4);
        back.command = engine::PublishDone{good,
                                           "http://127.0.0.1:9/notices/" + p->incident,
                                           good ? hex(sha256("<html>")) : "",
                                           good ? Reason{} : because::page_differs(p->incident),
                                           "<html>",
                                           p->content ? p->content->version : 0};
        back.incident = p->incident;
        schedule(now_ + Duration{2000}, std::move(back));
    }
}

Letter* World::letter_of(const engine::Send& send) {
    auto message = send.letter ? engine::write_letter(*send.letter) : Result<Message>(send.message);
    if (!message) {
        complain(send.message.key + ": cannot be opened");
        return nullptr;
    }
    auto& letter = witness_.letters[letter_name(send)];
    letter.incident = message->incident;
    letter.channel = send.channel;
    letter.to = message->to.reveal();
    letter.guardian_of = message->guardian_of.reveal();
    letter.only_points = send.lane != engine::Lane::page && send.channel == "sms" &&
                         message->short_text.reveal().find("http://127.0.0.1:9/notices/") == std::string::npos;
    return &letter;
}

// The daemon has written down that it sends it, and dies before it does.
void World::never_sent(const engine::Send& send) {
    in_flight_[letter_name(send)] = send;
    if (send.lane == engine::Lane::page) return;
    bool first = !witness_.letters.contains(letter_name(send));
    auto* letter = letter_of(send);
    if (letter == nullptr) return;
    letter->never_left |= first;
    letter->state = Letter::State::sending;
    letter->since = now_;
}

void World::send(const engine::Send& send) {
    auto& provider = providers_[send.channel];
    const auto& key = send.message.key;
    bool page = send.lane == engine::Lane::page;
    auto* known = letter_of(send);
    if (known == nullptr) return;
    auto& letter = *known;
    letter.never_left = false;
    if (letter.first == Instant{}) letter.first = now_;
    letter.again_in_doubt += letter.state == Letter::State::unknown;
    letter.state = Letter::State::sending;
    letter.since = now_;
    bool dead = now_ >= provider.dead_from && now_ < provider.dead_to;
    auto dice = static_cast<int>(rng_.below(100));
    Outcome outcome;
    if (dead) {
        outcome = {SendResult::retry, Blame::channel, "", Cause::not_connected, "", {}};
    } else {
        auto taken_before = letter.accepted;
        ++letter.attempts;
        if (page) {
            ++witness_.pages_by_id[key];
            witness_.pages[send.message.incident].push_back(now_);
        }
        if (dice < provider.accept_percent) {
            outcome = {SendResult::accepted, Blame::none, "250", Cause::none, "", {}};
            ++letter.accepted;
        } else if (dice < provider.accept_percent + provider.retry_percent) {
            outcome = page ? Outcome{SendResult::retry, Blame::recipient, "451", Cause::temporary, "", {}}
                           : not_so_fast(send.channel);
        } else if (dice < provider.accept_percent + provider.retry_percent + provider.reject_percent) {
            outcome = {SendResult::rejected, Blame::recipient, "550", Cause::address_unknown, "", {}};
        } else {  // taken or not, nobody hears
            outcome = {SendResult::unknown, Blame::none, "", Cause::connection_lost, "", {}};
            ++letter.doubts;
            if (rng_.one_in(2)) ++letter.accepted;
        }
        if (!page) witness_.taken_by_day[send.channel][day_in_vietnam(now_)] += letter.accepted - taken_before;
        if (!page && receipts_ && letter.accepted > 0) plan_receipts(letter, key);
        if (!page && letter.accepted > 0) plan_bounce(letter, key);
        if (!page) plan_lies(letter, key);
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
    Said said{key, fmt::format("{}-{}", key, letter.attempts), "sms",
              wide_.one_in(8) ? ReceiptWord::failed : ReceiptWord::delivered};
    receipt(at, said);
    said.word = ReceiptWord::delivered;
    if (wide_.one_in(5)) receipt(at + up_to(wide_, hours{3}), said);
    if (wide_.one_in(10)) receipt(at, {"nobody-knows-" + key, said.webhook + "-lost", "sms", said.word});
}

// A provider, or who has its secret, that says whatever it likes: before the outcome, after a refusal, of a neighbour
// whose turn has not come, of another provider's message, again and otherwise.
void World::plan_lies(const Letter& letter, const std::string& key) {
    if (!lies_too_ || !lies_.one_in(4)) return;
    constexpr ReceiptWord kWords[] = {ReceiptWord::delivered, ReceiptWord::delivered, ReceiptWord::accepted,
                                      ReceiptWord::failed,    ReceiptWord::rejected,  ReceiptWord::retry,
                                      ReceiptWord::unknown};
    auto lie = [&](const std::string& about, const std::string& hook) {
        auto at =
            now_ + (lies_.one_in(3) ? Duration{1} : up_to(lies_, lies_.one_in(2) ? Duration{minutes{5}} : hours{9}));
        auto word = kWords[lies_.below(std::size(kWords))];
        receipt(at, {about, fmt::format("lie-{}-{}", about, lies_.below(1'000'000)), hook, word});
    };
    lie(key, letter.channel);
    auto number = key.find('-', key.find('-', key.find('-') + 1) + 1);  // INC-2026-0001-<person>-<channel>-v1
    auto end = key.find('-', number + 1);
    if (lies_.one_in(2) && end != key.npos) {
        auto neighbour =
            std::stoll(key.substr(number + 1, end - number - 1)) + 1 + static_cast<std::int64_t>(lies_.below(5));
        lie(fmt::format("{}{}{}", key.substr(0, number + 1), neighbour, key.substr(end)), letter.channel);
    }
    if (lies_.one_in(4)) lie(key, letter.channel == "sms" ? "email" : "sms");
}

void World::receipt(Instant at, const Said& said) {
    engine::Envelope envelope;
    envelope.command = engine::Receipt{said.hook, said.webhook, {said.hook}, said.key, "", said.word, ""};
    envelope.actor = "hook:" + said.hook;
    envelope.answer = [this, said](const Result<engine::Answer>& reply) { answered(said, reply); };
    schedule(at, std::move(envelope));
}

// What must become of it, by what the daemon was told of the letter before.
void World::answered(const Said& said, const Result<engine::Answer>& reply) {
    using State = Letter::State;
    auto found = witness_.letters.find(said.key);
    if (webhooks_.contains(said.hook + " " + said.webhook)) {
        if (!reply) complain(said.key + ": a receipt that was taken before is refused");
        return;
    }
    if (reply) webhooks_.insert(said.hook + " " + said.webhook);
    auto refused_as = [&](ErrorCode code) { return !reply && reply.error().code == code; };
    auto must = [&](bool right) {
        if (right) return;
        complain(fmt::format("{}: a receipt that says {} was answered wrongly: {}", said.key,
                             boost::describe::enum_to_string(said.word, "?"), reply ? "taken" : reply.error().text()));
    };
    bool good = said.word == ReceiptWord::delivered || said.word == ReceiptWord::accepted;
    bool own = found != witness_.letters.end() && found->second.channel == said.hook;
    // Unknown, or not sent yet; another channel may have the person, and a message that did not go can only fail.
    bool not_sent = found == witness_.letters.end();
    if (!own)
        return must(refused_as(ErrorCode::not_found) ||
                    (not_sent && (refused_as(ErrorCode::conflict) || (!good && reply.has_value()))));
    // The step that handed it out may have heard of it first: it was no letter then.
    if (refused_as(ErrorCode::not_found))
        return must(found->second.state == State::sending && found->second.since == now_);
    // The step that kept the outcome may have heard the receipt first: it is said again.
    if (refused_as(ErrorCode::unavailable)) {
        must(found->second.state == State::sending || found->second.since == now_);
        return receipt(now_ + minutes{1}, said);
    }
    auto& letter = found->second;
    bool bad = said.word == ReceiptWord::failed || said.word == ReceiptWord::rejected;
    // It changed nothing, and the letter went in the same step: again, or for the first time, when it was queued
    // before.
    bool refused = refused_as(ErrorCode::conflict);
    if (letter.state == State::sending && letter.since == now_)
        return must(good ? refused : reply.has_value() || (letter.attempts <= 1 && refused));
    must(letter.state != State::sending);
    bool doubted = letter.state == State::unknown;
    if (!letter.taken() && !doubted) return must(good ? refused : reply.has_value());
    must(reply.has_value());
    auto before = letter.state;
    if (said.word == ReceiptWord::delivered) letter.state = State::delivered;
    letter.by_receipt |= said.word == ReceiptWord::accepted && doubted;
    if (said.word == ReceiptWord::accepted && doubted) letter.state = State::accepted;
    if (bad) letter.state = State::failed;
    if (letter.state != before) letter.since = now_;
}

}  // namespace breachd::sim
