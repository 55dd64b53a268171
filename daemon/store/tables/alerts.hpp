// Tables alerts and alert_updates: every alert that was taken, sealed, and what later messages said about it. The
// intake desk writes them; readers list them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/instant.hpp"
#include "core/triage/alert.hpp"
#include "store/sql/fwd.hpp"
#include "store/tables/kept.hpp"
#include "store/vault/vault.hpp"

namespace breachd::store {

struct NewAlert {
    std::string_view source;
    const Alert& alert;
    std::string_view raw;  // sealed together with the alert
    Instant received_at{};
    std::string incident;  // "" when it opened and joined nothing
    std::string decision;  // opened | joined | kept | test
    std::string why;       // the reason's code
    std::string reason;    // the reason as JSON text
    SenderProof proof = SenderProof::token;
};
struct SeenAlert {  // what a duplicate is answered with
    std::string alert_id;
    std::string incident;
};
struct StoredAlert {  // as its newest update left it; detected_at is the earliest that any message said
    Alert alert;
    std::string incident, decision, why, reason;
    SenderProof proof = SenderProof::token;
    Instant received_at{};    // of the first message: the moment of awareness at the latest
    Instant last_heard_at{};  // of the latest message with this id
};

class Alerts final : public Kept {
  public:
    Alerts(Connection& connection, Vault& vault);

    // Uses the keyed tag of (source, external_id).
    std::optional<SeenAlert> find(std::string_view source, std::string_view external_id);
    std::string add(const NewAlert& alert);  // returns the alert's id; adds its digest to the batch
    void count_repeat(std::string_view alert_id, Instant at);
    // Empty when its data key is gone: nothing can be compared any more.
    std::optional<StoredAlert> stored(std::string_view alert_id);
    // A later message about it; adds its digest to the batch. Decision, reason and proof are from then on the update's.
    // The update may name the alert's first incident: what is sealed is then sealed anew under that incident's key.
    void update(std::string_view alert_id, const NewAlert& update);
    // Its row stays where it is, but the next message with its id is a new alert.
    void retire(std::string_view alert_id);
    // Count of the rows added since the last call, and the SHA-256 over their digests.
    std::pair<std::int64_t, std::string> take_batch();

    void on_begin() override { last_at_begin_ = last_, digests_at_begin_ = digests_; }
    void on_rollback() noexcept override;

  private:
    const std::string& tag_of(std::string_view source, std::string_view external_id);
    // Into `sealed_`, which holds until the next call.
    const std::string& seal(const NewAlert& alert, std::string_view place);
    void move_to(std::string_view incident, std::int64_t number);

    Connection& connection_;
    Vault& vault_;
    std::int64_t last_ = 0, last_at_begin_ = 0;     // number of the newest row
    std::string digests_, digests_at_begin_;        // of the rows added since take_batch()
    std::pair<std::string, std::string> last_tag_;  // find() and then add() ask for the same one
    std::string plain_, sealed_;                    // their memory serves the next alert
};

}  // namespace breachd::store
