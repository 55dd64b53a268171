// How many alerts a source may send: one token bucket a source, filled by the clock it is handed. A body larger than the
// bucket is taken when the bucket is full and leaves it in debt, so that no body is refused for ever. Net thread only.
#pragma once

#include <map>
#include <string>

#include "api/options.hpp"
#include "base/instant.hpp"

namespace breachd::api {

class RateLimits {
  public:
    // Seconds until so many alerts may come; 0: now.
    std::int64_t wait(const Source& source, std::size_t alerts, Instant now);
    void spend(const Source& source, std::size_t alerts, Instant now);

  private:
    struct Bucket {
        double tokens = 0;
        Instant filled_at{};
    };
    Bucket& filled(const Source& source, Instant now);
    std::map<std::string, Bucket> buckets_;  // of sources that the configuration knows or knew
};

}  // namespace breachd::api
