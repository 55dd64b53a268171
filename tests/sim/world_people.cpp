// What people do: they acknowledge or not, give facts, import, release, file, remedy.
#include <fmt/format.h>

#include <algorithm>

#include "sim/world.hpp"
#include "unit/engine/telling/listed.hpp"

namespace breachd::sim {

using std::chrono::hours;
using std::chrono::minutes;

namespace {

constexpr Duration kShortly = hours{2};

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

Done deed(Done::What what) {
    Done out;
    out.what = what;
    return out;
}

}  // namespace

std::vector<Subject> sample_people(Rng& rng, int first, int count) {
    std::vector<Subject> out;
    for (int i = first; i < first + count; ++i) {
        Subject s;
        s.subject_ref = Pii(fmt::format("kh-{}", i));
        s.name = Pii(fmt::format("Người {}", i));
        if (i % 7 == 3) s.guardian_of = Pii(fmt::format("Con {}", i));
        auto reach = rng.below(10);
        if (reach < 7) add_address(s.contacts, ContactKind::email, fmt::format("kh{}@thu.test", i));
        if (reach < 7 && i % 4 == 1) add_address(s.contacts, ContactKind::email, fmt::format("kh{}.hai@thu.test", i));
        if (reach >= 4 && reach < 9) add_address(s.contacts, ContactKind::phone, fmt::format("+8490{:07}", i));
        if (reach >= 4 && reach < 9 && i % 6 == 2)
            add_address(s.contacts, ContactKind::phone, fmt::format("+8491{:07}", i));
        out.push_back(std::move(s));
    }
    return out;
}

void World::note(Done done, const std::string& incident) {
    done.order = ++witness_.order;
    done.at = now_;
    done.incident = incident;
    witness_.calls.push_back(std::move(done));
}

void World::say(const std::string& incident, Instant at, engine::Command command, const std::string& who, Done done) {
    engine::Envelope envelope;
    envelope.command = std::move(command);
    envelope.incident = incident;
    envelope.actor = "token:" + who;
    envelope.person = who;
    envelope.is_dpo = who == "dpo";
    envelope.answer = [this, incident, done](Result<engine::Answer> reply) {
        if (reply) note(done, incident);
    };
    schedule(at, std::move(envelope));
}

void World::import_people(const std::string& id, Instant at, std::vector<Subject> rows) {
    bool by_kinds = options_.harsh && !id.empty() && id.back() % 2 == 0;
    for (std::size_t i = 0; by_kinds && i < rows.size(); ++i)
        if (i % 3 != 0) rows[i].kinds = {i % 3 == 1 ? "location" : "bank_finance_credit"};
    engine::Envelope begin;
    begin.command = engine::BeginImport{};
    begin.incident = id;
    begin.actor = "token:an";
    begin.answer = [this, id, rows](Result<engine::Answer> reply) {
        if (!reply || nobody_hears_) return;
        engine::Envelope chunk, finish;
        const auto& begun = std::get<engine::ImportBegun>(*reply);
        chunk.command = engine::ImportChunk{begun.import_id, engine::listed(begun, rows)};
        finish.command = engine::FinishImport{begun.import_id, "list " + begun.import_id};
        chunk.incident = finish.incident = id;
        chunk.actor = finish.actor = "token:an";
        finish.answer = [this, id, rows](Result<engine::Answer> done) {
            if (!done) return;
            auto imported = deed(Done::What::imported);
            for (const auto& row : rows) imported.people.push_back(row);
            note(std::move(imported), id);
        };
        schedule(now_ + Duration{1}, std::move(chunk));
        schedule(now_ + Duration{2}, std::move(finish));
    };
    schedule(at, std::move(begin));
}

// Whether an alert that may say so names a system that is known to hold data.
bool World::touches_data(const std::string& id) const {
    auto holds_data = [&](const Alert& alert) {
        return std::any_of(settings_->assets.begin(), settings_->assets.end(),
                           [&](const Asset& asset) { return alert.hosts.front() == asset.hosts.front(); });
    };
    for (const auto* all : {&witness_.messages, &witness_.replayed})
        for (const auto& message : *all)
            for (std::size_t k = 0; k < message.placed.size(); ++k)
                if (message.placed[k].incident == id && message.proof != SenderProof::none &&
                    holds_data(message.alerts[k]))
                    return true;
    return false;
}

void World::after_open(const std::string& id) {
    if (id.empty() || !stories_.insert(id).second) return;
    if (!touches_data(id)) return short_story(id);
    if (!rng_.one_in(4))
        say(id, now_ + up_to(rng_, hours{2}), engine::Acknowledge{"an", "api", ""}, "an",
            deed(Done::What::acknowledged));
    if (rng_.one_in(15)) return dismiss(id, now_ + up_to(rng_, hours{10}));
    if (rng_.one_in(5)) {
        auto patch = deed(Done::What::patched);
        patch.kinds = {"location", "biometric", "bank_finance_credit"};
        say(id, now_ + up_to(rng_, hours{100}),
            engine::PatchIncident{
                {{"kinds", json::array{"location", "biometric",
                                       json::object{{"kind", "bank_finance_credit"}, {"records", 40}}}}}},
            "an", patch);
    }
    auto at = now_ + up_to(rng_, hours{20});
    say(id, at, engine::PatchIncident{complete_facts()}, "an", deed(Done::What::patched));
    if (!rng_.one_in(6)) {
        int count = static_cast<int>(1 + rng_.below(60));
        auto rows = sample_people(rng_, 0, count);
        bool quota = settings_->channels.front().daily_quota.has_value();
        if (options_.wide && wide_.one_in(40) && !quota)
            rows = sample_people(wide_, 0, static_cast<int>(200 + wide_.below(800)));
        import_people(id, at + Duration{1000}, rows);
        auto released_at = at + up_to(rng_, hours{30}) + Duration{10'000};
        say(id, released_at, engine::ReleaseNotice{}, "dpo", deed(Done::What::released));
        if (options_.wide) late_people(id, released_at, static_cast<int>(rows.size()));
        if (options_.wide) say_the_list_is_complete(id, released_at);
        if (options_.wide) release_again(id, released_at);
    }
    if (!rng_.one_in(4)) {
        engine::RecordFiling filing;
        filing.form = "mau-08";
        filing.channel = "portal";
        filing.bytes = "%PDF-1.7 the report";
        say(id, now_ + up_to(rng_, hours{90}), filing, "dpo", deed(Done::What::filed));
    }
    if (rng_.one_in(2))
        say(id, now_ + up_to(rng_, hours{150}), engine::Remedy{{}, "đã vá"}, "dpo", deed(Done::What::remedied));
}

// No data is known to be there: somebody takes it over, mostly, and dismisses it the same day.
void World::short_story(const std::string& id) {
    if (!rng_.one_in(5))
        say(id, now_ + up_to(rng_, kShortly), engine::Acknowledge{"an", "api", ""}, "an",
            deed(Done::What::acknowledged));
    dismiss(id, now_ + kShortly + up_to(rng_, 4 * kShortly));
}

// One proposes, another confirms hours later; in one of eight nobody ever does.
void World::dismiss(const std::string& id, Instant at) {
    say(id, at, engine::Dismiss{"nhầm", ""}, "an", deed(Done::What::proposed));
    if (decide_.one_in(8)) return;
    say(id, at + Duration{1} + up_to(decide_, hours{8}), engine::Dismiss{"đồng ý", ""}, "dpo",
        deed(Done::What::dismissed));
}

void World::plan_story() {
    auto incidents = 1 + rng_.below(3);
    for (std::uint64_t i = 0; i < incidents; ++i) {
        auto at = now_ + up_to(rng_, options_.span / 2);
        auto host = kHosts[rng_.below(4)];
        auto alerts = 1 + rng_.below(5);
        for (std::uint64_t k = 0; k < alerts; ++k) {
            auto name = fmt::format("a{}-{}", i, k);
            auto moment = at + up_to(rng_, minutes{20});
            auto detected_at = moment - up_to(rng_, hours{1});
            if (clocks_.one_in(20)) detected_at -= hours{24} * static_cast<int>(8 + clocks_.below(400));
            auto severity = rng_.one_in(3) ? 20 : 80;
            auto send = [&](Instant when, Alert alert) {
                schedule(when, message(sample_message("siem", SenderProof::token, {std::move(alert)})));
            };
            send(moment, sample_alert(name, severity, host, detected_at));
            if (rng_.one_in(3)) send(moment + Duration{60'000}, sample_alert(name, 80, host, moment));  // sent twice
        }
    }
}

}  // namespace breachd::sim
