// Template messages of Zalo (ZBS, formerly ZNS) to a telephone number or a Zalo id. The text is the template's, which
// Zalo has approved beforehand: a message brings its number and its parameters.
//
// The access token lives a day; each is got by a refresh token that works once and lives three months. The chain begins
// with `refresh_token` of the configuration, goes on in the store, and begins anew when that is another one.
#pragma once

#include "notifiers/http_provider.hpp"

namespace breachd {

struct ZaloConfig : HttpConfig {
    std::string token_url;
    std::string app_id;
    std::string app_secret, refresh_token;  // never printed
    std::string template_id;
    Pairs parameters;  // names of the template's, with fields in braces
    std::int64_t parameter_max = 100;
    std::string delivery_mode = "live";  // live | development: only to the app's and the account's own administrators
};

class ZaloNotifier : public HttpNotifier, public TokenSource {
  public:
    ZaloNotifier(const Channel& channel, bool drill)
        : channel_(channel), own_(own_config<ZaloConfig>(channel)), drill_(drill) {}
    Result<void> check(const Message& message) const override;
    // Refuses a parameter that is longer than parameter_max, but for the name, which is cut.
    Result<HttpRequest> build(std::span<const Message> messages) const override;
    std::vector<Outcome> read(const HttpAnswer& answer, std::span<const Message> messages) const override;
    HttpRequest probe() const override;
    ProbeResult read_probe(const HttpAnswer& answer) const override;

    const TokenSource* token_source() const override { return this; }
    Result<Renewal> renew(const AccessToken& held, Instant wall) const override;
    TokenAnswer read_token(const HttpAnswer& answer) const override;
    void authorise(HttpRequest& request, const std::string& access) const override;

  private:
    std::string origin() const;

    Channel channel_;
    ZaloConfig own_;
    bool drill_;
};

Provider zalo_provider();

}  // namespace breachd
