#include "base/check.hpp"

#include <cstdio>
#include <cstdlib>

namespace breachd {

void check_failed(const char* what, const char* file, int line) {
    std::fprintf(stderr, "breachd: internal check failed at %s:%d: %s\n", file, line, what);
    std::fflush(stderr);
    std::abort();
}

}  // namespace breachd
