// Push to apps on Android (and, through Firebase, on iOS): FCM HTTP v1. The access token is had from Google for a
// statement that is signed with the service account's key (RFC 7523), and lives an hour. There is no receipt: an app
// that wants to prove that it showed a message calls us.
#pragma once

#include "notifiers/http_provider.hpp"

namespace breachd {

struct FcmConfig : HttpConfig {
    std::string token_url, project;
    std::string email, key;  // of the service account; the key is never printed
};

class FcmNotifier : public HttpNotifier, public TokenSource {
  public:
    FcmNotifier(const Channel& channel, bool drill)
        : channel_(channel), own_(own_config<FcmConfig>(channel)), drill_(drill) {}
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
    FcmConfig own_;
    bool drill_;
};

Provider fcm_provider();

}  // namespace breachd
