// What delivery took, or was offered, and did not begin to send: it goes back to the engine as it came. Nobody is to
// blame, and it is no attempt.
#pragma once

#include <string>
#include <utility>

#include "engine/commands.hpp"
#include "engine/effects.hpp"

namespace breachd::delivery {

inline constexpr Duration kFullPause = std::chrono::seconds{1};  // a full queue is not asked again at once

inline engine::AttemptDone not_begun(std::string page_id, std::int64_t delivery_id, Duration pause) {
    return {
        std::move(page_id), delivery_id, {SendResult::retry, Blame::none, "", Cause::not_begun, "", {}}, false, pause};
}
inline engine::AttemptDone not_sent_stopping(const engine::Send& send) {
    return not_begun(send.page_id, send.delivery_id, Duration{0});
}
inline engine::AttemptDone not_sent_full(const engine::Send& send) {
    return not_begun(send.page_id, send.delivery_id, kFullPause);
}
// Between two readings of the configuration, delivery may know a channel no longer that the engine still does.
inline engine::AttemptDone not_sent_unknown_channel(const engine::Send& send) {
    return not_begun(send.page_id, send.delivery_id, kFullPause);
}

}  // namespace breachd::delivery
