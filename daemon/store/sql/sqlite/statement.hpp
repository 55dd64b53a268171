// A prepared statement of SQLite. For store/sql/sqlite only.
#pragma once

#include <sqlite3.h>

#include <memory>
#include <string>

#include "store/sql/driver.hpp"

namespace breachd::store::sqlite {

std::unique_ptr<Prepared> prepared(sqlite3* handle, const std::string& sql);

}  // namespace breachd::store::sqlite
