// The embedded default: one readable file a message under directory/<incident>/<key>.txt. The same key writes the same
// file again, so a repeated send shows no second message.
#pragma once

#include "notifiers/provider.hpp"

namespace breachd {

struct FileConfig : ProviderConfig {
    std::string directory;
};

class FileNotifier : public BlockingNotifier {
  public:
    FileNotifier(const Channel& channel, bool drill) : own_(own_config<FileConfig>(channel)), drill_(drill) {}
    Result<void> check(const Message& message) const override;
    Outcome send(const Message& message) override;
    // Writes a file of its own and takes it away again.
    ProbeResult probe() override;

  private:
    FileConfig own_;
    bool drill_;
};

Provider file_provider();

}  // namespace breachd
