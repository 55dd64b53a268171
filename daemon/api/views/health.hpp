// How the daemon itself is, for people. Pure.
#pragma once

#include <map>

#include "api/services.hpp"

namespace breachd::api {

json::object health_view(const Health& health);
// Each channel in use: {"name","state":"up|down|unknown","last_sent_at","used_for_pages","used_for_notices"}. Up is
// what was seen to work and is not known to be down.
json::array channel_states(const Settings& settings, const Health& health,
                           const std::map<std::string, Instant>& last_sent);

}  // namespace breachd::api
