// A small HTTP proxy on 127.0.0.1. CONNECT opens a tunnel; any other request is answered 204 by the proxy itself, so
// that a test can see that it came here and not to its target.
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "testkit/sockets.hpp"

namespace breachd::testkit {

class Proxy {
  public:
    // `credentials` as user:password; without them in the request the answer is 407.
    explicit Proxy(std::string credentials = "");

    std::string url() const { return "http://" + address(); }
    std::string address() const { return server_.address(); }
    // First lines of the requests, as they came.
    std::vector<std::string> requests() const;

  private:
    void serve(int client);

    std::string credentials_;
    mutable std::mutex mutex_;
    std::vector<std::string> requests_;
    TcpServer server_;
};

}  // namespace breachd::testkit
