// From the fields that a sender's table found in `key=value` pairs to the alert: values are taken apart (lists, ports),
// moments get the zone that stands beside them, and nothing that the format itself said is replaced.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "core/triage/alert.hpp"
#include "ingest/sender_table.hpp"
#include "ingest/times.hpp"

namespace breachd::ingest {

// The first of the dotted paths whose text says something; else the first with a text; cleaned.
std::string first_title(const json::object& in, std::initializer_list<std::string_view> paths);
// The scalars of a document by their dotted paths, lists of scalars as "[a, b]".
KeyValues flat_pairs(const json::object& in);

// A title that tells nothing: "Alert", "Unknown event", "N/A".
bool says_nothing(std::string_view title);

// A host or address out of a text: "192.0.2.7:80" without the port, each of "['10.1.1.1', '10.1.1.2']". Texts with
// blanks are classes of devices and sentences, no hosts.
void add_host(std::vector<std::string>& hosts, std::string_view text);
void add_user(std::vector<std::string>& users, std::string_view text);

// A severity in words of any scale, or a number (0 to 10, else 0 to 100).
std::optional<int> severity_of_text(std::string_view text);
// 1 is the gravest, 4 the least, as Snort counts; words too.
std::optional<int> severity_of_rank(std::string_view text);

// The zone that the pairs name; "" when they name none.
std::string_view zone_in(std::span<const FoundField> found);
// Adds the moments of one field in the table's order; those without a zone get `zone`.
void add_moments(std::span<const FoundField> found, SenderField field, std::string_view zone, Certain& out);

// Adds hosts, users, tables, tags, kinds and records; puts times, title, rule and severity where there are none yet.
// Returns whether it knew the severity.
bool apply_fields(std::span<const FoundField> found, Alert& alert);

// `key=value key2="value with blanks"` somewhere in a text, also separated by commas or semicolons, and a last
// `key: text` that runs to the end; with fewer than two of them "[Key: value]" and the text before. Nothing when there
// is neither.
KeyValues read_pairs(std::string_view text);

}  // namespace breachd::ingest
