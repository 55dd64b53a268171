// Wazuh 4.x: a line of alerts.json, an array or a stream of them, the Shuffle integration's wrapper (`all_fields`) and
// the active-response message (`parameters.alert`); hits of the indexer; the findings of 5.x. This is the busiest
// format: members are looked up one level at a time and nothing is copied twice.
#include <fmt/format.h>

#include "ingest/batch.hpp"
#include "ingest/fields.hpp"
#include "ingest/kinds.hpp"
#include "ingest/parsers.hpp"
#include "ingest/severity.hpp"
#include "ingest/times.hpp"

namespace breachd::ingest {

namespace {

// The alert itself, wherever the message carries it.
const json::object* unwrap(const json::object& in) {
    if (const auto* alert = object_of(find(find(in, "parameters"), "alert"))) return alert;
    for (auto name : {"all_fields", "alert"})  // Shuffle's; scripts that operators wrote
        if (const auto* alert = object_of(find(in, name))) return alert;
    if (const auto* source = object_of(find(in, "_source"))) return source;  // a hit of the indexer
    return &in;
}

// rule.level, 0 to 15 (the integrator's filter also lets 16 through).
int severity_of(std::int64_t level) {
    return level <= 0 ? 0 : level >= 15 ? 100 : static_cast<int>((level * 200 + 15) / 30);
}

void read_rule(const json::object& rule, Alert& alert) {
    alert.title = clean_title(text_view(find(rule, "description")));
    const auto* level = find(rule, "level");
    if (auto number = integer_of(level)) {
        alert.severity = severity_of(*number);
        alert.severity_native = text_of(level);
    }
    alert.rule_id = clean_text(text_of(find(rule, "id")));
    add_each(alert.tags, find(rule, "groups"));
    add_each(alert.tags, find(find(rule, "mitre"), "id"));
}

// Accounts where decoders other than the usual ones put them, for alerts that name nobody else.
void read_other_users(const json::object& in, const json::value* data, Alert& alert) {
    const auto* event = find(find(data, "win"), "eventdata");
    add_each(alert.users, find(event, "subjectUserName"));
    add_each(alert.users, find(event, "user"));
    add_each(alert.users, find(find(data, "office365"), "UserId"));
    if (const auto* identity = object_of(find(find(data, "aws"), "userIdentity")))
        add(alert.users, first_text(*identity, {"userName", "arn"}));
    add_each(alert.users, dig(find(data, "gcp"), "protoPayload.authenticationInfo.principalEmail"));
    add_each(alert.users, find(find(data, "github"), "actor"));
    add_each(alert.users, find(find(find(data, "gworkspace"), "actor"), "email"));
    add_each(alert.users, find(data, "userPrincipalName"));  // Entra ID through Azure's module
    add_each(alert.users, find(find(data, "audit"), "acct"));
    const auto* who = find(find(in, "syscheck"), "audit");
    add_each(alert.users, find(find(who, "login_user"), "name"));
    add_each(alert.users, find(find(who, "user"), "name"));
    add_each(alert.users, find(data, "user"));
}

// CloudTrail's event, or Macie's finding, whose type says what it found.
void read_aws(const json::object& aws, Alert& alert) {
    add_paths(alert.tables, aws,
              {"requestParameters.bucketName", "resourcesAffected.s3Bucket.name", "resourcesAffected.s3Object.path"});
    auto type = text_view(find(aws, "type"));
    if (starts_with_word(type, "SensitiveData:")) add_category(alert.data_kinds, type.substr(type.rfind('/') + 1));
}

void read_places(const json::object& in, Alert& alert) {
    if (const auto* agent = object_of(find(in, "agent"))) {
        add_each(alert.hosts, find(*agent, "name"));
        // An agent that may come from anywhere is registered with the address "any".
        if (text_view(find(*agent, "ip")) != "any") add_each(alert.hosts, find(*agent, "ip"));
    }
    add_each(alert.hosts, find(find(in, "agentless"), "host"));
    add_each(alert.hosts, find(find(in, "predecoder"), "hostname"));
    // The victim's address counts, the attacker's (data.srcip) is no asset of ours.
    const auto* data = find(in, "data");
    add_each(alert.hosts, find(data, "dstip"));
    add_each(alert.users, find(data, "srcuser"));
    add_each(alert.users, find(data, "dstuser"));
    if (const auto* event = find(find(data, "win"), "eventdata")) add_each(alert.users, find(event, "targetUserName"));
    if (alert.users.empty()) read_other_users(in, data, alert);
    add_each(alert.tables, find(find(in, "syscheck"), "path"));
    add_each(alert.tables, find(find(data, "office365"), "ObjectId"));
    add_each(alert.tables, find(find(find(data, "audit"), "file"), "name"));
    if (const auto* aws = object_of(find(data, "aws"))) read_aws(*aws, alert);
    // Columns that an operator's decoder or rule may add.
    add_kind_labels(alert.data_kinds, find(data, "data_kind"));
    alert.records = integer_of(find(data, "records"));
}

// Wazuh numbers alerts per manager node, so the node's name is part of the key.
std::string_view manager_of(const json::object& in) {
    auto name = text_view(find(find(in, "manager"), "name"));
    if (name.empty()) name = text_view(find(find(in, "cluster"), "node"));
    if (name.empty()) name = text_view(find(find(in, "cluster"), "name"));
    return name.empty() ? std::string_view("-") : name;
}

// Version 5: a finding in the indexer, its rule and agent under `wazuh`, the levels those of Sigma.
Alert read_finding(const json::object& outer, const json::object& in, const json::object& rule) {
    Alert alert;
    alert.title = first_text(rule, {"title", "name", "description"});
    set_severity(alert, find(rule, "level"), severity_of_word(text_view(find(rule, "level"))));
    alert.rule_id = clean_text(text_of(find(rule, "id")));
    add_each(alert.tags, find(rule, "tags"));
    add_paths(alert.hosts, in, {"wazuh.agent.name", "wazuh.agent.host.hostname", "wazuh.agent.host.ip"});
    if (alert.hosts.empty()) add_paths(alert.hosts, in, {"host.name", "host.hostname", "host.ip"});
    add_paths(alert.users, in, {"user.name"});
    add_paths(alert.tables, in, {"file.path"});
    alert.detected_at = first_time({dig(in, "event.created"), find(in, "@timestamp")});
    alert.occurred_at = first_time({find(in, "@timestamp"), dig(in, "event.created")});
    auto id = first_text(outer, {"_id"});
    if (id.empty()) id = first_text(in, {"event.id"});
    if (!id.empty()) alert.external_id = fmt::format("wazuh:{}", id);
    finish(alert, "Wazuh finding");
    return alert;
}

// An event of archives.json that no rule fired for, or the statistics of an agent.
bool is_archive(const json::object& in) {
    bool event = find(in, "full_log") != nullptr || find(in, "decoder") != nullptr || find(in, "location") != nullptr;
    return find(in, "agent") != nullptr && event;
}

Taken read_one(const Element& element) {
    auto object = must_be_object(element);
    if (!object) return object.error();
    const json::object& in = *unwrap(**object);
    if (const auto* newer = object_of(find(find(in, "wazuh"), "rule")))
        return std::optional(read_finding(**object, in, *newer));
    const auto* rule = object_of(find(in, "rule"));
    if (rule == nullptr && is_archive(in)) return std::optional<Alert>{};
    if (rule == nullptr) return not_this_format(element, "a Wazuh alert: it has no object `rule`");
    Alert alert;
    read_rule(*rule, alert);
    read_places(in, alert);
    alert.detected_at = time_of(find(in, "timestamp"));
    if (!alert.detected_at) alert.detected_at = time_of(find(in, "@timestamp"));
    alert.occurred_at = alert.detected_at;
    if (auto id = text_of(find(in, "id")); !id.empty())
        alert.external_id = fmt::format("wazuh:{}:{}", manager_of(in), id);
    finish(alert, "Wazuh alert");
    return std::optional(std::move(alert));
}

}  // namespace

Result<Parsed> parse_wazuh(const Body& body) { return read_alerts(body.bytes, {}, {"hits.hits"}, read_one); }

}  // namespace breachd::ingest
