// SQLite as a database engine of the store. Guarantees: WAL, synchronous=FULL, foreign keys on, secure_delete on, no
// mmap, trusted_schema off. The writer (exactly one) does every checkpoint; readers have wal_autocheckpoint=0 and
// query_only=1, because SQLite before 3.51.3 can lose pages when two connections checkpoint and commit at the same
// time.
//
// This folder is the only place with words that only SQLite understands: pragmas, the WAL, the schema's column types.
#pragma once

#include <memory>
#include <string>

#include "store/sql/driver.hpp"

namespace breachd::store::sqlite {

std::unique_ptr<Driver> open(const std::string& path, Access access);
std::string version();  // of the library

}  // namespace breachd::store::sqlite
