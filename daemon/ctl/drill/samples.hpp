// Invented input for the drill: an alert as Wazuh would send it, the facts a responder writes down, and a list of
// subjects that never existed (.test domains, numbers of no real block).
#pragma once

#include <string>

#include "base/instant.hpp"
#include "base/json.hpp"
#include "settings/settings.hpp"

namespace breachd::ctl {

struct DrillTarget {
    std::string asset, host;
};
// The first asset that holds location or biometric data and has a host name; empty when there is none.
DrillTarget drill_target(const Settings& settings);

std::string wazuh_alert(const DrillTarget& target, Instant at);
json::object drill_facts(std::int64_t subjects);

inline constexpr int kDrillSubjects = 40;
// 20 with e-mail and telephone (2 of the mailboxes do not exist), 8 e-mail only, 5 telephone only, 3 an app only, 1
// with nothing, 3 whose only address is wrong.
std::string subjects_csv();

}  // namespace breachd::ctl
