// The world's clockwork: start, steps, crashes, the end.
#include "sim/world.hpp"

#include <fmt/format.h>

#include "sim/outside.hpp"

namespace breachd::sim {

namespace {

constexpr Duration kDrain = std::chrono::hours{24 * 3 + 18};
constexpr Duration kCallersWait = std::chrono::seconds{30};  // of those who wait for an answer, before they try again
constexpr Duration kLookEvery = std::chrono::hours{24};
constexpr Duration kEmergencyEvery = std::chrono::hours{1};

bool is_outcome(const engine::Command& command) {
    return std::holds_alternative<engine::AttemptDone>(command) || std::holds_alternative<engine::PublishDone>(command);
}

}  // namespace

World::World(WorldOptions options)
    : options_(options),
      rng_(options.seed),
      clocks_(options.seed * 11 + 0xc10c5),
      senders_(~options.seed),
      wide_(options.seed ^ 0x5eed5eed5eedull),
      harsh_(options.seed * 5 + 0xbadda7),
      decide_(options.seed * 11 + 0xdec1de),
      lies_(options.seed * 7 + 0x11e5) {
    now_ = parse_rfc3339("2026-02-01T00:00:00Z").value() +
           Duration{static_cast<std::int64_t>(rng_.below(300ull * 86'400'000))};
    born_ = now_;
    settings_ = sample_settings(rng_);
    if (options_.senders) settings_ = with_senders(*settings_, senders_);
    if (options_.wide) settings_ = with_quota(*settings_, options_.seed);
    if (options_.harsh) plan_harsh();
    lies_too_ = options_.harsh && options_.faults && lies_.one_in(3);
    settings_at_first_ = settings_;
    for (const char* name : {"email", "sms", "pager"}) {
        Provider p;
        p.latency = Duration{static_cast<std::int64_t>(50 + rng_.below(20'000))};
        if (!options_.faults) p = {100, 0, 0, 0, p.latency};
        if (options_.faults && rng_.one_in(3)) {
            p.dead_from = now_ + up_to(rng_, options_.span);
            p.dead_to = p.dead_from + up_to(rng_, std::chrono::hours{40});
        }
        providers_[name] = p;
    }
    if (options_.wide) plan_wide();
    for (const auto& [name, provider] : providers_)
        if (provider.dead_from < born_ + options_.span)
            witness_.dead[name] = {provider.dead_from, std::min(provider.dead_to, born_ + options_.span)};
    boot();
    plan_story();
    if (options_.senders) plan_senders();
    if (options_.wide) plan_reloads();
}

World::~World() {
    engine_.reset();
    store_.reset();
}

// On a full disk the daemon does not start; systemd tries again.
void World::boot() {
    engine::EngineOptions options;
    options.seed = options_.seed;
    for (;; now_ += std::chrono::minutes{1}) try {
            bool full = std::any_of(witness_.full.begin(), witness_.full.end(),
                                    [&](const auto& span) { return span.holds(now_); });
            full ? disk_.fill_up() : disk_.make_room();
            store_ = std::make_unique<store::Store>(store_options(disk_.directory()), master_key());
            engine_ = std::make_unique<engine::Engine>(*store_, settings_, options);
            engine_->start(now_);
            break;
        } catch (const store::StoreError&) {
            engine_.reset();
            store_.reset();
        }
    witness_.up.push_back({now_});
}

void World::schedule(Instant at, engine::Envelope envelope) {
    may_fill_the_disk(at, is_outcome(envelope.command));
    agenda_.emplace(at, std::move(envelope));
}

void World::complain(std::string what) {
    if (complaint_.empty()) complaint_ = std::move(what);
}

// The process is gone: what it had sent may have arrived, answers on their way are lost. Requests are tried again by
// their senders only if they were never answered, so the agenda keeps those of the outside world.
void World::crash() {
    ++witness_.crashes;
    stands_ = false;
    witness_.up.back().to = now_;
    engine_.reset();
    store_.reset();
    for (auto at = agenda_.begin(); at != agenda_.end();) {
        bool gone = is_outcome(at->second.command) || std::holds_alternative<engine::ImportChunk>(at->second.command) ||
                    std::holds_alternative<engine::FinishImport>(at->second.command);
        at = gone ? agenda_.erase(at) : std::next(at);
    }
    for (const auto& [name, sent] : in_flight_) {
        auto letter = witness_.letters.find(name);
        if (letter == witness_.letters.end()) continue;
        ++letter->second.doubts;
        if (letter->second.state != Letter::State::sending) continue;
        letter->second.state = Letter::State::unknown;
        letter->second.since = now_;
    }
    in_flight_.clear();
    unkept_.clear();
    now_ += Duration{static_cast<std::int64_t>(rng_.one_in(4) ? rng_.below(30ull * 3'600'000) : rng_.below(60'000))};
    boot();
}

void World::try_again(engine::Envelope envelope) {
    if (envelope.answer) schedule(now_ + kCallersWait, std::move(envelope));
}

void World::step(std::vector<engine::Envelope> envelopes) {
    auto fault = options_.faults ? rng_.below(400) : 1000;
    std::vector<engine::ClockNews> clock_news;
    if (fault == 3)
        clock_news.push_back(
            {engine::ClockChange::stepped, Duration{static_cast<std::int64_t>(rng_.below(7'200'000)) - 3'600'000}});
    auto sent = envelopes;
    if (options_.ack_before_commit)
        for (auto& envelope : envelopes)
            if (const auto* ingest = std::get_if<engine::IngestAlerts>(&envelope.command))
                take_down(*ingest, engine::Accepted{});
    bool full =
        std::any_of(witness_.full.begin(), witness_.full.end(), [&](const auto& span) { return span.holds(now_); });
    full ? disk_.fill_up() : disk_.make_room();
    disk_.break_writes(fault == 0);  // dies before the commit is there
    try {
        auto out = engine_->step(std::move(envelopes), now_, clock_news);
        disk_.break_writes(false);
        if (out.impaired) return refused(std::move(sent), std::move(out));
        committed(sent, std::move(out), fault == 1);
        if (fault == 2) crash();
        engine_->rest();
    } catch (const store::StoreError&) {
        disk_.break_writes(false);
        for (auto& envelope : sent)
            if (!options_.ack_before_commit) try_again(std::move(envelope));
        crash();
    }
}

// With `then_dies` the process dies after the commit, before anybody hears of it.
void World::committed(const std::vector<engine::Envelope>& sent, engine::StepOutput out, bool then_dies) {
    for (const auto& done : unkept_) landed(done);
    unkept_.clear();
    for (const auto& envelope : sent)  // these outcomes are on disk now
        if (const auto* done = std::get_if<engine::AttemptDone>(&envelope.command)) landed(*done);
    nobody_hears_ = then_dies;
    for (auto& effect : out.effects) {
        const auto* s = std::get_if<engine::Send>(&effect);
        if (then_dies && s)
            never_sent(*s);
        else if (!then_dies)
            take(std::move(effect));
    }
    for (auto& [answer, reply] : out.answers) answer(std::move(reply));
    nobody_hears_ = false;
    stands_ = !then_dies;
    if (!then_dies) return;
    for (const auto& envelope : sent) {  // their senders never heard that it was taken
        const auto* ingest = std::get_if<engine::IngestAlerts>(&envelope.command);
        bool message = ingest && options_.wide && ingest->quarantine_id.empty() && ingest->unreadable.empty();
        if (message || std::holds_alternative<engine::Receipt>(envelope.command)) try_again(envelope);
    }
    crash();
}

// The disk is full: everybody who waits is told so, and nothing leaves but the pages that say so.
void World::refused(std::vector<engine::Envelope> sent, engine::StepOutput out) {
    ++witness_.refused_steps;
    stands_ = false;
    refused_ = true;
    std::size_t waiting = 0;
    for (const auto& envelope : sent) {
        waiting += static_cast<bool>(envelope.answer);
        if (const auto* done = std::get_if<engine::AttemptDone>(&envelope.command)) unkept_.push_back(*done);
    }
    if (out.answers.size() != waiting) complain("on a full disk some are left without an answer");
    for (const auto& [answer, reply] : out.answers)
        if (reply || reply.error().code != ErrorCode::unavailable) complain("on a full disk a request was answered");
    for (const auto& effect : out.effects) {
        const auto* page = std::get_if<engine::Send>(&effect);
        if (page == nullptr || !page->page_id.starts_with("emergency-"))
            complain("an effect of a step that was not kept left the daemon");
        else
            witness_.emergencies.push_back(now_);
    }
    bool told = !witness_.emergencies.empty() && now_ - witness_.emergencies.back() <= kEmergencyEvery;
    if (!told) complain("on a full disk nobody on duty heard of it");
    for (auto& envelope : sent) try_again(std::move(envelope));
}

void World::run(Look look) {
    auto end = now_ + options_.span;
    auto look_at = now_ + kLookEvery;
    bool healed = false;
    for (int guard = 0; guard < 400'000 && complaint_.empty(); ++guard) {
        auto next = engine_->next_wake(now_);
        if (!agenda_.empty()) next = std::min(next, agenda_.begin()->first);
        next = std::max(next, now_ + Duration{1});
        if (next > end) {
            over_ = healed;
            if (healed) return;
            healed = true;  // everything works from now on: what is owed must get done
            end += kDrain;
            options_.faults = false;
            for (auto& [name, provider] : providers_) provider = {100, 0, 0, 0, provider.latency};
            continue;
        }
        now_ = std::max(now_, next);
        std::vector<engine::Envelope> batch;
        while (!agenda_.empty() && agenda_.begin()->first <= now_) {
            batch.push_back(std::move(agenda_.begin()->second));
            agenda_.erase(agenda_.begin());
        }
        step(std::move(batch));
        if (look != nullptr && stands_ && (now_ >= look_at || std::exchange(refused_, false))) {
            look_at = now_ + kLookEvery;
            complain(look(*this));
        }
        if (power_cuts_.empty() || *power_cuts_.begin() > now_) continue;
        power_cuts_.erase(power_cuts_.begin());
        crash();
    }
    complain("the world never comes to rest: the engine wakes again and again");
}

}  // namespace breachd::sim
