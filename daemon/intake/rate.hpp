// The rate of alerts of each source: one token bucket a source, filled by the clock that is passed in. A source with
// one token may send a body of any size; the bucket then goes into debt, and the source waits until the debt is paid.
// So no body is too large for its bucket, and small bodies cannot starve a large one. Net thread only.
#pragma once

#include <map>
#include <string>

#include "base/instant.hpp"
#include "settings/source.hpp"

namespace breachd::intake {

class RateLimits {
  public:
    // Seconds until the source may send; 0: now.
    std::int64_t wait(const Source& source, Instant now);
    // After the alerts were handed to the engine, and only then.
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
