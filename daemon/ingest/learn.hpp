// Proposes a sender's file (playbooks/senders/*.yaml) from samples of its messages: CEF, LEEF, `key=value` text or
// JSON, one a line or one JSON document. Keys that the tables know already are left out; of the others the names and
// the looks of the values say what they may hold. A proposal for a person to read: no value of a sample gets into it.
// Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "ingest/sender_table.hpp"

namespace breachd::ingest {

// The file's text. An error: nothing in the samples has keys.
Result<std::string> learn_sender(std::string_view samples, std::string_view name, const Senders& known);

}  // namespace breachd::ingest
