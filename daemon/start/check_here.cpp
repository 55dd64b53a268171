// The check as the service's user: a process of its own gives up root's rights, reads and tries, and tells what it
// found over a pipe.
#include <grp.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>

#include "base/json.hpp"
#include "start/obstacles.hpp"
#include "start/system_user.hpp"

namespace breachd {

namespace {

constexpr const char* kServiceFolder = "/etc/breachd/";

// None: the rights of whoever asks.
std::optional<SystemUser> service_user(const LoadedConfig& config) {
    if (::geteuid() != 0) return std::nullopt;
    struct stat about {};
    if (::stat(config.storage.directory.c_str(), &about) == 0)
        return about.st_uid == 0 ? std::nullopt : user_of(about.st_uid);
    return config.file.starts_with(kServiceFolder) ? user_named(kServiceUser) : std::nullopt;
}

std::string own_name() {
    auto user = user_of(::geteuid());
    return user ? user->name : std::to_string(::geteuid());
}

HereReport look(const std::string& file, const LoadOptions& options) {
    HereReport out{own_name(), {}, {}};
    auto report = read_config(file, options);
    out.errors = std::move(report.errors);
    out.warnings = std::move(report.warnings);
    if (!out.errors.empty()) return out;
    for (auto& obstacle : find_obstacles(report.config))
        (obstacle.stops_start ? out.errors : out.warnings).push_back(std::move(obstacle.what));
    return out;
}

json::array packed(const std::vector<Error>& errors) {
    json::array out;
    for (const auto& error : errors) out.push_back(json::array{error.where, error.message});
    return out;
}

std::vector<Error> unpacked(const json::value& packed) {
    std::vector<Error> out;
    for (const auto& error : packed.as_array())
        out.push_back({ErrorCode::failed, std::string(error.at(1).as_string()), std::string(error.at(0).as_string())});
    return out;
}

void write_all(int to, std::string_view bytes) {
    while (!bytes.empty()) {
        auto done = ::write(to, bytes.data(), bytes.size());
        if (done <= 0) return;
        bytes.remove_prefix(static_cast<std::size_t>(done));
    }
}

std::string read_all(int from) {
    std::string out;
    char buffer[4096];
    for (ssize_t got; (got = ::read(from, buffer, sizeof buffer)) > 0;)
        out.append(buffer, static_cast<std::size_t>(got));
    return out;
}

bool become(const SystemUser& user) {
    return ::initgroups(user.name.c_str(), user.group) == 0 && ::setgid(user.group) == 0 && ::setuid(user.id) == 0;
}

[[noreturn]] void tell(int to, const SystemUser& user, const std::string& file, const LoadOptions& options) {
    HereReport found{user.name, {}, {}};
    if (become(user))
        found = look(file, options);
    else
        found.errors.push_back({ErrorCode::failed, std::strerror(errno), user.name});
    write_all(to,
              json::serialize(json::object{{"errors", packed(found.errors)}, {"warnings", packed(found.warnings)}}));
    ::_exit(0);
}

}  // namespace

HereReport check_here(const std::string& file, const LoadOptions& options) {
    auto user = service_user(read_config(file, options).config);
    int ends[2];
    if (!user || ::pipe(ends) != 0) return look(file, options);
    auto child = ::fork();
    if (child == 0) tell(ends[1], *user, file, options);
    ::close(ends[1]);
    auto told = parse_json(read_all(ends[0]));
    ::close(ends[0]);
    if (child > 0) ::waitpid(child, nullptr, 0);
    if (!told || !told->is_object())
        return {user->name, {{ErrorCode::failed, "không kiểm tra được / could not be tried", user->name}}, {}};
    return {user->name, unpacked(told->at("errors")), unpacked(told->at("warnings"))};
}

}  // namespace breachd
