// delivery.receipt: what a provider says of a message after it took it. Inner header of hooks.cpp.
#pragma once

#include <string>

#include "base/json.hpp"
#include "engine/commands.hpp"
#include "settings/access.hpp"

namespace breachd::api {

// Of the "data" of a signed body. 403 for a hook that brings no receipts; 422 names what is missing or unknown.
Result<engine::Receipt> receipt_of(const Hook& hook, std::string webhook_id, const json::object& data);

}  // namespace breachd::api
