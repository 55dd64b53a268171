// What goes wrong with a database: a broken environment, never an expected answer.
#pragma once

#include <stdexcept>
#include <string>

namespace breachd::store {

// Disk full, I/O error, a database that is not ours. Caught only in Engine::step and in main.
class StoreError : public std::runtime_error {
  public:
    enum class Cause { full, io, corrupt, not_ours, busy, other };
    StoreError(Cause why, const std::string& what) : std::runtime_error(what), cause(why) {}
    Cause cause;
};

}  // namespace breachd::store
