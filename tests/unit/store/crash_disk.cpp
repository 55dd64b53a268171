#include "crash_disk.hpp"

#include <algorithm>
#include <cstring>

namespace breachd::store {

namespace {
constexpr std::size_t kSectorBytes = 512;  // what a disk writes whole or not at all
}

struct CrashDisk::File {
    sqlite3_file base;
    CrashDisk* disk;
    Content* content;
};

bool CrashDisk::fails() {
    ++operations_;
    bool now = fail_at_ != 0 && (operations_ == fail_at_ || (forever_ && operations_ > fail_at_));
    failed_ = failed_ || now;
    return now;
}

std::size_t CrashDisk::used() const {
    std::size_t bytes = 0;
    for (const auto& [path, content] : files_) bytes += content.bytes.size();
    return bytes;
}

bool CrashDisk::is_full(const Content& content, const Pending& change) const {
    auto end = static_cast<std::size_t>(change.at) + change.bytes.size();
    return room_ != 0 && !change.truncate && end > content.bytes.size() && used() - content.bytes.size() + end > room_;
}

void CrashDisk::apply(std::string& bytes, const Pending& change, std::size_t length) {
    auto at = static_cast<std::size_t>(change.at);
    if (change.truncate) return bytes.resize(at);
    if (bytes.size() < at + length) bytes.resize(at + length);
    bytes.replace(at, length, change.bytes, 0, length);
}

// SQLite's C calls. A write that fails may have reached the disk all the same.
struct CrashDisk::Calls {
    static File& file(sqlite3_file* raw) { return *reinterpret_cast<File*>(raw); }
    static CrashDisk& disk(sqlite3_vfs* vfs) { return *static_cast<CrashDisk*>(vfs->pAppData); }

    static int close(sqlite3_file*) { return SQLITE_OK; }
    static int read(sqlite3_file* raw, void* into, int length, sqlite3_int64 at) {
        const auto& bytes = file(raw).content->bytes;
        auto from = std::min(static_cast<std::size_t>(at), bytes.size());
        auto have = std::min(static_cast<std::size_t>(length), bytes.size() - from);
        std::memcpy(into, bytes.data() + from, have);
        std::memset(static_cast<char*>(into) + have, 0, static_cast<std::size_t>(length) - have);
        return have == static_cast<std::size_t>(length) ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
    }
    static int change(sqlite3_file* raw, Pending change, int error) {
        auto& [base, disk, content] = file(raw);
        if (disk->is_full(*content, change)) return SQLITE_FULL;
        bool before = disk->failed_;
        bool bad = disk->fails();
        if (before && disk->forever_) return error;  // the power is gone
        apply(content->bytes, change, change.bytes.size());
        content->pending.push_back(std::move(change));
        return bad ? error : SQLITE_OK;
    }
    static int write(sqlite3_file* raw, const void* from, int length, sqlite3_int64 at) {
        return change(raw, {at, std::string(static_cast<const char*>(from), static_cast<std::size_t>(length)), false},
                      SQLITE_IOERR_WRITE);
    }
    static int truncate(sqlite3_file* raw, sqlite3_int64 size) {
        return change(raw, {size, "", true}, SQLITE_IOERR_TRUNCATE);
    }
    static int sync(sqlite3_file* raw, int) {
        auto& [base, disk, content] = file(raw);
        if (disk->fails()) return SQLITE_IOERR_FSYNC;
        if (disk->lies_) return SQLITE_OK;
        for (const auto& one : content->pending) apply(content->durable, one, one.bytes.size());
        content->pending.clear();
        return SQLITE_OK;
    }
    static int size(sqlite3_file* raw, sqlite3_int64* out) {
        *out = static_cast<sqlite3_int64>(file(raw).content->bytes.size());
        return SQLITE_OK;
    }
    static int lock(sqlite3_file*, int) { return SQLITE_OK; }
    static int check_lock(sqlite3_file*, int* out) {
        *out = 0;
        return SQLITE_OK;
    }
    static int control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
    static int sector(sqlite3_file*) { return 4096; }
    static int traits(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }  // as on Linux
    static int map(sqlite3_file* raw, int region, int bytes, int extend, void volatile** out) {
        auto& shared = file(raw).content->shared;
        *out = nullptr;
        while (extend != 0 && shared.size() <= static_cast<std::size_t>(region))
            shared.push_back(std::make_unique<char[]>(static_cast<std::size_t>(bytes)));
        if (shared.size() > static_cast<std::size_t>(region)) *out = shared[static_cast<std::size_t>(region)].get();
        return SQLITE_OK;
    }
    static int map_lock(sqlite3_file*, int, int, int) { return SQLITE_OK; }
    static void barrier(sqlite3_file*) {}
    static int unmap(sqlite3_file* raw, int) {
        file(raw).content->shared.clear();
        return SQLITE_OK;
    }

