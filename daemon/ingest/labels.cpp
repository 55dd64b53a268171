#include "ingest/labels.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/digest.hpp"
#include "ingest/fields.hpp"
#include "ingest/kinds.hpp"
#include "ingest/severity.hpp"
#include "ingest/times.hpp"

namespace breachd::ingest {

namespace {

const json::object kNothing;

// Minimal senders leave the fingerprint out: the sorted labels stand for it, as Alertmanager makes its own.
std::string fingerprint_of_labels(const json::object& labels) {
    std::vector<std::string> pairs;
    for (const auto& label : labels)
        pairs.push_back(fmt::format("{}={}", std::string_view(label.key()), text_of(&label.value())));
    std::sort(pairs.begin(), pairs.end());
    std::string all;
    for (const auto& pair : pairs) all += pair + '\n';
    return hex(sha256(all)).substr(0, 16);
}

// "gps-db-1:9187" names the exporter's port, "https://shop.vidu.test/health" the page that was probed; the host is what
// assets are listed by.
std::string_view without_port(std::string_view host) {
    if (auto scheme = host.find("://"); scheme != std::string_view::npos) {
        host.remove_prefix(scheme + 3);
        host = host.substr(0, host.find_first_of("/?#"));
    }
    auto colon = host.rfind(':');
    if (colon == std::string_view::npos || colon == 0 || colon + 1 == host.size()) return host;
    if (host.find(':') != colon && host[colon - 1] != ']') return host;  // a bare IPv6 address
    auto port = host.substr(colon + 1);
    if (port.find_first_not_of("0123456789") != std::string_view::npos) return host;
    host = host.substr(0, colon);
    return host.front() == '[' && host.back() == ']' ? host.substr(1, host.size() - 2) : host;
}

bool is_used_label(std::string_view name) {
    for (auto used : {"alertname", "severity", "data_kind", "records", "user", "username", "table", "database"})
        if (name == used) return true;
    return false;
}

void read_labels(const json::object& labels, Alert& alert) {
    for (auto name : {"instance", "host", "hostname", "node", "pod", "container", "namespace", "exported_instance"})
        add(alert.hosts, without_port(text_view(find(labels, name))));
    add_paths(alert.users, labels, {"user", "username"});
    add_paths(alert.tables, labels, {"table", "database"});
    // Labels that the operator's alerting rules may set for us; docs/alert-formats.md names them.
    add_kind_labels(alert.data_kinds, find(labels, "data_kind"));
    alert.records = integer_of(find(labels, "records"));
    alert.test = flag_of(find(labels, "test"));
    for (const auto& label : labels) {
        std::string_view name(label.key());
        if (!is_used_label(name)) add(alert.tags, fmt::format("{}={}", name, text_of(&label.value())));
    }
}

// "none" is a severity of Prometheus' own rules.
bool is_silent(std::string_view word) { return is_absent_word(word) && !same_word(word, "none"); }

// A text of the envelope; "" when it is none.
std::string text_member(std::string_view object, std::string_view key) {
    auto text = scan_member(object, key);
    auto parsed = text.starts_with('"') ? parse_json(text) : Result<json::value>(Error{});
    return parsed ? text_of(&*parsed) : std::string();
}

}  // namespace

const LabelledAlerts::Group& LabelledAlerts::group_of(std::string_view envelope) {
    if (group_ && group_->envelope.data() == envelope.data()) return *group_;
    Group group;
    group.envelope = envelope;
    auto common = scan_member(envelope, "commonLabels");
    for (auto labels : {common, scan_member(envelope, "groupLabels")})
        if (group.name.empty()) group.name = text_member(labels, "alertname");
    if (group.name.empty()) group.name = text_member(envelope, "title");
    group.severity = text_member(common, "severity");
    group.status = text_member(envelope, "status");
    return group_.emplace(std::move(group));
}

void LabelledAlerts::read_severity(const json::object& labels, std::string_view envelope, Alert& alert) {
    for (auto name : {"severity", "priority", "level"})
        if (const auto* word = find(labels, name); word != nullptr && !is_silent(text_view(word)))
            return set_severity(alert, word, severity_of_label(text_view(word)));
    const auto& common = group_of(envelope).severity;
    if (common.empty()) return;
    json::value word(common);
    set_severity(alert, &word, severity_of_label(common));
}

Result<Alert> LabelledAlerts::read(const Element& element) {
    auto object = must_be_object(element);
    if (!object) return object.error();
    const auto* labels = object_of(find(**object, "labels"));
    const auto* annotations = object_of(find(**object, "annotations"));
    if (labels == nullptr && annotations == nullptr)
        return not_this_format(element, "an alert of Alertmanager or Grafana: it has no labels");
    if (labels == nullptr) labels = &kNothing;
    if (annotations == nullptr) annotations = &kNothing;
    Alert alert;
    alert.title = first_text(*labels, {"alertname"});
    if (alert.title.empty()) alert.title = first_text(*annotations, {"summary", "title", "description"});
    if (alert.title.empty()) alert.title = group_of(element.envelope).name;
    alert.rule_id = first_text(*labels, {"alertname"});
    read_labels(*labels, alert);
    read_severity(*labels, element.envelope, alert);
    alert.detected_at = alert.occurred_at = time_of(find(**object, "startsAt"));
    auto status = text_of(find(**object, "status"));
    if (status.empty()) status = group_of(element.envelope).status;  // minimal senders only tell the group's
    if (same_word(status, "resolved")) alert.status = AlertStatus::resolved;
    auto print = clean_text(text_of(find(**object, "fingerprint")));
    if (print.empty() && labels->size() > 1) print = fingerprint_of_labels(*labels);
    // The same alert fires again later under the same fingerprint; its start tells the two apart.
    if (!print.empty())  // a name alone is no key
        alert.external_id =
            fmt::format("{}:{}:{}", product_, print, alert.detected_at ? format_rfc3339(*alert.detected_at) : "-");
    finish(alert, "Alert without a name");
    return alert;
}

}  // namespace breachd::ingest
