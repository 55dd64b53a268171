// Small documents made from the engine's statistics and the settings for the API.
#pragma once

#include <string>

#include "base/json.hpp"
#include "base/metrics.hpp"
#include "engine/engine.hpp"
#include "settings/settings.hpp"

namespace breachd::app {

// The engine's part of /metrics; no personal data, no incident's title.
void show_stats(metrics::Page& page, const engine::Stats& stats, Instant now, std::size_t queue, bool impaired);
// Who is on call at `at`, until when, and who is next; the escalation policy in words.
json::object on_call_view(const Settings& settings, Instant at);

}  // namespace breachd::app