    static int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* raw, int flags, int* out_flags) {
        static const sqlite3_io_methods kMethods = {2,        close,   read,       write,   truncate, sync,   size,
                                                    lock,     lock,    check_lock, control, sector,   traits, map,
                                                    map_lock, barrier, unmap,      nullptr, nullptr};
        auto& here = disk(vfs);
        std::string path = name != nullptr ? name : "temporary-" + std::to_string(++here.temporary_);
        auto& opened = file(raw);
        opened.base.pMethods = &kMethods;
        opened.disk = &here;
        opened.content = &here.files_[path];
        if (out_flags != nullptr) *out_flags = flags;
        return SQLITE_OK;
    }
    static int remove(sqlite3_vfs* vfs, const char* name, int) {
        auto& here = disk(vfs);
        if (here.fails()) return SQLITE_IOERR_DELETE;
        here.files_.erase(name);
        return SQLITE_OK;
    }
    static int access(sqlite3_vfs* vfs, const char* name, int, int* out) {
        *out = disk(vfs).files_.count(name) != 0 ? 1 : 0;
        return SQLITE_OK;
    }
    static int full_path(sqlite3_vfs*, const char* name, int room, char* out) {
        sqlite3_snprintf(room, out, "%s", name);
        return SQLITE_OK;
    }
    static int randomness(sqlite3_vfs* vfs, int bytes, char* out) {
        auto* real = disk(vfs).real_;
        return real->xRandomness(real, bytes, out);
    }
    static int pause(sqlite3_vfs*, int micros) { return micros; }
    static int clock(sqlite3_vfs*, double* out) {
        *out = 2461367.5;  // a day of 2026
        return SQLITE_OK;
    }
    static int last_error(sqlite3_vfs*, int, char*) { return 0; }
};

CrashDisk::CrashDisk() : real_(sqlite3_vfs_find(nullptr)) {
    vfs_.iVersion = 1;
    vfs_.szOsFile = sizeof(File);
    vfs_.mxPathname = 1024;
    vfs_.zName = "crash-disk";
    vfs_.pAppData = this;
    vfs_.xOpen = Calls::open;
    vfs_.xDelete = Calls::remove;
    vfs_.xAccess = Calls::access;
    vfs_.xFullPathname = Calls::full_path;
    vfs_.xRandomness = Calls::randomness;
    vfs_.xSleep = Calls::pause;
    vfs_.xCurrentTime = Calls::clock;
    vfs_.xGetLastError = Calls::last_error;
    sqlite3_vfs_register(&vfs_, 1);
}

CrashDisk::~CrashDisk() {
    sqlite3_vfs_unregister(&vfs_);
    sqlite3_vfs_register(real_, 1);
}

CrashDisk::Image CrashDisk::image() const {
    Image out;
    for (const auto& [path, content] : files_) out[path] = content.bytes;
    return out;
}

void CrashDisk::restore(const Image& image) {
    files_.clear();
    for (const auto& [path, bytes] : image) files_[path] = Content{bytes, bytes, {}, {}};
    fail_at(0, false);
}

void CrashDisk::fail_at(std::int64_t operation, bool forever) {
    operations_ = 0;
    fail_at_ = operation;
    forever_ = forever;
    failed_ = false;
}

void CrashDisk::lose_power(Rng& rng) {
    for (auto& [path, content] : files_) {
        for (const auto& change : content.pending) {
            auto fate = rng.below(3);
            auto sectors = change.bytes.size() / kSectorBytes;
            auto part = sectors == 0 ? 0 : rng.below(sectors) * kSectorBytes;
            if (fate == 1 || (fate == 2 && change.truncate))
                apply(content.durable, change, change.bytes.size());
            else if (fate == 2)
                apply(content.durable, change, part);
        }
        content.bytes = content.durable;
        content.pending.clear();
        content.shared.clear();
    }
    fail_at(0, false);
}

}  // namespace breachd::store
