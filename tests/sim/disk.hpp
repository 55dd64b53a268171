// The disk under a simulated store: a directory of the machine's own, whose writes can be made to fail. It works as an
// SQLite VFS over the system's, so that store and readers open their files as they always do. Nothing is synced: the
// simulated machine never loses power (tests/unit/store/crash_test.cpp does that).
#pragma once

#include <string>

namespace breachd::sim {

class Disk {
  public:
    Disk();   // an empty directory
    ~Disk();  // removed with all its files, which must be closed
    Disk(const Disk&) = delete;
    Disk& operator=(const Disk&) = delete;

    const std::string& directory() const { return directory_; }
    // No room: a write that makes a file longer fails with SQLITE_FULL.
    void fill_up() { full_ = true; }
    void make_room() { full_ = false; }
    // Every write fails with SQLITE_IOERR_WRITE: a process that meets it must end.
    void break_writes(bool broken) { broken_ = broken; }

    struct Calls;  // SQLite's C calls

  private:
    std::string directory_;
    bool broken_ = false, full_ = false;
};

}  // namespace breachd::sim
