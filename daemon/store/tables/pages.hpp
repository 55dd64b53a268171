// Table pages: messages to people on call, the outbox of the first lane. The paging desk writes it; a page is a row
// before anybody is called.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/instant.hpp"
#include "core/telling/cause.hpp"
#include "store/sql/fwd.hpp"
#include "store/tables/kept.hpp"
#include "store/tables/send_state.hpp"

namespace breachd::store {

struct PageRow {
    std::string id;        // also the idempotency key towards the provider
    std::string incident;  // "" for the daemon's own alarms
    std::string person, channel, why;
    SendState state = SendState::queued;
    int attempts = 0;
    Instant created_at{};
    std::optional<Instant> next_at;  // when queued or retrying
    std::string code;                // the provider's
    Cause cause{};
};

class Pages final : public Kept {
  public:
    explicit Pages(Connection& connection) : connection_(connection) {}

    void put(const PageRow& page);  // insert or replace
    std::optional<PageRow> find(std::string_view id);
    std::vector<PageRow> due(Instant now, std::size_t most);
    std::vector<PageRow> in_state(SendState state);
    std::optional<Instant> next_at();  // of the first page that waits; from memory
    // Queued and retrying pages of an incident that is acknowledged: no longer to be sent. Returns how many.
    int cancel(std::string_view incident);
    // A test is no page; when the channel took one last is kept in `meta`, under kChannelsTested.
    void took_test(const std::string& channel, Instant at);

    void on_rollback() noexcept override { waiting_.reset(); }

  private:
    struct Waiting {
        std::map<std::string, Instant, std::less<>> by_id;
        std::set<std::pair<Instant, std::string>> by_moment;
        void put(const std::string& id, Instant at);
        void drop(std::string_view id);
    };
    Waiting& waiting();

    Connection& connection_;
    std::optional<Waiting> waiting_;  // empty: must be read from the rows
};

#define BREACHD_PAGE_COLUMNS "id, incident, person, channel, why, state, attempts, created_at, next_at, code, words"
PageRow page_in(Statement& query);

}  // namespace breachd::store
