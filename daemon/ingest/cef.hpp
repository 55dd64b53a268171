// CEF, ArcSight's Common Event Format: the header and extension of one event, read leniently. What the standard
// forbids but the field writes (unescaped `=`, escaped pipes in the extension, text without a key) is read in the way
// that keeps most, and noted in `warnings`. Fields keep blanks and quotes as sent; value() trims them.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "core/triage/alert.hpp"
#include "ingest/sender_table.hpp"

namespace breachd::ingest {

struct CefEvent {
    std::string version, vendor, product, device_version, class_id, name, severity;
    KeyValues extension;                // in order, unescaped
    std::vector<std::string> warnings;  // what was wrong, without the event's text

    // The last value of a key without blanks and surrounding quotes; "" when absent.
    std::string_view value(std::string_view key) const;
    // The value of the custom field whose label is `label` (cs1Label=Policy cs1=…).
    std::string_view labelled(std::string_view label) const;
};

// Reads the event that starts at "CEF:" in `text`, whatever stands before it. An error: no CEF, or a header cut short.
Result<CefEvent> read_cef(std::string_view text);
// True when there is one.
bool has_cef(std::string_view text);

// The alert of an event; `text` is what its fingerprint is made of, `senders` products' own keys (may be nullptr).
Alert cef_alert(const CefEvent& event, std::string_view text, const Senders* senders);

// `key=value key2=value with blanks`: shared with LEEF messages whose tabs were lost.
KeyValues read_extension(std::string_view text, std::vector<std::string>& warnings);
// Blanks at both ends and one pair of double quotes taken off.
std::string_view unquoted(std::string_view text);

}  // namespace breachd::ingest
