// Alerts out of syslog messages. A message that carries CEF, LEEF or JSON is read as that.
#pragma once

#include "core/triage/alert.hpp"
#include "ingest/format.hpp"

namespace breachd::ingest {

// Exactly one message, as the TCP and UDP listeners cut them: a line feed inside is text, never the start of another
// message (a logged line feed must not be able to forge one). Nothing: the message carries telemetry, no alert.
// `senders`: products' own keys (may be nullptr).
Result<std::optional<Alert>> read_syslog_alert(std::string_view message, const Senders* senders = nullptr);

}  // namespace breachd::ingest
