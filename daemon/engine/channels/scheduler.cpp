#include "engine/channels/scheduler.hpp"

#include <algorithm>

namespace breachd::engine {

namespace {

Instant rank(std::optional<Instant> due) { return due.value_or(Instant::max()); }

}  // namespace

void Scheduler::waits(std::string_view channel, std::string_view run, std::optional<Instant> due) {
    auto queue = queues_.find(channel);
    if (queue == queues_.end()) queue = queues_.emplace(channel, Queue{}).first;
    auto& [order, known, turn, last] = queue->second;
    auto at = known.find(run);
    if (at == known.end()) {
        at = known.emplace(run, rank(due)).first;
    } else if (at->second != rank(due)) {
        order.erase({at->second, at->first});
        at->second = rank(due);
    }
    order.emplace(at->second, at->first);
}

void Scheduler::rests(std::string_view channel, std::string_view run) {
    auto queue = queues_.find(channel);
    if (queue == queues_.end()) return;
    auto at = queue->second.due.find(run);
    if (at == queue->second.due.end()) return;
    queue->second.order.erase({at->second, at->first});
    queue->second.due.erase(at);  // the queue itself stays: whose turn it is outlives a pause
}

bool Scheduler::anyone(std::string_view channel) const {
    auto queue = queues_.find(channel);
    return queue != queues_.end() && !queue->second.order.empty();
}

std::vector<std::string> Scheduler::waiting(std::string_view channel) const {
    std::vector<std::string> out;
    if (auto queue = queues_.find(channel); queue != queues_.end())
        for (const auto& [due, run] : queue->second.order) out.push_back(run);
    return out;
}

std::vector<std::pair<std::string, int>> Scheduler::share(std::string_view channel, int sends) {
    auto found = queues_.find(channel);
    if (found == queues_.end() || found->second.order.empty()) return {};
    auto& queue = found->second;
    auto nearest = queue.order.begin();
    std::map<Place, int> shares;
    for (int i = 0; i < sends; ++i) {
        queue.turn = (queue.turn + 1) % kTurnOfOthers;
        if (queue.turn != 0 || queue.order.size() == 1) {
            ++shares[*nearest];
            continue;
        }
        auto next = queue.order.upper_bound(queue.last);
        if (next == queue.order.end() || next == nearest) next = std::next(nearest);
        queue.last = *next;
        ++shares[*next];
    }
    std::vector<std::pair<std::string, int>> out;
    for (const auto& [place, count] : shares) out.emplace_back(place.second, count);
    return out;
}

std::int64_t sends_until_done(const std::vector<Demand>& demands, std::string_view run) {
    auto own = std::find_if(demands.begin(), demands.end(), [&](const auto& each) { return each.run == run; });
    if (own == demands.end() || own->rows == 0) return 0;
    std::int64_t ahead = 0, after = 0, others = 0;
    for (const auto& each : demands) {
        if (each.run == run || each.rows == 0) continue;
        ++others;
        bool first = std::pair(rank(each.due), each.run) < std::pair(rank(own->due), own->run);
        (first ? ahead : after) += each.rows;
    }
    auto in_order = ahead + own->rows;
    in_order += std::min(after, (in_order + kTurnOfOthers - 2) / (kTurnOfOthers - 1));
    auto by_share = own->rows * kTurnOfOthers * std::max<std::int64_t>(1, others);
    return ahead == 0 ? in_order : std::min(in_order, by_share);
}

}  // namespace breachd::engine
