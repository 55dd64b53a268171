// Fetches lists of people from the organisation's own endpoints, a page at a time, on a thread of its own: a slow
// endpoint takes no slot from a message.
//
// Guarantees
//  1. Exactly one answer for every page that submit() took, also at stop.
//  2. Only the origin of the configured address is ever asked (scheme, host, port), whatever a page names as the next;
//     redirections are not followed. The bearer token goes nowhere else.
//  3. A page that fails for a while (no connection, 429, 5xx) is asked for kTries times.
#pragma once

#include <functional>
#include <string>
#include <thread>

#include "base/bounded_queue.hpp"
#include "base/result.hpp"
#include "core/telling/list_page.hpp"

namespace breachd::delivery {

inline constexpr int kListTries = 4;

// The address that `reference` means on the page at `base`, when it is of the same origin.
Result<std::string> next_address(const std::string& base, const std::string& reference);

class ListFetcher {
  public:
    using Done = std::function<void(Result<ListPage>)>;

    explicit ListFetcher(Duration first_pause = std::chrono::milliseconds{500});
    ~ListFetcher();
    // `done` is called on this thread and must only hand over. False: too many lists are being fetched, or stopping.
    [[nodiscard]] bool submit(ListAsk ask, Done done);
    void stop();

  private:
    struct Job {
        ListAsk ask;
        Done done;
    };
    void run();
    Result<ListPage> fetch(const ListAsk& ask);
    Result<ListPage> fetch_once(const ListAsk& ask, const std::string& url, bool& again);

    Duration first_pause_;
    BoundedQueue<Job> jobs_{16};
    BoundedQueue<int> stopping_{1};
    std::thread thread_;
};

}  // namespace breachd::delivery
