#include "engine/intake/groups.hpp"

#include <algorithm>

namespace breachd::engine {

namespace {

std::size_t storm_of(const Settings& settings) {
    return static_cast<std::size_t>(std::max(settings.storm.incidents, 0));
}

// How many openings an entry counts for. What is folded into a storm would have opened, and keeps the storm going.
std::size_t openings_of(const Entry& entry, std::size_t most) {
    if (const auto* opened = std::get_if<IncidentOpened>(&entry.event)) return opened->group_key.empty() ? 0 : 1;
    const auto* joined = std::get_if<AlertsJoined>(&entry.event);
    if (joined == nullptr || joined->groups.empty()) return 0;
    return std::min(most, static_cast<std::size_t>(std::max<std::int64_t>(joined->count, 0)));
}

}  // namespace

// Entries older than the window make no storm any more.
void Groups::load(Step& step) {
    openings_.clear();
    auto most = storm_of(step.settings);
    step.store.journal().each_entry_back([&](const Entry& entry) {
        if (openings_.size() >= most || !within(step.now, entry.at, step.settings.storm.within)) return false;
        for (auto times = openings_of(entry, most); times > 0 && openings_.size() < most; --times)
            openings_.push_front(entry.at);
        return true;
    });
}

void Groups::hear(Step& step, const Entry& entry) {
    auto most = storm_of(step.settings);
    for (auto times = openings_of(entry, most); times > 0; --times) openings_.push_back(entry.at);
    while (openings_.size() > most) openings_.pop_front();
    place(step, entry);
}

void Groups::place(Step& step, const Entry& entry) {
    auto put = [&](const std::string& group) { step.store.groups().put(group, entry.incident_id, entry.seq); };
    if (const auto* opened = std::get_if<IncidentOpened>(&entry.event)) {
        if (opened->group_key.empty()) return;
        put(opened->group_key);
        for (const auto& group : opened->groups) put(group);
    } else if (const auto* joined = std::get_if<AlertsJoined>(&entry.event)) {
        for (const auto& group : joined->groups) put(group);
    }
}

std::string Groups::latest(Step& step, const std::string& group) const {
    return step.store.groups().incident_of(group);
}

bool Groups::storming(const Step& step) const {
    auto most = storm_of(step.settings);
    return most > 0 && openings_.size() >= most &&
           within(step.now, openings_[openings_.size() - most], step.settings.storm.within);
}

}  // namespace breachd::engine
