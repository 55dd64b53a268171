// Table sources: when each sender of alerts was last heard. The intake desk writes it, to a minute.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/instant.hpp"
#include "store/sql/fwd.hpp"

namespace breachd::store {

struct HeardSource {
    Instant expected_since{};
    std::optional<Instant> last_heard_at, silent_since;
};

class Senders {
  public:
    explicit Senders(Connection& connection) : connection_(connection) {}

    std::map<std::string, HeardSource> all();
    void put(std::string_view name, const HeardSource& heard);

  private:
    Connection& connection_;
};

}  // namespace breachd::store
