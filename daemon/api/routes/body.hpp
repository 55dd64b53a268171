// Calls whose body makes a command.
#pragma once

#include <string>
#include <utility>

#include "api/context.hpp"
#include "http/json_body.hpp"

namespace breachd::api {

// Reads the body, lets `make` take its members, and sends the command; 422 with every fault instead.
template <class Make>
void command_from(const Context& context, const CallPtr& call, std::string incident, Make make) {
    auto body = http::body_object(call->request);
    if (!body) return call->respond(problem(body.error()));
    http::Members members(std::move(*body));
    engine::Command command = make(members);
    if (auto faults = members.faults()) return call->respond(std::move(*faults));
    context.command(call, std::move(incident), std::move(command));
}

}  // namespace breachd::api
