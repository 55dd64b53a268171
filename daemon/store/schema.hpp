// The shape of the two files and the way forward from older shapes. Each step is one transaction; a file of a newer
// program, of another program or of the other mode is refused with a sentence that says what to do.
#pragma once

#include <string>

#include "store/sql/connection.hpp"

namespace breachd::store {

// breachd.db. A new file takes the mode given; a file of the other mode is refused. A reader only checks.
void prepare_main_schema(Connection& connection, const std::string& mode);
// keys.db
void prepare_keys_schema(Connection& connection);

}  // namespace breachd::store
