// How many alerts a source may send: one token bucket a source, filled by the clock it is handed. Who has one token may
// send, whatever it then costs: the debt is waited off before the next, so that no body is too large for its bucket and
// small ones cannot starve it. Net thread only.
#pragma once

#include <map>
#include <string>

#include "base/instant.hpp"
#include "settings/source.hpp"

namespace breachd::intake {

class RateLimits {
  public:
    // Seconds until something may come; 0: now.
    std::int64_t wait(const Source& source, Instant now);
    // For what was handed over, and only then.
    void spend(const Source& source, std::size_t alerts, Instant now);

  private:
    struct Bucket {
        double tokens = 0;
        Instant filled_at{};
    };
    Bucket& filled(const Source& source, Instant now);
    std::map<std::string, Bucket> buckets_;  // of sources that the configuration knows or knew
};

}  // namespace breachd::intake
