// The alert that Prometheus Alertmanager and Grafana share: labels, annotations, startsAt, fingerprint.
#pragma once

#include <optional>

#include "ingest/batch.hpp"

namespace breachd::ingest {

// Reads the alerts of one body, each on its own. What one lacks, its group may say: a name, a severity, a status. That
// is looked for when the first alert of an envelope lacks it, and once, however many alerts there are.
class LabelledAlerts {
  public:
    // `product` starts the duplicate key: "alertmanager", "grafana".
    explicit LabelledAlerts(std::string_view product) : product_(product) {}
    Result<Alert> read(const Element& element);

  private:
    struct Group {
        std::string_view envelope;
        std::string name, severity, status;
    };
    const Group& group_of(std::string_view envelope);
    void read_severity(const json::object& labels, std::string_view envelope, Alert& alert);

    std::string_view product_;
    std::optional<Group> group_;
};

}  // namespace breachd::ingest
