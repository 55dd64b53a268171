// A disk that loses power and has bad moments: an SQLite VFS whose files live in memory. A write is safe once its file
// was synced after it; when the power goes, each write since then is there whole, in part, or not at all, by chance.
// While a CrashDisk lives it is SQLite's default VFS, for one process that opens a file once at a time (locks are not
// checked).
#pragma once

#include <sqlite3.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/rng.hpp"

namespace breachd::store {

class CrashDisk {
  public:
    using Image = std::map<std::string, std::string>;  // path -> bytes

    CrashDisk();
    ~CrashDisk();
    CrashDisk(const CrashDisk&) = delete;
    CrashDisk& operator=(const CrashDisk&) = delete;

    // Everything synced: what a clean stop leaves.
    Image image() const;
    void restore(const Image& image);

    // The n-th write, truncation, sync or removal from now on fails, and every later one when `forever`. 0: none.
    void fail_at(std::int64_t operation, bool forever);
    std::int64_t operations() const { return operations_; }  // since fail_at()
    bool failed() const { return failed_; }
    // All files together hold so many bytes at most; 0: as many as they like.
    void have_room(std::size_t bytes) { room_ = bytes; }
    std::size_t used() const;
    // What a machine finds when it comes back. All open files must be closed.
    void lose_power(Rng& rng);
    // Says "synced" and does nothing: the kind of disk that this test must be able to tell from an honest one.
    void lie_about_sync(bool lie) { lies_ = lie; }

  private:
    struct Pending {
        std::int64_t at = 0;
        std::string bytes;
        bool truncate = false;
    };
    struct Content {
        std::string bytes, durable;
        std::vector<Pending> pending;
        std::vector<std::unique_ptr<char[]>> shared;  // the WAL's index, gone with the process
    };
    struct File;
    struct Calls;

    bool is_full(const Content& content, const Pending& change) const;
    bool fails();  // counts one operation
    static void apply(std::string& bytes, const Pending& change, std::size_t length);

    sqlite3_vfs vfs_{};
    sqlite3_vfs* real_ = nullptr;
    std::map<std::string, Content> files_;
    std::int64_t operations_ = 0, fail_at_ = 0;
    bool forever_ = false, failed_ = false, lies_ = false;
    std::size_t room_ = 0;
    int temporary_ = 0;
};

}  // namespace breachd::store
