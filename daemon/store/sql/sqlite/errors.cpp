#include "store/sql/sqlite/errors.hpp"

#include "store/sql/sqlite/statement.hpp"

namespace breachd::store::sqlite {

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

void raise(int code, const std::string& what) {
    throw StoreError(cause_of(code), "database: " + what + " (SQLite code " + std::to_string(code) + ")");
}

void execute(sqlite3* handle, const char* script) {
    int code = sqlite3_exec(handle, script, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) raise(code, sqlite3_errmsg(handle));
}

std::int64_t number_of(sqlite3* handle, const char* sql) {
    auto statement = prepared(handle, sql);
    return statement->step() ? statement->integer(0) : 0;
}

std::string text_of(sqlite3* handle, const char* sql) {
    auto statement = prepared(handle, sql);
    return statement->step() ? std::string(statement->bytes(0)) : std::string();
}

}  // namespace breachd::store::sqlite
