// Push to apps on iOS and macOS: Apple's service, over HTTP/2. Each request carries a token that we sign with the key
// of the developer account (ES256); Apple refuses one that is older than an hour, and one that is made anew within
// twenty minutes, so that one is used for about forty. There is no receipt.
#pragma once

#include "notifiers/http_provider.hpp"

namespace breachd {

struct ApnsConfig : HttpConfig {
    std::string key;  // never printed
    std::string key_id, team_id;
    std::string topic;  // the app's bundle id
};

class ApnsNotifier : public HttpNotifier, public TokenSource {
  public:
    ApnsNotifier(const Channel& channel, bool drill)
        : channel_(channel), own_(own_config<ApnsConfig>(channel)), drill_(drill) {}
    Result<void> check(const Message& message) const override;
    Result<HttpRequest> build(std::span<const Message> messages) const override;
    std::vector<Outcome> read(const HttpAnswer& answer, std::span<const Message> messages) const override;
    HttpRequest probe() const override;
    ProbeResult read_probe(const HttpAnswer& answer) const override;

    const TokenSource* token_source() const override { return this; }
    Result<Renewal> renew(const AccessToken& held, Instant wall) const override;
    TokenAnswer read_token(const HttpAnswer& answer) const override;
    void authorise(HttpRequest& request, const std::string& access) const override;

  private:
    Channel channel_;
    ApnsConfig own_;
    bool drill_;
};

Provider apns_provider();

}  // namespace breachd
