// How far a message is (a page or a notice), and how that is written in a row.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/instant.hpp"
#include "core/telling/cause.hpp"
#include "core/telling/receipt.hpp"
#include "store/sql/fwd.hpp"

namespace breachd::store {

using breachd::SendState;

std::string_view state_name(SendState state);
SendState send_state_from(const std::string& name);  // an unknown word is a corrupt database
inline bool waits(SendState state) { return state == SendState::queued || state == SendState::retrying; }
// The provider took it, or may have: a quota is charged when a row comes into such a state.
inline bool may_have_gone(SendState state) {
    return state == SendState::accepted || state == SendState::delivered || state == SendState::unknown;
}

// It was sent, and nothing was heard: what the provider calls a repeat now, it took then. Not when it called it one
// before, at a first attempt: nobody knows what stands behind that.
inline bool is_in_doubt(SendState state, Cause cause) {
    return state == SendState::unknown && cause != Cause::said_duplicate;
}

// A row's moment, as the column keeps it:
//   it may go then                     the moment; 0 when it may go at once, so that it comes first
//   handed over: it does not go        kHandedOverAt, before all moments, where no claim walks
//   accepted, and a receipt is awaited the moment with a minus, before those
inline constexpr Instant kHandedOverAt{Duration{-1}};
void bind_next_at(Statement& query, SendState state, std::optional<Instant> next_at);
std::optional<Instant> next_at_in(Statement& query, int column);

}  // namespace breachd::store
