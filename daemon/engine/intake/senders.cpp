#include "engine/intake/senders.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/journal/because.hpp"

namespace breachd::engine {

namespace {

constexpr Duration kHeardEvery = std::chrono::minutes{1};
constexpr Duration kReturnPatience = std::chrono::minutes{10};

Instant last_sign(const store::HeardSource& heard) { return heard.last_heard_at.value_or(heard.expected_since); }

}  // namespace

void Senders::load(Step& step) {
    senders_.clear();
    for (const auto& [name, heard] : step.store.senders().all()) senders_[name] = {heard, heard.last_heard_at};
}

void Senders::expect(Step& step) {
    for (const auto& source : step.settings.sources) {
        if (!source.expect_every) continue;
        if (auto [at, first] = senders_.try_emplace(source.name); first) {
            at->second.heard.expected_since = step.now;
            step.store.senders().put(source.name, at->second.heard);
        }
        watch(step, source);
    }
}

void Senders::heard(Step& step, const std::string& name) {
    auto [at, first] = senders_.try_emplace(name);
    auto& sender = at->second;
    if (first) sender.heard.expected_since = step.now;
    auto since = std::exchange(sender.heard.silent_since, std::nullopt);
    sender.heard.last_heard_at = step.now;
    if (!since && sender.written_at && within(step.now, *sender.written_at, kHeardEvery)) return;
    if (since) {
        auto silent_s = std::chrono::duration_cast<std::chrono::seconds>(step.now - *since).count();
        step.ledger.append("", "system", SourceHeard{name, silent_s});
        paging_.page_once(step, "", fmt::format("heard-{}-{}", name, to_ms(*since)), because::source_heard(name));
        if (const auto* source = step.settings.source(name)) watch(step, *source);
    }
    step.store.senders().put(name, sender.heard);
    sender.written_at = step.now;
}

// When its silence becomes too long; never while it is silent already.
std::optional<Instant> Senders::silent_at(const Step& step, const Source& source) const {
    auto at = senders_.find(source.name);
    if (!source.expect_every || at == senders_.end() || at->second.heard.silent_since) return std::nullopt;
    auto last = std::min(last_sign(at->second.heard), step.now);  // a moment ahead: the clock was stepped back
    return std::max(last + *source.expect_every, started_at_ + std::min(*source.expect_every, kReturnPatience));
}

// A sender that is heard moves the moment away, and nothing is done about it until the old one has come.
void Senders::watch(Step& step, const Source& source) {
    step.agenda.at(silent_at(step, source).value_or(Instant::max()), DeskId::intake, source.name);
}

void Senders::due(Step& step, const std::string& name) {
    const auto* source = step.settings.source(name);
    if (source == nullptr) return;
    auto at = silent_at(step, *source);
    if (!at || *at > step.now) return watch(step, *source);
    auto& heard = senders_[name].heard;
    heard.silent_since = last_sign(heard);
    step.store.senders().put(name, heard);
    step.ledger.append("", "system", SourceSilent{name, heard.last_heard_at, heard.expected_since});
    paging_.page_once(step, "", fmt::format("silent-{}-{}", name, to_ms(step.now)),
                      because::source_silent(name, *heard.silent_since));
}

void Senders::lost(Step& step, const NoteLost& lost) {
    step.ledger.append("", "system", MessagesLost{lost.listener, lost.count, lost.sources});
    paging_.alarm(step, "lost-" + lost.listener, because::messages_lost(lost.listener, lost.count, lost.sources));
}

void Senders::refused(Step& step, const NoteRefused& refused) {
    auto day = to_ms(step.now) / Duration(std::chrono::hours{24}).count();
    paging_.page_once(step, "", fmt::format("refused-{}-{}-{}", refused.kind, refused.name, day),
                      because::calls_refused(refused.kind, refused.name, refused.cause, refused.seconds));
}

void Senders::write(Step& step) {
    for (const auto& [name, sender] : senders_) step.store.senders().put(name, sender.heard);
}

}  // namespace breachd::engine
