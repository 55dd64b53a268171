// The embedded default: one readable file a message under directory/<incident>/<key>.txt. The same key writes the same
// file again, so a repeated send shows no second message.
#pragma once

#include "notifiers/notifier.hpp"

namespace breachd {

class FileNotifier : public BlockingNotifier {
  public:
    FileNotifier(Channel channel, bool drill) : channel_(std::move(channel)), drill_(drill) {}
    Result<void> check(const Message& message) const override;
    Outcome send(const Message& message) override;

  private:
    Channel channel_;
    bool drill_;
};

}  // namespace breachd
