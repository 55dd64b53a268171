// Makes the engine's command out of the bytes of a sender: for HTTP, syslog and replays from quarantine alike. Pure.
#pragma once

#include <string>
#include <string_view>

#include "engine/commands.hpp"
#include "http/http.hpp"
#include "ingest/frame.hpp"
#include "settings/intake.hpp"
#include "settings/source.hpp"

namespace breachd::intake {

using ingest::kSyslogFrame;

// Reads a body in the source's format. Parts that cannot be read are in `unreadable`, to be kept whole in quarantine.
// Of the settings: the senders' words, and the fields that triage asks for.
engine::IngestAlerts read_alerts(const Source& source, ingest::Body body, const IntakeSettings& settings);

// The headers that a format may need when a message is read again: those of CloudEvents in binary mode, as JSON; ""
// when there are none.
std::string kept_headers(const http::Request& request);

}  // namespace breachd::intake
