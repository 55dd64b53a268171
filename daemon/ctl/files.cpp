#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "ctl/command.hpp"

namespace breachd::ctl {

namespace {

constexpr auto kCannotWrite = "không ghi được / cannot write";

Error system_error(const std::string& what, const std::string& path) {
    return failed(what + ": " + std::strerror(errno), path);
}

bool write_all(int file, std::string_view bytes) {
    while (!bytes.empty()) {
        auto written = ::write(file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

}  // namespace

Result<std::string> read_file(const std::string& path) {
    int file = path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return system_error("không đọc được / cannot read", path);
    std::string out;
    char buffer[65536];
    ssize_t got = 0;
    while ((got = ::read(file, buffer, sizeof buffer)) != 0) {
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) break;
        out.append(buffer, static_cast<std::size_t>(got));
    }
    auto error = got < 0 ? std::optional(system_error("không đọc được / cannot read", path)) : std::nullopt;
    if (file != STDIN_FILENO) ::close(file);
    if (error) return *error;
    return out;
}

Result<void> write_out(std::string_view bytes) {
    if (std::fflush(stdout) == 0 && write_all(STDOUT_FILENO, bytes)) return {};
    return system_error(kCannotWrite, "-");
}

Result<void> write_file(const std::string& path, std::string_view bytes, unsigned mode) {
    auto part = path + ".part";
    ::unlink(part.c_str());
    int file = ::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (file < 0) return system_error(kCannotWrite, path);
    bool good = write_all(file, bytes) && ::fsync(file) == 0;
    good = ::close(file) == 0 && good;
    if (!good || ::rename(part.c_str(), path.c_str()) != 0) {
        auto error = system_error(kCannotWrite, path);
        ::unlink(part.c_str());
        return error;
    }
    auto slash = path.rfind('/');
    auto folder = slash == std::string::npos ? std::string(".") : path.substr(0, slash + 1);
    if (int directory = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); directory >= 0) {
        ::fsync(directory);
        ::close(directory);
    }
    return {};
}

}  // namespace breachd::ctl
