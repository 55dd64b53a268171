// Tables idempotency and webhook_ids: what was answered to a request with an Idempotency-Key, and which webhook
// messages were seen. The engine writes them in the transaction of the command itself, so that a repeat is answered the
// same.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/instant.hpp"
#include "store/sql/fwd.hpp"

namespace breachd::store {

struct IdempotentAnswer {
    std::string body_sha256;
    std::string kind, data;  // of the engine's answer
};

class Requests {
  public:
    explicit Requests(Connection& connection) : connection_(connection) {}

    std::optional<IdempotentAnswer> answer(std::string_view token, std::string_view key);
    void put_answer(std::string_view token, std::string_view key, const IdempotentAnswer& answer, Instant at);
    bool knows_webhook(std::string_view integration, std::string_view id);
    bool remember_webhook(std::string_view integration, std::string_view id, Instant at);  // false when already known
    // Of both tables, at most so many rows each. True while there may be more.
    bool forget_before(Instant webhooks_before, Instant answers_before, std::size_t most = 1000);

  private:
    Connection& connection_;
};

}  // namespace breachd::store
