// Method and path -> route. A pattern is literal segments and {names}; "{rest*}" at the end takes all that is left.
// Pure: the table is fixed at build time (routes.cpp) and described in openapi.yaml, which a test compares.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/context.hpp"
#include "http/site.hpp"

namespace breachd::api {

struct Route {
    const char* method;
    const char* pattern;
    Roles roles;                 // 0: no token needed, or the route's own `admit` checks
    std::size_t body_bytes_max;  // 0: no body is read
    void (*handle)(Context& context, const CallPtr& call);
    // Decides on the head instead of the role check; gives the limit of the body.
    Result<std::size_t> (*admit)(Context& context, Call& call) = nullptr;
    // Takes the body in pieces instead of `handle`.
    std::shared_ptr<BodySink> (*open_sink)(Context& context, const CallPtr& call) = nullptr;
};

std::span<const Route> routes();

struct Match {
    const Route* route = nullptr;
    std::vector<std::string> parts;
    std::string allow;  // "GET, POST" when the path exists with other methods; "" when it does not
};
// HEAD finds the GET route. An error is a broken escape in the path.
Result<Match> match_route(std::span<const Route> table, std::string_view method, std::string_view path);

}  // namespace breachd::api
