#include "core/law/retention.hpp"

#include "core/law/working_days.hpp"

namespace breachd {

Instant keep_until(Instant remedied_at, int years) {
    using namespace std::chrono;
    auto last = local_date(remedied_at) + std::chrono::years{years};
    sys_days last_day = last.ok() ? sys_days{last} : sys_days{last.year() / March / 1};
    return end_of(last_day);
}

}  // namespace breachd
