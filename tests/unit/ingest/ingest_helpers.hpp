// What the tests of the formats share: parse a text with a format by name, and look at the one alert in it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "config/config.hpp"
#include "ingest/format.hpp"
#include "testkit/catch.hpp"

namespace breachd::ingest {

using Texts = std::vector<std::string>;

// The words of products that ship, as the daemon has them without a file of its own.
inline const Senders* senders() {
    static const auto shipped = shipped_senders();
    return shipped.get();
}

inline Result<Parsed> parse(std::string_view format, std::string_view bytes, std::string_view content_type = "") {
    const Format* known = find_format(format);
    REQUIRE(known != nullptr);
    return known->parse(Body{bytes, content_type, {}, senders()});
}

inline Parsed must_parse(std::string_view format, std::string_view bytes) {
    auto parsed = parse(format, bytes);
    INFO((parsed ? std::string() : parsed.error().text()));
    REQUIRE(parsed.has_value());
    return *parsed;
}

// The only alert of a text that nothing was rejected of.
inline Alert one(std::string_view format, std::string_view bytes) {
    auto parsed = must_parse(format, bytes);
    REQUIRE(parsed.rejected.empty());
    REQUIRE(parsed.items.size() == 1);
    return parsed.items.front().alert;
}

inline Error must_fail(std::string_view format, std::string_view bytes) {
    auto parsed = parse(format, bytes);
    REQUIRE_FALSE(parsed.has_value());
    return parsed.error();
}

inline std::string time_text(const std::optional<Instant>& at) { return at ? format_rfc3339(*at) : "-"; }

}  // namespace breachd::ingest
