#include "engine/intake/groups.hpp"

#include <algorithm>

namespace breachd::engine {

void Groups::clear() {
    latest_.clear();
    openings_.clear();
}

void Groups::begin() {
    latest_before_.clear();
    openings_before_ = openings_;
}

void Groups::take_back() {
    for (const auto& [group, incident] : latest_before_) {
        if (incident.empty())
            latest_.erase(group);
        else
            latest_[group] = incident;
    }
    openings_ = openings_before_;
}

void Groups::put(const std::string& group, const std::string& incident) {
    auto& present = latest_[group];
    latest_before_.emplace(group, present);
    present = incident;
}

const std::string& Groups::latest(const std::string& group) const {
    static const std::string none;
    auto found = latest_.find(group);
    return found == latest_.end() ? none : found->second;
}

// What is folded into a storm would have opened, and keeps the storm going.
void Groups::hear(const Settings& settings, const Entry& entry) {
    std::size_t most = static_cast<std::size_t>(std::max(settings.storm.incidents, 0));
    auto count = [&](std::int64_t times) {
        for (; times > 0 && most > 0; --times) openings_.push_back(entry.at);
        while (openings_.size() > most) openings_.pop_front();
    };
    if (const auto* opened = std::get_if<IncidentOpened>(&entry.event)) {
        if (opened->group_key.empty()) return;
        put(opened->group_key, entry.incident_id);
        for (const auto& group : opened->groups) put(group, entry.incident_id);
        count(1);
    } else if (const auto* joins = std::get_if<AlertsJoined>(&entry.event); joins && !joins->groups.empty()) {
        for (const auto& group : joins->groups) put(group, entry.incident_id);
        count(std::min<std::int64_t>(joins->count, static_cast<std::int64_t>(most)));
    }
}

bool Groups::storming(const Settings& settings, Instant now) const {
    auto most = static_cast<std::size_t>(std::max(settings.storm.incidents, 0));
    return most > 0 && openings_.size() >= most &&
           within(now, openings_[openings_.size() - most], settings.storm.within);
}

}  // namespace breachd::engine
