#include "syslog/metrics.hpp"

#include "base/prometheus.hpp"

namespace breachd::syslog {

std::string syslog_metrics(const std::map<std::string, Counters>& listeners) {
    std::string out;
    if (listeners.empty()) return out;
    auto plain = [&](std::string_view name, std::string_view type, std::string_view help,
                     std::uint64_t Counters::*count) {
        prometheus::family(out, fmt::format("breachd_syslog_{}", name), type, help);
        for (const auto& [listener, counters] : listeners)
            out += fmt::format("breachd_syslog_{}{{listener=\"{}\"}} {}\n", name, listener, counters.*count);
    };
    auto by_reason = [&](std::string_view name, std::string_view help, std::initializer_list<std::string_view> reasons,
                         std::map<std::string, std::uint64_t> Counters::*counts) {
        prometheus::family(out, fmt::format("breachd_syslog_{}", name), "counter", help);
        for (const auto& [listener, counters] : listeners) {
            auto all = counters.*counts;
            // a rate needs the zero before the first one
            for (auto reason : reasons) all.try_emplace(std::string(reason), 0);
            for (const auto& [reason, count] : all)
                out += fmt::format("breachd_syslog_{}{{listener=\"{}\",reason=\"{}\"}} {}\n", name, listener, reason,
                                   count);
        }
    };
    plain("messages_total", "counter", "Syslog messages read.", &Counters::messages);
    plain("bytes_total", "counter", "Bytes of these messages.", &Counters::bytes);
    plain("frames_too_long_total", "counter", "Messages over frame_bytes_max; the beginning is quarantined.",
          &Counters::frames_too_long);
    plain("frames_broken_total", "counter", "Messages cut off or with broken framing, quarantined.",
          &Counters::frames_broken);
    plain("pauses_total", "counter", "Times that reading stopped because the engine was behind or a rate was used up.",
          &Counters::pauses);
    plain("connections_total", "counter", "Connections accepted.", &Counters::connections);
    plain("connections", "gauge", "Connections open now, or ended with messages still on their way to the disk.",
          &Counters::connections_open);
    by_reason("connections_refused_total",
              "Connections closed at once, or after a long silence for a new one (replaced).",
              {"limit", "no_source", "handshake", "replaced"}, &Counters::refused);
    by_reason("dropped_total", "Messages lost.", {"no_source", "kernel", "refused", "stop"}, &Counters::dropped);
    return out;
}

}  // namespace breachd::syslog
