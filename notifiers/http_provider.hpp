// What every provider that sends to one HTTP address has: the address, its CA, the channel's proxy and patience.
#pragma once

#include "notifiers/provider.hpp"

namespace breachd {

struct HttpConfig : ProviderConfig {
    std::string address;
    std::string ca_file;
    std::string url() const override { return address; }
};

// The keys of HttpConfig: `url`, which is needed, and `ca_file`.
void read_http_keys(Keys& keys, HttpConfig& out);

// The same where the address has a default.
void read_optional_http_keys(Keys& keys, HttpConfig& out);

// A secret that there must be, as `key` or `key_file`.
void need_secret(Keys& keys, std::string_view key, std::string& out);

// A request to the address and what follows it.
HttpRequest request_to(const Channel& channel, const HttpConfig& config, std::string_view path = "");

}  // namespace breachd
