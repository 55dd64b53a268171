// The functions of the rest of the daemon that the network side calls: app/wiring makes them, tests fake them. All are
// called on the net thread unless said otherwise; callbacks that are passed in may be called from any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "base/json.hpp"
#include "base/metrics.hpp"
#include "base/result.hpp"
#include "core/access/session.hpp"
#include "core/telling/list_page.hpp"
#include "engine/commands.hpp"
#include "settings/server.hpp"
#include "settings/settings.hpp"
#include "store/readers/reader.hpp"
#include "syslog/services.hpp"

namespace breachd::api {

// Its warnings, one a line of the log; an error when the old configuration stays.
using Reloaded = Result<std::vector<std::string>>;

// How the daemon itself is.
struct Health {
    std::string version;
    Instant started_at{};
    bool ready = false, impaired = false, restored = false;
    std::optional<Instant> verified_at;  // the whole store, last
    std::int64_t damaged_places = 0;
    bool clock_in_doubt = false, clock_synchronised = false;
    std::optional<Cause> mailbox;  // of mails that come back: none when none is read or was read yet
    std::vector<std::string> channels_down;
    std::vector<std::string> warnings;  // of the last reading of the configuration
    Instant read_at{};                  // when it was read
};

struct Services {
    // Hands a command to the engine; false when its queue is full: the envelope is then left as it was.
    std::function<bool(engine::Envelope&&)> submit;
    // The daemon's clock: in drill time the incident's time.
    std::function<Instant()> now;
    // The machine's clock, never scaled: signatures of other systems carry real time. Empty: `now`.
    std::function<Instant()> wall;
    // Monotonic, from any zero: for durations that /metrics shows. Empty: they are all zero.
    std::function<std::chrono::nanoseconds()> steady;
    std::function<std::shared_ptr<const Settings>()> settings;
    // The same as the engine uses it, with those who stand in on call.
    std::function<std::shared_ptr<const Settings>()> in_effect;
    std::function<Health()> health;
    std::function<std::shared_ptr<const AccessBook>()> access;  // who may sign in, and who is signed in
    // Called once on each thread of the read pool.
    std::function<std::unique_ptr<store::Reader>()> open_reader;
    // What is held since the store was put back from a copy; null: nothing is. May be empty.
    std::function<std::shared_ptr<const json::object>()> restored;
    // On a thread of the read pool: a page of the database cannot be read. May be empty.
    std::function<void(const std::string& why)> damaged;
    std::function<bool()> ready;
    // Begins to read the configuration again, on another thread, which then calls `done`; false, and `done` is never
    // called, while an earlier reading is under way.
    std::function<bool(std::function<void(Reloaded)> done)> reload;
    std::function<void(breachd::metrics::Page&)> metrics;  // further families for /metrics; may be empty
    std::function<json::object(Instant at)> on_call;       // who is on call then
    // Between two moments: {"items": holes of rosters, "next": null, "always": what makes pages go nowhere}.
    std::function<json::object(Instant from, Instant to)> on_call_gaps;
    std::function<json::object()> clock;                                // how the daemon's clocks stand
    std::function<std::shared_ptr<const json::object>()> channels_now;  // over all runs, by name
    // Of channels that send e-mail: what the DNS says of their sender, by name; asks it anew when that is old. May be
    // empty.
    std::function<std::shared_ptr<const json::object>()> sender_dns;
    std::function<json::array()> channels;  // what is configured, what each can do, how it is
    // Asks a channel without a message to anybody; `to`: an address to try dry, or "". False: not now.
    std::function<bool(std::string channel, std::string to, std::function<void(json::object)> done)> check_channel;
    // Fetches a page of a list from its source; `done` from another thread, once. False: not now. May be empty.
    std::function<bool(ListAsk ask, std::function<void(Result<ListPage>)> done)> fetch_list;
    std::function<void(const std::string& line)> warn;  // into the log: what an operator should know; may be empty
    // once a minute a listener at most, and at its end; may be empty
    std::function<void(const syslog::Loss&)> syslog_lost;
    std::string version;  // of the program, for /metrics
    std::string ack_key;  // for links to /a/{token}; empty: such links are refused
};

}  // namespace breachd::api
