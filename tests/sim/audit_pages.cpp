// People on duty are paged until one of them acknowledges or proposes to dismiss; that proposal pages them again.
#include <fmt/format.h>

#include <algorithm>

#include "sim/audit.hpp"

namespace breachd::sim {

namespace {

constexpr Duration kGrace = std::chrono::hours{1};
constexpr Duration kClock = std::chrono::hours{72};  // of the report, which every incident owes

// A page that was handed out is tried until its provider takes or refuses it, or somebody acknowledges.
std::string no_page_is_left_in_doubt(Case& c) {
    if (!could_work_since(c.witness, c.world.now() - kGrace, c.world.now())) return "";
    for (const auto& [key, letter] : c.witness.letters) {
        if (!key.starts_with("page ") || letter.told() || letter.state == Letter::State::failed) continue;
        auto account = c.books.incidents.find(letter.incident);
        bool over =
            account != c.books.incidents.end() && (account->second.acknowledged_at || account->second.proposed_at);
        if (over) continue;
        if (letter.since < c.world.now() - kGrace)
            return fmt::format("{}: nobody knows since {} whether it arrived, and it is not sent again", key,
                               format_rfc3339(letter.since));
    }
    return "";
}

// A dismissal that nobody confirmed comes back to the people on duty in the first half of the clock.
std::string proposals_are_asked_for(Case& c, const std::string& id, const Account& account) {
    if (!account.proposed_at || account.dismissed_at || account.remedied_at || account.filed_at) return "";
    auto half = std::max(account.detected_at + kClock / 2, *account.proposed_at + kClock / 2);
    if (c.world.now() < half + kGrace || !could_work_since(c.witness, half - kGrace, c.world.now())) return "";
    auto timeline = c.outside.timeline(id);
    bool asked = std::any_of(timeline.begin(), timeline.end(), [](const json::object& entry) {
        return text_in(entry, "kind") == "dismissal_unconfirmed";
    });
    return asked ? "" : id + ": its dismissal is not confirmed, and nobody was asked";
}

}  // namespace

std::string audit_pages(Case& c) {
    if (auto wrong = no_page_is_left_in_doubt(c); !wrong.empty()) return wrong;
    if (!c.in_order()) return "";
    for (const auto& [id, account] : c.books.incidents) {
        if (auto wrong = proposals_are_asked_for(c, id, account); !wrong.empty()) return wrong;
        if (account.acknowledged_at || account.dismissed_at || account.remedied_at || account.proposed_at) continue;
        auto pages = c.witness.pages.find(id);
        if (pages == c.witness.pages.end()) return id + ": nobody was ever paged";
        auto quiet = c.world.now() - pages->second.back();
        if (quiet > c.world.settings().on_call.repeat + kGrace && could_work(c.witness, c.world.now()))
            return id + ": nobody acknowledged and the paging went quiet";
    }
    return "";
}

}  // namespace breachd::sim
