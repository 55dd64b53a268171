// All HTTP requests on one thread with one curl-multi handle. Every channel has so many slots for notices as it has
// connections, and slots of its own for pages: what waits of the one never holds up the other.
//
//   submit ─▶ waiting (pages | rest, per channel) ─▶ out (a slot) ─▶ done      each job ends in done or give_back, once
//                    └──────────── stop ───────────────────────▶ give_back
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "base/bounded_queue.hpp"
#include "notifiers/notifier.hpp"

namespace breachd::delivery {

inline constexpr std::size_t kHttpPagesMax = 1024;  // taken and not done
inline constexpr std::size_t kHttpRestMax = 4096;
inline constexpr int kHttpPageSlots = 8;  // a channel
inline constexpr std::size_t kAnswerBytesMax = 64 * 1024;

struct HttpJob {
    std::string channel;
    int connections = 1;
    bool page = false;
    bool once = false;  // its body leaves us once at most: a second copy would be worse than not to know
    HttpRequest request;
    std::function<void(const HttpAnswer&)> done;
    std::function<void()> give_back;  // the loop stops and this was never sent
};

class HttpLoop {
  public:
    HttpLoop();
    ~HttpLoop();
    [[nodiscard]] bool submit(HttpJob&& job);
    // Nothing new is started; what is out has until `patience` from now. Returns at once; join() waits.
    void stop(Duration patience);
    void join();

    // One request, waited for on a thread that may wait; ends within a second or so once `cancelled` says true.
    static HttpAnswer fetch(HttpRequest request, std::size_t body_bytes_max, const std::function<bool()>& cancelled);

  private:
    struct Transfer;
    struct Loop;
    void run();
    std::atomic<std::size_t>& held(bool page) { return page ? pages_held_ : rest_held_; }

    BoundedQueue<HttpJob> jobs_{kHttpPagesMax + kHttpRestMax};
    std::atomic<std::size_t> pages_held_{0}, rest_held_{0};
    std::atomic<std::int64_t> patience_ms_{-1};  // >= 0: stopping
    std::unique_ptr<Loop> loop_;
    std::thread thread_;
};

}  // namespace breachd::delivery
