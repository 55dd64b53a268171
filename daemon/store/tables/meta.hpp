// Table meta: small named values (mode, last number of the year's incidents, drill clock, last seen moment). Every desk
// may use it; a name belongs to the desk that writes it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "store/sql/fwd.hpp"

namespace breachd::store {

inline constexpr const char* kChannelsTested = "channels_tested";  // an object: when each took a test last

class Meta {
  public:
    explicit Meta(Connection& connection) : connection_(connection) {}

    std::optional<std::string> get(std::string_view key);
    void set(std::string_view key, std::string_view value);

  private:
    Connection& connection_;
};

}  // namespace breachd::store
