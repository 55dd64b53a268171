#include "sim/world.hpp"

#include <fmt/format.h>

#include "core/journal/because.hpp"
#include "core/journal/evolve.hpp"
#include "core/law/obligation.hpp"
#include "testkit/store_probe.hpp"

namespace breachd::sim {

namespace {

constexpr Duration kDrain = std::chrono::hours{24 * 3 + 18};
constexpr Duration kShortly = std::chrono::hours{2};

json::object complete_facts() {
    return {{"description", "Dữ liệu bị sao chép trái phép"},
            {"place", "Hà Nội"},
            {"consequences", "Có thể bị lộ thói quen đi lại"},
            {"severity_and_risks", "Nghiêm trọng"},
            {"measures", "Đã khóa tài khoản"},
            {"guidance", "Cảnh giác cuộc gọi lạ"},
            {"parties", json::array{"Đối tượng chưa xác định"}},
            {"detected_how", "Hệ thống giám sát"}};
}

}  // namespace

World::World(WorldOptions options) : options_(options), rng_(options.seed), senders_(~options.seed) {
    now_ = parse_rfc3339("2026-02-01T00:00:00Z").value() +
           Duration{static_cast<std::int64_t>(rng_.below(300ull * 86'400'000))};
    born_ = now_;
    settings_ = sample_settings(rng_);
    if (options_.senders) settings_ = with_senders(*settings_, senders_);
    store_ = std::make_unique<store::Store>(store::StoreOptions{"", "live", "breachd"}, store::MasterKey::generate());
    for (const char* name : {"email", "sms", "pager"}) {
        Provider p;
        p.latency = Duration{static_cast<std::int64_t>(50 + rng_.below(20'000))};
        if (!options_.faults) p = {100, 0, 0, 0, p.latency};
        if (options_.faults && rng_.one_in(3)) {
            p.dead_from =
                now_ +
                Duration{static_cast<std::int64_t>(rng_.below(static_cast<std::uint64_t>(options_.span.count())))};
            p.dead_to = p.dead_from + Duration{static_cast<std::int64_t>(rng_.below(40ull * 3'600'000))};
        }
        providers_[name] = p;
    }
    boot();
    plan_story();
    if (options_.senders) plan_senders();
}

World::~World() = default;

void World::boot() {
    engine::EngineOptions options;
    options.seed = options_.seed;
    engine_ = std::make_unique<engine::Engine>(*store_, settings_, options);
    engine_->start(now_);
    witness_.up.push_back({now_});
}

void World::schedule(Instant at, engine::Envelope envelope) { agenda_.emplace(at, std::move(envelope)); }

std::vector<Subject> World::people(int count) {
    std::vector<Subject> out;
    for (int i = 0; i < count; ++i) {
        Subject s;
        s.subject_ref = Pii(fmt::format("kh-{}", i));
        s.name = Pii(fmt::format("Người {}", i));
        auto reach = rng_.below(10);
        if (reach < 7) set_address(s.contacts, ContactKind::email, fmt::format("kh{}@thu.test", i));
        if (reach >= 4 && reach < 9) set_address(s.contacts, ContactKind::phone, fmt::format("+8490{:07}", i));
        out.push_back(std::move(s));
    }
    return out;
}

void World::say(const std::string& incident, Instant at, engine::Command command, const std::string& who,
                engine::Answered answer) {
    engine::Envelope envelope;
    envelope.command = std::move(command);
    envelope.incident = incident;
    envelope.actor = "token:" + who;
    envelope.person = who;
    envelope.answer = std::move(answer);
    schedule(at, std::move(envelope));
}

// What people do after an incident opened: acknowledge or not, give facts, import, release, file, remedy.
void World::after_open(const std::string& id, const Incident& facts) {
    auto& known = witness_.incidents[id];
    known.detected_at = facts.detected_at;
    known.location_or_biometric = facts.has_kind("location") || facts.has_kind("biometric");
    known.finance = facts.has_kind("bank_finance_credit");
    if (!stories_.insert(id).second) return;
    if (facts.kinds.empty()) return short_story(id);
    auto minutes = [&](std::uint64_t most) { return Duration{static_cast<std::int64_t>(rng_.below(most * 60'000))}; };
    if (!rng_.one_in(4))
        say(id, now_ + minutes(120), engine::Acknowledge{"an", "api", ""}, "an", [this, id](Result<engine::Answer> r) {
            if (r) witness_.acknowledged.insert(id);
        });
    if (rng_.one_in(15)) {
        say(id, now_ + minutes(600), engine::Dismiss{"nhầm"}, "dpo", [this, id](Result<engine::Answer> r) {
            if (r) witness_.dismissed.insert(id);
        });
        return;
    }
    if (rng_.one_in(5)) {
        auto late = now_ + minutes(60 * 100);
        say(id, late, engine::PatchIncident{{{"kinds", json::array{"location", "biometric", "bank_finance_credit"}}}},
            "an", [this, id](Result<engine::Answer> r) {
                if (r) witness_.incidents[id].location_or_biometric = witness_.incidents[id].finance = true;
            });
    }
    auto at = now_ + minutes(60 * 20);
    say(id, at, engine::PatchIncident{complete_facts()}, "an");
    if (!rng_.one_in(6)) {
        int count = static_cast<int>(1 + rng_.below(60));
        auto rows = people(count);
        engine::Envelope begin;
        begin.command = engine::BeginImport{};
        begin.incident = id;
        begin.actor = "token:an";
        begin.answer = [this, id, rows, count](Result<engine::Answer> reply) {
            if (!reply) return;
            auto import = std::get<engine::ImportBegun>(*reply).import_id;
            engine::Envelope chunk, finish;
            chunk.command = engine::ImportChunk{import, rows};
            finish.command = engine::FinishImport{import, "file"};
            chunk.incident = finish.incident = id;
            chunk.actor = finish.actor = "token:an";
            finish.answer = [this, id, count](Result<engine::Answer> done) {
                if (done) witness_.incidents[id].imported = count;
            };
            schedule(now_ + Duration{1}, std::move(chunk));
            schedule(now_ + Duration{2}, std::move(finish));
        };
        schedule(at + Duration{1000}, std::move(begin));
        say(id, at + minutes(60 * 30) + Duration{10'000}, engine::ReleaseNotice{}, "dpo",
            [this, id](Result<engine::Answer> r) {
                if (r) witness_.incidents[id].released = true;
            });
    }
    if (!rng_.one_in(4)) {
        engine::RecordFiling filing;
        filing.form = "mau-08";
        filing.channel = "portal";
        filing.bytes = "the report";
        say(id, now_ + minutes(60 * 90), filing, "dpo", [this, id](Result<engine::Answer> r) {
            if (r && !witness_.incidents[id].first_filed_at) witness_.incidents[id].first_filed_at = now_;
        });
    }
    if (rng_.one_in(2)) say(id, now_ + minutes(60 * 150), engine::Remedy{{}, "đã vá"}, "dpo");
}

// No data is known to be there: somebody takes it over, mostly, and dismisses it the same day.
void World::short_story(const std::string& id) {
    if (!rng_.one_in(5))
        say(id, now_ + up_to(rng_, kShortly), engine::Acknowledge{"an", "api", ""}, "an",
            [this, id](Result<engine::Answer> r) {
                if (r) witness_.acknowledged.insert(id);
            });
    say(id, now_ + kShortly + up_to(rng_, 4 * kShortly), engine::Dismiss{"nhầm"}, "dpo",
        [this, id](Result<engine::Answer> r) {
            if (r) witness_.dismissed.insert(id);
        });
}

void World::plan_story() {
    auto incidents = 1 + rng_.below(3);
    for (std::uint64_t i = 0; i < incidents; ++i) {
        auto at =
            now_ +
            Duration{static_cast<std::int64_t>(rng_.below(static_cast<std::uint64_t>(options_.span.count()) / 2))};
        auto host = kHosts[rng_.below(4)];
        auto alerts = 1 + rng_.below(5);
        for (std::uint64_t k = 0; k < alerts; ++k) {
            auto name = fmt::format("a{}-{}", i, k);
            auto moment = at + Duration{static_cast<std::int64_t>(rng_.below(1'200'000))};
            auto detected_at = moment - Duration{static_cast<std::int64_t>(rng_.below(3'600'000))};
            auto severity = rng_.one_in(3) ? 20 : 80;
            auto send = [&](Instant when, Alert alert) {
                schedule(when, message(sample_message("siem", SenderProof::token, {std::move(alert)})));
            };
            send(moment, sample_alert(name, severity, host, detected_at));
            if (rng_.one_in(3)) send(moment + Duration{60'000}, sample_alert(name, 80, host, moment));  // sent twice
        }
    }
}

void World::send(const engine::Send& send) {
    auto& provider = providers_[send.channel];
    const auto& key = send.message.key;
    bool dead = now_ >= provider.dead_from && now_ < provider.dead_to;
    auto dice = static_cast<int>(rng_.below(100));
    Outcome outcome;
    if (dead) {
        outcome = {SendResult::retry, Blame::channel, "", "connection refused", "", {}};
    } else {
        ++witness_.attempts_by_key[key];
        if (send.lane == engine::Lane::page) witness_.pages[send.message.incident].push_back(now_);
        if (dice < provider.accept_percent) {
            outcome = {SendResult::accepted, Blame::none, "250", "ok", "", {}};
            ++witness_.accepted_by_key[key];
        } else if (dice < provider.accept_percent + provider.retry_percent) {
            outcome = {SendResult::retry, Blame::recipient, "451", "later", "", {}};
        } else if (dice < provider.accept_percent + provider.retry_percent + provider.reject_percent) {
            outcome = {SendResult::rejected, Blame::recipient, "550", "no such user", "", {}};
        } else {  // taken or not, nobody hears
            outcome = {SendResult::unknown, Blame::none, "", "connection lost", "", {}};
            ++witness_.doubts_by_key[key];
            if (rng_.one_in(2)) ++witness_.accepted_by_key[key];
        }
    }
    engine::Envelope back;
    back.command = engine::AttemptDone{send.page_id, send.delivery_id, outcome};
    in_flight_[key] = send;
    schedule(now_ + provider.latency, std::move(back));
}

void World::take(engine::Effect effect) {
    if (auto* s = std::get_if<engine::Send>(&effect)) send(*s);
    if (auto* p = std::get_if<engine::Publish>(&effect)) {
        engine::Envelope back;
        bool good = !options_.faults || !rng_.one_in(4);
        back.command =
            engine::PublishDone{good, "http://127.0.0.1:9/notices/" + p->incident, good ? std::string(64, 'a') : "",
                                good ? Reason{} : because::page_differs(p->incident), "<html>"};
        back.incident = p->incident;
        schedule(now_ + Duration{2000}, std::move(back));
    }
}

// The process is gone: what it had sent may have arrived, answers on their way are lost. Requests are tried again by
// whoever made them only if they were never answered, so the agenda keeps those of the outside world.
void World::crash() {
    ++witness_.crashes;
    witness_.up.back().to = now_;
    for (auto at = agenda_.begin(); at != agenda_.end();) {
        bool outcome = std::holds_alternative<engine::AttemptDone>(at->second.command) ||
                       std::holds_alternative<engine::PublishDone>(at->second.command) ||
                       std::holds_alternative<engine::ImportChunk>(at->second.command) ||
                       std::holds_alternative<engine::FinishImport>(at->second.command);
        at = outcome ? agenda_.erase(at) : std::next(at);
    }
    for (const auto& [key, sent] : in_flight_) ++witness_.doubts_by_key[key];
    in_flight_.clear();
    folded_.clear();
    folded_to_ = 0;
    now_ += Duration{static_cast<std::int64_t>(rng_.one_in(4) ? rng_.below(30ull * 3'600'000) : rng_.below(60'000))};
    boot();
}

const std::map<std::string, Incident>& World::incidents() const {
    if (folded_to_ == store_->journal().size()) return folded_;
    store_->journal().each_entry_after(folded_to_, [this](const Entry& entry) {
        folded_to_ = entry.seq;
        if (!entry.incident_id.empty()) evolve(folded_[entry.incident_id], entry);
    });
    return folded_;
}

void World::step(std::vector<engine::Envelope> envelopes) {
    auto fault = options_.faults ? rng_.below(400) : 1000;
    std::optional<Duration> clock_step;
    if (fault == 3) clock_step = Duration{static_cast<std::int64_t>(rng_.below(7'200'000)) - 3'600'000};
    auto retry = envelopes;  // the outside world tries again what was not answered
    auto& faults = store::StoreProbe(*store_).faults();
    if (options_.ack_before_commit)
        for (auto& envelope : envelopes)
            if (const auto* ingest = std::get_if<engine::IngestAlerts>(&envelope.command)) {
                engine::Answer early = engine::Accepted{};
                take_down(*ingest, &early);
            }
    if (fault == 0) faults.ask_before_commit([] { return false; });  // dies before the commit is there
    try {
        auto out = engine_->step(std::move(envelopes), now_, clock_step);
        faults.ask_before_commit({});
        for (const auto& envelope : retry)  // these outcomes are on disk now
            if (const auto* done = std::get_if<engine::AttemptDone>(&envelope.command)) landed(*done);
        if (fault == 1) {  // dies after the commit, before anybody hears of it
            for (const auto& envelope : retry)
                if (const auto* ingest = std::get_if<engine::IngestAlerts>(&envelope.command))
                    take_down(*ingest, nullptr);
            for (const auto& effect : out.effects)
                if (const auto* s = std::get_if<engine::Send>(&effect)) in_flight_[s->message.key] = *s;
            crash();
            return;
        }
        for (auto& effect : out.effects) take(std::move(effect));
        for (auto& [answer, reply] : out.answers) answer(std::move(reply));
        check_overdue();
        if (fault == 2) crash();
    } catch (const store::StoreError&) {
        faults.ask_before_commit({});
        for (auto& envelope : retry)
            if (envelope.answer && !options_.ack_before_commit) schedule(now_ + Duration{30'000}, std::move(envelope));
        crash();
    }
}

void World::landed(const engine::AttemptDone& done) {
    for (auto at = in_flight_.begin(); at != in_flight_.end();)
        at = at->second.page_id == done.page_id && at->second.delivery_id == done.delivery_id ? in_flight_.erase(at)
                                                                                              : std::next(at);
}

// No due time passes unreported: right after a step, whatever is past due and still owed says so.
void World::check_overdue() {
    for (const auto& [id, incident] : incidents())
        for (const auto& o : incident.obligations)
            if (incident.live() && o.state == ObligationState::running && o.due_at && *o.due_at < now_ &&
                complaint_.empty())
                complaint_ = fmt::format("{} {} was due {} and is not reported at {}", id, o.id,
                                         format_rfc3339(*o.due_at), format_rfc3339(now_));
}

void World::run() {
    auto end = now_ + options_.span;
    bool healed = false;
    for (int guard = 0; guard < 200'000; ++guard) {
        auto next = engine_->next_wake(now_);
        if (!agenda_.empty()) next = std::min(next, agenda_.begin()->first);
        next = std::max(next, now_ + Duration{1});
        if (next > end) {
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
        if (power_cuts_.empty() || *power_cuts_.begin() > now_) continue;
        power_cuts_.erase(power_cuts_.begin());
        crash();
    }
    if (complaint_.empty()) complaint_ = "the world never comes to rest: the engine wakes again and again";
}

}  // namespace breachd::sim
