// Senders' severities on our scale 0 to 100 (docs/alert-formats.md prints the table). A severity is the sender's
// opinion of an attack technique; what it is worth is the triage rules' business. Absent is 50, not 0.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/json.hpp"
#include "core/triage/alert.hpp"

namespace breachd::ingest {

// informational 10, low 30, medium 55, high 80, critical 95; in any case, with the usual abbreviations. Microsoft,
// Google, AWS labels, Sigma, DLP products.
std::optional<int> severity_of_word(std::string_view word);
// The `severity` label of Alertmanager and Grafana: critical 90, high/error 75, warning 50, info 10.
std::optional<int> severity_of_label(std::string_view word);
// The first of these two scales that knows the word: for texts that anybody may have written.
std::optional<int> severity_of_any_word(std::string_view word);
// Elastic's default risk scores: low 21, medium 47, high 73, critical 99.
std::optional<int> severity_of_elastic(std::string_view word);
// Syslog priorities by name, as Falco writes them: Emergency 100 … Debug 5.
std::optional<int> severity_of_priority(std::string_view word);
// CEF's words: Unknown 50, Low 20, Medium 50, High 75, Very-High 95.
std::optional<int> severity_of_cef(std::string_view word);
// 0 (emergency) to 7 (debug) of a syslog message.
int severity_of_syslog(int severity);
// A number of tenths (CEF, LEEF, GuardDuty, QRadar): rounded, clamped.
int severity_of_tenths(double value);

// The first of the dotted paths whose word is known decides; "unknown" hides no other. Of none, the first is native.
void set_first_word(Alert& alert, const json::object& in, std::initializer_list<std::string_view> paths);
// Writes severity_native always and severity when `value` knows one.
void set_severity(Alert& alert, const json::value* native, std::optional<int> value);

}  // namespace breachd::ingest
