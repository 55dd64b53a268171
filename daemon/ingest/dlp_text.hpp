// Data-loss-prevention products that write a line of text: Symantec's Name=”value” and FortiGate's name="value". Pure.
#pragma once

#include <optional>
#include <string_view>

#include "core/triage/alert.hpp"

namespace breachd::ingest {

// True when the line (or the first of more) is one of theirs.
bool is_dlp_text(std::string_view text);
// Nothing when the line is neither.
std::optional<Alert> read_dlp_text(std::string_view line);

}  // namespace breachd::ingest
