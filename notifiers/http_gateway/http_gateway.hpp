// A gateway of any make that takes one message in one request: the body and the headers are templates, and what its
// answers mean is said by conditions on their bodies (notifiers/gateway_answer.hpp). For gateways that can be changed
// to take a signed webhook, `webhook` proves more.
#pragma once

#include "notifiers/body_template.hpp"
#include "notifiers/gateway_answer.hpp"
#include "notifiers/http_provider.hpp"

namespace breachd {

struct HttpGatewayConfig : HttpConfig, AnswerRules {
    std::string method = "POST";
    std::string secret;  // never printed
    Pairs headers;       // {secret} and {id} may stand in them
    BodyTemplate body;
    std::int64_t text_bytes_max = 2000;
};

class HttpGatewayNotifier : public HttpNotifier {
  public:
    HttpGatewayNotifier(const Channel& channel, bool drill)
        : channel_(channel), own_(own_config<HttpGatewayConfig>(channel)), drill_(drill) {}
    Result<void> check(const Message& message) const override;
    // Refuses a text that is longer than text_bytes_max: half a notice would tell nobody.
    Result<HttpRequest> build(std::span<const Message> messages) const override;
    std::vector<Outcome> read(const HttpAnswer& answer, std::span<const Message> messages) const override;
    // OPTIONS, as of a webhook: any other request could be taken for a message.
    HttpRequest probe() const override;
    ProbeResult read_probe(const HttpAnswer& answer) const override;

  private:
    Channel channel_;
    HttpGatewayConfig own_;
    bool drill_;
};

Provider http_gateway_provider();

}  // namespace breachd
