// A small HTTP proxy on 127.0.0.1. CONNECT opens a tunnel; any other request is answered 204 by the proxy itself, so
// that a test can see that it came here and not to its target.
#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace breachd::testkit {

class Proxy {
  public:
    // `credentials` as user:password; without them in the request the answer is 407.
    explicit Proxy(std::string credentials = "");
    ~Proxy();
    Proxy(const Proxy&) = delete;
    Proxy& operator=(const Proxy&) = delete;

    std::string url() const { return "http://" + address(); }
    std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
    // First lines of the requests, as they came.
    std::vector<std::string> requests() const;

  private:
    void run();
    void serve(int client);

    std::string credentials_;
    int listener_ = -1;
    int port_ = 0;
    mutable std::mutex mutex_;
    std::vector<std::string> requests_;
    std::thread thread_;
};

}  // namespace breachd::testkit
