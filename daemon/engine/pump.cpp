#include "engine/pump.hpp"

#include <algorithm>

namespace breachd::engine {

namespace {

constexpr Duration kRestPause{100};  // between two slices of the store's housekeeping

std::size_t weight_of(const Envelope& envelope) {
    const auto* ingest = std::get_if<IngestAlerts>(&envelope.command);
    return 1 + (ingest ? ingest->elements() : 0);
}

}  // namespace

Pump::Pump(Engine& engine, BoundedQueue<Envelope>& commands, PumpHooks hooks)
    : engine_(engine), commands_(commands), hooks_(std::move(hooks)) {}

void Pump::run() {
    while (turn()) {
    }
}

std::chrono::nanoseconds Pump::steady() const { return hooks_.steady ? hooks_.steady() : std::chrono::nanoseconds{}; }

Duration Pump::patience(Instant now) const {
    auto wait = engine_.next_wake(now) - now;  // of the daemon's time
    auto real = static_cast<double>(wait.count()) / std::max(1.0, hooks_.time_scale);
    auto most = more_to_do_ ? kRestPause : kPumpSleepMax;
    return std::clamp(Duration{static_cast<std::int64_t>(real) + (real > 0 ? 1 : 0)}, Duration{0}, most);
}

bool Pump::turn() {
    auto batch = commands_.take(kStepWeightMax, patience(hooks_.now()), weight_of);
    if (batch.empty() && commands_.closed()) return false;
    auto began = steady();
    auto out = engine_.step(std::move(batch), hooks_.now(), hooks_.clock_news());
    StepTimes times{steady() - began, out.commit_took};
    for (auto& effect : out.effects) hooks_.effect(std::move(effect));
    for (auto& [to, answer] : out.answers) to(std::move(answer));
    more_to_do_ = engine_.rest();
    hooks_.stepped(engine_, out.impaired, times);
    return true;
}

}  // namespace breachd::engine
