// What may keep a release from arriving: said before it, in both languages, with what to do.
#pragma once

#include <memory>

#include "api/context.hpp"
#include "core/telling/before/release_plan.hpp"

namespace breachd::api {

// id, channel, state (warn, bad, unknown), what and todo, each in vi and en. `dns`: of channels that send e-mail, by
// name, as the look-ups found it; null: nothing is known of it. A pool thread's.
json::array release_warnings(store::Reader& reader, const Incident& incident, const Settings& settings,
                             const ReleasePlan& plan, const std::shared_ptr<const json::object>& dns, Instant now);

}  // namespace breachd::api
