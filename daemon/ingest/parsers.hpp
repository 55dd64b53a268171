// The parsers behind formats.cpp, one a format and one a file; only that table and the formats that carry others
// (syslog, CloudEvents, dlp) call them. Each is a pure function: same bytes, same answer; see format.hpp for the
// contract.
#pragma once

#include "ingest/batch.hpp"
#include "ingest/format.hpp"

namespace breachd::ingest {

Result<Parsed> parse_wazuh(const Body& body);
Result<Parsed> parse_splunk(const Body& body);
Result<Parsed> parse_elastic(const Body& body);
Result<Parsed> parse_alertmanager(const Body& body);
Result<Parsed> parse_grafana(const Body& body);
Result<Parsed> parse_sentinel(const Body& body);
Result<Parsed> parse_defender(const Body& body);
Result<Parsed> parse_graylog(const Body& body);
Result<Parsed> parse_suricata(const Body& body);
Result<Parsed> parse_falco(const Body& body);
Result<Parsed> parse_ocsf(const Body& body);
Result<Parsed> parse_guardduty(const Body& body);
Result<Parsed> parse_macie(const Body& body);
Result<Parsed> parse_gcp_scc(const Body& body);
Result<Parsed> parse_dlp(const Body& body);
Result<Parsed> parse_thehive(const Body& body);
Result<Parsed> parse_misp(const Body& body);
Result<Parsed> parse_cloudevents(const Body& body);
Result<Parsed> parse_sigma(const Body& body);
Result<Parsed> parse_cef(const Body& body);
Result<Parsed> parse_leef(const Body& body);
Result<Parsed> parse_syslog(const Body& body);
Result<Parsed> parse_mapped_default(const Body& body);  // mapped.hpp, with the usual member names
Result<Parsed> parse_generic(const Body& body);

// Shapes that more than one format takes.
Taken read_microsoft(const Element& element);                          // Graph, Sentinel, Defender streaming
Taken read_asff(const Element& element, const json::object& finding);  // AWS Security Hub
// The finding inside EventBridge's `detail` or SNS's `Message`; `keep` holds what had to be parsed again.
const json::object* unwrap_aws(const json::object& in, json::value& keep);

// What a Google Pub/Sub message carries in Base64; `in` itself when it is none.
Result<const json::object*> unwrap_pubsub(const Element& element, const json::object& in, json::value& keep);

// A finding of GuardDuty or Macie, out of its envelope.
struct AwsFinding {
    const json::object& in;
    const json::value* sent_at;  // the envelope's time, nullptr when there is none
    std::string_view raw;
};
struct AwsProduct {
    std::string_view name;                                  // "Macie"; in lower case it starts the duplicate key
    void (*read)(const AwsFinding& finding, Alert& alert);  // fills all but title, rule, id and the type's tag
};
Taken read_aws_finding(const Element& element, const AwsProduct& product);

// The parser that a JSON document looks like ("" when none): for messages that carry other products' alerts.
std::string_view guess_format(const json::value& document);

}  // namespace breachd::ingest
