#include "syslog/metrics.hpp"

namespace breachd::syslog {

void show(metrics::Page& page, const std::map<std::string, Counters>& listeners) {
    auto plain = [&](std::uint64_t Counters::*count) {
        for (const auto& [listener, counters] : listeners)
            page.value(static_cast<double>(counters.*count), {{"listener", listener}});
    };
    auto counter = [&](std::string name, std::string help, std::uint64_t Counters::*count) {
        page.counter("breachd_syslog_" + name, std::move(help));
        plain(count);
    };
    auto by_reason = [&](std::string name, std::string help, std::initializer_list<std::string_view> reasons,
                         std::map<std::string, std::uint64_t> Counters::*counts) {
        page.counter("breachd_syslog_" + name, std::move(help));
        for (const auto& [listener, counters] : listeners) {
            auto all = counters.*counts;
            // a rate needs the zero before the first one
            for (auto reason : reasons) all.try_emplace(std::string(reason), 0);
            for (const auto& [reason, count] : all)
                page.value(static_cast<double>(count), {{"listener", listener}, {"reason", reason}});
        }
    };
    counter("messages_total", "Syslog messages read.", &Counters::messages);
    counter("bytes_total", "Bytes of these messages.", &Counters::bytes);
    counter("frames_too_long_total", "Messages over frame_bytes_max; the beginning is quarantined.",
            &Counters::frames_too_long);
    counter("frames_broken_total", "Messages cut off or with broken framing, quarantined.", &Counters::frames_broken);
    counter("pauses_total", "Times that reading stopped because the engine was behind or a rate was used up.",
            &Counters::pauses);
    counter("connections_total", "Connections accepted.", &Counters::connections);
    page.gauge("breachd_syslog_connections",
               "Connections open now, or ended with messages still on their way to the disk.");
    plain(&Counters::connections_open);
    by_reason("connections_refused_total",
              "Connections closed at once, or after a long silence for a new one (replaced).",
              {"limit", "no_source", "handshake", "replaced"}, &Counters::refused);
    by_reason("dropped_total", "Messages lost.", {"no_source", "kernel", "refused", "stop"}, &Counters::dropped);
}

}  // namespace breachd::syslog
