// How the bytes of a source are read: over HTTP a body in its format, from a syslog listener one message. Pure; the
// daemon and the tools that foretell what it would do share it.
#pragma once

#include <string_view>

#include "ingest/format.hpp"
#include "ingest/mapped.hpp"

namespace breachd::ingest {

// The content type of one syslog message as a listener cut it. It says how the bytes are to be read, also when they are
// read again from quarantine: exactly one message, in which a line feed is text, with or without a syslog header in
// front of what the source's format is about.
inline constexpr std::string_view kSyslogFrame = "application/x-syslog-frame";

// As the format reads it; `mapping` is for format `mapped`, nullptr: its usual names.
Result<Parsed> read_as(const Format& format, const MappedFields* mapping, const Body& body);

}  // namespace breachd::ingest
