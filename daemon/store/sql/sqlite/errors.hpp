// SQLite's handle and its error codes as StoreError. For store/sql/sqlite only.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>

#include "store/sql/error.hpp"

namespace breachd::store::sqlite {

struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
};
using Handle = std::unique_ptr<sqlite3, Close>;

StoreError::Cause cause_of(int code);
// SQLite's own words name tables and columns, never values.
[[noreturn]] void raise(int code, const std::string& what);

void execute(sqlite3* handle, const char* script);
// The first column of the first row.
std::int64_t number_of(sqlite3* handle, const char* sql);
std::string text_of(sqlite3* handle, const char* sql);

}  // namespace breachd::store::sqlite
