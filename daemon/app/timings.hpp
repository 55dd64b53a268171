// Durations and outcomes that operators look at over weeks, for /metrics. The threads of the engine and of delivery
// tell it, the net thread shows it. Labels are names of channels and words of enums.
#pragma once

#include <set>
#include <string>

#include "base/instant.hpp"
#include "base/metrics.hpp"
#include "core/incident/incident.hpp"
#include "notifiers/notifier.hpp"

namespace breachd::app {

class Timings {
  public:
    // Engine thread.
    void step(std::chrono::nanoseconds took, std::optional<std::chrono::nanoseconds> commit);
    // Engine thread. A page of this incident goes to a channel; its first since it was opened counts, unless it was
    // opened before this process started: then nobody knows of the pages before.
    void page(const Incident& incident, Instant now, Instant process_began);
    // Any thread.
    void attempt(const std::string& channel, const Outcome& outcome);
    void show(metrics::Page& page) const;

  private:
    static constexpr std::size_t kPagedMax = 10'000;  // incidents remembered; ids ascend, the oldest go first

    metrics::Histogram step_{"breachd_engine_step_seconds",
                             "One cycle of the engine: its decisions and their commit.",
                             {0.001, 0.005, 0.02, 0.1, 0.5, 2, 10}};
    metrics::Histogram commit_{
        "breachd_store_commit_seconds", "One commit: until the disk has it.", {0.001, 0.005, 0.02, 0.1, 0.5, 2, 10}};
    metrics::Histogram first_page_{"breachd_first_page_seconds",
                                   "From the step that opened an incident to its first page handed to a channel.",
                                   {0.05, 0.25, 1, 5, 30, 120, 600}};
    metrics::Counter attempts_{"breachd_delivery_attempts_total",
                               "Attempts to send, by channel, result and who is to blame."};
    std::set<std::string> paged_;
};

}  // namespace breachd::app
