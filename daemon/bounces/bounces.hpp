// The third way by which news of letters comes in, beside answers and receipts: mails to our return path, by LMTP,
// out of a spool directory or out of a mailbox. Threads of its own, so that no file, server or MIME holds up anybody.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "base/result.hpp"
#include "bounces/mailroom.hpp"
#include "core/telling/cause.hpp"
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
    // Whether the mailbox can be read (Cause::none), or why not; none without one or before it was tried. Any thread.
    std::optional<Cause> mailbox() const;
    void start();
    void stop();

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace breachd::bounces
