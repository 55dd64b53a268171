#include "start/system_user.hpp"

#include <pwd.h>

namespace breachd {

namespace {

std::optional<SystemUser> user_in(const passwd* row) {
    if (row == nullptr) return std::nullopt;
    return SystemUser{row->pw_name, row->pw_uid, row->pw_gid};
}

}  // namespace

std::optional<SystemUser> user_named(const char* name) { return user_in(::getpwnam(name)); }
std::optional<SystemUser> user_of(uid_t id) { return user_in(::getpwuid(id)); }

}  // namespace breachd
