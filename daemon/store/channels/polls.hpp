// Table polls: the messages that a provider took, and about which it is asked what became of them. The provider's own
// id of a message is sealed under the incident's key: it may have a contact in it. The telling desk writes it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.hpp"
#include "store/sql/fwd.hpp"

namespace breachd::store {

class Vault;

struct PollRow {
    std::int64_t delivery = 0;
    std::string incident, channel;
    std::string provider_id;  // "": it cannot be opened any more
    std::int64_t asked = 0;   // how often
    Instant next_at{};
    Instant until{};  // the provider knows nothing of it afterwards
};

class Polls {
  public:
    Polls(Connection& connection, Vault& vault) : connection_(connection), vault_(vault) {}

    void put(const PollRow& row);
    std::optional<PollRow> find(std::int64_t delivery);
    // Those that have come, the earliest first.
    std::vector<PollRow> due(Instant now, std::size_t most);
    void set_next(std::int64_t delivery, std::int64_t asked, Instant next_at);
    void remove(std::int64_t delivery);
    std::optional<Instant> next();

  private:
    Connection& connection_;
    Vault& vault_;
};

}  // namespace breachd::store
