// From the bytes of a sender to the engine's command: the one way in for HTTP, syslog and replays from quarantine.
#pragma once

#include <string>
#include <string_view>

#include "api/options.hpp"
#include "engine/commands.hpp"
#include "http/http.hpp"
#include "ingest/frame.hpp"

namespace breachd::api {

using ingest::kSyslogFrame;

// Reads a body in the source's format. What cannot be read is in `unreadable`, to be kept whole in quarantine.
// `sent_pointers`: Settings::sent_pointers, the fields that triage asks for.
engine::IngestAlerts read_alerts(const Source& source, const ingest::Body& body,
                                 const std::vector<std::string>& sent_pointers);

// The headers that a format may need when a message is read again: those of CloudEvents in binary mode, as JSON; ""
// when there are none.
std::string kept_headers(const Request& request);

}  // namespace breachd::api
