// The publishers' way to the outside: HTTP and SFTP by libcurl, one thing at a time on the publisher's own thread. What
// is under way ends within a second or so once `cancelled` says true.
#pragma once

#include <functional>

#include "notifiers/publishing/publishing.hpp"

namespace breachd::delivery {

class PublicWire : public Wire {
  public:
    // `proxy`: of the publisher, for all that it is sent; "": none.
    PublicWire(std::string proxy, std::function<bool()> cancelled)
        : proxy_(std::move(proxy)), cancelled_(std::move(cancelled)) {}
    HttpAnswer http(HttpRequest request) override;
    SftpAnswer upload(const SftpTarget& target, std::span<const PublicFile> files) override;

  private:
    std::string proxy_;
    std::function<bool()> cancelled_;
};

}  // namespace breachd::delivery
