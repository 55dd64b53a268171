#include "app/views.hpp"

#include "core/oncall/paging.hpp"

namespace breachd::app {

void show_stats(metrics::Page& page, const engine::Stats& stats, Instant now, std::size_t queue, bool impaired) {
    auto counter = [&](const char* name, const char* help, std::int64_t count) {
        page.counter(std::string("breachd_") + name, help).value(static_cast<double>(count));
    };
    auto gauge = [&](const char* name, const char* help, std::int64_t now_is) {
        page.gauge(std::string("breachd_") + name, help).value(static_cast<double>(now_is));
    };
    counter("engine_steps_total", "Finished engine cycles.", stats.steps);
    counter("alerts_duplicate_total", "Alerts that were known already.", stats.duplicates);
    counter("alerts_updated_total", "Known alerts of which a later message said something new.", stats.updates);
    counter("alerts_replayed_total", "Signed messages that were sent a second time, without a second effect.",
            stats.replays_refused);
    counter("alerts_quarantined_total", "Bodies kept in quarantine.", stats.quarantined);
    gauge("quarantine_waiting", "Bodies in quarantine that nobody has replayed.", stats.quarantine_waiting);
    counter("incidents_opened_total", "Incidents opened since the start.", stats.incidents_opened);
    counter("pages_total", "Pages made.", stats.pages);
    counter("notices_sent_total", "Attempts to tell a subject.", stats.notices_sent);
    counter("subjects_told_total", "Subjects told since the start.", stats.told);
    gauge("clocks_running", "Obligations running.", stats.running_clocks);
    gauge("clocks_overdue", "Obligations overdue and still owed.", stats.overdue);
    page.gauge("breachd_clock_next_due_seconds", "Seconds to the next due time; negative when passed.");
    if (stats.next_due)
        page.value(static_cast<double>(std::chrono::floor<std::chrono::seconds>(*stats.next_due - now).count()));
    gauge("channels_down", "Channels whose breaker is open.", stats.channels_down);
    counter("journal_entries_total", "Journal entries written since the start.", stats.journal_entries);
    counter("store_failures_total", "Steps that could not be committed.", stats.failures);
    gauge("store_impaired", "1 while the store cannot be written.", impaired ? 1 : 0);
    gauge("engine_queue", "Commands waiting for the engine.", static_cast<std::int64_t>(queue));
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
