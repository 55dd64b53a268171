#include "store/lease.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "store/sql/connection.hpp"

namespace breachd::store {

Lease::Lease(const std::string& directory) {
    if (directory.empty()) return;
    std::string path = directory + "/breachd.lock";
    file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file_ < 0) throw StoreError(StoreError::Cause::io, "database: cannot open or create " + path);
    if (::flock(file_, LOCK_EX | LOCK_NB) == 0) return;
    ::close(file_);
    throw StoreError(StoreError::Cause::busy, "database: another breachd works in " + directory);
}

Lease::~Lease() {
    if (file_ >= 0) ::close(file_);
}

}  // namespace breachd::store
