// An alert out of JSON that no format knows: the member names that most products use. For carriers (syslog,
// CloudEvents), where the envelope already says that this is an event.
#pragma once

#include <string_view>

#include "base/json.hpp"
#include "core/triage/alert.hpp"
#include "ingest/sender_table.hpp"

namespace breachd::ingest {

// "fixed", "ack", "dismissed": the words that products use; open when it is none of them.
AlertStatus status_of_any_word(std::string_view word);
// Fills what it finds and leaves the rest; does not finish() the alert. `senders`: products' own keys (may be nullptr).
void read_loose(const json::object& in, Alert& alert, const Senders* senders = nullptr);

}  // namespace breachd::ingest
