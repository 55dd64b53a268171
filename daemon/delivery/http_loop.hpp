// All HTTP requests on one thread with one curl-multi handle. A request is started as soon as it is taken.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "base/bounded_queue.hpp"
#include "notifiers/notifier.hpp"

namespace breachd::delivery {

inline constexpr std::size_t kHttpQueueMax = 4096;
inline constexpr std::size_t kAnswerBytesMax = 64 * 1024;

struct HttpJob {
    HttpRequest request;
    std::function<void(const HttpAnswer&)> done;  // called exactly once
};

class HttpLoop {
  public:
    HttpLoop();
    ~HttpLoop();
    [[nodiscard]] bool submit(HttpJob&& job);
    void stop(Duration patience);

    // One request, waited for; for the read-back of a publication, on a thread that may wait.
    static HttpAnswer fetch(HttpRequest request, std::size_t body_bytes_max);

  private:
    struct Transfer;
    struct Loop;
    void run();

    BoundedQueue<HttpJob> jobs_{kHttpQueueMax};
    std::unique_ptr<Loop> loop_;
    std::thread thread_;
};

}  // namespace breachd::delivery
