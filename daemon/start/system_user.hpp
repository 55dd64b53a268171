// Users of this machine, and the one that the service runs as.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

namespace breachd {

inline constexpr const char* kServiceUser = "breachd";  // systemd/breachd.sysusers.conf

struct SystemUser {
    std::string name;
    uid_t id = 0;
    gid_t group = 0;
};

std::optional<SystemUser> user_named(const char* name);
std::optional<SystemUser> user_of(uid_t id);

}  // namespace breachd
