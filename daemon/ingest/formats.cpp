#include <algorithm>
#include <array>

#include "ingest/format.hpp"
#include "ingest/parsers.hpp"

namespace breachd::ingest {

namespace {

constexpr std::array kFormats = {
    Format{"wazuh", parse_wazuh, "Wazuh 4.x alerts.json, integrator and active-response messages"},
    Format{"generic", parse_generic, "breachd's own JSON, described in docs/operations.md; only a title is required"},
};

}  // namespace

std::span<const Format> formats() { return kFormats; }

const Format* find_format(std::string_view name) {
    auto found = std::find_if(kFormats.begin(), kFormats.end(), [&](const Format& format) { return format.name == name; });
    return found == kFormats.end() ? nullptr : &*found;
}

}  // namespace breachd::ingest
