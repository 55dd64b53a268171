#include "store/sql/connection.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <unordered_map>

#include "base/check.hpp"

namespace breachd::store {

namespace {

constexpr int kBusyTimeoutMs = 5000;
constexpr int kCheckpointPages = 8000;  // pages in the WAL (64 MB) from which a checkpoint is due

StoreError::Cause cause_of(int code) {
    switch (code & 0xff) {
        case SQLITE_FULL:
            return StoreError::Cause::full;
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN:
        case SQLITE_READONLY:
            return StoreError::Cause::io;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return StoreError::Cause::corrupt;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return StoreError::Cause::busy;
        default:
            return StoreError::Cause::other;
    }
}

// SQLite's own words name tables and columns, never values.
[[noreturn]] void raise(int code, const std::string& what) {
    throw StoreError(cause_of(code), "database: " + what + " (SQLite code " + std::to_string(code) + ")");
}

template <class Action>
auto guarded(Action action) -> decltype(action()) {
    try {
        return action();
    } catch (const SQLite::Exception& failed) {
        raise(failed.getErrorCode(), failed.what());
    }
}

struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

Statement prepare(sqlite3* database, const char* sql) {
    sqlite3_stmt* made = nullptr;
    int code = sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &made, nullptr);
    if (code != SQLITE_OK) raise(code, sqlite3_errmsg(database));
    return Statement(made);
}

// SQLite would create the file readable for everybody the umask allows; the WAL takes its mode from it.
void create_private(const std::string& path) {
    int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) throw StoreError(StoreError::Cause::io, "database: cannot open or create " + path);
    ::close(file);
}

std::unique_ptr<SQLite::Database> open_file(const std::string& path, Connection::Kind kind) {
    bool writer = kind == Connection::Kind::writer;
    if (writer && path != ":memory:") create_private(path);
    try {
        int flags = writer ? SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE : SQLite::OPEN_READONLY;
        return std::make_unique<SQLite::Database>(path, flags, kBusyTimeoutMs);
    } catch (const SQLite::Exception& failed) {
        raise(failed.getErrorCode(), path + ": " + failed.what());
    }
}

void harden(SQLite::Database& database) {
    sqlite3* handle = database.getHandle();
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    for (const char* pragma :
         {"PRAGMA trusted_schema=OFF", "PRAGMA cell_size_check=ON", "PRAGMA foreign_keys=ON", "PRAGMA mmap_size=0",
          "PRAGMA secure_delete=ON", "PRAGMA temp_store=MEMORY", "PRAGMA cache_size=-16384"})
        database.exec(pragma);
}

void prepare_writer(SQLite::Database& database) {
    database.exec("PRAGMA page_size=8192");  // an alert with its body is 2 to 3 kB: three a page instead of one; 16 kB
                                             // costs single alerts half as much again
    auto mode = database.execAndGet("PRAGMA journal_mode=WAL").getString();
    if (mode != "wal" && mode != "memory")
        throw StoreError(StoreError::Cause::other, "database: write-ahead logging is refused (mode " + mode + ")");
    database.exec("PRAGMA synchronous=FULL");
    database.exec("PRAGMA wal_autocheckpoint=0");
    database.exec("PRAGMA journal_size_limit=67108864");
}

}  // namespace

struct Connection::Cache {
    std::unordered_map<const void*, Statement> statements;
    int wal_pages = 0;  // as of the last commit
    int checkpoint_at = kCheckpointPages;

    static int after_commit(void* self, sqlite3*, const char*, int pages) {
        auto& cache = *static_cast<Cache*>(self);
        if (pages < cache.wal_pages) cache.checkpoint_at = kCheckpointPages;  // the WAL began anew
        cache.wal_pages = pages;
        return SQLITE_OK;
    }
};

Connection::Connection(const std::string& path, Kind kind)
    : database_(open_file(path, kind)), cache_(std::make_unique<Cache>()), kind_(kind) {
    guarded([&] {
        harden(*database_);
        if (kind == Kind::writer) {
            prepare_writer(*database_);
            sqlite3_wal_hook(database_->getHandle(), &Cache::after_commit, cache_.get());
        } else {
            database_->exec("PRAGMA wal_autocheckpoint=0");
            database_->exec("PRAGMA query_only=1");
        }
    });
}

Connection::~Connection() { rollback(); }

void Connection::execute(const char* sql) {
    guarded([&] { database_->exec(sql); });
}

