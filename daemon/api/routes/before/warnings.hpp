// What may keep a release from arriving: said before it, in both languages, with what to do.
#pragma once

#include <memory>

#include "api/context.hpp"
#include "core/telling/before/release_plan.hpp"
#include "core/telling/notice.hpp"

namespace breachd::api {

using TokenAges = std::map<std::string, store::Reader::TokenAge>;

// How the access token of a channel stands whose provider wants one.
struct TokenState {
    std::string channel;
    Instant now{};
    std::optional<Instant> got_at;   // none: there is none yet
    std::int64_t failures = 0;       // renewals since that were refused
    std::optional<Instant> ends_at;  // of what the next one is got by; none: it does not run out
};
std::optional<TokenState> token_state(const Channel& channel, const TokenAges& ages, const Settings& settings,
                                      Instant now);
json::array token_warnings(const TokenState& token);
json::value token_json(const std::optional<TokenState>& token);  // got_at, age_s, refresh_ends_at, refused

// id, channel, state (warn, bad, unknown), what and todo, each in vi and en. `dns`: of channels that send e-mail, by
// name, as the look-ups found it; null: nothing is known of it. A pool thread's.
json::array release_warnings(store::Reader& reader, const Incident& incident, const Settings& settings,
                             const NoticeDraft& draft, const ReleasePlan& plan, const TokenAges& ages,
                             const std::shared_ptr<const json::object>& dns, Instant now);

}  // namespace breachd::api
