// From the bytes of a sender to the engine's command: the one way in for HTTP, syslog and replays from quarantine.
#pragma once

#include <string>

#include "api/options.hpp"
#include "engine/messages.hpp"
#include "ingest/format.hpp"

namespace breachd::api {

// Reads a body in the source's format. What cannot be read is in `unreadable`, to be kept whole in quarantine.
engine::IngestAlerts read_alerts(const Source& source, const ingest::Body& body);

}  // namespace breachd::api
