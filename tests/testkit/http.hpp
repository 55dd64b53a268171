// The other sides of the daemon's HTTP in tests: a client that shows whole answers, and a fake provider that takes
// webhooks and answers as told.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/json.hpp"

namespace breachd::testkit {

using HttpHeaders = std::multimap<std::string, std::string>;

struct HttpReply {
    int status = 0;  // 0: no answer came
    std::string body;
    std::map<std::string, std::string> headers;  // lower-case names
    json::value parsed() const;                  // null when it is no JSON
    std::string header(const std::string& name) const;
};

// One request on a connection of its own.
HttpReply http(const std::string& base_url, const std::string& method, const std::string& path,
               const std::string& body = "", const HttpHeaders& headers = {});

struct Received {
    std::string path, body;
    std::map<std::string, std::string> headers;  // lower-case names
};

// Listens on a free port of 127.0.0.1 until destroyed. Thread-safe.
class WebhookReceiver {
  public:
    struct Reply {
        int status = 200;
        std::string body = "{}";
        std::chrono::milliseconds delay{0};
        std::string content_type = "application/json";
    };
    WebhookReceiver();
    ~WebhookReceiver();

    int port() const;
    std::string url(const std::string& path) const;
    std::vector<Received> received(const std::string& path = "") const;  // "" all
    bool wait_for(std::size_t count, const std::string& path = "",
                  std::chrono::milliseconds limit = std::chrono::seconds(10)) const;
    // How to answer from now on; the default says 200.
    void answer(std::function<Reply(const Received&)> decide);

  private:
    struct Server;
    std::unique_ptr<Server> server_;
};

// Headers of a Standard Webhooks message signed with `secret` ("whsec_" + base64).
HttpHeaders signed_hook(const std::string& secret, const std::string& id, const std::string& body,
                        std::chrono::seconds offset = std::chrono::seconds(0));

}  // namespace breachd::testkit
