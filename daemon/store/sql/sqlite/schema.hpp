// The shape of the two files and the way forward from older shapes. Each step is one transaction; a file of a newer
// program or of another program is refused with a sentence that says what to do. For store/sql/sqlite only.
#pragma once

#include <sqlite3.h>

#include "store/sql/driver.hpp"

namespace breachd::store::sqlite {

// A reader only compares, an onlooker takes an older one, too.
void prepare_schema(sqlite3* handle, Database which, Access access);

}  // namespace breachd::store::sqlite
