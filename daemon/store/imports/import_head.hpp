// Of class Imports: an import that is open, as its row says. For its own parts only.
#pragma once

#include <cstdint>
#include <optional>

#include "store/tables/imports.hpp"

namespace breachd::store {

// Instead of the number of imports that were finished before it: see is_overtaken().
inline constexpr std::int64_t kOvertaken = -1;

struct Imports::Head {
    std::int64_t import = 0;
    std::int64_t run = 0;
    std::int64_t finished_before = 0;
    std::optional<std::int64_t> first_number;
    std::int64_t duplicates = 0, known = 0;
    ReachCounts reach;

    ImportCounts counts() const {
        ImportCounts out;
        out.rows = reach.subjects;
        out.duplicates = duplicates;
        out.unreachable = reach.none;
        out.reachable = reach.all();
        out.known = known;
        return out;
    }
};

}  // namespace breachd::store
