#include "store/sql/sqlite/backup.hpp"

#include <filesystem>

#include "store/sql/sqlite/errors.hpp"

namespace breachd::store::sqlite {

namespace {

constexpr int kBusyTimeoutMs = 10'000;

Handle open_plain(const std::string& path, int flags) {
    sqlite3* opened = nullptr;
    int code = sqlite3_open_v2(path.c_str(), &opened, flags, nullptr);
    Handle out(opened);
    if (code != SQLITE_OK) raise(code, opened ? sqlite3_errmsg(opened) : "out of memory");
    sqlite3_busy_timeout(opened, kBusyTimeoutMs);
    return out;
}

void copy_all(sqlite3* from, sqlite3* to) {
    sqlite3_backup* backup = sqlite3_backup_init(to, "main", from, "main");
    if (backup == nullptr) raise(sqlite3_errcode(to), sqlite3_errmsg(to));
    int code = sqlite3_backup_step(backup, -1);
    sqlite3_backup_finish(backup);
    if (code != SQLITE_DONE) raise(code, "the copy did not end");
}

}  // namespace

Result<void> copy_database(const std::string& from, const std::string& to) {
    namespace fs = std::filesystem;
    try {
        Handle source = open_plain(from, SQLITE_OPEN_READONLY);
        {
            Handle target = open_plain(to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
            execute(target.get(), "PRAGMA synchronous=FULL");
            copy_all(source.get(), target.get());
            execute(target.get(), "PRAGMA journal_mode=DELETE");
        }
        fs::permissions(to, fs::perms::owner_read | fs::perms::owner_write);
        return check_integrity(to);
    } catch (const std::exception& error) {
        return Error{ErrorCode::failed, error.what(), from};
    }
}

Result<void> check_integrity(const std::string& path) {
    try {
        Handle database = open_plain(path, SQLITE_OPEN_READONLY);
        if (text_of(database.get(), "PRAGMA integrity_check") == "ok") return {};
        return Error{ErrorCode::failed, "PRAGMA integrity_check không đạt / did not pass", path};
    } catch (const StoreError& error) {
        return Error{ErrorCode::failed, error.what(), path};
    }
}

}  // namespace breachd::store::sqlite
