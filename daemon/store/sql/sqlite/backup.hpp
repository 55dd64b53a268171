// Whole copies of a SQLite database, also of one that a daemon works with, and the check that a file is sound. For
// breachctl backup and restore.
#pragma once

#include <string>

#include "base/result.hpp"

namespace breachd::store::sqlite {

// A consistent copy, alone in its file (no WAL beside it).
Result<void> copy_database(const std::string& from, const std::string& to);
Result<void> check_integrity(const std::string& path);

}  // namespace breachd::store::sqlite
