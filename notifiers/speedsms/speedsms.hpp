// Text messages through SpeedSMS: one text to up to a hundred numbers in a request. The provider takes sixty requests a
// minute, so messages of one text are sent together; letters that carry a code of the person's own are not of one text.
// It has no key by which it would know a message again.
#pragma once

#include "notifiers/http_provider.hpp"

namespace breachd {

struct SpeedSmsConfig : HttpConfig {
    std::string token;  // never printed
    std::string sender;
    std::string letters = "marked";
    std::int64_t parts_max = 4;
};

class SpeedSmsNotifier : public HttpNotifier {
  public:
    SpeedSmsNotifier(const Channel& channel, bool drill)
        : channel_(channel), own_(own_config<SpeedSmsConfig>(channel)), drill_(drill) {}
    Result<void> check(const Message& message) const override;
    // Of messages that go together.
    Result<HttpRequest> build(std::span<const Message> messages) const override;
    std::vector<Outcome> read(const HttpAnswer& answer, std::span<const Message> messages) const override;
    bool together(const Message& one, const Message& other) const override;
    // The account's balance.
    HttpRequest probe() const override;
    ProbeResult read_probe(const HttpAnswer& answer) const override;

  private:
    HttpRequest request(std::string_view path) const;

    Channel channel_;
    SpeedSmsConfig own_;
    bool drill_;
};

Provider speedsms_provider();

}  // namespace breachd
