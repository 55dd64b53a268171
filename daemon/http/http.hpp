// HTTP as values: the request that a route reads and the response that it makes. Nothing here knows Beast or Asio;
// Session turns bytes into a Request and a Response into bytes. Net thread only.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "base/text.hpp"

namespace breachd::net {
struct PeerCertificate;  // net/transport.hpp
}

namespace breachd::http {

struct Header {
    std::string name;  // lower case
    std::string value;
};

struct Request {
    std::string method;                                      // upper case, as sent
    std::string path;                                        // before '?', decoded segment by segment by the router
    std::vector<std::pair<std::string, std::string>> query;  // decoded
    std::vector<Header> headers;                             // as sent, names in lower case
    std::string body;                                        // empty for routes that take the body in pieces
    std::string peer;  // address without port; "unix" for a unix socket; behind a trusted proxy the one it names
    std::shared_ptr<const net::PeerCertificate> certificate;  // of the connection; empty when the client has none

    // First value of a header, "" when absent.
    std::string_view header(std::string_view lower_name) const;
    std::size_t count(std::string_view lower_name) const;
    // First value in the query, "" when absent.
    std::string_view query_value(std::string_view name) const;
    // Media type in lower case without parameters.
    std::string media_type() const;
};

// A response whose body has no end (server-sent events). Implemented by the session; net thread only.
class Outflow {
  public:
    virtual ~Outflow() = default;
    // Writes and then calls `done`; false: the other side is gone. One write at a time.
    virtual void write(std::string bytes, std::function<void(bool good)> done) = 0;
    virtual void end() = 0;
    virtual bool closed() const = 0;  // the other side is gone, or end() was called
};

struct Response {
    int status = 200;
    std::string content_type;  // "" : no body
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;  // beyond the usual ones
    bool close = false;                                        // end the connection after it
    std::function<void(std::shared_ptr<Outflow>)> stream;      // set: head first, then this gets the connection

    Response& with(std::string name, std::string value) {
        headers.emplace_back(std::move(name), std::move(value));
        return *this;
    }
};

// Answers a request. Called at most once, on the net thread; later calls and calls after the client left do nothing.
using Respond = std::function<void(Response)>;

// Takes a body in pieces. `more` is called when the next piece may come: until then nothing is read from the client,
// which is the back-pressure. Net thread only.
class BodySink {
  public:
    virtual ~BodySink() = default;
    virtual void piece(std::string bytes, std::function<void()> more) = 0;
    virtual void finish() = 0;            // the body is whole
    virtual void abandon() noexcept = 0;  // it will never be whole: the client left, broke a rule or a limit
};

std::string_view reason_phrase(int status);

// "%20" -> " "; '+' stays. Errors on a broken escape and on an encoded NUL.
Result<std::string> percent_decode(std::string_view text, bool plus_is_space);
// "a=1&b=x%20y"
Result<std::vector<std::pair<std::string, std::string>>> parse_query(std::string_view text);

}  // namespace breachd::http
