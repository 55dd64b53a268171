#include "store/tables/send_state.hpp"

#include <boost/describe/enum_to_string.hpp>

#include "store/sql/connection.hpp"
#include "store/tables/ids.hpp"

namespace breachd::store {

std::string_view state_name(SendState state) { return boost::describe::enum_to_string(state, "?"); }

SendState send_state_from(const std::string& name) {
    return enum_in_row<SendState>(name, "unknown state of a message");
}

void bind_next_at(Statement& query, SendState state, std::optional<Instant> next_at) {
    if (!next_at && waits(state)) next_at = Instant{};
    if (state == SendState::handed_over) next_at = kHandedOverAt;
    if (next_at && state == SendState::accepted) next_at = Instant{-next_at->time_since_epoch()};
    query.bind(next_at);
}

std::optional<Instant> next_at_in(Statement& query, int column) {
    auto at = query.maybe_instant(column);
    if (at == Instant{} || at == kHandedOverAt) return std::nullopt;
    return at && *at < Instant{} ? Instant{-at->time_since_epoch()} : at;
}

}  // namespace breachd::store
