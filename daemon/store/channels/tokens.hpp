// Table channel_tokens: the access token of each channel whose provider wants one, sealed under the vault's scope
// "channels" and bound to the channel's name. The tokens desk writes it; nobody else reads it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/telling/access_token.hpp"
#include "store/sql/fwd.hpp"

namespace breachd::store {

class Vault;

inline constexpr const char* kChannelsScope = "channels";

struct TokenRow {
    AccessToken token;
    std::optional<Instant> got_at;    // none: there was none yet
    std::optional<Instant> asked_at;  // a new one was asked for, and nothing was heard of it yet
    std::int64_t failures = 0;        // since the last that was got
};

class Tokens {
  public:
    Tokens(Connection& connection, Vault& vault) : connection_(connection), vault_(vault) {}

    // None: nothing is known of the channel. A token that cannot be opened any more counts as none.
    std::optional<TokenRow> find(std::string_view channel);
    void put(std::string_view channel, const TokenRow& row);

  private:
    Connection& connection_;
    Vault& vault_;
};

}  // namespace breachd::store
