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

// The body as it was before its sender compressed it, by the request's Content-Encoding.
Result<std::string> unpacked(std::string_view body, std::string_view content_encoding, const Source& source);
// Of a body of which nothing can be read: it goes to quarantine as it came.
engine::IngestAlerts unreadable(const Source& source, const ingest::Body& body, const Error& why);

// The headers that a format may need when a message is read again: those of CloudEvents in binary mode, and the coding
// of a body that could not be unpacked, as JSON; "" when there are none.
std::string kept_headers(const http::Request& request);

}  // namespace breachd::intake
