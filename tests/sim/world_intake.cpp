// What senders do beside the one that behaves: prove nothing, say the same signed message again, write what cannot be
// read, fall silent, raise a storm; and the people who look into the quarantine.
#include <fmt/format.h>

#include "sim/world.hpp"

namespace breachd::sim {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

void read_answer(const engine::Answer& answer, Taken& taken) {
    auto place = [&](const std::vector<engine::TakenAlert>& alerts) {
        for (const auto& each : alerts) taken.placed.push_back({each.alert_id, each.incident, each.duplicate});
    };
    if (const auto* accepted = std::get_if<engine::Accepted>(&answer)) {
        taken.status = 202;
        place(accepted->alerts);
        taken.quarantined = accepted->quarantined;
    } else if (const auto* replayed = std::get_if<engine::Replayed>(&answer)) {
        taken.status = 200;
        place(replayed->alerts);
    } else if (const auto* unreadable = std::get_if<engine::Unreadable>(&answer)) {
        taken.status = 422;
        if (!unreadable->quarantine_id.empty()) taken.quarantined.push_back(unreadable->quarantine_id);
    }
}

}  // namespace

Alert sample_alert(std::string external_id, int severity, std::string host, std::optional<Instant> detected_at) {
    Alert alert;
    alert.external_id = std::move(external_id);
    alert.title = "Possible exfiltration";
    alert.severity = severity;
    alert.hosts = {std::move(host)};
    alert.detected_at = detected_at;
    return alert;
}

engine::IngestAlerts sample_message(std::string source, SenderProof proof, std::vector<Alert> alerts) {
    engine::IngestAlerts out;
    out.source = std::move(source);
    out.proof = proof;
    for (auto& alert : alerts) out.alerts.push_back({alert, "{\"id\":\"" + alert.external_id + "\"}", {}});
    return out;
}

engine::Envelope World::message(engine::IngestAlerts ingest) {
    engine::Envelope envelope;
    envelope.actor = "source:" + ingest.source;
    envelope.answer = [this, ingest](Result<engine::Answer> reply) {
        if (!reply) return;
        take_down(ingest, *reply);
        if (nobody_hears_) return;
        auto heard = witness_.messages.back();
        for (const auto& each : heard.placed) after_open(each.incident);
        for (const auto& id : heard.quarantined) look_into_quarantine(id);
    };
    envelope.command = std::move(ingest);
    return envelope;
}

void World::take_down(const engine::IngestAlerts& ingest, const engine::Answer& answer) {
    Taken taken;
    taken.order = ++witness_.order;
    taken.at = now_;
    taken.source = ingest.source;
    taken.replay_key = ingest.replay_key;
    taken.proof = ingest.proof;
    for (const auto& one : ingest.alerts) taken.alerts.push_back(one.alert);
    for (const auto& bad : ingest.unreadable) taken.unreadable.push_back(bad.body);
    read_answer(answer, taken);
    for (std::size_t k = 0; k < taken.quarantined.size(); ++k) {
        const auto& meant = meant_.at(taken.unreadable.at(k));
        witness_.quarantine[taken.quarantined[k]] = {taken.source, taken.proof, now_, meant, 0, 0};
    }
    witness_.messages.push_back(std::move(taken));
}

Instant World::some_time() { return born_ + up_to(senders_, options_.span / 2); }

std::string World::some_host(const std::string& own) { return senders_.one_in(8) ? kHosts[senders_.below(4)] : own; }

void World::plan_senders() {
    if (senders_.one_in(3)) plan_unproven();
    if (senders_.one_in(3)) plan_signed();
    if (senders_.one_in(3)) plan_unreadable();
    if (senders_.one_in(3)) plan_heartbeats();
    if (senders_.one_in(6)) plan_storm();
}

// About what others speak of at that time. What it says is false and would show: a kind of data that nobody else names,
// detected long before the world began. Some of it is said again by a sender with a certificate.
void World::plan_unproven() {
    std::vector<std::pair<Instant, std::string>> alarms;
    for (const auto& [at, envelope] : agenda_) {
        const auto& ingest = std::get<engine::IngestAlerts>(envelope.command);
        alarms.emplace_back(at, ingest.alerts.front().alert.hosts.front());
    }
    for (auto n = 1 + senders_.below(5); n > 0; --n) {
        auto [at, host] = alarms[senders_.below(alarms.size())];
        at += up_to(senders_, minutes{40}) - minutes{5};
        auto name = fmt::format("u{}", n);
        if (senders_.one_in(4)) host = name;
        auto alert = sample_alert(name, senders_.one_in(4) ? 20 : 80, host);
        auto send = [&](Duration later, SenderProof proof, Alert what) {
            schedule(at + up_to(senders_, later), message(sample_message("firewall", proof, {std::move(what)})));
        };
        send(seconds{1}, SenderProof::none, forged(alert));
        alert.severity = 90;
        if (senders_.one_in(3)) send(hours{3}, SenderProof::certificate, alert);
        alert.status = AlertStatus::resolved;
        if (senders_.one_in(3)) send(hours{6}, SenderProof::none, forged(alert));
    }
    if (!senders_.one_in(3)) return;
    auto allowed = sample_message("lab", SenderProof::none, {sample_alert("l1", 80, some_host("lab-1"))});
    schedule(some_time(), message(std::move(allowed)));
}

