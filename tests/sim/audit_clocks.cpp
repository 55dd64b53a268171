// Which incidents must exist, when each was detected, which kinds of data it touches, which duties follow, until when,
// and that no due time passes without the daemon saying so.
#include <fmt/format.h>

#include "sim/audit.hpp"

namespace breachd::sim {

namespace {

constexpr Duration kSoon = std::chrono::minutes{2};

std::string list(const std::set<std::string>& names) { return fmt::format("{}", fmt::join(names, ", ")); }

std::string facts_are_right(const std::string& id, const Account& account, const json::object& shown) {
    auto detected_at = moment_in(shown, "detected_at");
    if (detected_at != account.detected_at)
        return fmt::format("{}: detected at {}, the daemon says {}", id, format_rfc3339(account.detected_at),
                           text_in(shown, "detected_at"));
    std::set<std::string> kinds;
    for (const auto& kind : list_in(shown, "kinds")) kinds.insert(text_in(kind.as_object(), "kind"));
    if (kinds != account.kinds)
        return fmt::format("{}: touches {}, the daemon says {}", id, list(account.kinds), list(kinds));
    return "";
}

std::string state_is_right(Case& c, const std::string& id, const Account& account, const json::object& duty,
                           Instant due_at) {
    auto name = text_in(duty, "id"), state = text_in(duty, "state");
    auto wrong = [&](const char* should) {
        return fmt::format("{}: {} is called {}, and {}", id, name, state, should);
    };
    if (state == "running" && due_at < c.world.now()) return wrong("its due time has passed");
    if (state == "overdue" && due_at >= c.world.now()) return wrong("its due time has not come");
    if (name != "authority-report") return "";
    bool late = account.filed_at && *account.filed_at > due_at;
    const char* met = late ? "met_late" : "met";
    if (account.filed_at && state != met) return wrong(late ? "the report was filed late" : "the report was filed");
    if (!account.filed_at && state.starts_with("met")) return wrong("nothing was filed");
    if (late && duty.at("late_by_s").is_null()) return wrong("by how much it was late is lost");
    return "";
}

std::string duties_are_right(Case& c, const std::string& id, const Account& account, const json::object& shown) {
    const auto& duties = list_in(shown, "obligations");
    for (const auto& duty : kDuties) {
        const auto* said = element_in(duties, "id", duty.id);
        if (!owes(account, duty)) {
            if (said != nullptr) return fmt::format("{}: {} is not owed", id, duty.id);
            continue;
        }
        if (said == nullptr) return fmt::format("{}: {} was never started", id, duty.id);
        auto due_at = account.detected_at + duty.within;
        if (moment_in(*said, "due_at") != due_at)
            return fmt::format("{}: {} is due at {}, the daemon says {}", id, duty.id, format_rfc3339(due_at),
                               text_in(*said, "due_at"));
        if (moment_in(*said, "starts_at") != account.detected_at)
            return fmt::format("{}: {} does not run from the detection", id, duty.id);
        if (auto wrong = state_is_right(c, id, account, *said, due_at); !wrong.empty()) return wrong;
    }
    return "";
}

// The first moment from `due_at` on at which the daemon could say that it has passed.
Instant could_say_it(const Witness& witness, Instant due_at) {
    auto out = due_at + Duration{1};
    while (!could_work(witness, out)) out += std::chrono::minutes{1};
    return out;
}

std::string told_in_time(Case& c, const std::string& id) {
    std::map<std::string, Instant> started;
    for (const auto& entry : c.outside.timeline(id)) {
        auto kind = text_in(entry, "kind");
        auto at = *moment_in(entry, "at");
        const auto& data = object_in(entry, "data");
        bool begins = kind == "obligation_started" || kind == "obligation_moved" || kind == "obligation_reopened";
        if (begins) started[text_in(data, "id")] = at;
        if (kind != "obligation_overdue") continue;
        auto due_at = std::max(*moment_in(data, "due_at"), started[text_in(data, "id")]);
        if (at > could_say_it(c.witness, due_at) + kSoon)
            return fmt::format("{}: {} passed its due time at {} and the daemon said so at {}", id, text_in(data, "id"),
                               format_rfc3339(due_at), format_rfc3339(at));
    }
    return "";
}

}  // namespace

std::string audit_incidents(Case& c) {
    for (const auto& [id, account] : c.books.incidents) {
        auto shown = c.incidents.find(id);
        if (shown == c.incidents.end()) return id + ": was answered and is gone";
        if (auto wrong = facts_are_right(id, account, shown->second); !wrong.empty()) return wrong;
        if (is_live(shown->second) != !account.dismissed_at)
            return id + (account.dismissed_at ? ": was dismissed and lives" : ": nobody dismissed it");
        if (account.remedied_at.has_value() != !text_in(shown->second, "remedied_at").empty())
            return id + ": its remedy is not as it was answered";
    }
    for (const auto& [id, shown] : c.incidents)
        if (!c.books.incidents.contains(id)) return id + ": nothing that was sent explains it";
    return "";
}

std::string audit_clocks(Case& c) {
    for (const auto& [id, account] : c.books.incidents) {
        if (account.dismissed_at) continue;
        if (auto wrong = duties_are_right(c, id, account, c.incidents.at(id)); !wrong.empty()) return wrong;
        if (!c.in_order()) continue;
        if (auto wrong = told_in_time(c, id); !wrong.empty()) return wrong;
    }
    return "";
}

}  // namespace breachd::sim
