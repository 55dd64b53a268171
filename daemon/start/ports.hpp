// Whether an address can be listened on. Nothing stays bound.
#pragma once

#include <optional>
#include <string>

#include "base/result.hpp"

namespace breachd {

struct Port {
    std::string address;  // as in the configuration: "host:port", "unix:/path"
    bool udp = false;
};

// What keeps us from listening there; none when nothing does, or when the daemon that works in this data directory has
// it now.
std::optional<Error> cannot_listen(const Port& port, const std::string& data_directory);

}  // namespace breachd
