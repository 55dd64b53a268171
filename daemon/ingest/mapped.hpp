// Any JSON, by JSON Pointers (RFC 6901) out of the configuration: for senders that nobody wrote a format for.
#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "ingest/format.hpp"

namespace breachd::ingest {

// Places of one field: the first that is there counts, of titles and severities the first that says something. None:
// the sender has no such field.
struct Places : std::vector<std::string> {
    Places() = default;
    Places(const char* place) : vector{place} {}
    Places(std::string place) : vector{std::move(place)} {}
    Places(std::initializer_list<std::string> places) : vector(places) {}
};

// Records of other types in the same feed are no alerts.
struct AlertsOnly {
    std::string pointer;              // "" : every record is an alert
    std::vector<std::string> values;  // of an alert; case does not matter
};

// Pointers into one alert. `alerts` points from the body to the array of
// alerts, "" when the body itself is the alert (or an array or lines of them). Only `title` or `title_default` is
// needed.
struct MappedFields {
    std::string alerts;
    Places id, title, severity, occurred_at, detected_at, status, test, rule, records;
    std::vector<std::string> hosts, users, kinds, tables, tags;  // texts or arrays of texts
    std::string title_default;
    std::map<std::string, int> severities;  // the sender's words in lower case -> 0..100, before the usual words
    double severity_top = 100;              // the highest number of the sender's scale, which becomes 100
    AlertsOnly only;
};

// Says which pointer is wrong, for the configuration check.
Result<void> check_mapped(const MappedFields& fields);

Result<Parsed> parse_mapped(const MappedFields& fields, const Body& body);

}  // namespace breachd::ingest
