#include "ingest/loose.hpp"

#include "ingest/fields.hpp"
#include "ingest/kinds.hpp"
#include "ingest/severity.hpp"
#include "ingest/times.hpp"

namespace breachd::ingest {

void read_loose(const json::object& in, Alert& alert) {
    if (auto title = first_text(in, {"title", "name", "alert_name", "alert", "summary", "message", "msg", "description"});
        !title.empty())
        alert.title = title;
    if (const auto* severity = dig(in, "severity")) {
        auto number = severity->is_number() ? number_of(severity) : std::nullopt;
        bool ours = number && *number >= 0 && *number <= 100;
        set_severity(alert, severity, ours ? std::optional(static_cast<int>(*number)) : severity_of_any_word(text_view(severity)));
    }
    if (auto at = first_time({find(in, "timestamp"), find(in, "@timestamp"), find(in, "time")})) alert.detected_at = at;
    add_paths(alert.hosts, in, {"host", "host.name", "hostname", "dest", "resource", "instance"});
    add_paths(alert.users, in, {"user", "user.name", "username"});
    add_kind_labels(alert.data_kinds, find(in, "data_kind"));
    if (!alert.records) alert.records = integer_of(find(in, "records"));
    if (alert.rule_id.empty()) alert.rule_id = first_text(in, {"rule_id", "rule.id", "rule"});
}

}  // namespace breachd::ingest
