// The alert that Prometheus Alertmanager and Grafana share: labels, annotations, startsAt, fingerprint.
#pragma once

#include "ingest/batch.hpp"

namespace breachd::ingest {

// `product` starts the duplicate key: "alertmanager", "grafana". What the alert lacks is looked for in the envelope's
// commonLabels and commonAnnotations only for the severity; the title is the alert's own.
Result<Alert> read_labelled_alert(const Element& element, std::string_view product);

}  // namespace breachd::ingest
