// Many openings in a short time are folded into one incident that wakes people once; fewer never are.
#include <fmt/format.h>

#include <algorithm>

#include "sim/oracle_intake.hpp"

namespace breachd::sim {

namespace {

std::string storms_are_folded(Case& c, const Journal& journal) {
    const auto& storm = c.world.settings().storm;
    std::vector<Instant> alone, openings;  // openings: those that were folded too
    auto lately = [&](const std::vector<Instant>& moments, Instant at) {
        return std::count_if(moments.begin(), moments.end(), [&](Instant one) { return one >= at - storm.within; });
    };
    for (const auto& entry : journal) {
        const auto* opened = std::get_if<IncidentOpened>(&entry.event);
        const auto* joined = std::get_if<AlertsJoined>(&entry.event);
        bool folded = (opened && opened->group_key == "storm") || (joined && !joined->groups.empty());
        if (!folded && !opened) continue;
        if (folded && lately(openings, entry.at) < storm.incidents)
            return entry.incident_id + ": alarms were folded and there was no storm";
        openings.push_back(entry.at);
        if (folded) continue;
        alone.push_back(entry.at);
        if (lately(alone, entry.at) > storm.incidents)
            return entry.incident_id + ": opened in a storm and was not folded";
    }
    return "";
}

// In the first quarter of an hour everybody is told at most once on each channel, however many alerts it takes in. What
// was found long before has clocks that wake people of their own, and so have alerts after a remedy; an alert that
// claims so has a question for them besides.
std::string an_incident_wakes_people_once(Case& c, const Journal& journal) {
    std::map<std::string, Instant> opened_at;
    std::map<std::string, int> pages;
    std::string wrong;
    each<IncidentOpened>(journal, [&](const Entry& entry, const IncidentOpened&) {
        const auto& account = c.books.incidents.at(entry.incident_id);
        bool at_once = account.detected_at >= entry.at - std::chrono::hours{1};
        if (at_once && !account.remedied_at) opened_at[entry.incident_id] = entry.at;
    });
    each<Paged>(journal, [&](const Entry& entry, const Paged& page) {
        if (page.why.code == ReasonCode::detection_claimed) return;
        auto opened = opened_at.find(entry.incident_id);
        if (opened == opened_at.end() || entry.at >= opened->second + std::chrono::minutes{15}) return;
        if (++pages[fmt::format("{} {} {}", entry.incident_id, page.person, page.channel)] > 1)
            wrong = entry.incident_id + ": one incident woke people more than once at its beginning";
    });
    return wrong;
}

}  // namespace

std::string judge_storms(Case& c, const Journal& journal) {
    return first_broken(c, journal, {storms_are_folded, an_incident_wakes_people_once});
}

}  // namespace breachd::sim
