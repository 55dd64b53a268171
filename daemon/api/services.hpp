// What the network side needs from the rest of the daemon, as functions: the application wires them, tests fake them.
// All are called on the net thread unless said otherwise; callbacks given away may be called from any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "api/options.hpp"
#include "base/instant.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "core/incident/incident.hpp"
#include "engine/messages.hpp"
#include "settings/settings.hpp"
#include "store/readers/reader.hpp"

namespace breachd::api {

using IncidentFacts = std::shared_ptr<const Incident>;

// Syslog messages that came and are lost: the kernel had no room, the engine refused them, a stop cut them off. Which
// of the listener's sources sent them is not known when it has several.
struct SyslogLoss {
    std::string listener;
    std::vector<std::string> sources;
    std::uint64_t messages = 0;  // since last told
};

struct Services {
    // Hands a command to the engine; false when its queue is full: the envelope is then left as it was.
    std::function<bool(engine::Envelope&&)> submit;
    // The daemon's clock: in drill time the incident's time.
    std::function<Instant()> now;
    // The machine's clock, never scaled: outsiders' signatures carry real time. Empty: `now`.
    std::function<Instant()> wall;
    std::function<std::shared_ptr<const Settings>()> settings;
    std::function<std::shared_ptr<const Access>()> access;
    // Called once on each thread of the read pool.
    std::function<std::unique_ptr<store::Reader>()> open_reader;
    // The engine's own state of an incident; `not_found` for an unknown one.
    std::function<void(std::string id, std::function<void(Result<IncidentFacts>)>)> load_incident;
    std::function<bool()> ready;
    // Its warnings, one a line of the log; an error when the old configuration stays.
    std::function<Result<std::vector<std::string>>()> reload;
    std::function<std::string()> metrics;               // further lines for /metrics, in Prometheus' text format
    std::function<json::object(Instant at)> on_call;    // who is on call then
    std::function<void(const std::string& line)> warn;  // into the log: what an operator should know; may be empty
    // once a minute a listener at most, and at its end; may be empty
    std::function<void(const SyslogLoss&)> syslog_lost;
    std::string ack_key;  // for links to /a/{token}; empty: such links are refused
};

}  // namespace breachd::api
