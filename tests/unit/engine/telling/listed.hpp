// Rows of a list as its reader gives them to the engine.
#pragma once

#include <vector>

#include "engine/answers.hpp"

namespace breachd::engine {

inline store::ListedRows listed(const ImportBegun& begun, std::vector<Subject> people) {
    store::ListedRows out;
    for (auto& person : people) {
        normalise(person);
        begun.add_row(out, person);
    }
    return out;
}

}  // namespace breachd::engine
