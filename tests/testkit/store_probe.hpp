// How tests look into a store and break it: rows as they are (also of a store in memory, which no other connection can
// open), and faults. The product has no such door.
#pragma once

#include <string>
#include <string_view>

#include "base/check.hpp"
#include "store/sql/connection.hpp"
#include "store/store.hpp"

namespace breachd::store {

class StoreProbe {
  public:
    explicit StoreProbe(Store& store) : connection_(store.connection()) {}

    Statement read(std::string_view sql) const {
        BREACHD_CHECK(sql.starts_with("SELECT "));
        return Statement(connection_, sql);
    }
    // How the database would walk; the words are its own.
    Statement plan_of(std::string_view sql) const {
        return Statement(connection_, "EXPLAIN QUERY PLAN " + std::string(sql));
    }
    std::int64_t number(std::string_view sql) const {
        Statement statement = read(sql);
        return statement.step() ? statement.integer(0) : 0;
    }
    Faults& faults() const { return connection_.faults(); }
    void checkpoint() const { connection_.checkpoint(); }
    Connection& connection() const { return connection_; }

  private:
    Connection& connection_;
};

}  // namespace breachd::store
