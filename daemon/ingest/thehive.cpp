// TheHive: what its API takes as an alert (POST /api/alert, /api/v1/alert), what it answers, and its outgoing webhook
// {operation, objectType, object, details}, `action` in version 5. Only a creation is an alert; updates carry changed
// fields alone.
#include <fmt/format.h>

#include "ingest/fields.hpp"
#include "ingest/kinds.hpp"
#include "ingest/parsers.hpp"
#include "ingest/severity.hpp"
#include "ingest/times.hpp"

namespace breachd::ingest {

namespace {

std::optional<int> severity_of(const json::value* severity) {
    auto number = integer_of(severity);
    if (!number) return std::nullopt;
    return *number <= 1 ? 25 : *number == 2 ? 50 : *number == 3 ? 75 : 95;
}

void read_observables(const json::value* list, Alert& alert) {
    const auto* items = array_of(list);
    if (items == nullptr) return;
    for (const auto& item : *items) {
        auto type = text_view(find(&item, "dataType"));
        if (type == "hostname" || type == "fqdn" || type == "ip") add_each(alert.hosts, find(&item, "data"));
        if (type == "mail" || type == "username" || type == "user") add_each(alert.users, find(&item, "data"));
    }
}

// {"data_kind": {"string": "…"}} before version 5, [{"name": "data_kind", "value": "…"}] since; plain values are met
// too.
void read_custom_fields(const json::value* fields, Alert& alert) {
    auto take = [&](std::string_view name, const json::value* value) {
        if (name == "data_kind") add_kind_labels(alert.data_kinds, value);
        if (name == "records") alert.records = integer_of(value);
    };
    if (const auto* items = array_of(fields))
        for (const auto& item : *items) take(text_view(find(&item, "name")), find(&item, "value"));
    if (const auto* members = object_of(fields))
        for (const auto& member : *members) {
            const json::value* value = &member.value();
            for (auto type : {"string", "integer", "number"})
                if (const auto* typed = find(value, type)) value = typed;
            take(std::string_view(member.key()), value);
        }
}

AlertStatus status_of(std::string_view word) {
    if (same_word(word, "Resolved")) return AlertStatus::resolved;
    if (same_word(word, "Ignored") || same_word(word, "Closed") || same_word(word, "Deleted"))
        return AlertStatus::closed;
    return same_word(word, "Imported") || same_word(word, "InProgress") ? AlertStatus::acknowledged : AlertStatus::open;
}

Alert read_fields(const json::object& in) {
    Alert alert;
    alert.title = text_of(find(in, "title"));
    set_severity(alert, find(in, "severity"), severity_of(find(in, "severity")));
    alert.occurred_at = first_time({find(in, "date"), find(in, "startDate")});
    alert.detected_at = first_time({find(in, "createdAt"), find(in, "_createdAt")});
    if (!alert.detected_at) alert.detected_at = alert.occurred_at;
    read_observables(find(in, "artifacts"), alert);
    read_observables(find(in, "observables"), alert);
    add_each(alert.tags, find(in, "tags"));
    alert.status = status_of(first_text(in, {"stage", "status"}));  // version 5 lets an operator name the status
    read_custom_fields(find(in, "customFields"), alert);
    alert.rule_id = first_text(in, {"type"});
    return alert;
}

Taken read_one(const Element& element) {
    auto object = must_be_object(element);
    if (!object) return object.error();
    const json::object& outer = **object;
    auto operation = text_view(find(outer, "operation"));
    if (operation.empty() && find(outer, "objectType") != nullptr) operation = text_view(find(outer, "action"));
    const json::object* in = &outer;
    if (!operation.empty()) {
        auto type = text_view(find(outer, "objectType"));
        bool known = same_word(type, "alert") || same_word(type, "case");
        if (!starts_with_word(operation, "creat") || !known) return std::optional<Alert>{};
        in = object_of(find(outer, "object"));
        if (in == nullptr) in = object_of(find(outer, "details"));
        if (in == nullptr) return not_this_format(element, "TheHive's webhook: it has neither object nor details");
    }
    if (find(*in, "title") == nullptr) return not_this_format(element, "an alert of TheHive: it has no title");
    Alert alert = read_fields(*in);
    if (!operation.empty())
        if (auto at = first_time({find(outer, "startDate"), find(outer, "_createdAt")})) alert.detected_at = at;
    auto reference = first_text(*in, {"sourceRef"});
    if (!reference.empty())
        alert.external_id =
            fmt::format("thehive:{}:{}:{}", first_text(*in, {"type"}), first_text(*in, {"source"}), reference);
    else if (auto id = first_text(*in, {"id", "_id"}); !id.empty())
        alert.external_id = fmt::format("thehive-case:{}", id);
    finish(alert, "TheHive alert");
    return std::optional(std::move(alert));
}

}  // namespace

Result<Parsed> parse_thehive(const Body& body) { return read_alerts(body.bytes, {}, read_one); }

}  // namespace breachd::ingest
