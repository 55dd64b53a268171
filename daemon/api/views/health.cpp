#include "api/views/health.hpp"

#include "base/text.hpp"

namespace breachd::api {

json::object health_view(const Health& health) {
    const char* store = health.damaged_places > 0 ? "damaged"
                        : health.impaired         ? "impaired"
                        : health.restored         ? "restored"
                                                  : "whole";
    return {{"version", health.version},
            {"started_at", to_json(health.started_at)},
            {"ready", health.ready},
            {"store", store},
            {"verified_at", to_json(health.verified_at)},
            {"damaged_places", health.damaged_places},
            {"last_backup_at", nullptr},  // copies are made by another program, and it leaves no mark
            {"clock", json::object{{"in_doubt", health.clock_in_doubt}, {"synchronised", health.clock_synchronised}}},
            {"configuration_warnings", health.warnings.size()}};
}

json::array channel_states(const Settings& settings, const Health& health,
                           const std::map<std::string, Instant>& last_sent) {
    json::array out;
    for (const auto& channel : settings.channels) {
        bool pages = holds(settings.on_call.channels, channel.name);
        bool notices = holds(settings.notice.order, channel.name);
        if (!pages && !notices) continue;
        auto last = last_sent.find(channel.name);
        bool down = holds(health.channels_down, channel.name);
        out.push_back(
            json::object{{"name", channel.name},
                         {"state", down                      ? "down"
                                   : last != last_sent.end() ? "up"
                                                             : "unknown"},
                         {"last_sent_at", last != last_sent.end() ? to_json(last->second) : json::value(nullptr)},
                         {"used_for_pages", pages},
                         {"used_for_notices", notices}});
    }
    return out;
}

}  // namespace breachd::api
