// Loaded before the daemon by tests/e2e/clock_test.cpp: the machine's clock is off by the seconds in the file that
// BREACHD_TEST_CLOCK names. The counter since the machine was started is left as it is, as it is after `date -s`.
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdlib>
#include <ctime>

namespace {

long seconds_off() {
    const char* path = std::getenv("BREACHD_TEST_CLOCK");
    int file = path ? ::open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (file < 0) return 0;
    char text[32] = {};
    auto length = ::read(file, text, sizeof text - 1);
    ::close(file);
    return length > 0 ? std::strtol(text, nullptr, 10) : 0;
}

}  // namespace

extern "C" int clock_gettime(clockid_t clock, timespec* out) {
    auto failed = static_cast<int>(::syscall(SYS_clock_gettime, clock, out));
    if (failed == 0 && clock == CLOCK_REALTIME) out->tv_sec += seconds_off();
    return failed;
}
