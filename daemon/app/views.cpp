#include "app/views.hpp"

#include "base/prometheus.hpp"
#include "core/oncall/paging.hpp"

namespace breachd::app {

std::string metrics_text(const engine::Stats& stats, Instant now, std::size_t queue, bool impaired) {
    std::string out;
    auto line = [&](const char* name, const char* type, const char* help, std::int64_t value) {
        prometheus::single(out, fmt::format("breachd_{}", name), type, help, value);
    };
    line("engine_steps_total", "counter", "Finished engine cycles.", stats.steps);
    line("alerts_duplicate_total", "counter", "Alerts that were known already.", stats.duplicates);
    line("alerts_updated_total", "counter", "Known alerts of which a later message said something new.", stats.updates);
    line("alerts_replayed_total", "counter", "Signed messages that were sent a second time, without a second effect.",
         stats.replays_refused);
    line("alerts_quarantined_total", "counter", "Bodies kept in quarantine.", stats.quarantined);
    line("quarantine_waiting", "gauge", "Bodies in quarantine that nobody has replayed.", stats.quarantine_waiting);
    line("incidents_opened_total", "counter", "Incidents opened since the start.", stats.incidents_opened);
    line("pages_total", "counter", "Pages made.", stats.pages);
    line("notices_sent_total", "counter", "Attempts to tell a subject.", stats.notices_sent);
    line("subjects_told_total", "counter", "Subjects told since the start.", stats.told);
    line("clocks_running", "gauge", "Obligations running.", stats.running_clocks);
    line("clocks_overdue", "gauge", "Obligations overdue and still owed.", stats.overdue);
    if (stats.next_due)
        line("clock_next_due_seconds", "gauge", "Seconds to the next due time; negative when passed.",
             std::chrono::floor<std::chrono::seconds>(*stats.next_due - now).count());
    line("channels_down", "gauge", "Channels whose breaker is open.", stats.channels_down);
    line("journal_entries_total", "counter", "Journal entries written since the start.", stats.journal_entries);
    line("store_failures_total", "counter", "Steps that could not be committed.", stats.failures);
    line("store_impaired", "gauge", "1 while the store cannot be written.", impaired ? 1 : 0);
    line("engine_queue", "gauge", "Commands waiting for the engine.", static_cast<std::int64_t>(queue));
    return out;
}

json::object on_call_view(const Settings& settings, Instant at) {
    json::array rosters;
    for (const auto& roster : settings.on_call.rosters) {
        auto person = on_duty(roster, at);
        auto handover = next_handover(roster, at);
        auto next = handover ? on_duty(roster, *handover) : std::nullopt;
        rosters.push_back(json::object{{"name", roster.name},
                                       {"on_call", to_json(person)},
                                       {"until", to_json(handover)},
                                       {"next", to_json(next)}});
    }
    json::array steps;
    for (const auto& step : settings.on_call.escalation)
        steps.push_back(json::object{{"after", format_duration(step.after)},
                                     {"page", to_json(step.page)},
                                     {"people_now", to_json(people_of(step, settings, at))}});
    return {{"at", to_json(at)},
            {"rosters", rosters},
            {"escalation", steps},
            {"repeat", format_duration(settings.on_call.repeat)},
            {"channels", to_json(settings.on_call.channels)}};
}

}  // namespace breachd::app
