// Reading fields out of what senders call JSON, leniently: null and "N/A" are absence, numbers come as strings and
// strings as numbers, keys are dotted, nested, or both. Pure functions; safe for any input; nothing here throws for
// what the sender wrote. Everything that goes into an Alert passes clean_text, so an Alert holds valid UTF-8 without
// control characters whatever the bytes were.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "core/triage/alert.hpp"

namespace breachd::ingest {

inline constexpr std::size_t kFieldBytesMax = 1024;  // one host, user, table, tag or id
inline constexpr std::size_t kFieldsMax = 256;       // of each list; the raw alert keeps the rest

inline std::string_view view(const json::string& text) { return {text.data(), text.size()}; }

// clean_line() of base/utf8.hpp.
std::string clean_text(std::string_view text, std::size_t bytes_max = kFieldBytesMax);
std::string clean_title(std::string_view text);

// The member, or nothing when it is missing or null.
const json::value* find(const json::object& in, std::string_view key);
const json::value* find(const json::value* in, std::string_view key);
// A dotted path whose steps may be nested objects, flat dotted keys, or a mixture: "host.name".
const json::value* dig(const json::object& in, std::string_view path);
const json::value* dig(const json::value* in, std::string_view path);

// The first of the dotted paths that is there.
const json::value* first_of(const json::object& in, std::initializer_list<std::string_view> paths);

// A view of a JSON string; "" for anything else.
std::string_view text_view(const json::value* in);
// The text of a string, number or truth value (not cleaned); "" otherwise. Integers keep every digit.
std::string text_of(const json::value* in);
// First of the paths with a text that says something ("unknown" and "N/A" do not), cleaned.
std::string first_text(const json::object& in, std::initializer_list<std::string_view> paths);
std::optional<double> number_of(const json::value* in);         // also from a string
std::optional<std::int64_t> integer_of(const json::value* in);  // also from a string or a whole double
// Adds a count to a sum that never overflows; negative or unreadable counts are left out.
void add_count(std::optional<std::int64_t>& sum, const json::value* count);
bool flag_of(const json::value* in);  // true, "true", "yes", 1

const json::object* object_of(const json::value* in);
const json::array* array_of(const json::value* in);
// A JSON document inside a JSON string (Graph, Defender); null value when it is not one.
json::value nested_json(const json::value* in);

// The words for nothing: "", "-", "N/A", "<NA>", "None", "null", "unknown", "undefined", 0.0.0.0 and the like.
bool is_absent_word(std::string_view text);
// Adds to a set in order of appearance; skips repeats and the words for nothing.
void add(std::vector<std::string>& set, std::string_view text);
// A text, or each text of an array; objects are skipped.
void add_each(std::vector<std::string>& set, const json::value* in);
void add_paths(std::vector<std::string>& set, const json::object& in, std::initializer_list<std::string_view> paths);

// The duplicate key of an alert whose sender gives none: SHA-256 of title, rule, all names and the first time. Without
// a host or a time that is too little to tell two alerts apart, and its bytes go in as well.
std::string fingerprint(const Alert& alert, std::string_view bytes);
// Gives that key to an alert that has none: where an element's bytes are known (batch.cpp).
void give_key(Alert& alert, std::string_view bytes);
// Ends every parser: cleans the title (or puts `title_fallback`) and the id, clamps the severity.
void finish(Alert& alert, std::string_view title_fallback);

}  // namespace breachd::ingest
