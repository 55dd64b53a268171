#include "notifiers/durable_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace breachd {

namespace {

Error failed(const std::string& path) {
    return {ErrorCode::failed, std::strerror(errno), path};
}

bool write_all(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        auto n = ::write(fd, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
}

bool sync_directory(const std::string& directory) {
    int fd = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return false;
    bool good = ::fsync(fd) == 0;
    ::close(fd);
    return good;
}

}  // namespace

Result<void> write_file_durably(const std::string& path, std::string_view bytes, unsigned mode) {
    auto directory = std::filesystem::path(path).parent_path().string();
    std::error_code made;
    std::filesystem::create_directories(directory, made);
    auto temporary = path + ".new";
    int fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, static_cast<mode_t>(mode));
    if (fd < 0) return failed(temporary);
    bool written = write_all(fd, bytes) && ::fsync(fd) == 0;
    auto error = failed(temporary);
    ::close(fd);
    if (!written) {
        ::unlink(temporary.c_str());
        return error;
    }
    if (::rename(temporary.c_str(), path.c_str()) != 0) return failed(path);
    if (!sync_directory(directory)) return failed(directory);
    return {};
}

}  // namespace breachd
