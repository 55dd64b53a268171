// From a body to its JSON values: one object, an array, NDJSON, objects with nothing between them, or an envelope with
// an array inside. Each value comes with its own bytes. A value that cannot be read is set aside (Rejected) and the
// reading goes on behind it, so a bad element never loses the batch. Pure; bounded: depth 64, kBatchMax values, and
// work linear in the body times a small constant.
#pragma once

#include <boost/json/monotonic_resource.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "ingest/format.hpp"

namespace breachd::ingest {

inline constexpr std::size_t kBatchMax = 10'000;
inline constexpr std::size_t kJsonDepthMax = 64;

// The body without the byte-order mark that some senders begin it with.
std::string_view without_mark(std::string_view body);
// Bytes of the first JSON value of `text` by brackets and quotes alone; "" when it does not end. Does not validate.
std::string_view scan_value(std::string_view text);
// Bytes of a member's value in an object's text (the last one when a key repeats); "" when there is none.
std::string_view scan_member(std::string_view object, std::string_view key);

struct Piece {
    std::string_view raw;
    bool whole = true;  // false: cut off or not separated properly; raw runs to the next place to go on from
};
// The elements of an array's text.
std::vector<Piece> scan_array(std::string_view array);

// Parses values of one body with memory from a buffer of its own; each value dies with the next read().
class JsonReader {
  public:
    JsonReader();
    JsonReader(const JsonReader&) = delete;
    JsonReader& operator=(const JsonReader&) = delete;

    // Reads the value at the front of `text` and sets `used` to its length with the blanks behind it; on an error
    // `used` is where it is. Wrong UTF-8 is let through (clean_text deals with it).
    Result<const json::value*> read_front(std::string_view text, std::size_t& used);
    // Reads all of `text`; `place` goes in front of the error's byte.
    Result<const json::value*> read(std::string_view text, std::string_view place = "");

  private:
    Result<const json::value*> parse_front(std::string_view text, std::size_t& used);

    unsigned char values_[16384];
    unsigned char scratch_[2048];
    json::monotonic_resource memory_;
    std::optional<json::value> value_;
    std::string mended_;
};

// One value of a body.
struct Element {
    const json::value& value;
    std::string_view raw;
    std::string_view envelope;  // bytes of the object around it, "" when it stands alone
    std::string_view key;       // the envelope's member it was in
    std::size_t index;          // in its array or stream
    bool single;                // the body is this one value

    std::string where() const;  // JSON Pointer of the element
};

// What a format makes of one element: an alert, nothing (telemetry, an update that is none), or an error.
using Taken = Result<std::optional<Alert>>;
// An alert with the pieces inside one element (a finding list, a Pub/Sub message): appends to `out` itself.
using Take = std::function<Result<void>(const Element&, Parsed& out)>;

// Runs `take` over every element of the body; `envelopes` names members that hold arrays of elements. Fails only when
// nothing at all could be read.
Result<Parsed> for_each_element(std::string_view body, std::initializer_list<std::string_view> envelopes,
                                const Take& take);

// An element's alert, with a key made of the element where its sender gives none; no alert is counted as such.
void take_item(const Element& element, std::optional<Alert> alert, Parsed& out);

// The same for formats where an element is at most one alert.
template <class ReadOne>
Result<Parsed> read_alerts(std::string_view body, std::initializer_list<std::string_view> envelopes, ReadOne read_one) {
    return for_each_element(body, envelopes, [&](const Element& element, Parsed& out) -> Result<void> {
        Taken taken = read_one(element);
        if (!taken) return taken.error();
        take_item(element, std::move(*taken), out);
        return {};
    });
}

// Reads the list `items` that lies inside an element at `path` ("detail/findings"): an alert each, the bad ones set
// aside. Fails only when all of them are bad, with the first one's error.
Result<void> read_nested(const Element& element, const json::array& items, std::string_view path,
                         const std::function<Taken(const Element&)>& read_one, Parsed& out);
// The same for formats where an element is an alert or holds lists of them at some of the dotted paths `lists`.
Result<Parsed> read_alerts(std::string_view body, std::initializer_list<std::string_view> envelopes,
                           std::initializer_list<std::string_view> lists,
                           const std::function<Taken(const Element&)>& read_one);

// The object of an element, or the error that says it must be one.
Result<const json::object*> must_be_object(const Element& element);
Error not_this_format(const Element& element, std::string_view what);

}  // namespace breachd::ingest
