// The grammar of one HTTP/1.1 request, fed from plain reads. Hides Beast, whose parser writes straight into the
// Request: no second copy of the fields, no body container of its own. Used by Session only; net thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "http/http.hpp"
#include "settings/server.hpp"

namespace breachd::http {

class RequestParser {
  public:
    explicit RequestParser(const Limits& limits);
    ~RequestParser();

    struct Fed {
        std::size_t used = 0;           // bytes that need not come again
        bool more = false;              // nothing is wrong, and the rest of a line or a chunk is missing
        std::optional<Response> fault;  // the request is refused with this
    };
    // Reads up to the end of the head; after read_body() as much of the body as there is.
    Fed feed(std::string_view bytes);
    void read_body();
    // Room for a body of this length, before it comes.
    void reserve_body(std::size_t bytes);

    bool begun() const;  // something of the request has come
    bool head_done() const;
    bool done() const;  // the body is whole, or there is none
    bool keep_alive() const;
    std::optional<std::uint64_t> content_length() const;
    std::uint64_t body_bytes() const;  // that came so far

    // The head, once: after head_done().
    struct Head {
        Request request;
        std::string target;
        int version = 11;  // 10 or 11
    };
    Head take_head();
    // The bytes of the body that came since the last call.
    std::string take_body();
    bool has_body_bytes() const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace breachd::http
