// What a database engine offers, in words that all of them share. One folder implements it for one engine (sqlite/);
// only Connection and Statement call it. A driver is used by one thread.
//
// A driver takes statements as they stand in store/: `?` for a parameter, INSERT ... ON CONFLICT, row values, LIMIT.
// What its engine writes in another way, it rewrites when it prepares the statement.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "store/sql/error.hpp"
#include "store/sql/faults.hpp"

namespace breachd::store {

// onlooker: a reader of a file that is there, whatever its schema, which makes no other file beside it.
enum class Access { writer, reader, onlooker };
enum class Database { main, keys };  // the two that breachd has: breachd.db and keys.db

// A statement of the engine. Parameters count from 1, columns from 0.
class Prepared {
  public:
    virtual ~Prepared() = default;

    // Text and bytes are not copied: they live until the last step().
    virtual void bind(int parameter, std::int64_t value) = 0;
    virtual void bind_text(int parameter, std::string_view text) = 0;
    virtual void bind_bytes(int parameter, std::string_view bytes) = 0;
    virtual void bind_null(int parameter) = 0;

    virtual bool step() = 0;                  // true while there is a row
    virtual std::int64_t changed_rows() = 0;  // by the last statement that ended
    virtual void reset() noexcept = 0;

    // StoreError when there is no row, or no such column.
    virtual std::int64_t integer(int column) = 0;
    virtual std::string_view bytes(int column) = 0;  // good until the next step()
    virtual bool is_null(int column) = 0;
};

class Driver {
  public:
    virtual ~Driver() = default;

    virtual std::unique_ptr<Prepared> prepare(const std::string& sql) = 0;
    virtual void begin() = 0;
    virtual void commit() = 0;
    virtual void rollback() noexcept = 0;

    // A writer brings the schema to what this program knows, each step in one transaction; a reader only compares.
    // Refuses (StoreError not_ours) a newer one and a database of another program.
    virtual void migrate(Database which) = 0;
    virtual bool has_table(const std::string& name) = 0;
    // "" when every page can be read and is what it claims to be, otherwise what the engine says. Reads the whole file.
    virtual std::string damage() = 0;

    // Housekeeping between transactions that no answer waits for.
    virtual void maintain_when_due() = 0;
    // The same, due or not: what can be moved out of the log is moved, so that the log may begin anew.
    virtual void maintain() = 0;
    // Afterwards nothing that was overwritten or deleted before is in the engine's files. Throws `busy` when a reader
    // stands in the way.
    virtual void erase_leftovers() = 0;
    // Changes when another connection has committed.
    virtual std::int64_t foreign_commits() = 0;

    // Parts of the file that can be checked one by one, and what is wrong with one; "" : nothing. Readers may ask.
    virtual std::vector<std::string> parts() = 0;
    virtual std::string damage_of(const std::string& part) = 0;
    // From any thread: what is under way ends with a StoreError.
    virtual void interrupt() noexcept = 0;

    virtual Faults& faults() = 0;
};

// Chooses the engine. location: a file, or ":memory:" (tests, simulation; a writer only).
std::unique_ptr<Driver> open_driver(const std::string& location, Access access);

}  // namespace breachd::store
