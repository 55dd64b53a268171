// The channels that carry pages and notices, by name. Plain values; a provider of notifiers/ reads its own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.hpp"

namespace breachd {

enum class TellingGrade { accepted, delivered };

struct Channel {
    std::string name;
    std::string type;  // smtp | webhook | file
    std::string url, from, directory;
    std::string username;
    std::string secret;  // read from secret_file; never printed
    std::string password;
    std::string tls = "auto";  // smtp: auto | required | none
    std::string ca_file;
    double rate_per_second = 50;
    int connections = 4;
    std::string address;  // which contact column it uses: email | phone | zalo_id | push_token | any
    TellingGrade told_when = TellingGrade::accepted;
    std::string on_unknown = "resend";  // resend (same key, once) | leave
    int attempts_max = 8;
    std::optional<std::int64_t> daily_quota;
    Duration timeout{std::chrono::seconds{20}};
};

struct ChannelSettings {
    std::vector<Channel> channels;

    const Channel* channel(std::string_view name) const;
};

}  // namespace breachd
