#include "sim/oracle_intake.hpp"

#include <fmt/format.h>

namespace breachd::sim {

std::string first_broken(Case& c, const Journal& journal, std::initializer_list<Check*> checks) {
    for (auto* check : checks)
        if (auto wrong = check(c, journal); !wrong.empty()) return wrong;
    return "";
}

std::vector<const Taken*> at_first(Case& c) {
    std::vector<const Taken*> out;
    std::set<std::string> keys;
    for (const auto& message : c.witness.messages)
        if (message.replay_key.empty() || keys.insert(message.replay_key).second) out.push_back(&message);
    return out;
}

bool roster_heard(Case& c, const Journal& journal, const std::string& source, const char* words, Instant from,
                  Instant to) {
    bool heard = false;
    auto name = fmt::format("“{}”", source);
    each<Paged>(journal, [&](const Entry& entry, const Paged& page) {
        bool says = page.why.find(name) != std::string::npos && page.why.find(words) != std::string::npos;
        bool then = entry.incident_id.empty() && entry.at >= from && entry.at <= to;
        heard = heard || (then && says && c.witness.pages_by_id.contains(page.page_id));
    });
    return heard;
}

}  // namespace breachd::sim
