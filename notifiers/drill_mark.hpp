// The words that everything sent in drill time carries, so that nobody takes an exercise for the real thing. Texts that
// were marked where they were made (notices) are not marked twice.
#pragma once

#include <string>
#include <string_view>

#include "core/telling/notice.hpp"

namespace breachd {

inline std::string with_drill_mark(const std::string& text, std::string_view between = " ") {
    if (text.find(kDrillMark) != std::string::npos) return text;
    return "[" + std::string(kDrillMark) + "]" + std::string(between) + text;
}

}  // namespace breachd
