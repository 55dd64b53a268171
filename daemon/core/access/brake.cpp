#include "core/access/brake.hpp"

#include <algorithm>

namespace breachd {

Duration Brake::wait(const std::string& key, Instant now) const {
    auto found = failures_.find(key);
    if (found == failures_.end() || found->second.count < rules_.free) return Duration{0};
    auto wait = rules_.first_wait;
    for (int more = found->second.count - rules_.free; more > 0 && wait < rules_.wait_max; --more) wait *= 2;
    auto until = found->second.last + std::min(wait, rules_.wait_max);
    // A clock that was put back makes nobody wait for longer than the rule says.
    return std::clamp(until - now, Duration{0}, rules_.wait_max);
}

void Brake::failed(const std::string& key, Instant now) {
    auto count = 0;
    if (auto found = failures_.find(key); found != failures_.end()) {
        if (now - found->second.last < rules_.forget_after) count = found->second.count;
        forget(key);
    }
    if (failures_.size() >= rules_.keys_max) forget(std::string(oldest_.begin()->second));
    failures_[key] = {count + 1, now};
    oldest_.emplace(now, key);
}

void Brake::succeeded(const std::string& key) { forget(key); }

void Brake::forget(const std::string& key) {
    auto found = failures_.find(key);
    if (found == failures_.end()) return;
    oldest_.erase({found->second.last, key});
    failures_.erase(found);
}

}  // namespace breachd
