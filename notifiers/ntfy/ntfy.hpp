// Push messages to the telephones of people on call through ntfy (ntfy.sh or a server of one's own): published as JSON,
// so that Vietnamese titles need no header encoding, with a button that acknowledges. Pages only: a topic is a channel
// that whoever knows its name can read, which is nowhere to put a letter to a data subject.
#pragma once

#include "notifiers/http_provider.hpp"

namespace breachd {

struct NtfyConfig : HttpConfig {
    std::string token;  // tk_…; never printed
};

class NtfyNotifier : public HttpNotifier {
  public:
    NtfyNotifier(const Channel& channel, bool drill)
        : channel_(channel), own_(own_config<NtfyConfig>(channel)), drill_(drill) {}
    // The address is a topic: letters, digits, _ and -, at most 64.
    Result<void> check(const Message& message) const override;
    Result<HttpRequest> build(std::span<const Message> messages) const override;
    std::vector<Outcome> read(const HttpAnswer& answer, std::span<const Message> messages) const override;
    // The server's own health, with our token: a wrong one is refused on every path.
    HttpRequest probe() const override;
    ProbeResult read_probe(const HttpAnswer& answer) const override;

  private:
    HttpRequest request(std::string_view method, std::string_view path) const;

    Channel channel_;
    NtfyConfig own_;
    bool drill_;
};

Provider ntfy_provider();

}  // namespace breachd
