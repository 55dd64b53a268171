// Where and when the public notice is published. Plain values.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/instant.hpp"

namespace breachd {

// The keys of one type of publisher; only the type's own file knows more of them (notifiers/publishing).
struct PublisherConfig {
    virtual ~PublisherConfig() = default;
};

// files: any file under `url`, content pages of short letters too; page: the public notice alone, as one page of a
// site; banner: it shows where the page of another publisher is.
enum class PublisherCarries { files, page, banner };

struct Publisher {
    std::string type;
    std::string path;  // of type directory
    std::string url;   // the public address of what it carries, without a slash at its end; "" of a banner
    PublisherCarries carries = PublisherCarries::files;
    std::shared_ptr<const PublisherConfig> own = {};
    std::string proxy = {};  // as Channel::proxy: of what it is sent and of the read-back; "": none
};

struct PublicNoticePolicy {
    bool automatic = true;  // publish: auto | propose
    Duration margin{std::chrono::hours{6}};
    // A forecast that says "not in time" publishes only after it has said so for this long.
    Duration forecast_patience{std::chrono::minutes{30}};
    std::vector<Publisher> publishers;
    // A page that is up is read back so often until the incident is closed.
    Duration read_back_every{std::chrono::hours{1}};

    // The first that carries any file; null: there is no place for content pages.
    const Publisher* first_for_files() const {
        for (const auto& publisher : publishers)
            if (publisher.carries == PublisherCarries::files) return &publisher;
        return nullptr;
    }
};

struct PublicationSettings {
    PublicNoticePolicy public_notice;
};

}  // namespace breachd
