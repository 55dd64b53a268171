// Tables postal_batches and postal_letters: which letters on paper are posted together, and that they were. The telling
// desk writes them; a letter has its place before it is written, so that the same letter is written to the same place
// after a crash.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.hpp"
#include "store/sql/fwd.hpp"
#include "store/tables/send_state.hpp"

namespace breachd::store {

struct PostalBatch {
    std::int64_t id = 0;
    std::string incident;
    std::int64_t number = 0;  // within the incident
    std::string channel;
    Instant opened_at{}, closes_at{};
    bool announced = false;
    std::optional<Instant> posted_at = {}, recorded_at = {};
    std::string recorded_by = {}, receipt = {};

    std::string name() const { return "L" + std::to_string(number); }
};

struct PostalPlace {
    PostalBatch batch;
    std::int64_t number = 0;  // of the letter within it
};

// It is being written, or will be; `again`: the row has a next moment.
inline bool is_unwritten(SendState state, bool again) {
    return waits(state) || state == SendState::sending || (state == SendState::unknown && again);
}

class Postal {
  public:
    explicit Postal(Connection& connection) : connection_(connection) {}

    struct Rule {
        std::int64_t letters_max = 1;
        Duration open{0};
    };
    // The place of this letter. One that it had stays while `keep` (it may have been written there) or while its batch
    // takes letters; else it gets the next of the open batch, or of a new one.
    PostalPlace place(std::int64_t delivery, std::string_view incident, std::string_view channel, bool keep,
                      const Rule& rule, Instant now);
    std::optional<PostalPlace> place_of(std::int64_t delivery);
    std::optional<PostalBatch> find(std::string_view incident, std::string_view name);
    void put(const PostalBatch& batch);
    std::vector<PostalBatch> unannounced();              // of all incidents, the first to close first
    std::vector<std::int64_t> letters(std::int64_t id);  // of a batch: their deliveries, in their order
    void note_written(std::int64_t delivery, Instant at);
    std::optional<Instant> last_written(std::int64_t id);  // of a batch
    void note_returned(std::int64_t delivery, Instant at);

  private:
    PostalBatch open_batch(std::string_view incident, std::string_view channel, const Rule& rule, Instant now);

    Connection& connection_;
};

// Columns that make a PostalBatch, for the readers as well.
#define BREACHD_POSTAL_COLUMNS                                                                                   \
    "b.id, b.incident, b.number, b.channel, b.opened_at, b.closes_at, b.announced, b.posted_at, b.recorded_at, " \
    "b.recorded_by, b.receipt"
PostalBatch postal_batch_in(Statement& read);

}  // namespace breachd::store
