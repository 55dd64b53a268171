// Text messages through eSMS (VIHAT): customer care under a brandname (SmsType 2), one number a request. RequestId is
// the message's key: eSMS refuses a second one for a day, so that a repeat shows no second message; after midnight it
// may. Told whether a message arrived by polling (seven days).
#pragma once

#include "notifiers/http_provider.hpp"

namespace breachd {

struct EsmsConfig : HttpConfig {
    std::string api_key, secret_key;  // never printed
    std::string brandname;
    std::string letters = "marked";  // marked | unmarked: what is sent, as the template was registered
    std::int64_t parts_max = 4;
    std::string sandbox = "off";  // on: eSMS sends nothing
    std::string callback_url;     // with a secret path; may be empty
};

class EsmsNotifier : public HttpNotifier, public Polling {
  public:
    EsmsNotifier(const Channel& channel, bool drill)
        : channel_(channel), own_(own_config<EsmsConfig>(channel)), drill_(drill) {}
    // A number in Vietnam.
    Result<void> check(const Message& message) const override;
    // Refuses a text of more parts than parts_max.
    Result<HttpRequest> build(std::span<const Message> messages) const override;
    std::vector<Outcome> read(const HttpAnswer& answer, std::span<const Message> messages) const override;
    // Asks about a message that there is not: wrong keys are refused, nobody is told anything.
    HttpRequest probe() const override;
    ProbeResult read_probe(const HttpAnswer& answer) const override;

    const Polling* polling() const override { return this; }
    HttpRequest ask(const std::string& provider_id) const override;
    Polled read_status(const HttpAnswer& answer) const override;

  private:
    Channel channel_;
    EsmsConfig own_;
    bool drill_;
};

Provider esms_provider();

}  // namespace breachd
