#include "start/obstacles.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "net/listener.hpp"
#include "start/ports.hpp"
#include "store/look.hpp"
#include "store/vault/vault.hpp"

namespace breachd {

namespace {

namespace fs = std::filesystem;

Error said(const std::string& where, std::string_view vi, std::string_view en) {
    return Error{ErrorCode::failed, fmt::format("{} / {}", vi, en), where};
}

std::string reason_of(int code) { return std::strerror(code); }

// The directory itself, or the nearest one above it that is there.
fs::path nearest(const std::string& path) {
    std::error_code ignored;
    auto at = fs::absolute(path, ignored);
    while (!fs::exists(at, ignored) && at.has_parent_path() && at != at.parent_path()) at = at.parent_path();
    return at;
}

// One that may be made counts like one that is there.
std::optional<Error> cannot_write(const std::string& path) {
    auto at = nearest(path);
    std::error_code ignored;
    if (!fs::is_directory(at, ignored))
        return said(at, "không phải là thư mục; hãy dời tệp này đi", "is not a directory; move it away");
    if (::faccessat(AT_FDCWD, at.c_str(), R_OK | W_OK | X_OK, AT_EACCESS) == 0) return std::nullopt;
    auto why = reason_of(errno);
    return said(
        at, fmt::format("không ghi được ({}); thư mục phải thuộc về người dùng chạy dịch vụ (chown breachd:)", why),
        fmt::format("cannot be written ({}); it must belong to the user the service runs as (chown breachd:)", why));
}

// A file that root left behind, as a rule.
void find_in_directory(const std::string& directory, std::vector<Obstacle>& out) {
    if (auto cannot = cannot_write(directory)) {
        out.push_back({std::move(*cannot)});
        return;
    }
    for (const char* name :
         {"breachd.db", "breachd.db-wal", "breachd.db-shm", "keys.db", "keys.db-wal", "keys.db-shm", "breachd.lock"}) {
        auto file = directory + "/" + name;
        if (::faccessat(AT_FDCWD, file.c_str(), R_OK | W_OK, AT_EACCESS) == 0 || errno == ENOENT) continue;
        auto why = reason_of(errno);
        out.push_back(
            {said(file, fmt::format("không đọc và ghi được ({}); chown cho người dùng chạy dịch vụ", why),
                  fmt::format("cannot be read and written ({}); chown it to the user the service runs as", why))});
    }
}

void find_in_tls(const std::optional<Tls>& tls, std::vector<Obstacle>& out) {
    if (auto read = net::Listeners::read_tls(tls); !read)
        out.push_back({said(read.error().where, "không dùng được cho TLS: " + read.error().message,
                            "cannot be used for TLS: " + read.error().message)});
}

void find_in_ports(const LoadedConfig& config, std::vector<Obstacle>& out) {
    std::vector<Port> ports;
    for (const auto& address : config.server.listen) ports.push_back({address, false});
    for (const auto& one : config.server.syslog) ports.push_back({one.listen, one.transport == SyslogTransport::udp});
    for (const auto& port : ports)
        if (auto taken = cannot_listen(port, config.storage.directory)) out.push_back({std::move(*taken)});
}

void find_in_places_to_write(const Settings& settings, std::vector<Obstacle>& out) {
    auto look = [&](const std::string& path) {
        if (auto cannot = cannot_write(path)) out.push_back({std::move(*cannot), false});
    };
    for (const auto& publisher : settings.public_notice.publishers)
        if (publisher.type == "directory") look(publisher.path);
}

}  // namespace

std::vector<Obstacle> find_obstacles(const LoadedConfig& config) {
    std::vector<Obstacle> out;
    auto master = store::MasterKey::load(config.master_key_file);
    if (!master) out.push_back({master.error()});
    find_in_directory(config.storage.directory, out);
    find_in_tls(config.server.tls, out);
    for (const auto& one : config.server.syslog) find_in_tls(one.tls, out);
    find_in_ports(config, out);
    if (out.empty())
        if (auto store = store::look_into(config.storage.directory,
                                          config.settings.mode == Mode::drill ? "drill" : "live", *master);
            !store)
            out.push_back({store.error()});
    find_in_places_to_write(config.settings, out);
    return out;
}

}  // namespace breachd
