// What a session asks of the program behind it, and one request on its way through it. Net thread only.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "http/auth.hpp"
#include "http/http.hpp"

namespace breachd::api {

struct Route;

struct Call {
    Request request;
    const Route* route = nullptr;
    std::vector<std::string> parts;        // what the {…} of the route's pattern stand for, decoded
    std::optional<Caller> caller;          // set for routes that need a token
    std::shared_ptr<const Access> access;  // as it was when the head was admitted, for routes that decide on it again
    Respond respond;
    bool body_proves = false;  // who sends it is known only when its body is whole

    const std::string& part(std::size_t index) const { return parts[index]; }
};
using CallPtr = std::shared_ptr<Call>;

class Site {
  public:
    // What is decided on the head of a request, before a byte of its body is read.
    struct Admission {
        std::optional<Response> refusal;
        std::size_t body_bytes_max = 0;
        std::shared_ptr<BodySink> sink;  // takes the body in pieces instead of Call::request.body
    };

    virtual ~Site() = default;
    virtual Admission admit(const CallPtr& call) = 0;
    virtual void handle(const CallPtr& call) = 0;     // the body is whole
    virtual Response overload(const Call& call) = 0;  // too much is under way to take this request's body
    virtual const std::string& date() = 0;            // IMF-fixdate of the daemon's clock
    // For the counters: what was answered; no call when the head could not be read.
    virtual void answered(const Call* call, int status) = 0;
};

}  // namespace breachd::api