void Connection::begin() {
    BREACHD_CHECK(!in_transaction_);
    kind_ == Kind::writer ? Query(*this, "BEGIN IMMEDIATE").run() : Query(*this, "BEGIN DEFERRED").run();
    in_transaction_ = true;
}

void Connection::commit() {
    BREACHD_CHECK(in_transaction_);
    Query(*this, "COMMIT").run();
    in_transaction_ = false;
}

// What SQLite cannot move now (a reader holds an old snapshot, the disk is full) stays in the WAL; a failure here takes
// nothing back from the commits before it.
void Connection::checkpoint_when_due() {
    BREACHD_CHECK(kind_ == Kind::writer && !in_transaction_);
    if (cache_->wal_pages < cache_->checkpoint_at) return;
    int code = sqlite3_wal_checkpoint_v2(database_->getHandle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    if (code != SQLITE_OK && cause_of(code) != StoreError::Cause::busy && cause_of(code) != StoreError::Cause::full)
        raise(code, "checkpoint failed");
    cache_->checkpoint_at = cache_->wal_pages + kCheckpointPages;  // in case a reader keeps the WAL from beginning anew
}

void Connection::rollback() noexcept {
    if (!in_transaction_) return;
    in_transaction_ = false;
    for (auto& [sql, statement] : cache_->statements) sqlite3_reset(statement.get());
    sqlite3_exec(database_->getHandle(), "ROLLBACK", nullptr, nullptr, nullptr);  // may be rolled back already
}

bool Connection::in_transaction() const { return in_transaction_; }

void Connection::checkpoint() {
    BREACHD_CHECK(kind_ == Kind::writer && !in_transaction_);
    int code = sqlite3_wal_checkpoint_v2(database_->getHandle(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    if (code != SQLITE_OK) raise(code, "checkpoint failed");
    cache_->wal_pages = 0;
    cache_->checkpoint_at = kCheckpointPages;
}

SQLite::Database& Connection::database() { return *database_; }

Query::Query(Connection& connection, const char* sql) : connection_(connection), statement_(nullptr) {
    auto& slot = connection_.cache_->statements[sql];
    if (!slot) slot = prepare(connection_.database().getHandle(), sql);
    statement_ = slot.get();
}

Query::~Query() { sqlite3_reset(statement_); }

void Query::check(int code) {
    if (code != SQLITE_OK) raise(code, sqlite3_errmsg(connection_.database().getHandle()));
}

Query& Query::bind(std::int64_t value) {
    check(sqlite3_bind_int64(statement_, ++bound_, value));
    return *this;
}

// A null pointer would be SQL NULL.
Query& Query::bind(std::string_view text) {
    const char* data = text.data() ? text.data() : "";
    check(sqlite3_bind_text64(statement_, ++bound_, data, text.size(), SQLITE_STATIC, SQLITE_UTF8));
    return *this;
}

Query& Query::bind_blob(std::string_view bytes) {
    const char* data = bytes.data() ? bytes.data() : "";
    check(sqlite3_bind_blob64(statement_, ++bound_, data, bytes.size(), SQLITE_STATIC));
    return *this;
}

Query& Query::bind(std::optional<Instant> at) { return at ? bind(*at) : bind_null(); }

Query& Query::bind_null() {
    check(sqlite3_bind_null(statement_, ++bound_));
    return *this;
}

bool Query::step() {
    int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    raise(code, sqlite3_errmsg(connection_.database().getHandle()));
}

std::int64_t Query::run() {
    while (step()) {
    }
    return sqlite3_changes64(connection_.database().getHandle());
}

sqlite3_stmt* Query::row(int column) {
    if (column >= sqlite3_data_count(statement_)) raise(SQLITE_MISUSE, "a column is read where there is no row");
    return statement_;
}

std::int64_t Query::integer(int column) { return sqlite3_column_int64(row(column), column); }

std::string Query::text(int column) {
    const void* data = sqlite3_column_blob(row(column), column);
    auto bytes = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
    return data == nullptr ? std::string() : std::string(static_cast<const char*>(data), bytes);
}

std::string Query::blob(int column) { return text(column); }

std::optional<Instant> Query::maybe_instant(int column) {
    if (is_null(column)) return std::nullopt;
    return instant(column);
}

bool Query::is_null(int column) { return sqlite3_column_type(row(column), column) == SQLITE_NULL; }

}  // namespace breachd::store
