// The real engine on a real in-memory store, driven by hand: commands in, effects kept for the test to answer.
#pragma once

#include <sodium.h>

#include "base/digest.hpp"
#include "config/config.hpp"
#include "core/triage/condition.hpp"
#include "core/triage/triage.hpp"
#include "engine/engine.hpp"
#include "testkit/catch.hpp"
#include "testkit/sample_law.hpp"
#include "unit/engine/telling/listed.hpp"

namespace breachd::engine {

// One asset with location data, one rule that opens from severity 60 on.
inline Settings desk_settings() {
    auto s = testkit::sample_settings();
    s.editions = load_editions(BREACHD_SOURCE_DIR "/playbooks/law").value();
    s.organisation.data_protection_officer = {"Người Phụ Trách", "Trưởng bộ phận", "+842400000001", "dpo@vidu.test"};
    s.organisation.incident_desk = {"Bộ phận tiếp nhận", "", "+842400000002", "suco@vidu.test"};
    Asset gps;
    gps.name = "gps-db";
    gps.hosts = {"gps-db-1"};
    gps.kinds = {"location"};
    s.assets = {gps};
    TriageRule rule;
    rule.name = "exfiltration";
    rule.open = true;
    rule.when = parse_when({"severity >= 60"}).value();
    s.rules = {rule};
    s.public_notice.publishers = {{"directory", "/nowhere", "http://127.0.0.1:9/notices"}};
    return s;
}

inline Alert desk_alert(const std::string& id, int severity = 80, std::vector<std::string> hosts = {"gps-db-1"}) {
    Alert a;
    a.external_id = id;
    a.title = "Possible exfiltration";
    a.severity = severity;
    a.hosts = std::move(hosts);
    return a;
}

// From a sender with a token.
inline IngestAlerts message(std::vector<Alert> alerts) {
    IngestAlerts out;
    out.source = "siem";
    out.proof = SenderProof::token;
    for (auto& each : alerts) out.alerts.push_back({std::move(each), "{}"});
    return out;
}

inline const std::vector<TakenAlert>& taken(const Result<Answer>& answer) {
    REQUIRE(answer.has_value());
    if (const auto* replayed = std::get_if<Replayed>(&*answer)) return replayed->alerts;
    return std::get<Accepted>(*answer).alerts;
}

// Of a provider whose hook speaks for this channel alone.
inline Receipt receipt_of(const std::string& channel, const std::string& key, ReceiptWord outcome,
                          const std::string& webhook_id = "") {
    return {"provider", webhook_id, {channel}, key, "", outcome, ""};
}

// The first alert of the answer, as the API shows it.
inline json::object first_of(const Result<Answer>& answer) {
    const auto& first = taken(answer).at(0);
    json::object out{{"alert_id", first.alert_id}, {"incident_id", nullptr}, {"duplicate", first.duplicate}};
    if (!first.incident.empty()) out["incident_id"] = first.incident;
    if (first.updated) out["updated"] = true;
    return out;
}

// The incident that was opened, or changed.
inline std::string id_of(const Result<Answer>& answer) {
    REQUIRE(answer.has_value());
    if (const auto* changed = std::get_if<Changed>(&*answer)) return changed->incident->id;
    return std::get<Opened>(*answer).incident->id;
}

inline std::string text(const json::object& in, const char* member) {
    return in.at(member).is_null() ? "" : std::string(in.at(member).as_string());
}

inline std::string incident_of(const Result<Answer>& reply) { return text(first_of(reply), "incident_id"); }

inline bool owes_location(const Incident& incident) {
    return incident.obligation("subjects-location-biometric") != nullptr;
}

class Desk {
  public:
    explicit Desk(Settings settings) : Desk(std::make_shared<const Settings>(std::move(settings))) {}
    // In memory, unless a directory is given.
    explicit Desk(std::shared_ptr<const Settings> settings, const std::string& directory = "")
        : settings_(std::move(settings)) {
        if (sodium_init() < 0) std::abort();
        store_ = std::make_unique<store::Store>(store::StoreOptions{directory, "live", "test"},
                                                store::MasterKey::of(std::string(32, 'k')));
        boot();
    }

    // The process is gone and starts again on the same disk.
    void boot() {
        engine_ = std::make_unique<Engine>(*store_, settings_, EngineOptions{});
        engine_->start(now);
    }
    void stop() { engine_->stop(now); }
    void boot_with(Settings settings) {
        settings_ = std::make_shared<const Settings>(std::move(settings));
        boot();
    }

