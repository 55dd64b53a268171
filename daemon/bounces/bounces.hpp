// The third way by which news of letters comes in, beside answers and receipts: mails to our return path, by LMTP or
// out of a spool directory. A thread of its own, so that neither files nor MIME hold up anybody.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/result.hpp"
#include "bounces/mailroom.hpp"
#include "settings/server.hpp"

namespace breachd::bounces {

class Bounces {
  public:
    Bounces(const BounceSettings& settings, MailServices services);
    ~Bounces();
    Bounces(const Bounces&) = delete;
    Bounces& operator=(const Bounces&) = delete;

    Result<void> open();  // the error names the address
    std::vector<std::uint16_t> ports() const;
    void start();
    void stop();

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace breachd::bounces
