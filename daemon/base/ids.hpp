// Strong ids: an incident's id cannot be passed where an alert's is wanted.
#pragma once

#include <compare>
#include <string>
#include <utility>

namespace breachd {

template <class Tag>
struct Id {
    std::string value;

    Id() = default;
    explicit Id(std::string text) : value(std::move(text)) {}
    bool empty() const { return value.empty(); }
    auto operator<=>(const Id&) const = default;
};

using IncidentId = Id<struct IncidentTag>;  // INC-2026-0001, in drill time DRILL-2026-0001
using AlertId = Id<struct AlertTag>;        // A-<26 chars, sortable by arrival>
using PersonId = Id<struct PersonTag>;      // as in the configuration's `people`

}  // namespace breachd
