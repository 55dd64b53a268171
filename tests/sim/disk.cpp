#include "sim/disk.hpp"

#include <sqlite3.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <map>

namespace breachd::sim {

namespace {

// Ours, followed in memory by the system's file.
struct File {
    sqlite3_file base;
    Disk* disk;          // null: of no simulated disk
    sqlite3_int64 room;  // bytes that were there when the disk had room last
};

sqlite3_file* below(sqlite3_file* file) { return reinterpret_cast<sqlite3_file*>(reinterpret_cast<File*>(file) + 1); }

sqlite3_vfs* system_vfs() {
    static sqlite3_vfs* const found = sqlite3_vfs_find("unix");
    return found;
}

std::map<std::string, Disk*>& disks() {  // by directory
    static std::map<std::string, Disk*> all;
    return all;
}

Disk* disk_of(const char* path) {
    if (path == nullptr) return nullptr;
    auto found = disks().find(std::filesystem::path(path).parent_path().string());
    return found == disks().end() ? nullptr : found->second;
}

}  // namespace

struct Disk::Calls {
    static File& ours(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }
    static const sqlite3_io_methods& system(sqlite3_file* file) { return *below(file)->pMethods; }

    static int close(sqlite3_file* f) { return system(f).xClose(below(f)); }
    static int read(sqlite3_file* f, void* into, int length, sqlite3_int64 at) {
        return system(f).xRead(below(f), into, length, at);
    }
    static int write(sqlite3_file* f, const void* from, int length, sqlite3_int64 at) {
        auto& file = ours(f);
        sqlite3_int64 end = at + length;
        if (file.disk != nullptr) {
            if (file.disk->broken_) return SQLITE_IOERR_WRITE;
            if (file.disk->full_ && end > file.room) return SQLITE_FULL;
            if (!file.disk->full_ && end > file.room) file.room = end;
        }
        return system(f).xWrite(below(f), from, length, at);
    }
    static int truncate(sqlite3_file* f, sqlite3_int64 size) { return system(f).xTruncate(below(f), size); }
    static int sync(sqlite3_file*, int) { return SQLITE_OK; }
    static int size(sqlite3_file* f, sqlite3_int64* out) { return system(f).xFileSize(below(f), out); }
    static int lock(sqlite3_file* f, int level) { return system(f).xLock(below(f), level); }
    static int unlock(sqlite3_file* f, int level) { return system(f).xUnlock(below(f), level); }
    static int reserved(sqlite3_file* f, int* out) { return system(f).xCheckReservedLock(below(f), out); }
    static int control(sqlite3_file* f, int what, void* with) { return system(f).xFileControl(below(f), what, with); }
    static int sector(sqlite3_file* f) { return system(f).xSectorSize(below(f)); }
    static int traits(sqlite3_file* f) { return system(f).xDeviceCharacteristics(below(f)); }
    static int map(sqlite3_file* f, int region, int bytes, int extend, void volatile** out) {
        return system(f).xShmMap(below(f), region, bytes, extend, out);
    }
    static int map_lock(sqlite3_file* f, int from, int count, int flags) {
        return system(f).xShmLock(below(f), from, count, flags);
    }
    static void barrier(sqlite3_file* f) { system(f).xShmBarrier(below(f)); }
    static int unmap(sqlite3_file* f, int remove) { return system(f).xShmUnmap(below(f), remove); }

    static int open(sqlite3_vfs*, const char* name, sqlite3_file* f, int flags, int* out_flags) {
        static const sqlite3_io_methods kMethods = {2,        close,   read,     write,   truncate, sync,   size,
                                                    lock,     unlock,  reserved, control, sector,   traits, map,
                                                    map_lock, barrier, unmap,    nullptr, nullptr};
        auto& file = ours(f);
        file.base.pMethods = nullptr;
        file.disk = disk_of(name);
        file.room = 0;
        int code = system_vfs()->xOpen(system_vfs(), name, below(f), flags, out_flags);
        if (below(f)->pMethods != nullptr) file.base.pMethods = &kMethods;
        if (code == SQLITE_OK) size(f, &file.room);
        return code;
    }

    // The system's, but for files.
    static void be_the_default() {
        static sqlite3_vfs ours = [] {
            auto out = *system_vfs();
            out.zName = "simulated";
            out.szOsFile += static_cast<int>(sizeof(File));
            out.xOpen = open;
            return out;
        }();
        sqlite3_vfs_register(&ours, 1);
    }
};

Disk::Disk() {
    static const bool once = (sqlite3_initialize(), Calls::be_the_default(), true);
    (void)once;
    namespace fs = std::filesystem;
    std::string base = ::access("/dev/shm", W_OK) == 0 ? "/dev/shm" : fs::temp_directory_path().string();
    auto pattern = base + "/breachd-sim-XXXXXX";
    if (::mkdtemp(pattern.data()) == nullptr) throw fs::filesystem_error("mkdtemp", pattern, std::error_code());
    directory_ = pattern;
    disks()[directory_] = this;
}

Disk::~Disk() {
    disks().erase(directory_);
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
}

}  // namespace breachd::sim
