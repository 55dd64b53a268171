// Any JSON, by JSON Pointers (RFC 6901) out of the configuration: for senders that nobody wrote a format for.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "ingest/format.hpp"

namespace breachd::ingest {

// Pointers into one alert; "" means that the sender has no such field. `alerts` points from the body to the array of
// alerts, "" when the body itself is the alert (or an array or lines of them). Only `title` or `title_default` is
// needed.
struct MappedFields {
    std::string alerts;
    std::string id, title, severity, occurred_at, detected_at, status, test, rule, records;
    std::vector<std::string> hosts, users, kinds, tables, tags;  // texts or arrays of texts
    std::string title_default;
    std::map<std::string, int> severities;  // the sender's words in lower case -> 0..100, before the usual words
    double severity_top = 100;              // the highest number of the sender's scale, which becomes 100
};

// Says which pointer is wrong, for the configuration check.
Result<void> check_mapped(const MappedFields& fields);

Result<Parsed> parse_mapped(const MappedFields& fields, const Body& body);

}  // namespace breachd::ingest
