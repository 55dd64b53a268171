// The notice for people who have only some of the incident's kinds of data.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/telling/notice.hpp"

namespace breachd {

// The texts by these kinds (subject.hpp): of the facts as they are, with their kinds and duties alone. The number of
// groups is bounded; the others get the whole text.
inline constexpr std::size_t kNoticeGroupsMax = 50;
std::map<std::string, NoticeDraft> drafts_by_kinds(const Incident& incident, const Settings& settings);
// Of these own kinds those that the incident has; "" when it has all or none of them: the whole text.
std::string group_in(const std::vector<std::string>& own, const std::vector<std::string>& of_incident);

}  // namespace breachd
