#include "engine/channels/channels.hpp"

#include "core/journal/because.hpp"

namespace breachd::engine {

namespace {

Limits limits_of(const Channel& channel) { return {channel.rate_per_second, channel.connections, channel.daily_quota}; }

Verdict verdict_of(const Outcome& outcome, bool first) {
    switch (outcome.result) {
        case SendResult::accepted:
        case SendResult::delivered:
            return {Said::worked, {}, true};
        case SendResult::unknown:
            return {Said::nothing, {}, true};
        case SendResult::retry:
        case SendResult::rejected:
            break;
    }
    if (outcome.blame == Blame::channel) return {Said::channel_failed, outcome.retry_after, false};
    if (outcome.blame == Blame::unclear) return {Said::unclear, outcome.retry_after, false, first};
    if (outcome.blame == Blame::destination) return {Said::destination_refused, outcome.retry_after, false};
    return {};
}

}  // namespace

void Channels::load(Step& step) {
    for (const auto& [channel, sent] : step.store.deliveries().sent_since(vietnam_day(step.now)))
        capacity_.set_used(channel, step.now, sent);
}

int Channels::allowance(const Step& step, const Channel& channel) {
    return capacity_.allowance(channel.name, limits_of(channel), step.now);
}

bool Channels::admit(const Step& step, const Channel& channel, const std::string& destination) {
    return capacity_.admit(channel.name, limits_of(channel), destination, step.now);
}

bool Channels::open(const Step& step, const std::string& channel, const std::string& destination) const {
    return capacity_.open(channel, destination, step.now);
}

std::optional<Instant> Channels::next_moment(const Step& step, const Channel& channel) {
    return capacity_.next_moment(channel.name, limits_of(channel), step.now);
}

std::optional<Instant> Channels::destination_moment(const Step& step, const std::string& channel) const {
    return capacity_.destination_moment(channel, step.now);
}

std::optional<Instant> Channels::hands_over_at(const Step& step, const std::string& name) const {
    const auto* channel = step.settings.channel(name);
    auto since = capacity_.stuck_since(name, step.now);
    if (channel == nullptr || !since) return {};
    return *since + channel->handover_after.value_or(step.settings.notice.handover_after);
}

std::int64_t Channels::used(const Step& step, const std::string& channel) const {
    return capacity_.used(channel, step.now);
}

bool Channels::heard(Step& step, const std::string& name, const std::string& destination, const Outcome& outcome,
                     bool first_attempt) {
    auto verdict = verdict_of(outcome, first_attempt);
    if (outcome.quota_left && *outcome.quota_left <= 0) capacity_.emptied(name, step.now);
    return tell(step, name, outcome, capacity_.answered(name, destination, verdict, step.now));
}

bool Channels::heard_page(Step& step, const std::string& name, const Outcome& outcome) {
    return tell(step, name, outcome, capacity_.judged(name, verdict_of(outcome, true), step.now));
}

bool Channels::tell(Step& step, const std::string& name, const Outcome& outcome, Turn turn) {
    switch (turn) {
        case Turn::none:
            return false;
        case Turn::went_down: {
            auto why = because::channel_down(name, outcome.code, outcome.cause);
            step.ledger.append("", "system", ChannelState{name, true, why});
            paging_.alarm(step, "channel-" + name, why);
            step.outbox.send(ChannelTurned{name, true, outcome.code});
            return true;
        }
        case Turn::came_back:
            step.outbox.send(ChannelTurned{name, false, ""});
            step.ledger.append("", "system", ChannelState{name, false, because::channel_works()});
            return true;
    }
    return false;
}

}  // namespace breachd::engine
