#include "app/timings.hpp"

namespace breachd::app {

void Timings::step(std::chrono::nanoseconds took, std::optional<std::chrono::nanoseconds> commit) {
    step_.observe({}, took);
    if (commit) commit_.observe({}, *commit);
}

void Timings::page(const Incident& incident, Instant now, Instant process_began) {
    if (incident.opened_at < process_began || !paged_.insert(incident.id).second) return;
    if (paged_.size() > kPagedMax) paged_.erase(paged_.begin());
    first_page_.observe({}, now - incident.opened_at);
}

void Timings::attempt(const std::string& channel, const Outcome& outcome) {
    using boost::describe::enum_to_string;
    attempts_.count({{"channel", channel},
                     {"result", enum_to_string(outcome.result, "?")},
                     {"cause", enum_to_string(outcome.blame, "?")}});
}

void Timings::show(metrics::Page& page) const {
    step_.show(page);
    commit_.show(page);
    first_page_.show(page);
    attempts_.show(page);
}

}  // namespace breachd::app
