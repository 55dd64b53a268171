// Where breachd keeps what it keeps, and what the opened files must agree with.
#pragma once

#include <string>

#include "store/sql/fwd.hpp"

namespace breachd::store {

struct StoreOptions {
    std::string directory;           // holds breachd.db and keys.db; "" for both in memory
    std::string mode;                // live | drill; a database of the other mode is refused; "" : a reader takes both
    std::string origin = "breachd";  // name in the journal's heads
};

// True when it has a mode, which is this one; a StoreError when it is the other.
bool check_mode(Connection& connection, const std::string& mode);
// Brings the schema to the present (a reader only compares) and checks the mode: a new database takes it, one of the
// other mode is refused. Throws StoreError.
void prepare_main(Connection& connection, const std::string& mode);

}  // namespace breachd::store
