// Hooks in the providers' own shapes. Inner header of hooks.cpp.
#pragma once

#include <optional>

#include "base/instant.hpp"
#include "engine/commands.hpp"
#include "http/http.hpp"
#include "intake/refusals.hpp"
#include "settings/access.hpp"

namespace breachd::api {

// Zalo signs with SHA-256, not HMAC: `mac=` and the hash of app_id, body, timestamp and the account's secret. None: it
// is Zalo. The timestamp is the header's, or the body's.
std::optional<intake::Refusal> zalo_fault(const Hook& hook, const http::Request& request, Instant wall);

// Of "user_received_message" about a template message: its receipt. None: an event that says nothing about ours (a chat
// has the same name, and no delivery_time).
std::optional<engine::Receipt> zalo_receipt(const Hook& hook, const http::Request& request);

}  // namespace breachd::api
