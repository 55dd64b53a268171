#include "store/sql/sqlite/driver.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <limits>

#include "base/check.hpp"
#include "store/sql/sqlite/errors.hpp"
#include "store/sql/sqlite/schema.hpp"
#include "store/sql/sqlite/statement.hpp"

namespace breachd::store::sqlite {

namespace {

constexpr int kBusyTimeoutMs = 5000;
constexpr int kPageBytes = 8192;
// Pages in the WAL from which a checkpoint is due: 64 MB, or an eighth of a volume that is small.
constexpr int kCheckpointPagesMax = 8000, kCheckpointPagesMin = 128;

int checkpoint_pages(const std::string& path) {
    struct statvfs volume {};
    if (::statvfs(path.c_str(), &volume) != 0) return kCheckpointPagesMax;  // not on a disk
    auto pages = static_cast<std::uint64_t>(volume.f_blocks) * volume.f_frsize / kPageBytes / 8;
    return static_cast<int>(std::clamp<std::uint64_t>(pages, kCheckpointPagesMin, kCheckpointPagesMax));
}

// SQLite would create the file readable for everybody the umask allows; the WAL takes its mode from it.
void create_private(const std::string& path) {
    int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) throw StoreError(StoreError::Cause::io, "database: cannot open or create " + path);
    ::close(file);
}

// Even a read-only connection makes the files of the WAL when they are not there; without a WAL nobody works with the
// database, and it stays as it is while we look.
std::string name_for_onlooker(const std::string& path) {
    auto* files = sqlite3_vfs_find(nullptr);
    int there = 0;
    files->xAccess(files, (path + "-wal").c_str(), SQLITE_ACCESS_EXISTS, &there);
    if (there != 0) return path;
    std::string uri = "file:";
    for (char c : path) {
        if (c == '%' || c == '?' || c == '#')
            uri += fmt::format("%{:02x}", static_cast<unsigned char>(c));
        else
            uri += c;
    }
    return uri + "?immutable=1";
}

// Nobody asks how much memory SQLite has, and counting it takes a lock for each piece. Only before its first use.
void do_not_count_memory() { [[maybe_unused]] static const int once = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

Handle open_file(const std::string& path, Access access) {
    do_not_count_memory();
    bool writer = access == Access::writer;
    if (writer && path != ":memory:") create_private(path);
    // One thread uses a connection (sql/connection.hpp), so that it needs no lock for each call.
    int flags = SQLITE_OPEN_NOMUTEX |
                (writer ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
    auto name = access == Access::onlooker ? name_for_onlooker(path) : path;
    sqlite3* opened = nullptr;
    int code = sqlite3_open_v2(name.c_str(), &opened, flags, nullptr);
    Handle out(opened);
    if (code != SQLITE_OK) raise(code, path + ": " + (opened ? sqlite3_errmsg(opened) : "out of memory"));
    sqlite3_busy_timeout(opened, kBusyTimeoutMs);
    return out;
}

void harden(sqlite3* handle) {
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    for (const char* pragma :
         {"PRAGMA trusted_schema=OFF", "PRAGMA cell_size_check=ON", "PRAGMA foreign_keys=ON", "PRAGMA mmap_size=0",
          "PRAGMA secure_delete=ON", "PRAGMA temp_store=MEMORY", "PRAGMA cache_size=-16384"})
        execute(handle, pragma);
}

void prepare_writer(sqlite3* handle) {
    execute(handle, ("PRAGMA page_size=" + std::to_string(kPageBytes))
                        .c_str());  // an alert with its body is 2 to 3 kB: three a page instead of one; 16
                                    // kB costs single alerts half as much again
    std::string mode = text_of(handle, "PRAGMA journal_mode=WAL");
    if (mode != "wal" && mode != "memory")
        throw StoreError(StoreError::Cause::other, "database: write-ahead logging is refused (mode " + mode + ")");
    execute(handle, "PRAGMA synchronous=FULL");
    execute(handle, "PRAGMA wal_autocheckpoint=0");
    execute(handle, "PRAGMA journal_size_limit=67108864");
}

class SqliteFaults final : public Faults {
  public:
    explicit SqliteFaults(sqlite3* handle) : handle_(handle) {}

    void ask_before_commit(std::function<bool()> lets_through) override {
        lets_through_ = std::move(lets_through);
        auto ask = [](void* self) { return static_cast<SqliteFaults*>(self)->lets_through_() ? 0 : 1; };
        lets_through_ ? sqlite3_commit_hook(handle_, ask, this) : sqlite3_commit_hook(handle_, nullptr, nullptr);
    }
    void fill_disk(std::int64_t bytes_left) override {
        auto pages = number_of(handle_, "PRAGMA page_count") + bytes_left / number_of(handle_, "PRAGMA page_size");
        execute(handle_, ("PRAGMA max_page_count=" + std::to_string(pages)).c_str());
    }
    void free_disk() override { execute(handle_, "PRAGMA max_page_count=4294967294"); }
    void do_not_wait_for_locks() override { sqlite3_busy_timeout(handle_, 0); }
    void tamper(const char* script) override { execute(handle_, script); }

  private:
    sqlite3* handle_;
    std::function<bool()> lets_through_;
};

struct Reset {
    Prepared& statement;
    ~Reset() { statement.reset(); }
};

class SqliteDriver final : public Driver {
  public:
    SqliteDriver(const std::string& path, Access access)
        : handle_(open_file(path, access)),
          access_(access),
          faults_(handle_.get()),
          checkpoint_pages_(checkpoint_pages(path)) {
        harden(handle_.get());
        if (access == Access::writer) {
            prepare_writer(handle_.get());
            maintain();  // what a full disk left in the WAL would leave no room for the start
            sqlite3_wal_hook(handle_.get(), &SqliteDriver::after_commit, this);
        } else {
            execute(handle_.get(), "PRAGMA wal_autocheckpoint=0");
            execute(handle_.get(), "PRAGMA query_only=1");
        }
        begin_ = prepare(access == Access::writer ? "BEGIN IMMEDIATE" : "BEGIN DEFERRED");
        commit_ = prepare("COMMIT");
    }

    std::unique_ptr<Prepared> prepare(const std::string& sql) override { return prepared(handle_.get(), sql); }
    void begin() override { run(*begin_); }
    void commit() override { run(*commit_); }
    void rollback() noexcept override {
        sqlite3_exec(handle_.get(), "ROLLBACK", nullptr, nullptr, nullptr);  // may be rolled back already
    }
    void migrate(Database which) override { prepare_schema(handle_.get(), which, access_); }
    bool has_table(const std::string& name) override {
        auto look = prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?");
        look->bind_text(1, name);
        return look->step();
    }
    std::string damage() override {
        auto said = text_of(handle_.get(), "PRAGMA quick_check(1)");
        return said == "ok" ? "" : said;
    }

    // What SQLite cannot move now (a reader holds an old snapshot, the disk is full) stays in the WAL; a failure here
    // takes nothing back from the commits before it.
    void maintain_when_due() override {
        if (wal_pages_ >= checkpoint_at_) maintain();
    }
    void maintain() override {
        int code = checkpoint(SQLITE_CHECKPOINT_PASSIVE);
        if (code != SQLITE_OK && cause_of(code) != StoreError::Cause::busy && cause_of(code) != StoreError::Cause::full)
            raise(code, "checkpoint failed");
        checkpoint_at_ = wal_pages_ + checkpoint_pages_;  // in case a reader keeps the WAL from beginning anew
    }
    void erase_leftovers() override {
        if (int code = checkpoint(SQLITE_CHECKPOINT_TRUNCATE); code != SQLITE_OK) raise(code, "checkpoint failed");
        wal_pages_ = 0;
        checkpoint_at_ = checkpoint_pages_;
    }
    std::int64_t foreign_commits() override {
        if (!version_) version_ = prepare("PRAGMA data_version");
        Reset reset{*version_};
        return version_->step() ? version_->integer(0) : 0;
    }
    // Tables with their indexes: the check of one holds a snapshot for less time than that of the file.
    std::vector<std::string> parts() override {
        std::vector<std::string> out;
        auto read = prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
        while (read->step()) out.emplace_back(read->bytes(0));
        return out;
    }
    std::string damage_of(const std::string& part) override {
        auto check = prepare("PRAGMA quick_check('" + part + "')");
        if (!check->step()) return "";
        std::string said(check->bytes(0));
        return said == "ok" ? "" : said.substr(0, said.find('\n'));
    }
    void interrupt() noexcept override { sqlite3_interrupt(handle_.get()); }
    Faults& faults() override { return faults_; }

  private:
    static int after_commit(void* self, sqlite3*, const char*, int pages) {
        auto& driver = *static_cast<SqliteDriver*>(self);
        if (pages < driver.wal_pages_) driver.checkpoint_at_ = driver.checkpoint_pages_;  // the WAL began anew
        driver.wal_pages_ = pages;
        return SQLITE_OK;
    }
    int checkpoint(int mode) { return sqlite3_wal_checkpoint_v2(handle_.get(), nullptr, mode, nullptr, nullptr); }
    static void run(Prepared& statement) {
        Reset reset{statement};
        while (statement.step()) {
        }
    }

    Handle handle_;
    Access access_;
    SqliteFaults faults_;
    std::unique_ptr<Prepared> begin_, commit_, version_;
    int wal_pages_ = 0;  // as of the last commit
    int checkpoint_pages_;
    int checkpoint_at_ = checkpoint_pages_;
};

}  // namespace

std::unique_ptr<Driver> open(const std::string& path, Access access) {
    return std::make_unique<SqliteDriver>(path, access);
}

std::string version() { return sqlite3_libversion(); }

}  // namespace breachd::store::sqlite
