// The daemon's log: to stderr (journald keeps it), text or JSON lines. spdlog is seen by log.cpp alone. Nothing that is
// logged may hold personal data or a secret; Pii<> has no formatter, so it cannot be passed by accident. Control
// characters are escaped, so that no message can forge a line.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

namespace breachd::app {

enum class LogLevel { debug, info, warning, error };

void open_log(std::string_view level, std::string_view format);
void write_log(LogLevel level, std::string_view message);

template <class... Args>
void log(LogLevel level, fmt::format_string<Args...> format, Args&&... args) {
    write_log(level, fmt::format(format, std::forward<Args>(args)...));
}

}  // namespace breachd::app
