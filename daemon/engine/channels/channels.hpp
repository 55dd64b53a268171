// The channels over all incidents: token bucket, concurrency, and the breaker that stops burning recipients on a
// channel that is down. Owned by the engine's thread; the telling desk asks before it sends.
#pragma once

#include <map>
#include <set>
#include <string>

#include "engine/paging/paging.hpp"
#include "engine/step.hpp"

namespace breachd::engine {

class Channels {
  public:
    explicit Channels(Paging& paging) : paging_(paging) {}

    int allowance(const Step& step, const Channel& channel);  // how many may be claimed now
    // When the channel may be asked again after allowance() gave nothing; none when an outcome that comes back wakes
    // the engine.
    std::optional<Instant> again_at(const Step& step, const Channel& channel);
    void sent(const Step& step, const Channel& channel);
    void answered(const Channel& channel);
    // True when the channel went down, or came up, by this.
    bool failed(Step& step, const std::string& channel, const std::string& code, const std::string& words);
    bool worked(Step& step, const std::string& channel);
    const std::set<std::string>& down() const { return down_; }
    void take_back();

  private:
    struct Work {
        double tokens = 1;  // bucket of the configured rate
        std::optional<Instant> filled_at;
        int outstanding = 0;  // sends given out whose outcome is not back
        int failures = 0;     // consecutive, blamed on the channel
        Instant probe_at{};
    };
    Work& filled(const Step& step, const Channel& channel);

    Paging& paging_;
    std::map<std::string, Work> work_;
    std::set<std::string> down_;
};

}  // namespace breachd::engine
