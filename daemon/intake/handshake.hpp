// Questions that some senders ask before they send: each is answered only for sources of the format that asks it, as
// plain text, and only when what the source asks of its sender holds as far as the question carries it.
#pragma once

#include <optional>

#include "http/http.hpp"
#include "settings/source.hpp"

namespace breachd::intake {

// Microsoft Graph's ?validationToken= of a new subscription (formats sentinel, defender).
std::optional<http::Response> graph_validation(const Source& source, const http::Request& request);
// Nightfall's {"challenge": …} and nothing beside it, after its signature held.
std::optional<http::Response> nightfall_challenge(const Source& source, const http::Request& request);
// CloudEvents' OPTIONS with WebHook-Request-Origin (format cloudevents); another format is 405.
http::Response cloudevents_permission(const Source& source, const http::Request& request);

}  // namespace breachd::intake
