// Table quarantine: messages that could not be read, sealed, until a person replays or discards them. The intake desk
// writes them; readers list them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/instant.hpp"
#include "core/triage/alert.hpp"
#include "store/sql/fwd.hpp"
#include "store/tables/kept.hpp"
#include "store/vault/vault.hpp"

namespace breachd::store {

struct QuarantineRow {
    std::string source, content_type, why, where;
    SenderProof proof = SenderProof::none;
    std::string headers;  // JSON: those the format needs beside the body; sealed; "" for none
    std::string body;     // sealed
    Instant received_at{};
};
struct QuarantineWaiting {
    SenderProof proof = SenderProof::none;
    Instant received_at{};
};

class Quarantine final : public Kept {
  public:
    Quarantine(Connection& connection, Vault& vault);

    // The entry that waits with the same body of the same source, as well proven; none: it is new.
    std::optional<std::string> find_same(const QuarantineRow& row);
    void count_repeat(std::string_view id, Instant at);
    std::string add(const QuarantineRow& row);  // returns its id, Q-...
    // Empty when the message does not wait, or waits no longer.
    std::optional<QuarantineWaiting> waiting(std::string_view id);
    void settle(std::string_view id, std::string_view outcome, Instant at);  // replayed | discarded
    std::int64_t count_waiting();

    void on_begin() override { last_at_begin_ = last_; }
    void on_rollback() noexcept override { last_ = last_at_begin_; }

  private:
    std::string tag_of(const QuarantineRow& row);

    Connection& connection_;
    Vault& vault_;
    std::int64_t last_ = 0, last_at_begin_ = 0;  // number of the newest row
};

}  // namespace breachd::store
