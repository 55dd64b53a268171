#include "store/channels/tokens.hpp"

#include "base/json.hpp"
#include "base/json_text.hpp"
#include "store/sql/connection.hpp"
#include "store/vault/vault.hpp"

namespace breachd::store {

namespace {

std::string place_of(std::string_view channel) { return "channel token|" + std::string(channel); }

std::string plain_of(const AccessToken& token) {
    return json::serialize(json::object{{"access", token.access},
                                        {"refresh", token.refresh},
                                        {"origin", token.origin},
                                        {"lives_ms", token.lives.count()},
                                        {"keep_ms", token.keep.count()}});
}

Duration duration_member(const json::object& in, std::string_view name) {
    const auto* value = in.if_contains(name);
    return Duration{value && value->is_int64() ? value->get_int64() : 0};
}

AccessToken token_of(const std::string& plain) {
    auto value = parse_json(plain);
    if (!value || !value->is_object()) return {};
    const auto& in = value->get_object();
    return {text_member(in, "access"), text_member(in, "refresh"), text_member(in, "origin"),
            duration_member(in, "lives_ms"), duration_member(in, "keep_ms")};
}

}  // namespace

std::optional<TokenRow> Tokens::find(std::string_view channel) {
    Statement read(connection_, "SELECT sealed, got_at, asked_at, failures FROM channel_tokens WHERE channel = ?");
    if (!read.bind(channel).step()) return {};
    TokenRow out{{}, read.maybe_instant(1), read.maybe_instant(2), read.integer(3)};
    auto plain = vault_.open(kChannelsScope, read.blob(0), place_of(channel));
    if (plain)
        out.token = token_of(*plain);
    else
        out.got_at.reset();
    return out;
}

void Tokens::put(std::string_view channel, const TokenRow& row) {
    vault_.ensure(kChannelsScope);
    auto sealed = vault_.seal(kChannelsScope, plain_of(row.token), place_of(channel));
    Statement(connection_,
              "INSERT INTO channel_tokens (channel, sealed, got_at, asked_at, failures) VALUES (?, ?, ?, ?, ?) "
              "ON CONFLICT (channel) DO UPDATE SET sealed = excluded.sealed, got_at = excluded.got_at, "
              "asked_at = excluded.asked_at, failures = excluded.failures")
        .bind(channel)
        .bind_blob(sealed)
        .bind(row.got_at)
        .bind(row.asked_at)
        .bind(row.failures)
        .run();
}

}  // namespace breachd::store
