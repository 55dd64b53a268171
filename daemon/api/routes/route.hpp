// The rows of the table of all calls. openapi.yaml describes the same table, and a test compares them.
#pragma once

#include <memory>
#include <span>

#include "api/context.hpp"
#include "http/router.hpp"

namespace breachd::api {

struct Route : http::Route {
    void (*handle)(Context& context, const CallPtr& call);
    // Decides on the head instead of the role check; gives the limit of the body.
    Result<std::size_t> (*admit)(Context& context, Call& call) = nullptr;
    // Takes the body in pieces instead of `handle`.
    std::shared_ptr<BodySink> (*open_sink)(Context& context, const CallPtr& call) = nullptr;
    // Cannot be undone, or shows who somebody is: a person gave the password within minutes (settings.sign_in.step_up).
    bool step_up = false;
    bool packed = false;  // its body may be compressed
};

std::span<const Route> routes();

}  // namespace breachd::api
