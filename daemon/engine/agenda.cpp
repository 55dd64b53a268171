#include "engine/agenda.hpp"

#include <algorithm>
#include <utility>

namespace breachd::engine {

namespace {

constexpr std::size_t kStaleMin = 1024;  // fewer stale items are not worth a new heap

constexpr auto later = [](const Agenda::Due& a, const Agenda::Due& b) { return b < a; };

}  // namespace

void Agenda::begin() { before_.clear(); }

void Agenda::take_back() {
    for (const auto& [key, moment] : std::exchange(before_, {})) put(key, moment);
    before_.clear();
}

void Agenda::at(Instant moment, DeskId desk, const std::string& key) {
    put({desk, key}, moment == Instant::max() ? std::nullopt : std::optional(moment));
}

void Agenda::no_later_than(Instant moment, DeskId desk, const std::string& key) {
    if (auto earlier = wanted(desk, key); !earlier || moment < *earlier) at(moment, desk, key);
}

std::optional<Instant> Agenda::wanted(DeskId desk, const std::string& key) const {
    auto found = wanted_.find({desk, key});
    return found == wanted_.end() ? std::nullopt : std::optional(found->second);
}

void Agenda::put(const Key& key, std::optional<Instant> moment) {
    auto found = wanted_.find(key);
    std::optional<Instant> present = found == wanted_.end() ? std::nullopt : std::optional(found->second);
    if (present == moment) return;
    before_.emplace(key, present);
    if (!moment) {
        wanted_.erase(found);
    } else {
        wanted_[key] = *moment;
        heap_.push_back({*moment, key.first, key.second});
        std::push_heap(heap_.begin(), heap_.end(), later);
    }
    trim();
}

std::vector<Agenda::Due> Agenda::take_due(Instant now) {
    std::vector<Due> out;
    while (!heap_.empty() && heap_.front().moment <= now) {
        out.push_back(heap_.front());
        put({out.back().desk, out.back().key}, std::nullopt);
    }
    return out;
}

bool Agenda::stale(const Due& due) const {
    auto found = wanted_.find({due.desk, due.key});
    return found == wanted_.end() || found->second != due.moment;
}

void Agenda::pop() {
    std::pop_heap(heap_.begin(), heap_.end(), later);
    heap_.pop_back();
}

void Agenda::trim() {
    while (!heap_.empty() && stale(heap_.front())) pop();
    if (heap_.size() < kStaleMin + 2 * wanted_.size()) return;
    heap_.clear();
    for (const auto& [key, moment] : wanted_) heap_.push_back({moment, key.first, key.second});
    std::make_heap(heap_.begin(), heap_.end(), later);
}

}  // namespace breachd::engine
