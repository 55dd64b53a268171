// What tests may break in a database: a commit that fails, a disk that is full, a lock that is held. The product never
// calls it; tests reach it through tests/testkit/store_probe.hpp.
#pragma once

#include <cstdint>
#include <functional>

namespace breachd::store {

class Faults {
  public:
    virtual ~Faults() = default;

    // Asked within each commit, before anything of it is durable; when it says false, the commit fails. An empty one
    // lets everything through.
    virtual void ask_before_commit(std::function<bool()> lets_through) = 0;
    // The database cannot grow beyond its size now plus so many bytes.
    virtual void fill_disk(std::int64_t bytes_left = 0) = 0;
    virtual void free_disk() = 0;
    // A lock that another process holds is an error at once.
    virtual void do_not_wait_for_locks() = 0;
    // Any script, as somebody with another tool could run it on the file.
    virtual void tamper(const char* script) = 0;
};

}  // namespace breachd::store
