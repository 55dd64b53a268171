// /metrics in Prometheus' text format: what the net thread counts, then what the application adds.
#include "syslog/metrics.hpp"
#include "api/routes/handlers.hpp"
#include "base/prometheus.hpp"

namespace breachd::api {

namespace {

void by_source(std::string& out, std::string_view name, std::string_view help,
               const std::map<std::string, std::uint64_t>& counts) {
    prometheus::family(out, name, "counter", help);
    for (const auto& [source, count] : counts) out += fmt::format("{}{{source=\"{}\"}} {}\n", name, source, count);
}

}  // namespace

void get_metrics(Context& context, const CallPtr& call) {
    const Counters& counters = context.counters;
    std::string text;
    prometheus::family(text, "breachd_http_requests_total", "counter", "Requests answered, by route and status.");
    for (const auto& [key, count] : counters.answers) {
        auto [route, status] = key;
        text += fmt::format("breachd_http_requests_total{{method=\"{}\",route=\"{}\",status=\"{}\"}} {}\n",
                            route ? route->method : "-", route ? route->pattern : "none", status, count);
    }
    by_source(text, "breachd_alerts_received_total", "Alerts read and handed to the engine, duplicates included.",
              counters.intake.alerts);
    by_source(text, "breachd_alerts_unreadable_total", "Elements that could not be read and went to quarantine.",
              counters.intake.unreadable);
    prometheus::family(text, "breachd_alerts_refused_total", "counter",
                       "Requests of senders refused, by reason: address, proof, size, rate, overload.");
    for (const auto& [key, count] : counters.intake.refused)
        text += fmt::format("breachd_alerts_refused_total{{source=\"{}\",reason=\"{}\"}} {}\n", key.first, key.second,
                            count);
    prometheus::single(text, "breachd_http_connections_total", "counter", "Connections accepted.",
                       counters.connections);
    prometheus::single(text, "breachd_http_connections_refused_total", "counter",
                       "Connections over a limit, closed at once.", counters.connections_refused);
    prometheus::single(text, "breachd_http_connections", "gauge", "Connections open now.", counters.sessions);
    prometheus::single(text, "breachd_event_streams", "gauge", "Event streams open now.", counters.streams);
    prometheus::single(text, "breachd_hook_signatures_bad_total", "counter", "Hooks refused for their signature.",
                       counters.hook_signatures_bad);
    text += syslog::syslog_metrics(counters.syslog);
    prometheus::family(text, "breachd_build_info", "gauge", "The version that runs.");
    text += fmt::format("breachd_build_info{{version=\"{}\"}} 1\n", context.services.version);
    if (context.services.metrics) text += context.services.metrics();
    Response out;
    out.content_type = "text/plain; version=0.0.4; charset=utf-8";
    out.body = std::move(text);
    call->respond(std::move(out));
}

}  // namespace breachd::api
