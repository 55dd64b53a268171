#include "store/sql/driver.hpp"

#include "store/sql/sqlite/driver.hpp"

namespace breachd::store {

std::unique_ptr<Driver> open_driver(const std::string& location, Access access) {
    return sqlite::open(location, access);
}

}  // namespace breachd::store
