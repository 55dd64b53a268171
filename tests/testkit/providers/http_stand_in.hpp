// An HTTP server for tests that can misbehave on the wire: it answers late, hangs up before or after it has read a
// request, or answers what is no JSON. On a port of 127.0.0.1, a thread for each connection, until destroyed.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <string>
#include <thread>

namespace breachd::testkit {

struct StandInRequest {
    std::string method, path, query, body;
    std::map<std::string, std::string> headers;  // lower-case names
};

struct StandInReply {
    int status = 200;
    std::string body = "{}";
    std::map<std::string, std::string> headers = {};
    std::chrono::milliseconds delay{0};
    bool reset = false;  // hangs up instead of answering
};

class HttpStandIn {
  public:
    // `before` sees only the first line and the headers, and says whether to hang up without reading the body.
    using Before = std::function<bool(const StandInRequest&)>;
    using Answer = std::function<StandInReply(const StandInRequest&)>;
    HttpStandIn(Before before, Answer answer, int port = 0);  // 0: a free one
    ~HttpStandIn();
    HttpStandIn(const HttpStandIn&) = delete;
    HttpStandIn& operator=(const HttpStandIn&) = delete;

    int port() const { return port_; }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

  private:
    void accept_all();
    void talk(int fd);
    bool serve(int fd, std::string& unread);

    Before before_;
    Answer answer_;
    int listener_ = -1, port_ = 0;
    std::atomic<bool> stopping_{false};
    std::mutex mutex_;
    std::list<int> open_;  // sockets of connections, to be shut down at the end
    std::list<std::thread> talks_;
    std::thread accepting_;
};

}  // namespace breachd::testkit
