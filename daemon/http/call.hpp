// One request on its way through the program, and the way back for its answer. Net thread only.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "http/auth.hpp"
#include "http/http.hpp"
#include "http/router.hpp"

namespace breachd::http {

struct Call {
    Request request;
    const Route* route = nullptr;          // nullptr: no route fits
    std::vector<std::string> parts;        // the values of the {…} in the route's pattern, decoded
    std::optional<Caller> caller;          // set for routes that need a token
    std::shared_ptr<const Access> access;  // as it was when the head was admitted, for routes that decide on it again
    Respond respond;
    bool body_proves = false;  // only the whole body proves its sender

    const std::string& part(std::size_t index) const { return parts[index]; }
};
using CallPtr = std::shared_ptr<Call>;

}  // namespace breachd::http
