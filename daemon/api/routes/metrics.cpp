// /metrics in Prometheus' text format: what the net thread counts, then what the application adds.
#include "base/metrics.hpp"

#include "api/routes/handlers.hpp"
#include "syslog/metrics.hpp"

namespace breachd::api {

namespace {

void by_source(metrics::Page& page, std::string name, std::string help,
               const std::map<std::string, std::uint64_t>& counts) {
    page.counter(std::move(name), std::move(help));
    for (const auto& [source, count] : counts) page.value(static_cast<double>(count), {{"source", source}});
}

void single(metrics::Page& page, std::string name, std::string help, std::uint64_t count) {
    page.counter(std::move(name), std::move(help)).value(static_cast<double>(count));
}

void show(metrics::Page& page, const Counters& counters) {
    page.counter("breachd_http_requests_total", "Requests answered, by route and status.");
    for (const auto& [key, answers] : counters.answers) {
        auto [route, status] = key;
        page.value(static_cast<double>(answers.count), {{"method", route ? route->method : "-"},
                                                        {"route", route ? route->pattern : "none"},
                                                        {"status", std::to_string(status)}});
    }
    counters.request_seconds.show(page);
    by_source(page, "breachd_alerts_received_total", "Alerts read and handed to the engine, duplicates included.",
              counters.intake.alerts);
    by_source(page, "breachd_alerts_unreadable_total", "Elements that could not be read and went to quarantine.",
              counters.intake.unreadable);
    by_source(page, "breachd_not_alerts_total", "Records of a source's feed that tell of no alert.",
              counters.intake.not_alerts);
    page.counter("breachd_alerts_refused_total",
                 "Requests of senders refused, by reason: address, proof, size, rate, overload.");
    for (const auto& [key, count] : counters.intake.refused)
        page.value(static_cast<double>(count), {{"source", key.first}, {"reason", key.second}});
    single(page, "breachd_http_connections_total", "Connections accepted.", counters.connections);
    single(page, "breachd_http_connections_refused_total", "Connections over a limit, closed at once.",
           counters.connections_refused);
    page.gauge("breachd_http_connections", "Connections open now.").value(static_cast<double>(counters.sessions));
    page.gauge("breachd_event_streams", "Event streams open now.").value(static_cast<double>(counters.streams));
    single(page, "breachd_hook_signatures_bad_total", "Hooks refused for their signature.",
           counters.hook_signatures_bad);
    syslog::show(page, counters.syslog);
}

}  // namespace

void get_metrics(Context& context, const CallPtr& call) {
    metrics::Page page;
    show(page, context.counters);
    page.gauge("breachd_build_info", "The version that runs.").value(1, {{"version", context.services.version}});
    if (context.services.metrics) context.services.metrics(page);
    Response out;
    out.content_type = metrics::kContentType;
    out.body = page.text();
    call->respond(std::move(out));
}

}  // namespace breachd::api
