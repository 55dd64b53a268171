// Questions that some services ask before they send alerts. Each is answered as plain text, only for sources of the
// format that asks it, and only when the proofs hold that the question can carry. Pure.
#pragma once

#include <optional>

#include "http/http.hpp"
#include "settings/source.hpp"

namespace breachd::intake {

// Microsoft Graph's ?validationToken= of a new subscription (formats sentinel, defender).
std::optional<http::Response> graph_validation(const Source& source, const http::Request& request);
// Nightfall's {"challenge": …} and no other member, after its signature held.
std::optional<http::Response> nightfall_challenge(const Source& source, const http::Request& request);
// CloudEvents' OPTIONS with WebHook-Request-Origin; of a source of that format.
http::Response cloudevents_permission(const Source& source, const http::Request& request);

}  // namespace breachd::intake
