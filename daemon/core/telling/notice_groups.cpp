#include "core/telling/notice_groups.hpp"

#include "base/text.hpp"
#include "core/law/obligation.hpp"
#include "core/telling/subject.hpp"

namespace breachd {

std::string group_in(const std::vector<std::string>& own, const std::vector<std::string>& of_incident) {
    std::vector<std::string> out;
    for (const auto& kind : of_incident)
        if (holds(own, kind)) out.push_back(kind);
    return out.size() == of_incident.size() ? "" : group_of(std::move(out));
}

std::map<std::string, NoticeDraft> drafts_by_kinds(const Incident& incident, const Settings& settings) {
    std::map<std::string, NoticeDraft> out;
    std::vector<std::string> all;
    for (const auto& each : incident.kinds) all.push_back(each.kind);
    for (const auto& [own, people] : incident.groups) {
        auto group = group_in(kinds_in(own), all);
        if (group.empty() || people.listed == 0 || out.contains(group) || out.size() == kNoticeGroupsMax) continue;
        auto kinds = kinds_in(group);
        auto theirs = incident;
        std::erase_if(theirs.kinds, [&](const KindCount& each) { return !holds(kinds, each.kind); });
        std::erase_if(theirs.obligations,
                      [&](const Obligation& o) { return is_for_subjects(o) && !is_owed_to(o, incident, group); });
        out.emplace(std::move(group), draft_notice(theirs, settings));
    }
    return out;
}

}  // namespace breachd
