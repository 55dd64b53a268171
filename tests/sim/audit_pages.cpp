// People on duty are paged until one of them acknowledges.
#include <fmt/format.h>

#include "sim/audit.hpp"

namespace breachd::sim {

namespace {

constexpr Duration kGrace = std::chrono::hours{1};

}  // namespace

std::string audit_pages(Case& c) {
    if (!c.in_order()) return "";
    for (const auto& [id, account] : c.books.incidents) {
        if (account.acknowledged_at || account.dismissed_at || account.remedied_at) continue;
        auto pages = c.witness.pages.find(id);
        if (pages == c.witness.pages.end()) return id + ": nobody was ever paged";
        auto quiet = c.world.now() - pages->second.back();
        if (quiet > c.world.settings().on_call.repeat + kGrace && could_work(c.witness, c.world.now()))
            return id + ": nobody acknowledged and the paging went quiet";
    }
    return "";
}

}  // namespace breachd::sim
