// A signed webhook (Standard Webhooks): pagers, SMS gateways, apps, bots. JSON body {"type", "timestamp", "drill",
// "data"}.
#pragma once

#include "notifiers/gateway_answer.hpp"
#include "notifiers/http_provider.hpp"

namespace breachd {

struct WebhookConfig : HttpConfig, AnswerRules {
    std::string secret;  // never printed
};

class WebhookNotifier : public HttpNotifier {
  public:
    WebhookNotifier(const Channel& channel, bool drill)
        : channel_(channel), own_(own_config<WebhookConfig>(channel)), drill_(drill) {}
    Result<void> check(const Message& message) const override;
    Result<HttpRequest> build(std::span<const Message> messages) const override;
    // As notifiers/gateway_answer.hpp says.
    std::vector<Outcome> read(const HttpAnswer& answer, std::span<const Message> messages) const override;
    // OPTIONS: a receiver that knows nothing of probes could take any POST for a message.
    HttpRequest probe() const override;
    ProbeResult read_probe(const HttpAnswer& answer) const override;

  private:
    Channel channel_;
    WebhookConfig own_;
    bool drill_;
};

Provider webhook_provider();

}  // namespace breachd
