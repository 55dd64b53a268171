// Falco's own output and Falcosidekick's webhook. Plain Falco gives no id: rule, host, time and the output fields are
// the key.
#include <fmt/format.h>

#include <algorithm>

#include "base/digest.hpp"
#include "ingest/fields.hpp"
#include "ingest/kinds.hpp"
#include "ingest/parsers.hpp"
#include "ingest/severity.hpp"
#include "ingest/times.hpp"

namespace breachd::ingest {

namespace {

void read_output_fields(const json::object& in, Alert& alert) {
    // Keys hold dots, slashes and brackets; these are whole keys.
    add_each(alert.hosts, find(in, "k8s.pod.name"));
    if (alert.hosts.empty()) add_each(alert.hosts, find(in, "k8s.node.name"));
    if (text_view(find(in, "container.id")) != "host") add_each(alert.hosts, find(in, "container.id"));
    if (text_view(find(in, "container.name")) != "host") add_each(alert.hosts, find(in, "container.name"));
    for (auto key : {"user.name", "ka.user.name"}) add_each(alert.users, find(in, key));
    if (alert.users.empty())  // other sources of events: login name, CloudTrail, Okta, GitHub
        for (auto key : {"user.loginname", "ct.user", "okta.actor.alternateID", "github.user"})
            add_each(alert.users, find(in, key));
    // A file's name; of a connection ("10.0.0.1:40000->10.0.0.2:443") it is no data.
    if (auto name = text_view(find(in, "fd.name")); name.find("->") == std::string_view::npos) add(alert.tables, name);
    for (auto key : {"ka.target.name", "s3.bucket", "ct.request.bucketname"}) add_each(alert.tables, find(in, key));
    for (auto key : {"k8s.ns.name", "container.name"}) add_each(alert.tags, find(in, key));
    add_kind_labels(alert.data_kinds, find(in, "data_kind"));
    alert.records = integer_of(find(in, "records"));
}

Taken read_one(const Element& element) {
    auto object = must_be_object(element);
    if (!object) return object.error();
    const json::object& in = **object;
    auto rule = clean_text(text_of(find(in, "rule")));
    if (rule.empty() && find(in, "output") == nullptr)
        return not_this_format(element, "a Falco alert: it has neither rule nor output");
    if (contains_word(rule, "internal: metrics snapshot")) return std::optional<Alert>{};  // its own statistics
    Alert alert;
    alert.title = rule.empty() ? text_of(find(in, "output")) : rule;
    alert.rule_id = rule;
    set_severity(alert, find(in, "priority"), severity_of_priority(text_view(find(in, "priority"))));
    const auto* fields = find(in, "output_fields");
    const auto* event_time = object_of(fields) != nullptr ? find(*object_of(fields), "evt.time") : nullptr;
    alert.occurred_at = alert.detected_at = first_time({find(in, "time"), event_time});
    add_each(alert.hosts, find(in, "hostname"));
    if (const auto* members = object_of(fields)) read_output_fields(*members, alert);
    add_each(alert.tags, find(in, "tags"));
    add_each(alert.tags, find(in, "source"));
    alert.test = rule == "Test rule" && (std::find(alert.tags.begin(), alert.tags.end(), "test") != alert.tags.end() ||
                                         contains_word(text_view(find(in, "output")), "test from falcosidekick"));
    if (auto uuid = text_of(find(in, "uuid")); !uuid.empty())
        alert.external_id = fmt::format("falco:{}", uuid);
    else
        alert.external_id = fmt::format(
            "falco:{}|{}|{}|{}", rule, text_of(find(in, "hostname")), text_of(find(in, "time")),
            hex(sha256(fields != nullptr ? json::serialize(*fields) : text_of(find(in, "output")))).substr(0, 16));
    finish(alert, "Falco alert");
    return std::optional(std::move(alert));
}

}  // namespace

Result<Parsed> parse_falco(const Body& body) { return read_alerts(body.bytes, {}, read_one); }

}  // namespace breachd::ingest
