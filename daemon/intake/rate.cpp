#include "intake/rate.hpp"

#include <algorithm>
#include <cmath>

namespace breachd::intake {

RateLimits::Bucket& RateLimits::filled(const Source& source, Instant now) {
    auto [found, fresh] = buckets_.try_emplace(source.name, Bucket{source.burst, now});
    Bucket& bucket = found->second;
    // A clock that was set back fills nothing.
    double seconds = std::max(0.0, std::chrono::duration<double>(now - bucket.filled_at).count());
    bucket.tokens = std::min(source.burst, bucket.tokens + seconds * source.rate_per_second);
    bucket.filled_at = now;
    return bucket;
}

std::int64_t RateLimits::wait(const Source& source, Instant now) {
    if (source.rate_per_second <= 0) return 0;
    double lacking = 1 - filled(source, now).tokens;
    return lacking <= 0
               ? 0
               : std::max<std::int64_t>(1, static_cast<std::int64_t>(std::ceil(lacking / source.rate_per_second)));
}

void RateLimits::spend(const Source& source, std::size_t alerts, Instant now) {
    if (source.rate_per_second > 0) filled(source, now).tokens -= static_cast<double>(alerts);
}

}  // namespace breachd::intake
