#include "core/law/people_duty.hpp"

#include <algorithm>
#include <cstdlib>

#include "base/text.hpp"
#include "core/law/obligation.hpp"
#include "core/telling/subject.hpp"

namespace breachd {

namespace {

// The kinds of the incident that the duty is about. A duty that asks for none (to tell each person after a public
// notice) is about those of the other duties towards people.
std::vector<std::string> kinds_to_tell(const Obligation& o, const Incident& incident) {
    std::vector<std::string> out;
    auto is_about = [&](const std::string& kind) {
        if (!o.kinds.empty()) return holds(o.kinds, kind);
        return std::any_of(incident.obligations.begin(), incident.obligations.end(),
                           [&](const Obligation& other) { return is_for_subjects(other) && holds(other.kinds, kind); });
    };
    for (const auto& each : incident.kinds)
        if (is_about(each.kind)) out.push_back(each.kind);
    return out;
}

std::vector<std::string> kinds_not_in(const NoticeCover& cover, const std::vector<std::string>& wanted) {
    std::vector<std::string> out;
    for (const auto& kind : wanted)
        if (!holds(cover.kinds, kind)) out.push_back(kind);
    return out;
}

// Of the duty's kinds those that people with these own kinds must hear of. Who has none of the incident's kinds is
// taken for one who has all of them, until the facts say so.
std::vector<std::string> kinds_to_tell(const Obligation& o, const Incident& incident, std::string_view group) {
    auto wanted = kinds_to_tell(o, incident), own = kinds_in(group);
    if (std::any_of(own.begin(), own.end(), [&](const auto& kind) { return incident.has_kind(kind); }))
        std::erase_if(wanted, [&](const auto& kind) { return !holds(own, kind); });
    return wanted;
}

constexpr std::string_view kAfterPublicNotice = "individual-after-public";

// How many were told by letters that fulfil the duty: written for it, with each of these kinds in them.
std::int64_t told_of(const Obligation& o, const Incident& incident, const std::vector<std::string>& kinds,
                     const std::map<int, std::int64_t>& told_by) {
    std::int64_t out = 0;
    for (const auto& cover : incident.covers) {
        auto told = told_by.find(cover.version);
        // What is owed after a public notice is the individual notice itself, also one from before it.
        bool written_for = o.id == kAfterPublicNotice || holds(cover.duties, o.id);
        bool fulfils = written_for && kinds_not_in(cover, kinds).empty();
        if (told != told_by.end() && fulfils) out += told->second;
    }
    return out;
}

}  // namespace

because::People people_of(const Obligation& o, const Incident& incident) {
    const auto& run = incident.notice_run;
    auto wanted = kinds_to_tell(o, incident);
    because::People out{0, run.subjects, run.by_hand, run.impossible, incident.people_named(wanted)};
    auto of_all_kinds = incident.told_by;
    for (const auto& [kinds, group] : incident.groups) {
        std::map<int, std::int64_t> told_by;
        for (const auto& [version, people] : group.told_by) told_by[std::atoi(version.c_str())] = people;
        for (const auto& [version, people] : told_by) of_all_kinds[version] -= people;
        if (is_owed_to(o, incident, kinds)) {
            out.told += told_of(o, incident, kinds_to_tell(o, incident, kinds), told_by);
        } else {
            out.subjects -= group.listed;
            out.impossible -= group.impossible;
        }
    }
    out.told += told_of(o, incident, wanted, of_all_kinds);
    out.by_hand = std::min(out.by_hand, out.told);
    return out;
}

bool everyone_told(const because::People& people, const Incident& incident) {
    if (incident.notice_version == 0 || people.subjects == 0) return false;
    return people.told + people.impossible >= people.subjects &&
           (people.number <= people.subjects || list_is_complete(incident));
}

Reason why_owed_again(const Obligation& o, const Incident& incident) {
    auto people = people_of(o, incident);
    std::vector<std::string> untold;
    if (!incident.covers.empty()) untold = kinds_not_in(incident.covers.back(), kinds_to_tell(o, incident));
    if (!untold.empty()) return because::kinds_not_told(untold);
    if (people.told + people.impossible < people.subjects) return because::not_all_told(people.told, people.subjects);
    if (everyone_told(people, incident)) return because::filing_withdrawn();  // then the report is what is missing
    return because::list_short(people.subjects, people.number);
}

bool is_brought_again(const Obligation& o, const Incident& incident) {
    auto then = incident.set_aside.find(o.id);
    if (!is_for_subjects(o) || o.kinds.empty() || then == incident.set_aside.end()) return false;
    auto wanted = kinds_to_tell(o, incident);
    return std::any_of(wanted.begin(), wanted.end(), [&](const auto& kind) { return !holds(then->second, kind); });
}

std::int64_t people_untold(const Incident& incident) {
    std::int64_t most = 0;
    for (const auto& o : incident.obligations) {
        if (!is_for_subjects(o) || o.state == ObligationState::not_applicable) continue;
        auto people = people_of(o, incident);
        auto all = list_is_complete(incident) ? people.subjects : std::max(people.subjects, people.number);
        most = std::max(most, all - people.told - people.impossible);
    }
    return most;
}

bool list_is_complete(const Incident& incident) {
    const auto& said = incident.list_complete;
    return said && said->confirmed_at && incident.people_named() <= said->number &&
           incident.notice_run.subjects >= said->listed;
}

bool is_owed_to(const Obligation& o, const Incident& incident, std::string_view group) {
    return is_for_subjects(o) && !kinds_to_tell(o, incident, group).empty();
}

PeopleLeft people_left(const Incident& incident) {
    PeopleLeft out{incident.notice_run.unreachable, incident.notice_run.pointed};
    for (const auto& [kinds, group] : incident.groups) {
        bool any = std::any_of(incident.obligations.begin(), incident.obligations.end(),
                               [&](const Obligation& o) { return owed(o) && is_owed_to(o, incident, kinds); });
        if (any) continue;
        out.unreachable -= group.unreachable;
        out.pointed -= group.pointed;
    }
    return out;
}

}  // namespace breachd
