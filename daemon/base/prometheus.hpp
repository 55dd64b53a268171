// Prometheus' text format.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

namespace breachd::prometheus {

inline void family(std::string& out, std::string_view name, std::string_view type, std::string_view help) {
    out += fmt::format("# HELP {0} {2}\n# TYPE {0} {1}\n", name, type, help);
}

// A family of one value without labels.
template <class Number>
void single(std::string& out, std::string_view name, std::string_view type, std::string_view help, Number value) {
    family(out, name, type, help);
    out += fmt::format("{} {}\n", name, value);
}

}  // namespace breachd::prometheus
