// One security alert in the common model, whatever SIEM sent it. Made by ingest/ as a pure function of the bytes; the
// daemon adds where it came from and when it arrived.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "settings/source.hpp"

namespace breachd {

// A resolved or closed alert never closes an incident: the sender's alarm ended, the breach did not.
enum class AlertStatus { open, acknowledged, resolved, closed };
BOOST_DESCRIBE_ENUM(AlertStatus, open, acknowledged, resolved, closed)

struct Alert {
    std::string external_id;      // the sender's stable id, e.g. "wazuh:manager1:1748554652.314"; the duplicate key
                                  // within one source. Never empty: without an id, a fingerprint of the content
    std::string title;            // <= 512 bytes, one line, no control characters; untrusted text
    int severity = 50;            // 0..100, the sender's opinion on our scale; 50 when it said nothing
    std::string severity_native;  // as the sender wrote it; "" when absent
    std::optional<Instant> occurred_at;   // first evidence of the event; starts no clock
    std::optional<Instant> detected_at;   // when the sender raised the alert
    std::vector<std::string> hosts;       // host names, addresses, buckets, resources: a set in order of appearance
    std::vector<std::string> users;       // accounts named by the alert
    std::vector<std::string> data_kinds;  // kinds of data (ids of the law's edition) the sender itself detected;
                                          // empty = unknown, not "basic"
    std::vector<std::string> tables;      // data sets named: tables, paths, topics
    std::vector<std::string> tags;        // rule groups, labels, tactics
    std::optional<std::int64_t> records;  // hits counted by the sender; never persons
    AlertStatus status = AlertStatus::open;
    bool test = false;                  // the vendor's test message: kept, answered 202, opens nothing
    std::string rule_id;                // the sender's rule; "" when absent
    std::vector<std::string> left_out;  // names that a later message about it no longer held (core/triage/merge.hpp)
    bool operator==(const Alert&) const = default;
};
BOOST_DESCRIBE_STRUCT(Alert, (),
                      (external_id, title, severity, severity_native, occurred_at, detected_at, hosts, users,
                       data_kinds, tables, tags, records, status, test, rule_id, left_out))

// Fields of an alert as it was sent, by the JSON Pointer (CEF, LEEF: "/key") that a rule of triage asks for.
using SentFields = std::map<std::string, std::vector<std::string>, std::less<>>;
inline const SentFields kNothingSent;

inline constexpr std::size_t kAlertTitleBytesMax = 512;

}  // namespace breachd