// Each message comes more than once, at once or days later.
void World::plan_signed() {
    for (auto n = 1 + senders_.below(3); n > 0; --n) {
        auto at = some_time();
        auto ingest = sample_message("edr", SenderProof::signature, {});
        ingest.replay_key = fmt::format("key-{}", n);
        for (auto k = senders_.below(3); k > 0; --k) {
            auto name = fmt::format("e{}-{}", n, k);
            auto host = some_host(name);
            ingest.alerts.push_back({sample_alert(name, senders_.one_in(2) ? 20 : 80, host), "{}", {}});
        }
        if (ingest.alerts.empty() || senders_.one_in(3)) add_unreadable(ingest, fmt::format("eq{}", n));
        for (auto copies = 2 + senders_.below(2); copies > 0; --copies) {
            schedule(at, message(ingest));
            at += up_to(senders_, senders_.one_in(2) ? Duration{minutes{1}} : Duration{hours{72}});
        }
    }
}

void World::plan_unreadable() {
    for (auto n = 1 + senders_.below(3); n > 0; --n) {
        bool plain = senders_.one_in(3);
        auto ingest = sample_message(plain ? "firewall" : "siem", plain ? SenderProof::none : SenderProof::token, {});
        auto name = fmt::format("q{}", n);
        add_unreadable(ingest, name);
        if (senders_.one_in(3)) {
            ingest.alerts.push_back({sample_alert(name + "-read", 20, "crm-1"), "{}", {}});
            add_unreadable(ingest, name + "-too");
        }
        schedule(some_time(), message(std::move(ingest)));
    }
}

// Cut off; what it would have said is found out by those who mend its source.
void World::add_unreadable(engine::IngestAlerts& ingest, const std::string& name) {
    auto body = "{\"id\":\"" + name;
    auto host = some_host(name);
    auto meant = sample_alert(name, senders_.one_in(3) ? 20 : 80, host);
    meant_[body] = ingest.proof == SenderProof::none ? forged(meant) : meant;
    ingest.unreadable.push_back({body, "cut off", "byte 3"});
}

Alert World::forged(Alert alert) const {
    alert.data_kinds = {kForgedKind};
    alert.detected_at = born_ - hours{24 * 30};
    return alert;
}

void World::plan_heartbeats() {
    auto promised = *settings_->source("edr")->expect_every;
    for (auto at = born_ + up_to(senders_, promised); at < born_ + options_.span;) {
        schedule(at, message(sample_message("edr", SenderProof::signature, {})));
        at += senders_.one_in(6) ? promised + up_to(senders_, 3 * promised) : up_to(senders_, promised);
    }
}

// New groups, one after the other, and one more when it is over.
void World::plan_storm() {
    auto at = some_time();
    auto send = [&](const std::string& name, const std::string& host) {
        schedule(at, message(sample_message("siem", SenderProof::token, {sample_alert(name, 80, host)})));
    };
    auto many = static_cast<std::uint64_t>(settings_->storm.incidents) + 2 + senders_.below(12);
    for (std::uint64_t n = 0; n < many; ++n) {
        send(fmt::format("s{}", n), fmt::format("node-{}", senders_.below(2 * many)));
        if (options_.faults && senders_.one_in(many)) power_cuts_.insert(at);
        at += up_to(senders_, seconds{90});
    }
    at += settings_->storm.within + up_to(senders_, hours{3});
    send("after-storm", "node-late");
}

void World::look_into_quarantine(const std::string& id) {
    if (senders_.one_in(4)) return;
    const auto& kept = witness_.quarantine.at(id);
    auto still = sample_message(kept.source, SenderProof::none, {});  // whoever replays it proves nothing of its sender
    still.quarantine_id = id;
    auto mended = still;
    still.unreadable.push_back({"?", "cut off", "byte 3"});
    mended.alerts.push_back({kept.meant, "{}", {}});
    auto at = now_ + up_to(senders_, hours{60});
    if (senders_.one_in(2)) settle(at, id, still);
    for (int k = 0; k < 2; ++k) {  // the second comes too late
        at += minutes{1} + up_to(senders_, hours{20});
        if (senders_.one_in(3))
            settle(at, id, engine::DiscardQuarantine{id, "không có gì"});
        else
            settle(at, id, mended);
    }
}

void World::settle(Instant at, const std::string& id, engine::Command command) {
    auto ingest = std::get_if<engine::IngestAlerts>(&command);
    auto alerts = ingest ? ingest->alerts : std::vector<engine::IngestAlerts::One>{};
    engine::Envelope envelope;
    envelope.command = std::move(command);
    envelope.actor = "token:an";
    envelope.person = "an";
    envelope.answer = [this, id, alerts](Result<engine::Answer> reply) {
        auto& kept = witness_.quarantine.at(id);
        kept.settled += reply.has_value();
        kept.refused += !reply && reply.error().code == ErrorCode::conflict;
        if (!reply || alerts.empty()) return;
        Taken taken;
        taken.order = ++witness_.order;
        taken.at = now_;
        taken.source = kept.source;
        taken.proof = kept.proof;
        taken.came_at = kept.came_at;
        for (const auto& one : alerts) taken.alerts.push_back(one.alert);
        read_answer(*reply, taken);
        witness_.replayed.push_back(taken);
        if (nobody_hears_) return;
        for (const auto& each : taken.placed) after_open(each.incident);
    };
    schedule(at, std::move(envelope));
}

}  // namespace breachd::sim
