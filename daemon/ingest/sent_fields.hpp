// The fields of one alert as its sender wrote them, for triage's conditions on what the common model does not hold.
// JSON (bare, or behind a syslog header) by RFC 6901 pointers, an array giving each of its elements; CEF and LEEF by
// "/key", read by their own parsers. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/triage/alert.hpp"

namespace breachd::ingest {

// The JSON of a message, bare or behind a syslog header and "@cee:"; `text` itself when it holds none.
std::string_view json_of(std::string_view text);

// Only the pointers that are there. Texts as written; numbers and truth values as text.
SentFields sent_fields(std::string_view raw, const std::vector<std::string>& pointers);

}  // namespace breachd::ingest
