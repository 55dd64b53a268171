#include "syslog/feed.hpp"

#include <algorithm>
#include <utility>

#include "intake/read.hpp"

namespace breachd::syslog {

Feed::Feed(const Services& services, Counters& counters, std::function<void()> room)
    : services_(services), counters_(counters), room_(std::move(room)) {}

void Feed::add(const Settings& settings, const Source& source, std::string_view message) {
    ++counters_.messages;
    counters_.bytes += message.size();
    append(source, intake::read_alerts(source, {message, intake::kSyslogFrame, {}}, settings), message.size());
}

void Feed::add_broken(const Source& source, std::string_view bytes, const Error& error) {
    ++(error.code == ErrorCode::too_large ? counters_.frames_too_long : counters_.frames_broken);
    engine::IngestAlerts read;
    read.unreadable.push_back({std::string(bytes), error.message, error.where});
    append(source, std::move(read), bytes.size());
}

// A sender of statistics alone is alive: the engine's heartbeat hears of it, but not of each.
bool Feed::heard_lately(const std::string& source) {
    auto now = services_.now();
    auto [found, fresh] = counters_.heard_at.try_emplace(source, now);
    bool lately = !fresh && now >= found->second && now - found->second < kHeardEvery;
    if (!lately) found->second = now;
    return lately;
}

void Feed::append(const Source& source, engine::IngestAlerts read, std::size_t bytes) {
    std::size_t count = read.elements();
    services_.counters.not_alerts[source.name] += read.not_alerts;
    if (count == 0 && heard_lately(source.name)) return;
    spend(source, count);
    services_.counters.alerts[source.name] += read.alerts.size();
    services_.counters.unreadable[source.name] += read.unreadable.size();
    Batch& batch = batch_for(source.name);
    ++batch.messages;
    batch.bytes += bytes;
    std::move(read.alerts.begin(), read.alerts.end(), std::back_inserter(batch.command.alerts));
    std::move(read.unreadable.begin(), read.unreadable.end(), std::back_inserter(batch.command.unreadable));
    full_ = full_ || batch.full();
}

void Feed::spend(const Source& source, std::size_t alerts) {
    if (source.rate_per_second <= 0 || alerts == 0) return;
    auto now = services_.wall();
    services_.rates.spend(source, alerts, now);
    auto wait =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::seconds{services_.rates.wait(source, now)});
    auto tick = services_.limits.tick;
    debt_ticks_ = std::max<std::uint64_t>(
        debt_ticks_, static_cast<std::uint64_t>((wait + tick - std::chrono::milliseconds{1}) / tick));
}

Feed::Batch& Feed::batch_for(const std::string& source) {
    // Only the latest of a source may grow, and only before it was handed over: its messages stay in their order.
    auto found = std::find_if(waiting_.rbegin(), waiting_.rend(),
                              [&](const Batch& batch) { return batch.command.source == source; });
    if (found != waiting_.rend() && !found->handed_over && !found->full()) return *found;
    Batch& made = waiting_.emplace_back();
    made.id = next_id_++;
    made.command.source = source;
    made.command.proof = proof_;
    made.command.content_type = std::string(intake::kSyslogFrame);
    return made;
}

void Feed::flush() {
    full_ = false;
    while (!wait_for_tick_ && !waiting_.empty() && in_flight_.size() < kInFlightMax) {
        Batch& next = waiting_.front();
        if (!submit(next)) {
            wait_for_tick_ = true;
            return;
        }
        next.handed_over = true;
        in_flight_.emplace(next.id, std::move(next));
        waiting_.pop_front();
    }
}

bool Feed::submit(const Batch& batch) {
    engine::Envelope envelope;
    envelope.command = batch.command;
    envelope.person = batch.command.source;
    envelope.actor = "source:" + batch.command.source;
    envelope.answer = [way_back = services_.loop, self = weak_from_this(),
                       id = batch.id](Result<engine::Answer> answer) {
        way_back->post([self, id, answer = std::move(answer)] {
            if (auto feed = self.lock()) feed->answered(id, answer);
        });
    };
    return services_.submit(std::move(envelope));
}

// Rolled back: several come back one by one, and go in front of what came later.
void Feed::wait_again(Batch batch) {
    auto later = std::find_if(waiting_.begin(), waiting_.end(), [&](const Batch& each) { return each.id > batch.id; });
    waiting_.insert(later, std::move(batch));
    wait_for_tick_ = true;
}

void Feed::answered(std::uint64_t id, const Result<engine::Answer>& answer) {
    auto found = in_flight_.find(id);
    if (found == in_flight_.end()) return;
    bool later =
        !answer && (answer.error().code == ErrorCode::unavailable || answer.error().code == ErrorCode::overloaded);
    if (later && !given_up_)
        wait_again(std::move(found->second));
    else if (!answer)
        counters_.dropped[later ? "stop" : "refused"] += found->second.messages;
    in_flight_.erase(found);
    flush();
    if (may_read()) room_();
}

void Feed::tick() {
    wait_for_tick_ = false;
    bool waited = !waiting_.empty() || debt_ticks_ > 0;
    if (debt_ticks_ > 0) --debt_ticks_;
    flush();
    if (waited && may_read()) room_();
}

void Feed::give_up() {
    if (std::exchange(given_up_, true)) return;
    for (const auto& batch : waiting_) counters_.dropped["stop"] += batch.messages;
    for (const auto& [id, batch] : in_flight_) counters_.unanswered += batch.messages;
    waiting_.clear();
}

}  // namespace breachd::syslog
