// Prometheus Alertmanager, webhook version 4: a group of alerts, each read on its own.
#include "ingest/labels.hpp"
#include "ingest/parsers.hpp"

namespace breachd::ingest {

Result<Parsed> parse_alertmanager(const Body& body) {
    LabelledAlerts alerts("alertmanager");
    return read_alerts(body.bytes, {"alerts"}, [&](const Element& element) -> Taken {
        auto alert = alerts.read(element);
        if (!alert) return alert.error();
        return std::optional(std::move(*alert));
    });
}

}  // namespace breachd::ingest
