// How data subjects are told, and where the public notice goes when not all of them can be.
#pragma once

#include <string>
#include <vector>

#include "base/instant.hpp"

namespace breachd {

struct NoticePolicy {
    std::vector<std::string> order;  // channels, best first
    bool second_person = true;
    bool links_allowed = true;
};

struct Publisher {
    std::string type;  // directory
    std::string path, url;
};

struct PublicNoticePolicy {
    bool automatic = true;  // publish: auto | propose
    Duration margin{std::chrono::hours{6}};
    std::vector<Publisher> publishers;
};

}  // namespace breachd
