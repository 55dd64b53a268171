#include "ingest/loose.hpp"

#include <algorithm>
#include <utility>

#include "ingest/fields.hpp"
#include "ingest/found_fields.hpp"
#include "ingest/kinds.hpp"
#include "ingest/severity.hpp"
#include "ingest/times.hpp"

namespace breachd::ingest {

AlertStatus status_of_any_word(std::string_view word) {
    auto is = [&](std::initializer_list<std::string_view> words) {
        return std::any_of(words.begin(), words.end(), [&](auto known) { return same_word(word, known); });
    };
    if (is({"resolved", "ok", "recovered", "inactive", "fixed"})) return AlertStatus::resolved;
    if (is({"closed", "dismissed", "suppressed"})) return AlertStatus::closed;
    bool taken = is({"acknowledged", "ack", "inprogress", "in_progress", "in progress"});
    return taken ? AlertStatus::acknowledged : AlertStatus::open;
}

namespace {

// What the tables know beside the usual names; the event's own moment before the carrier's.
void read_tables(const json::object& in, bool titled, const Senders& senders, Alert& alert) {
    auto title = std::exchange(alert.title, titled ? alert.title : std::string());
    auto severity = alert.severity;
    auto native = alert.severity_native;
    auto carried = std::exchange(alert.occurred_at, std::nullopt);
    auto pairs = flat_pairs(in);
    auto found = senders.fields("", "", pairs);
    if (apply_fields(found, alert) && dig(in, "severity") != nullptr && !is_absent_word(native))
        alert.severity = severity, alert.severity_native = native;
    if (!alert.occurred_at) alert.occurred_at = carried;
    if (alert.title.empty()) alert.title = title;
}

}  // namespace

void read_loose(const json::object& in, Alert& alert, const Senders* senders) {
    auto title = first_title(in, {"title", "name", "alert_name", "alert", "summary", "message", "msg", "description"});
    if (!title.empty()) alert.title = title;
    if (const auto* severity = dig(in, "severity")) {
        auto number = number_of(severity);
        bool ours = number && *number >= 0 && *number <= 100;
        set_severity(alert, severity,
                     ours ? std::optional(static_cast<int>(*number)) : severity_of_any_word(text_view(severity)));
    }
    if (auto at = first_time({find(in, "timestamp"), find(in, "@timestamp"), find(in, "time")})) alert.detected_at = at;
    add_paths(alert.hosts, in, {"host", "host.name", "hostname", "dest", "resource", "instance", "hosts"});
    add_paths(alert.users, in, {"user", "user.name", "username", "users"});
    alert.status = status_of_any_word(text_view(find(in, "status")));
    add_kind_labels(alert.data_kinds, find(in, "data_kind"));
    if (!alert.records) alert.records = integer_of(find(in, "records"));
    if (alert.rule_id.empty()) alert.rule_id = first_text(in, {"rule_id", "rule.id", "rule"});
    if (senders != nullptr) read_tables(in, !says_nothing(title), *senders, alert);
}

}  // namespace breachd::ingest
