// Small documents made from the engine's statistics and the settings for the API.
#pragma once

#include <string>

#include "app/clock.hpp"
#include "base/json.hpp"
#include "base/metrics.hpp"
#include "delivery/prober.hpp"
#include "engine/engine.hpp"
#include "settings/settings.hpp"

namespace breachd::app {

// The engine's part of /metrics; no personal data, no incident's title.
void show_stats(metrics::Page& page, const engine::Stats& stats, Instant now, std::size_t queue, bool impaired);
void show_mailbox(metrics::Page& page, std::optional<Cause> state);
// Who is on call at `at`, until when, and who is next; the escalation policy in words.
json::object on_call_view(const Settings& settings, Instant at);
// When nobody is on duty in a roster, and what would make a page go nowhere at any time.
json::object on_call_gaps_view(const Settings& settings, Instant from, Instant to);

// How the daemon's clocks stand.
json::object clock_view(const ClockView& clock);
// The channels: what is configured and what each provider can do. No secret, no address, no URL.
json::array channels_view(const Settings& settings);
// What came of asking a channel.
json::object check_view(const Channel& channel, const delivery::ChannelCheck& check);

}  // namespace breachd::app
