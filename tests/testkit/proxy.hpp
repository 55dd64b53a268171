// A small HTTP proxy on 127.0.0.1. CONNECT opens a tunnel; any other request is answered 204 by the proxy itself, so
// that a test can see that it came here and not to its target, or is passed on where the test says so.
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "testkit/sockets.hpp"

namespace breachd::testkit {

class Proxy {
  public:
    // `credentials` as user:password; without them in the request the answer is 407.
    explicit Proxy(std::string credentials = "", bool passes_on = false);

    std::string url() const { return "http://" + address(); }
    std::string address() const { return server_.address(); }
    // First lines of the requests, as they came.
    std::vector<std::string> requests() const;

  private:
    void serve(int client);
    void pass_on(int client, const std::string& head);

    std::string credentials_;
    bool passes_on_;
    mutable std::mutex mutex_;
    std::vector<std::string> requests_;
    TcpServer server_;
};

}  // namespace breachd::testkit
