// GET /api/v1/events: the journal as server-sent events. Each stream keeps its own place and asks the read pool for the
// entries after it, one batch at a time: a slow reader delays no other and misses no entry. Net thread only.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "api/context.hpp"

namespace breachd::api {

class EventHub {
  public:
    class Stream;

    // The journal has entries up to `seq`.
    void moved(std::int64_t seq);
    // Once every Limits::tick: heartbeats.
    void tick(const Context& context);
    void open(const Context& context, const CallPtr& call, std::int64_t after);
    // The newest entry known, where a stream without Last-Event-ID begins.
    std::int64_t newest() const { return newest_; }
    void stop();

  private:
    void forget_ended(Counters& counters);

    std::vector<std::shared_ptr<Stream>> streams_;
    std::int64_t newest_ = 0;
};

}  // namespace breachd::api
