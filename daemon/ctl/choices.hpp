// The words of a described enum as a kind of value: "open|acknowledged|…" (command.hpp).
#pragma once

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string>

#include "base/enum_words.hpp"

namespace breachd::ctl {

template <class Enum>
std::string choices() {
    return fmt::format("{}", fmt::join(enum_words<Enum>(), "|"));
}

}  // namespace breachd::ctl
