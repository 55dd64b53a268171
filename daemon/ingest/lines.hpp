// What the text formats share: a body is one message a line, and a message may stand behind a syslog header.
#pragma once

#include <functional>
#include <string_view>

#include "core/triage/alert.hpp"
#include "ingest/format.hpp"

namespace breachd::ingest {

using ReadLine = std::function<Result<Alert>(std::string_view line)>;

// Reads each line that is not blank; a line that cannot be read is set aside. Fails when no line could be read. The
// error's place is the line's number, from 1.
Result<Parsed> read_lines(std::string_view body, const ReadLine& read_line);
// The same when a shipper put each line into JSON: {"message": "CEF:0|…"}.
Result<Parsed> read_lines_or_shipped(std::string_view body, const ReadLine& read_line);

// Takes the host and the time out of the syslog header in front of a CEF or LEEF event, where the event has none.
void fill_from_syslog_header(std::string_view line, Alert& alert);

}  // namespace breachd::ingest
