// Senders that promised to be heard: silence for longer is told to the duty roster once, and so is their return. What
// was last heard is written once a minute and at the stop, so that a busy sender costs no write of its own; after a
// start a sender has at least kReturnPatience to be heard again, whatever the store says.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "engine/state.hpp"

namespace breachd::engine {

namespace {

constexpr Duration kHeardEvery = std::chrono::minutes{1};
constexpr Duration kReturnPatience = std::chrono::minutes{10};

Instant last_sign(const store::HeardSource& heard) { return heard.last_heard_at.value_or(heard.expected_since); }

}  // namespace

void Engine::State::load_sources() {
    sources.clear();
    for (const auto& [name, heard] : store.heard_sources()) sources[name] = {heard, heard.last_heard_at};
}

// From the moment it is first configured a sender is expected.
void Engine::State::expect_sources() {
    for (const auto& source : settings->sources) {
        if (!source.expect_every || sources.contains(source.name)) continue;
        auto& work = sources[source.name];
        work.heard.expected_since = now;
        store.put_heard_source(source.name, work.heard);
        wrote = true;
    }
}

void Engine::State::heard(const std::string& name) {
    auto [at, first] = sources.try_emplace(name);
    auto& source = at->second;
    if (first) source.heard.expected_since = now;
    auto since = std::exchange(source.heard.silent_since, std::nullopt);
    source.heard.last_heard_at = now;
    if (!since && source.written_at && within(now, *source.written_at, kHeardEvery)) return;
    if (since) {
        record("", "system", SourceHeard{name, std::chrono::duration_cast<std::chrono::seconds>(now - *since).count()});
        page_once("", fmt::format("heard-{}-{}", name, to_ms(*since)),
                  fmt::format("nguồn “{}” đã hoạt động trở lại", name));
    }
    store.put_heard_source(name, source.heard);
    source.written_at = now;
    wrote = true;
}

std::optional<Instant> Engine::State::silent_at(const Source& source) const {
    auto at = sources.find(source.name);
    if (!source.expect_every || at == sources.end() || at->second.heard.silent_since) return std::nullopt;
    auto last = std::min(last_sign(at->second.heard), now);  // a moment ahead: the clock was stepped back
    return std::max(last + *source.expect_every, started_at + std::min(*source.expect_every, kReturnPatience));
}

Instant Engine::State::next_silence() const {
    auto next = Instant::max();
    for (const auto& source : settings->sources)
        if (auto at = silent_at(source)) next = std::min(next, *at);
    return next;
}

void Engine::State::watch_sources() {
    expect_sources();
    for (const auto& source : settings->sources) {
        auto at = silent_at(source);
        if (!at || *at > now) continue;
        auto& heard = sources[source.name].heard;
        heard.silent_since = last_sign(heard);
        store.put_heard_source(source.name, heard);
        record("", "system", SourceSilent{source.name, heard.last_heard_at, heard.expected_since});
        page_once("", fmt::format("silent-{}-{}", source.name, to_ms(now)),
                  fmt::format("nguồn “{}” im lặng từ {}: kiểm tra hệ thống gửi cảnh báo", source.name,
                              format_vietnamese(*heard.silent_since)));
    }
}

void Engine::State::note_lost(const NoteLost& lost) {
    record("", "system", MessagesLost{lost.listener, lost.count, lost.sources});
    alarm("lost-" + lost.listener, fmt::format("cổng nhận syslog “{}” đánh mất {} tin (nguồn: {})", lost.listener,
                                               lost.count, fmt::join(lost.sources, ", ")));
}

void Engine::State::write_sources() {
    for (const auto& [name, source] : sources) store.put_heard_source(name, source.heard);
}

}  // namespace breachd::engine
