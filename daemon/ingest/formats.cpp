#include <algorithm>
#include <array>

#include "ingest/format.hpp"
#include "ingest/parsers.hpp"

namespace breachd::ingest {

namespace {

constexpr std::array kFormats = {
    Format{"wazuh", parse_wazuh, "Wazuh 4.x alerts.json, integrator and active-response messages"},
    Format{"splunk", parse_splunk, "Splunk's webhook alert action"},
    Format{"elastic", parse_elastic, "Elastic and Kibana detection alerts"},
    Format{"alertmanager", parse_alertmanager, "Prometheus Alertmanager webhook, version 4"},
    Format{"grafana", parse_grafana, "Grafana alerting webhook, and dashboard alerts of before version 8"},
    Format{"sentinel", parse_sentinel, "Microsoft Sentinel incidents and alerts, Graph security alerts"},
    Format{"defender", parse_defender, "Microsoft Defender XDR: Graph alerts and advanced-hunting streaming"},
    Format{"graylog", parse_graylog, "Graylog HTTP notification, and the alarm callback of before 3.1"},
    Format{"suricata", parse_suricata, "Suricata EVE records; only alerts are taken"},
    Format{"falco", parse_falco, "Falco and Falcosidekick"},
    Format{"ocsf", parse_ocsf, "OCSF findings (classes 2001 to 2999), and AWS Security Hub's ASFF"},
    Format{"guardduty", parse_guardduty, "Amazon GuardDuty findings, also through EventBridge and SNS"},
    Format{"macie", parse_macie, "Amazon Macie findings, also through EventBridge and SNS"},
    Format{"gcp_scc", parse_gcp_scc, "Google Security Command Center notifications, also through Pub/Sub; log entries"},
    Format{
        "dlp", parse_dlp,
        "Purview, Google Workspace, Netskope, Check Point, Wiz, SOCRadar, Vault Radar, Nightfall, Symantec, Fortinet"},
    Format{"thehive", parse_thehive, "TheHive alerts and its webhook"},
    Format{"misp", parse_misp, "MISP events"},
    Format{"cloudevents", parse_cloudevents, "CloudEvents 1.0: structured, batched, binary", 429},
    Format{"sigma", parse_sigma,
           "Sigma engines: OpenSearch Security Analytics, Zircolite, Hayabusa, Chainsaw, VirusTotal"},
    Format{"cef", parse_cef, "ArcSight Common Event Format, a line each"},
    Format{"leef", parse_leef, "IBM QRadar LEEF 1.0 and 2.0, a line each"},
    Format{"syslog", parse_syslog, "syslog, RFC 5424 and 3164, also carrying CEF, LEEF or JSON"},
    Format{"mapped", parse_mapped_default, "any JSON, by JSON Pointers in the source's `mapping`"},
    Format{"generic", parse_generic, "breachd's own JSON, described in docs/alert-formats.md; only a title is required",
           429},
};

}  // namespace

std::span<const Format> formats() { return kFormats; }

const Format* find_format(std::string_view name) {
    auto found =
        std::find_if(kFormats.begin(), kFormats.end(), [&](const Format& format) { return format.name == name; });
    return found == kFormats.end() ? nullptr : &*found;
}

}  // namespace breachd::ingest
