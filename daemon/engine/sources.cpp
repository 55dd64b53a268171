// Senders that promised to be heard: silence for longer is told to the duty roster once, and so is their return. What was
// last heard is written once a minute and at the stop, so that a busy sender costs no write of its own; after a start a
// sender has at least kReturnPatience to be heard again, whatever the store says.
#include <fmt/format.h>

#include <algorithm>

#include "engine/state.hpp"

namespace breachd::engine {

namespace {

constexpr Duration kHeardEvery = std::chrono::minutes{1};
constexpr Duration kReturnPatience = std::chrono::minutes{10};

}  // namespace

void Engine::State::load_sources() {
    sources.clear();
    for (const auto& [name, heard] : store.heard_sources()) sources[name] = {heard, heard.last_heard_at};
}

void Engine::State::heard(const std::string& name) {
    auto& source = sources[name];
    auto since = source.heard.silent_since;
    source.heard.last_heard_at = now;
    if (!since && source.written_at && now - *source.written_at < kHeardEvery) return;
    if (since) {
        record("", "system", SourceHeard{name, std::chrono::duration_cast<std::chrono::seconds>(now - *since).count()});
        alarm("heard-" + name, fmt::format("nguồn “{}” đã gửi lại", name));
        source.heard.silent_since.reset();
    }
    store.put_heard_source(name, source.heard);
    source.written_at = now;
    wrote = true;
}

std::optional<Instant> Engine::State::silent_at(const std::string& name) const {
    const auto* known = settings->source(name);
    if (known == nullptr || !known->expect_every) return std::nullopt;
    auto at = sources.find(name);
    auto patience = std::min(*known->expect_every, kReturnPatience);
    if (at == sources.end()) return started_at + *known->expect_every;
    if (at->second.heard.silent_since) return std::nullopt;
    return std::max(at->second.heard.last_heard_at + *known->expect_every, started_at + patience);
}

Instant Engine::State::next_silence() const {
    auto next = Instant::max();
    for (const auto& source : settings->sources)
        if (auto at = silent_at(source.name)) next = std::min(next, *at);
    return next;
}

void Engine::State::watch_sources() {
    for (const auto& source : settings->sources) {
        auto at = silent_at(source.name);
        if (!at || *at > now) continue;
        auto& work = sources[source.name];
        if (work.heard.last_heard_at == Instant{}) work.heard.last_heard_at = started_at;
        work.heard.silent_since = work.heard.last_heard_at;
        store.put_heard_source(source.name, work.heard);
        record("", "system", SourceSilent{source.name, work.heard.last_heard_at});
        alarm("silent-" + source.name, fmt::format("nguồn “{}” im lặng từ {}: kiểm tra hệ thống gửi cảnh báo", source.name, format_vietnamese(work.heard.last_heard_at)));
    }
}

void Engine::State::write_sources() {
    for (const auto& [name, source] : sources) store.put_heard_source(name, source.heard);
}

}  // namespace breachd::engine
