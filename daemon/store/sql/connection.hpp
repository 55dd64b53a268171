// The one way to a database. Nothing above store/sql knows which engine it is: what only one engine understands lives
// in that engine's folder (sqlite/). Used by one thread: the engine's has the only writer, each thread of the read pool
// has a reader.
//
// Invariants
//  1. A statement's text decides what it is: equal texts share one prepared statement.
//  2. Two live uses of one text never meet: the second one gets a prepared statement of its own.
//  3. Between begin() and commit() everything is one transaction; a reader's is a snapshot.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/instant.hpp"
#include "store/sql/driver.hpp"
#include "store/sql/error.hpp"

namespace breachd::store {

class Connection {
  public:
    using Kind = Access;
    // location: a file, or ":memory:" (tests, simulation; a writer only). Throws StoreError.
    Connection(const std::string& location, Kind kind);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void begin();
    void commit();
    void rollback() noexcept;
    bool in_transaction() const { return in_transaction_; }
    Kind kind() const { return kind_; }

    void migrate(Database which) { driver_->migrate(which); }
    bool has_table(const std::string& name) { return driver_->has_table(name); }
    std::string damage() { return driver_->damage(); }
    // Writer only, between transactions.
    void checkpoint_when_due();                // housekeeping that no answer waits for
    void make_room() { driver_->maintain(); }  // the same now: the disk was full
    void checkpoint();  // and nothing that was overwritten or deleted stays in the engine's files
    // Changes when another connection has committed.
    std::int64_t foreign_commits() { return driver_->foreign_commits(); }

    // Parts of the file that can be checked one by one, and what is wrong with one; "" : nothing.
    std::vector<std::string> parts() { return driver_->parts(); }
    std::string damage_of(const std::string& part) { return driver_->damage_of(part); }
    void interrupt() noexcept { driver_->interrupt(); }  // from any thread: what is under way ends with a StoreError

    Faults& faults() { return driver_->faults(); }  // tests only

  private:
    friend class Statement;
    struct Cached {
        std::unique_ptr<Prepared> prepared;
        bool in_use = false;
    };
    Cached& cached(std::string_view sql);

    std::unique_ptr<Driver> driver_;
    std::map<std::string, Cached, std::less<>> statements_;
    // Where a text lay when it was last used: mostly a literal, which lies there still. The text itself decides.
    std::unordered_map<const char*, std::pair<const std::string, Cached>*> guesses_;  // looked up, never walked
    Kind kind_;
    bool in_transaction_ = false;
};

// One use of a prepared statement: parameters are bound left to right, a row is read column by column.
class Statement {
  public:
    Statement(Connection& connection, std::string_view sql);
    ~Statement();
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    Statement& bind(std::int64_t value);
    Statement& bind(int value) { return bind(static_cast<std::int64_t>(value)); }
    // Text and blobs are not copied: the bytes must live until the last step().
    Statement& bind(std::string_view text);
    Statement& bind(const char* text) { return bind(std::string_view(text)); }
    Statement& bind_blob(std::string_view bytes);
    Statement& bind(Instant at) { return bind(to_ms(at)); }
    Statement& bind(std::optional<Instant> at);
    Statement& bind_null();

    bool step();         // true while there is a row
    std::int64_t run();  // for statements without rows; rows changed

    std::int64_t integer(int column) { return prepared_->integer(column); }
    std::string text(int column) { return std::string(prepared_->bytes(column)); }
    std::string blob(int column) { return text(column); }
    Instant instant(int column) { return instant_from_ms(integer(column)); }
    std::optional<Instant> maybe_instant(int column);
    bool is_null(int column) { return prepared_->is_null(column); }

  private:
    Connection::Cached* shared_;  // null: own_ is used
    std::unique_ptr<Prepared> own_;
    Prepared* prepared_;
    int bound_ = 0;
};

// The one number that a statement without parameters gives.
std::int64_t single_number(Connection& connection, std::string_view sql);

}  // namespace breachd::store
