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

bool roster_heard(Case& c, const Journal& journal, const std::string& source, ReasonCode why, Instant from,
                  Instant to) {
    bool heard = false;
    each<Paged>(journal, [&](const Entry& entry, const Paged& page) {
        const auto* named = page.why.args.if_contains("source");
        bool says = page.why.code == why && named && *named == json::value_from(source);
        bool then = entry.incident_id.empty() && entry.at >= from && entry.at <= to;
        heard = heard || (then && says && c.witness.pages_by_id.contains(page.page_id));
    });
    return heard;
}

}  // namespace breachd::sim
