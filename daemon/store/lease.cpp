#include "store/lease.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstring>

#include "store/sql/connection.hpp"

namespace breachd::store {

namespace {

std::string lock_file(const std::string& directory) { return directory + "/breachd.lock"; }

// The holder writes its number into the file; 0: it has not come to that, or is of an earlier build.
int number_in_file(int file) {
    std::array<char, 16> text{};
    auto got = ::pread(file, text.data(), text.size(), 0);
    int number = 0;
    if (got > 0) std::from_chars(text.data(), text.data() + got, number);
    return number;
}

// "breachd (pid 4711)".
std::string name_of(int process) {
    if (process == 0) return "a process";
    std::array<char, 64> name{};
    int file = ::open(fmt::format("/proc/{}/comm", process).c_str(), O_RDONLY | O_CLOEXEC);
    auto got = file < 0 ? 0 : ::read(file, name.data(), name.size());
    if (file >= 0) ::close(file);
    std::string_view word(name.data(), got > 1 ? static_cast<std::size_t>(got) - 1 : 0);
    return fmt::format("{} (pid {})", word.empty() ? "a process" : word, process);
}

}  // namespace

Lease::Lease(const std::string& directory) {
    if (directory.empty()) return;
    auto path = lock_file(directory);
    file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file_ < 0)
        throw StoreError(StoreError::Cause::io, fmt::format("database: không mở hoặc tạo được / cannot open or create "
                                                            "{}: {}",
                                                            path, std::strerror(errno)));
    if (::flock(file_, LOCK_EX | LOCK_NB) == 0) {
        auto number = fmt::format("{}\n", ::getpid());
        // Only for people: the lock itself is what counts.
        if (::ftruncate(file_, 0) != 0 || ::pwrite(file_, number.data(), number.size(), 0) < 0) return;
        return;
    }
    auto who = name_of(number_in_file(file_));
    ::close(file_);
    throw StoreError(
        StoreError::Cause::busy,
        fmt::format("database: {0} đang giữ {1}; hãy dừng chương trình đó trước (systemctl stop breachd) / "
                    "{0} works in {1}: stop it first (systemctl stop breachd)",
                    who, directory));
}

Lease::~Lease() {
    if (file_ >= 0) ::close(file_);
}

std::optional<int> Lease::holder(const std::string& directory) {
    int file = ::open(lock_file(directory).c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return std::nullopt;
    std::optional<int> out;
    // A shared lock that is refused: somebody has the other kind. It is given back at once.
    if (::flock(file, LOCK_SH | LOCK_NB) != 0) out = number_in_file(file);
    ::close(file);
    return out;
}

}  // namespace breachd::store
