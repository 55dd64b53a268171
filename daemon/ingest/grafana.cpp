// Grafana alerting: Alertmanager's shape with a few additions, and the dashboard alerts of before version 8.
#include <fmt/format.h>

#include "base/digest.hpp"
#include "ingest/fields.hpp"
#include "ingest/labels.hpp"
#include "ingest/parsers.hpp"
#include "ingest/severity.hpp"

namespace breachd::ingest {

namespace {

// {ruleId, ruleName, state, title, message, evalMatches}: no id of the occurrence and no time; its values stand in.
Alert read_legacy(const json::object& in) {
    Alert alert;
    alert.title = first_text(in, {"ruleName", "title"});
    alert.rule_id = first_text(in, {"ruleId"});
    auto state = first_text(in, {"state"});
    if (state == "ok") alert.status = AlertStatus::resolved;
    if (const auto* tags = object_of(find(in, "tags"))) {
        for (const auto& tag : *tags)
            add(alert.tags, fmt::format("{}={}", std::string_view(tag.key()), text_of(&tag.value())));
        add_paths(alert.hosts, *tags, {"host", "instance"});
        const auto* word = first_of(*tags, {"severity", "priority", "level"});
        set_severity(alert, word, severity_of_label(text_view(word)));
    }
    const auto* values = find(in, "evalMatches");
    if (const auto* matches = array_of(values))
        for (const auto& match : *matches)
            if (const auto* tags = object_of(find(&match, "tags"))) add_paths(alert.hosts, *tags, {"host", "instance"});
    alert.test = alert.title == "Test notification";  // the button of the notification channel
    alert.external_id = fmt::format("grafana:rule:{}:{}", alert.rule_id, state);
    if (values != nullptr) alert.external_id += ":" + hex(sha256(json::serialize(*values))).substr(0, 16);
    finish(alert, "Grafana alert");
    return alert;
}

// Grafana's own alarms about a rule that could not be evaluated.
bool is_about_health(const json::object& labels) {
    auto name = text_view(find(labels, "alertname"));
    return name == "DatasourceNoData" || name == "DatasourceError";
}

bool is_test_button(const json::object& labels) {
    return text_view(find(labels, "alertname")) == "TestAlert" && text_view(find(labels, "instance")) == "Grafana";
}

Taken read_one(LabelledAlerts& alerts, const Element& element) {
    const auto* object = object_of(&element.value);
    if (object != nullptr && find(*object, "ruleName") != nullptr) return std::optional(read_legacy(*object));
    auto alert = alerts.read(element);
    if (!alert) return alert.error();
    const auto* labels = object_of(find(&element.value, "labels"));
    if (labels != nullptr && is_test_button(*labels)) alert->test = true;
    if (labels != nullptr && is_about_health(*labels)) add(alert->tags, "health");
    return std::optional(std::move(*alert));
}

}  // namespace

Result<Parsed> parse_grafana(const Body& body) {
    LabelledAlerts alerts("grafana");
    return read_alerts(body.bytes, {"alerts"}, [&](const Element& element) { return read_one(alerts, element); });
}

}  // namespace breachd::ingest
