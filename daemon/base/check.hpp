// Assertions that stay in every build: a daemon that has caught itself in a bug stops, systemd starts it again,
// and the start re-reads everything from disk.
#pragma once

namespace breachd {

[[noreturn]] void check_failed(const char* what, const char* file, int line);

}  // namespace breachd

#define BREACHD_CHECK(condition) \
    ((condition) ? static_cast<void>(0) : ::breachd::check_failed(#condition, __FILE__, __LINE__))
