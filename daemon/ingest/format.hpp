// Alert formats: bytes -> Alert. Each format is one small pure file in this folder (no I/O, no clock, no state) that
// registers itself in formats.cpp; adding one touches that file and one line of the table.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "core/triage/alert.hpp"
#include "ingest/sender_table.hpp"

namespace breachd::ingest {

// What came over the wire. `header` looks a header up by lower-case name and gives "" when it is absent (CloudEvents in
// binary mode and a few senders need one); it may be empty.
struct Body {
    std::string_view bytes;
    std::string_view content_type;
    std::function<std::string_view(std::string_view name)> header;
    const Senders* senders = nullptr;  // products' own words; none: those of the formats' standards only
};

// One alert and its own bytes: what is kept (sealed) as evidence. For a single alert the body as received; for an
// element of a batch, that element.
struct Item {
    Alert alert;
    std::string raw;
    std::string element = {};  // its own JSON, where raw is the message around it; "" : raw itself

    // What triage's conditions on fields as sent look at: the same for an alert alone and for one of many.
    std::string_view sent() const { return element.empty() ? raw : element; }
};

// An element of a batch that could not be read while others could: it is quarantined, the others are taken. An element
// from inside a message stands in the same place of a message of its own, so that it can be read again.
struct Rejected {
    std::string raw;
    Error error;  // `where`: JSON Pointer, or byte/line
};

// items and rejected may both be empty: an empty batch is valid.
struct Parsed {
    std::vector<Item> items;
    std::vector<Rejected> rejected;
    std::size_t not_alerts = 0;  // records of the same feed that tell of no alert: telemetry, another record's type
};

// Reads a whole body. An error means that nothing in it could be read; it names the place.
using Parser = Result<Parsed> (*)(const Body& body);

struct Format {
    std::string_view name;  // as in the configuration's `format:`
    Parser parse;
    std::string_view about;     // one line for `breachctl`
    int overload_status = 503;  // what its senders try again on: most drop what is answered with 4xx, 429 among them
};

std::span<const Format> formats();
const Format* find_format(std::string_view name);

}  // namespace breachd::ingest
