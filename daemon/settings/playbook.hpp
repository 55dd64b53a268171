// Response playbooks (playbooks/response/*.yaml): which tasks an incident of some kind brings. Plain values;
// core/incident/playbook applies them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "settings/law.hpp"

namespace breachd {

struct PlaybookTask {
    std::string id;
    Bilingual title;
    std::optional<Duration> due_after;  // from detection
    std::string action;                 // "" a person's task | page | propose_public_notice
    std::string when;                   // "" always | "kind:location" | "severity>=80" | "role:processor" | "act:loss"
};

struct Playbook {
    std::string id;
    Bilingual title;
    std::vector<std::string> kinds;  // chosen when one of these is affected; empty: the general one
    std::vector<PlaybookTask> tasks;
};

}  // namespace breachd
