// Command line of breachd: --config FILE [--check] [--version].
#pragma once

#include <string>

#include "base/result.hpp"

namespace breachd::app {

struct Options {
    std::string config;
    bool check = false;
    bool version = false;
    bool help = false;
};

inline constexpr const char* kUsage =
    "usage: breachd --config FILE [--check]\n"
    "       breachd --version\n"
    "  --config FILE  configuration, see /etc/breachd/breachd.yaml\n"
    "  --check        try all that a start needs (configuration, secrets, master key, directories, ports, databases)\n"
    "                 with the rights of the service's user, change nothing, then exit: 0 good, 1 not\n";

Result<Options> read_options(int argc, char** argv);

}  // namespace breachd::app
