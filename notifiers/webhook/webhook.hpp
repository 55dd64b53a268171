// A signed webhook (Standard Webhooks): pagers, SMS gateways, apps, bots. JSON body {"type", "timestamp", "drill",
// "data"}.
#pragma once

#include "notifiers/notifier.hpp"

namespace breachd {

class WebhookNotifier : public HttpNotifier {
  public:
    WebhookNotifier(Channel channel, bool drill) : channel_(std::move(channel)), drill_(drill) {}
    Result<void> check(const Message& message) const override;
    Result<HttpRequest> build(const Message& message) const override;
    // 2xx accepted (or delivered when the body says {"status":"delivered"}), 409 a duplicate: accepted; 408, 425, 429,
    // 5xx later; 400, 413, 422 this recipient; the other 4xx blame the channel (address, credentials).
    Outcome read(const HttpAnswer& answer) const override;

  private:
    Channel channel_;
    bool drill_;
};

}  // namespace breachd
