// A reader's transaction: all statements while it lives see one committed state.
#pragma once

#include "store/sql/connection.hpp"

namespace breachd::store {

class Snapshot {
  public:
    explicit Snapshot(Connection& connection) : connection_(connection) { connection_.begin(); }
    ~Snapshot() { connection_.rollback(); }
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;

  private:
    Connection& connection_;
};

}  // namespace breachd::store
