// Alerts of Sigma engines; Sigma itself has no wire format. OpenSearch Security Analytics (alerts, findings),
// Zircolite (rule with matches), Hayabusa's JSON lines, Chainsaw, VirusTotal's sigma_analysis_results.
#include <fmt/format.h>

#include "ingest/fields.hpp"
#include "ingest/kinds.hpp"
#include "ingest/parsers.hpp"
#include "ingest/severity.hpp"
#include "ingest/times.hpp"

namespace breachd::ingest {

namespace {

// OpenSearch: "1" is the highest of five.
std::optional<int> severity_of_opensearch(const json::value* severity) {
    auto number = integer_of(severity);
    constexpr int kScale[] = {95, 80, 55, 30, 10};
    return number && *number >= 1 && *number <= 5 ? std::optional(kScale[*number - 1])
                                                  : severity_of_word(text_view(severity));
}

Alert read_opensearch_alert(const json::object& in) {
    Alert alert;
    alert.title = first_text(in, {"trigger_name", "detector_name"});
    set_severity(alert, find(in, "severity"), severity_of_opensearch(find(in, "severity")));
    alert.detected_at = alert.occurred_at = time_of(find(in, "start_time"));
    auto state = text_view(find(in, "state"));
    if (state == "ACKNOWLEDGED") alert.status = AlertStatus::acknowledged;
    if (state == "COMPLETED" || state == "DELETED") alert.status = AlertStatus::resolved;
    alert.rule_id = first_text(in, {"trigger_id"});
    if (auto id = first_text(in, {"id"}); !id.empty()) alert.external_id = fmt::format("opensearch-sa:{}", id);
    return alert;
}

Alert read_opensearch_finding(const json::object& in) {
    Alert alert;
    if (const auto* queries = array_of(find(in, "queries")))
        for (const auto& query : *queries) {
            if (alert.title.empty()) alert.title = text_of(find(&query, "name"));
            if (alert.rule_id.empty()) alert.rule_id = clean_text(text_of(find(&query, "id")));
            add_each(alert.tags, find(&query, "tags"));
        }
    for (const auto& tag : alert.tags)
        if (auto level = severity_of_word(tag)) {
            alert.severity = *level;
            alert.severity_native = tag;
        }
    alert.detected_at = alert.occurred_at = time_of(find(in, "timestamp"));
    add_paths(alert.tables, in, {"index"});
    if (auto id = first_text(in, {"id"}); !id.empty()) alert.external_id = fmt::format("opensearch-sa-finding:{}", id);
    return alert;
}

void read_windows_event(const json::object& in, Alert& alert) {
    add_paths(alert.hosts, in, {"Computer", "Hostname", "DestinationHostname", "DestinationIp"});
    add_paths(alert.users, in, {"User", "TargetUserName", "SubjectUserName"});
    add_paths(alert.tables, in, {"TargetFilename", "ObjectName"});
    if (alert.occurred_at) return;
    alert.occurred_at =
        first_time({find(in, "UtcTime"), find(in, "SystemTime"), find(in, "Timestamp"), find(in, "timestamp")});
}

// What every engine copies from the rule, under names of its own.
Alert rule_alert(const json::object& in, std::string_view title, std::string_view id, std::string_view level) {
    Alert alert;
    alert.title = first_text(in, {title});
    alert.rule_id = first_text(in, {id});
    set_severity(alert, find(in, level), severity_of_word(text_view(find(in, level))));
    return alert;
}

std::string rule_key(const Alert& alert) { return alert.rule_id.empty() ? alert.title : alert.rule_id; }

// A rule with all its matches: one alert, its hosts those of every match.
Alert read_zircolite(const json::object& in) {
    Alert alert = rule_alert(in, "title", "id", "rule_level");
    if (const auto* matches = array_of(find(in, "matches")))
        for (const auto& match : *matches)
            if (const auto* event = object_of(&match)) read_windows_event(*event, alert);
    add_each(alert.tags, find(in, "tags"));
    if (alert.hosts.empty() || !alert.occurred_at) return alert;  // too little to know it by
    alert.external_id =
        fmt::format("zircolite:{}:{}:{}", rule_key(alert), alert.hosts.front(), format_rfc3339(*alert.occurred_at));
    return alert;
}

// Hayabusa's `Details`, an object or "User: an ¦ Proc: x": the accounts in it.
void read_details(const json::value* details, Alert& alert) {
    constexpr std::string_view kKeys[] = {"User", "TgtUser", "SrcUser"};
    if (const auto* object = object_of(details)) return add_paths(alert.users, *object, {kKeys[0], kKeys[1], kKeys[2]});
    constexpr std::string_view kBar = "\xc2\xa6";  // ¦
    for (auto rest = text_view(details); !rest.empty();) {
        auto bar = rest.find(kBar);
        auto pair = trim(rest.substr(0, bar));
        rest = bar == std::string_view::npos ? std::string_view{} : rest.substr(bar + kBar.size());
        for (auto key : kKeys)
            if (pair.starts_with(key) && pair.substr(key.size()).starts_with(":"))
                add(alert.users, pair.substr(key.size() + 1));
    }
}

Alert read_hayabusa(const json::object& in) {
    Alert alert = rule_alert(in, "RuleTitle", find(in, "RuleID") != nullptr ? "RuleID" : "RuleFile", "Level");
    alert.detected_at = time_of(find(in, "Timestamp"));
    read_windows_event(in, alert);
    read_details(find(in, "Details"), alert);
    for (auto name : {"AllFieldInfo", "ExtraFieldInfo"})  // in the wider profiles
        if (const auto* fields = object_of(find(in, name))) read_windows_event(*fields, alert);
    add_paths(alert.tags, in, {"MitreTags", "MitreTactics"});
    // The minimal profile leaves the record out: then title, host and time tell hits apart.
    if (auto record = first_text(in, {"RecordID", "EvtxRecordID"}); !record.empty())
        alert.external_id = fmt::format("hayabusa:{}:{}:{}:{}", rule_key(alert), first_text(in, {"Computer"}),
                                        first_text(in, {"Channel"}), record);
    return alert;
}

// The event log record of a hit; its system part, when it has one.
const json::object* read_record(const json::value* document, Alert& alert) {
    const auto* system = object_of(dig(document, "data.Event.System"));
    for (const auto* part : {system, object_of(dig(document, "data.Event.EventData"))})
        if (part != nullptr) read_windows_event(*part, alert);
    return system;
}

// Chainsaw's hit: the rule's members beside the event log record, or beside all records of an aggregation.
Alert read_chainsaw(const json::object& in) {
    Alert alert = rule_alert(in, "name", "id", "level");
    alert.occurred_at = alert.detected_at = time_of(find(in, "timestamp"));
    const auto* system = read_record(find(in, "document"), alert);
    if (const auto* documents = array_of(find(in, "documents")))
        for (const auto& document : *documents) {
            const auto* part = read_record(&document, alert);
            if (system == nullptr) system = part;
        }
    add_each(alert.tags, find(in, "tags"));
    auto record = system != nullptr ? first_text(*system, {"EventRecordID"}) : std::string();
    if (!record.empty())
        alert.external_id = fmt::format("chainsaw:{}:{}:{}:{}", rule_key(alert), first_text(*system, {"Computer"}),
                                        first_text(*system, {"Channel"}), record);
    return alert;
}

// VirusTotal: a rule that matched in its sandbox.
Alert read_virustotal(const json::object& in) {
    Alert alert = rule_alert(in, "rule_title", "rule_id", "rule_level");
    if (const auto* contexts = array_of(find(in, "match_context")))
        for (const auto& context : *contexts)
            if (const auto* values = object_of(find(&context, "values"))) read_windows_event(*values, alert);
    add_paths(alert.tags, in, {"rule_source"});
    return alert;
}

Taken read_one(const Element& element) {
    auto object = must_be_object(element);
    if (!object) return object.error();
    const json::object& in = **object;
    Alert alert;
    if (find(in, "trigger_name") != nullptr || find(in, "trigger_id") != nullptr)
        alert = read_opensearch_alert(in);
    else if (find(in, "queries") != nullptr)
        alert = read_opensearch_finding(in);
    else if (find(in, "rule_title") != nullptr)
        alert = read_virustotal(in);
    else if (first_of(in, {"document", "documents"}) != nullptr && find(in, "name") != nullptr)
        alert = read_chainsaw(in);
    else if (find(in, "RuleTitle") != nullptr)
        alert = read_hayabusa(in);
    else if (find(in, "title") != nullptr && (find(in, "rule_level") != nullptr || find(in, "matches") != nullptr))
        alert = read_zircolite(in);
    else
        return not_this_format(
            element, "an alert of OpenSearch Security Analytics, Zircolite, Hayabusa, Chainsaw or VirusTotal");
    finish(alert, "Sigma alert");
    return std::optional(std::move(alert));
}

}  // namespace

Result<Parsed> parse_sigma(const Body& body) {
    return read_alerts(body.bytes, {"alerts", "findings", "acknowledged", "sigma_analysis_results"},
                       {"attributes.sigma_analysis_results", "data.attributes.sigma_analysis_results"}, read_one);
}

}  // namespace breachd::ingest
