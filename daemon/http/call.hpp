// One request on its way through the program, and the way back for its answer. Net thread only.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "http/auth.hpp"
#include "http/http.hpp"
#include "http/router.hpp"
#include "settings/settings.hpp"

namespace breachd::http {

struct Call {
    Request request;
    const Route* route = nullptr;    // nullptr: no route fits
    std::vector<std::string> parts;  // the values of the {…} in the route's pattern, decoded
    std::optional<Caller> caller;    // set for routes that need a token
    // As they were when the head was admitted, for routes that decide on them again.
    std::shared_ptr<const Settings> settings;
    Respond respond;
    bool body_proves = false;  // only the whole body proves its sender
    // Makes room for so many bytes of this request's body in all, packed and unpacked; false: there is none.
    std::function<bool(std::size_t bytes)> make_room;
    std::chrono::nanoseconds began{0};  // steady time when its head was there

    const std::string& part(std::size_t index) const { return parts[index]; }
};
using CallPtr = std::shared_ptr<Call>;

}  // namespace breachd::http
