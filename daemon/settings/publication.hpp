// Where and when the public notice is published. Plain values.
#pragma once

#include <string>
#include <vector>

#include "base/instant.hpp"

namespace breachd {

struct Publisher {
    std::string type;  // directory
    std::string path, url;
};

struct PublicNoticePolicy {
    bool automatic = true;  // publish: auto | propose
    Duration margin{std::chrono::hours{6}};
    // A forecast that says "not in time" publishes only after it has said so for this long.
    Duration forecast_patience{std::chrono::minutes{30}};
    std::vector<Publisher> publishers;
};

struct PublicationSettings {
    PublicNoticePolicy public_notice;
};

}  // namespace breachd
