// What the answer desk shows of one person, made of what the store knows and of the text that was released.
#pragma once

#include <cstdint>
#include <string>

#include "api/context.hpp"

namespace breachd::api {

// The person's number within the incident, as lists show it; 0 (nobody) for anything else.
std::int64_t subject_in(const CallPtr& call);

// messages, replies, note, channels (those the person can be reached by: channel, contact, type) and the very text of
// the version that told them. Masked unless opened: the text greets a shape, and replies have no words. A pool
// thread's.
Result<json::object> desk_file(store::Reader& reader, const Settings& settings, const std::string& incident,
                               std::int64_t number, bool opened);

}  // namespace breachd::api
