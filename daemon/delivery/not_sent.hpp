// Outcomes of what delivery took, or was offered, and did not begin to send: tried again later. The channel is not to
// blame, so its breaker stays shut.
#pragma once

#include "core/telling/message.hpp"

namespace breachd::delivery {

inline Outcome not_sent_stopping() {
    return {SendResult::retry, Blame::destination, "", "not sent: the daemon is stopping", "", {}};
}
inline Outcome not_sent_full() {
    return {SendResult::retry, Blame::destination, "", "not sent: the delivery queue is full", "", {}};
}

}  // namespace breachd::delivery
