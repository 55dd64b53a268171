// Looks up what mail hosts will look up of our senders: SPF, DKIM, DMARC and the relay's reverse name. One thread,
// asked for by who is about to release; nothing is looked up by itself. An answer is kept for ten minutes.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "base/bounded_queue.hpp"
#include "base/json.hpp"
#include "delivery/dns/answer.hpp"
#include "settings/settings.hpp"

namespace breachd::delivery {

// How the network answers; a test gives its own.
struct Resolver {
    // The bytes of the answer; empty: nobody answered in time.
    std::function<std::string(const std::string& name, DnsType type)> ask;
    // The numeric addresses of a host; none: not found.
    std::function<std::vector<std::string>(const std::string& host)> addresses;
};
Resolver system_resolver();

// Of each channel of type smtp: {"spf": {"state", "name"}, "dkim": …, "dmarc": …, "ptr": …}.
json::object look_up_senders(const Settings& settings, const Resolver& resolver);

class SenderDns {
  public:
    explicit SenderDns(Resolver resolver);
    ~SenderDns();
    // What is known, all `pending` the first time. `steady`: of any zero.
    std::shared_ptr<const json::object> known(const std::shared_ptr<const Settings>& settings, Duration steady);

  private:
    void run(const Resolver& given);

    BoundedQueue<std::shared_ptr<const Settings>> asked_{1};
    std::atomic<std::shared_ptr<const json::object>> known_;
    std::shared_ptr<const Settings> of_;  // known() only: one thread calls it
    Duration asked_at_{};
    std::thread thread_;
};

}  // namespace breachd::delivery
