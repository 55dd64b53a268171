// One syslog message, RFC 5424 or RFC 3164 or what the field makes of them. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/instant.hpp"
#include "base/result.hpp"

namespace breachd::ingest {

struct SyslogElement {
    std::string id;
    std::vector<std::pair<std::string, std::string>> parameters;  // values unescaped
};

struct SyslogMessage {
    std::optional<int> priority;         // 0 to 191; facility * 8 + severity
    int version = 0;                     // 0: RFC 3164
    std::optional<Instant> at;           // absent also for RFC 3164's times, which have no year
    std::string host, app, process, id;  // "" for `-`
    std::vector<SyslogElement> data;
    std::string_view message;  // into the text that was read, without a byte-order mark
};

// Exactly as RFC 5424 says: lengths, UTF-8, escapes, no repeated element. The error names the byte. `version` may be
// 1 to 999.
Result<SyslogMessage> read_rfc5424(std::string_view text);

// Whatever can be made of the message: RFC 5424 with its usual defects, else RFC 3164 with its own (no priority, no
// host, a year, an epoch). Fails only when there is neither a priority nor a time to know a syslog message by.
Result<SyslogMessage> read_syslog(std::string_view text);

}  // namespace breachd::ingest
