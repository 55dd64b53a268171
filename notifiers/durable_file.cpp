#include "notifiers/durable_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <filesystem>

namespace breachd {

namespace {

Error failed(const std::string& path) { return {ErrorCode::failed, std::strerror(errno), path}; }

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

// Makes what is missing of the path, each new entry synced into the directory above it: a file that is whole inside a
// directory that a crash forgot would be lost all the same.
bool make_directories(const std::filesystem::path& directory, bool for_everybody) {
    std::error_code failed;
    if (directory.empty() || std::filesystem::is_directory(directory, failed)) return true;
    auto above = directory.parent_path();
    if (!make_directories(above, for_everybody)) return false;
    if (::mkdir(directory.c_str(), 0755) != 0 && errno != EEXIST) return false;
    if (for_everybody && ::chmod(directory.c_str(), 0755) != 0) return false;
    return sync_directory(above.empty() ? "." : above.string());
}

}  // namespace

Result<void> write_file_durably(const std::string& path, std::string_view bytes, unsigned mode) {
    auto directory = std::filesystem::path(path).parent_path().string();
    bool for_everybody = (mode & S_IROTH) != 0;  // whatever the umask: a web server reads it as another user
    if (!make_directories(directory, for_everybody)) return failed(directory);
    auto temporary = path + ".new";
    int fd =
        ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, static_cast<mode_t>(mode));
    if (fd < 0) return failed(temporary);
    bool written =
        (!for_everybody || ::fchmod(fd, static_cast<mode_t>(mode)) == 0) && write_all(fd, bytes) && ::fsync(fd) == 0;
    auto error = failed(temporary);
    ::close(fd);
    if (!written) {
        ::unlink(temporary.c_str());
        return error;
    }
    if (::rename(temporary.c_str(), path.c_str()) != 0) return failed(path);
    if (!sync_directory(directory.empty() ? "." : directory)) return failed(directory);
    return {};
}

Result<bool> append_durably(const std::string& path, std::string_view bytes, std::size_t size) {
    int fd = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0 && errno == ENOENT) return false;
    if (fd < 0) return failed(path);
    struct stat info {};
    bool same = ::fstat(fd, &info) == 0 && static_cast<std::size_t>(info.st_size) == size;
    bool written = same && write_all(fd, bytes) && ::fdatasync(fd) == 0;
    auto error = failed(path);
    ::close(fd);
    if (same && !written) return error;
    return same;
}

Result<void> try_directory(const std::string& directory, unsigned mode) {
    auto path = directory + "/.channel-check";
    auto written = write_file_durably(path, "", mode);
    if (written) ::unlink(path.c_str());
    return written;
}

std::string safe_file_name(std::string_view text) {
    std::string out(text.substr(0, 180));
    std::replace_if(
        out.begin(), out.end(),
        [](char c) { return !std::isalnum(static_cast<unsigned char>(c)) && c != '-' && c != '_'; }, '_');
    return out;
}

}  // namespace breachd
