// People on duty are paged until one of them acknowledges.
#include <fmt/format.h>

#include "sim/audit.hpp"

namespace breachd::sim {

namespace {

constexpr Duration kGrace = std::chrono::hours{1};

// A page that was handed out is tried until its provider takes or refuses it, or somebody acknowledges.
std::string no_page_is_left_in_doubt(Case& c) {
    if (!could_work_since(c.witness, c.world.now() - kGrace, c.world.now())) return "";
    for (const auto& [key, letter] : c.witness.letters) {
        if (!key.starts_with("page ") || letter.told() || letter.state == Letter::State::failed) continue;
        auto account = c.books.incidents.find(letter.incident);
        if (account != c.books.incidents.end() && account->second.acknowledged_at) continue;
        if (letter.since < c.world.now() - kGrace)
            return fmt::format("{}: nobody knows since {} whether it arrived, and it is not sent again", key,
                               format_rfc3339(letter.since));
    }
    return "";
}

}  // namespace

std::string audit_pages(Case& c) {
    if (auto wrong = no_page_is_left_in_doubt(c); !wrong.empty()) return wrong;
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