    Result<Answer> ask(Command command, const std::string& incident = "", const std::string& person = "an") {
        Envelope envelope;
        envelope.command = std::move(command);
        envelope.incident = incident;
        envelope.actor = "token:" + person;
        envelope.person = person;
        envelope.is_dpo = person.starts_with("dpo");
        return ask(std::move(envelope));
    }
    // As two people do it.
    void dismiss(const std::string& id, const std::string& reason = "kiểm thử") {
        REQUIRE(ask(Dismiss{reason, ""}, id, "an").has_value());
        REQUIRE(ask(Dismiss{reason, ""}, id, "dpo").has_value());
    }
    Result<Answer> ask(Envelope envelope) {
        Result<Answer> out = Error{ErrorCode::failed, "was not answered", ""};
        envelope.answer = [&](Result<Answer> answer) { out = std::move(answer); };
        std::vector<Envelope> batch;
        batch.push_back(std::move(envelope));
        run(std::move(batch));
        auto* begun = out ? std::get_if<ImportBegun>(&*out) : nullptr;
        if (begun != nullptr) begun_[begun->import_id] = *begun;
        return out;
    }
    // Of an import that was begun by ask(): these people, as a reader of lists gives them.
    ImportChunk chunk(const std::string& import_id, std::vector<Subject> people) {
        return {import_id, listed(begun_.at(import_id), std::move(people))};
    }
    void tell(Command command, const std::string& incident = "") {
        Envelope envelope;
        envelope.command = std::move(command);
        envelope.incident = incident;
        std::vector<Envelope> batch;
        batch.push_back(std::move(envelope));
        run(std::move(batch));
    }
    void tell_all(std::vector<Command> commands) {
        std::vector<Envelope> batch;
        for (auto& command : commands) batch.emplace_back().command = std::move(command);
        run(std::move(batch));
    }
    void tell_all(std::vector<Envelope> batch) { run(std::move(batch)); }
    void pass_to(Instant moment) {
        now = moment;
        run({});
    }
    // Of the daemon's clock.
    void hear(const std::vector<ClockNews>& news) { run({}, news); }
    // Time passes; the engine wakes whenever it asked for it.
    void wait(Duration how_long) {
        auto end = now + how_long;
        while (true) {
            auto next = std::max(engine_->next_wake(now), now + Duration{1});
            if (next > end) break;
            now = next;
            run({});
        }
        now = end;
        run({});
    }

    std::vector<Send> take_sends(Lane lane) {
        std::vector<Send> out, rest;
        for (auto& send : sends) (send.lane == lane ? out : rest).push_back(std::move(send));
        sends = std::move(rest);
        return out;
    }
    Instant next_wake() const { return engine_->next_wake(now); }
    // As it is now.
    Incident incident(const std::string& id) const { return engine_->incident(id).value(); }
    bool awake(const std::string& id) const { return engine_->awake().contains(id); }
    store::Store& store() { return *store_; }
    Stats stats() const { return engine_->stats(); }
    std::size_t incidents() const { return store_->journal().incidents_after("", 1000).size(); }
    void use(Settings settings) {
        settings_ = std::make_shared<const Settings>(std::move(settings));
        tell(ReplaceSettings{settings_});
    }
    // The entries of one kind, of an incident or ("") of the daemon.
    template <class Kind>
    std::vector<Kind> entries(const std::string& incident) {
        std::vector<Kind> out;
        store_->journal().each_entry([&](const Entry& entry) {
            if (const auto* kind = std::get_if<Kind>(&entry.event); kind && entry.incident_id == incident)
                out.push_back(*kind);
        });
        return out;
    }
    std::vector<std::string> kinds_of(const std::string& id) {
        std::vector<std::string> out;
        for (const auto& entry : store_->journal().entries_of(id)) out.push_back(event_kind(entry.event));
        return out;
    }

    Instant now = testkit::at("2026-11-20T10:30:00Z");
    std::vector<Send> sends;
    std::vector<Publish> publications;
    std::vector<ReadBack> read_backs;
    std::vector<RefreshToken> renewals;
    std::vector<UseToken> tokens;
    std::vector<Poll> polls;
    int clocks_agreed = 0;
    bool impaired = false;

  private:
    void run(std::vector<Envelope> batch, const std::vector<ClockNews>& news = {}) {
        auto out = engine_->step(std::move(batch), now, news);
        impaired = out.impaired;
        for (auto& effect : out.effects) {
            if (auto* send = std::get_if<Send>(&effect)) sends.push_back(std::move(*send));
            if (auto* publish = std::get_if<Publish>(&effect)) publications.push_back(std::move(*publish));
            if (auto* read_back = std::get_if<ReadBack>(&effect)) read_backs.push_back(std::move(*read_back));
            if (auto* renewal = std::get_if<RefreshToken>(&effect)) renewals.push_back(std::move(*renewal));
            if (auto* token = std::get_if<UseToken>(&effect)) tokens.push_back(std::move(*token));
            if (auto* poll = std::get_if<Poll>(&effect)) polls.push_back(std::move(*poll));
            clocks_agreed += std::holds_alternative<AgreeClock>(effect);
        }
        for (auto& [to, answer] : out.answers) to(std::move(answer));
    }

    std::shared_ptr<const Settings> settings_;
    std::unique_ptr<store::Store> store_;
    std::unique_ptr<Engine> engine_;
    std::map<std::string, ImportBegun> begun_;  // by import
};

}  // namespace breachd::engine
