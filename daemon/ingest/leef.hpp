// LEEF 1.0 and 2.0, IBM QRadar's event format, read leniently: the delimiter field may be missing or unusable (then
// TAB), tabs may have become the two characters \t or blanks on their way, a quoted value protects the delimiter.
#pragma once

#include "ingest/cef.hpp"

namespace breachd::ingest {

struct LeefEvent {
    std::string version, vendor, product, product_version, event_id;
    char delimiter = '\t';
    KeyValues attributes;  // in order; a repeated key stands there twice

    std::string_view value(std::string_view key) const;  // the last one, trimmed; "" when absent
};

// The event that starts at "LEEF:" in `text`. An error: no LEEF, or a header cut short.
Result<LeefEvent> read_leef(std::string_view text);
bool has_leef(std::string_view text);
// `senders`: products' own keys (may be nullptr).
Alert leef_alert(const LeefEvent& event, std::string_view text, const Senders* senders);

}  // namespace breachd::ingest
