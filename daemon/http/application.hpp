// What a session asks of the program that answers its requests. Net thread only.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "http/call.hpp"

namespace breachd::http {

class Application {
  public:
    // Decided on the head of a request, before a byte of its body is read.
    struct Admission {
        std::optional<Response> refusal;
        std::size_t body_bytes_max = 0;
        bool packed = false;             // a body with a Content-Encoding that base/unpack.hpp knows is taken
        std::shared_ptr<BodySink> sink;  // takes the body in pieces instead of Call::request.body
    };

    virtual ~Application() = default;
    virtual Admission admit(const CallPtr& call) = 0;
    virtual void handle(const CallPtr& call) = 0;     // the body is whole
    virtual Response overload(const Call& call) = 0;  // too much is under way to take this request's body
    virtual const std::string& date() = 0;            // IMF-fixdate of the daemon's clock
    // For the counters. `call` is nullptr when the head could not be read.
    virtual void answered(const Call* call, int status) = 0;
};

}  // namespace breachd::http
