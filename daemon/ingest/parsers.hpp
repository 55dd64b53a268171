// The parsers behind formats.cpp, one a format and one a file; only that table and the formats that carry others
// (syslog, CloudEvents) call them. Each is a pure function: same bytes, same answer; see format.hpp for the contract.
#pragma once

#include "ingest/format.hpp"

namespace breachd::ingest {

Result<Parsed> parse_wazuh(const Body& body);
Result<Parsed> parse_generic(const Body& body);

}  // namespace breachd::ingest
