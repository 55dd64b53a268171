// The one way to a database file. Guarantees: WAL, synchronous=FULL, foreign keys on, secure_delete on, no mmap,
// trusted_schema off. The writer (exactly one, owned by the engine's thread) does every checkpoint; readers have
// wal_autocheckpoint=0 and query_only=1, because SQLite before 3.51.3 can lose pages when two connections checkpoint
// and commit at the same time. SQL stays within what SQLite and PostgreSQL share.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "base/instant.hpp"

namespace SQLite {
class Database;
}  // namespace SQLite
struct sqlite3_stmt;

namespace breachd::store {

// A broken environment: disk full, I/O error, a database that is not ours. Caught only in Engine::step and in main.
class StoreError : public std::runtime_error {
  public:
    enum class Cause { full, io, corrupt, not_ours, busy, other };
    StoreError(Cause why, const std::string& what) : std::runtime_error(what), cause(why) {}
    Cause cause;
};

// A prepared statement, cached by its text in the Connection; bound left to right, read column by column.
class Query {
  public:
    Query(class Connection& connection,
          const char* sql);  // sql must be a string literal: the cache keys on its address
    ~Query();                // resets the statement
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;

    Query& bind(std::int64_t value);
    Query& bind(int value) { return bind(static_cast<std::int64_t>(value)); }
    // Text and blobs are not copied: the bytes must live until the last step().
    Query& bind(std::string_view text);
    Query& bind(const char* text) { return bind(std::string_view(text)); }
    Query& bind_blob(std::string_view bytes);
    Query& bind(Instant at) { return bind(to_ms(at)); }
    Query& bind(std::optional<Instant> at);
    Query& bind_null();

    bool step();         // true while there is a row
    std::int64_t run();  // for statements without rows; rows changed

    std::int64_t integer(int column);
    std::string text(int column);
    std::string blob(int column);
    Instant instant(int column) { return instant_from_ms(integer(column)); }
    std::optional<Instant> maybe_instant(int column);
    bool is_null(int column);

  private:
    void check(int code);
    sqlite3_stmt* row(int column);  // the statement, when it has a row with that column; StoreError otherwise

    Connection& connection_;
    sqlite3_stmt* statement_;
    int bound_ = 0;
};

class Connection {
  public:
    enum class Kind { writer, reader };
    // path may be ":memory:" (tests, simulation; writer only). Throws StoreError.
    Connection(const std::string& path, Kind kind);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void execute(const char* sql);
    void begin();  // IMMEDIATE for the writer, DEFERRED for a reader (a snapshot)
    void commit();
    void rollback() noexcept;
    bool in_transaction() const;
    // Writer only. Moves the WAL into the file once it is long enough. Never part of commit(): nobody's answer waits
    // for it.
    void checkpoint_when_due();
    void checkpoint();  // writer only: the whole WAL, which is empty afterwards
    Kind kind() const { return kind_; }
    SQLite::Database& database();

  private:
    friend class Query;
    struct Cache;
    std::unique_ptr<SQLite::Database> database_;
    std::unique_ptr<Cache> cache_;
    Kind kind_;
    bool in_transaction_ = false;
};

}  // namespace breachd::store
