// Table repeats: letters that the answer desk sent once more to somebody. No delivery of a run: nothing is counted by
// them. The telling desk writes it; an attempt is a row before it leaves.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.hpp"
#include "core/telling/cause.hpp"
#include "core/telling/receipt.hpp"
#include "store/sql/fwd.hpp"

namespace breachd::store {

struct RepeatRow {
    std::int64_t id = 0;
    std::string incident;
    std::int64_t subject = 0;  // number within the incident
    std::string channel;
    int version = 0;  // of the notice
    std::string key;  // idempotency key: <incident>-<subject>-<channel>-v<version>-r<id>
    SendState state = SendState::sending;
    int attempts = 0;
    std::optional<Instant> next_at = {};
    std::string code = {};
    Cause cause{};
    std::string provider_id = {};  // a tag of it
    Instant asked_at{}, changed_at{};
};

class Repeats {
  public:
    explicit Repeats(Connection& connection) : connection_(connection) {}

    std::int64_t next_id();
    void put(const RepeatRow& row);
    std::optional<RepeatRow> find(std::int64_t id);
    std::optional<RepeatRow> by_key(std::string_view key);
    std::optional<RepeatRow> by_provider_id(std::string_view provider_id);  // a tag
    std::optional<RepeatRow> last_of(std::string_view incident, std::int64_t subject, std::string_view channel);
    std::vector<RepeatRow> in_state(SendState state);
    std::vector<RepeatRow> due(Instant now, std::size_t most);
    std::optional<Instant> next_moment();

  private:
    std::optional<RepeatRow> one_where(std::string_view condition, std::string_view value);

    Connection& connection_;
};

// For the readers as well; of one person, the last first.
std::vector<RepeatRow> read_repeats(Connection& connection, std::string_view incident, std::int64_t subject);

}  // namespace breachd::store
