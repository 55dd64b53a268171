#include "api/syslog_feed.hpp"

#include <algorithm>

#include "api/intake.hpp"

namespace breachd::api {

SyslogFeed::SyslogFeed(const Context& context, SyslogCounters& counters, SenderProof proof, std::function<void()> room)
    : context_(context), counters_(counters), proof_(proof), room_(std::move(room)) {}

void SyslogFeed::add(const Source& source, std::string_view message) {
    ++counters_.messages;
    counters_.bytes += message.size();
    append(source, read_alerts(source, {message, kSyslogFrame, {}}, context_.services.settings()->sent_pointers), message.size());
}

void SyslogFeed::add_broken(const Source& source, std::string_view bytes, const Error& error) {
    ++(error.code == ErrorCode::too_large ? counters_.frames_too_long : counters_.frames_broken);
    engine::IngestAlerts read;
    read.unreadable.push_back({std::string(bytes), error.message, error.where});
    append(source, std::move(read), bytes.size());
}

void SyslogFeed::append(const Source& source, engine::IngestAlerts read, std::size_t bytes) {
    if (read.alerts.empty() && read.unreadable.empty()) return;  // telemetry, no alert
    context_.counters.alerts[source.name] += read.alerts.size();
    context_.counters.unreadable[source.name] += read.unreadable.size();
    Batch& batch = batch_for(source.name);
    ++batch.messages;
    batch.bytes += bytes;
    std::move(read.alerts.begin(), read.alerts.end(), std::back_inserter(batch.command.alerts));
    std::move(read.unreadable.begin(), read.unreadable.end(), std::back_inserter(batch.command.unreadable));
}

SyslogFeed::Batch& SyslogFeed::batch_for(const std::string& source) {
    auto fits = [&](const Batch& batch) {
        return batch.command.source == source && batch.messages < kBatchMessages && batch.bytes < kBatchBytes;
    };
    // Only the latest of a source may grow: its messages stay in their order.
    auto found = std::find_if(waiting_.rbegin(), waiting_.rend(), [&](const Batch& batch) { return batch.command.source == source; });
    if (found != waiting_.rend() && fits(*found)) return *found;
    Batch& made = waiting_.emplace_back();
    made.command.source = source;
    made.command.proof = proof_;
    made.command.content_type = std::string(kSyslogFrame);
    return made;
}

void SyslogFeed::flush() {
    while (!wait_for_tick_ && !waiting_.empty() && in_flight_.size() < kInFlightMax) {
        if (!submit(waiting_.front().command)) {
            wait_for_tick_ = true;
            return;
        }
        in_flight_.emplace(next_id_++, std::move(waiting_.front()));
        waiting_.pop_front();
    }
}

bool SyslogFeed::submit(const engine::IngestAlerts& command) {
    engine::Envelope envelope;
    envelope.command = command;
    envelope.person = command.source;
    envelope.actor = "source:" + command.source;
    envelope.answer = [way_back = context_.loop, self = weak_from_this(), id = next_id_](Result<engine::Reply> reply) {
        way_back->post([self, id, reply = std::move(reply)] {
            if (auto feed = self.lock()) feed->answered(id, reply);
        });
    };
    return context_.services.submit(std::move(envelope));
}

void SyslogFeed::answered(std::uint64_t id, const Result<engine::Reply>& reply) {
    auto found = in_flight_.find(id);
    if (found == in_flight_.end()) return;
    bool later = !reply && (reply.error().code == ErrorCode::unavailable || reply.error().code == ErrorCode::overloaded);
    if (later) {
        waiting_.push_front(std::move(found->second));
        wait_for_tick_ = true;
    } else if (!reply) {
        counters_.dropped["refused"] += found->second.messages;
    }
    in_flight_.erase(found);
    flush();
    if (!behind()) room_();
}

void SyslogFeed::tick() {
    wait_for_tick_ = false;
    if (waiting_.empty()) return;
    flush();
    if (!behind()) room_();
}

void SyslogFeed::give_up() {
    for (const auto& batch : waiting_) counters_.dropped["stop"] += batch.messages;
    waiting_.clear();
}

}  // namespace breachd::api
