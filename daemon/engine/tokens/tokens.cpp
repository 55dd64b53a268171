#include "engine/tokens/tokens.hpp"

#include <algorithm>

#include "core/journal/because.hpp"

namespace breachd::engine {

namespace {

constexpr Duration kAskAgain = std::chrono::minutes{2};
constexpr Duration kAgainMax = std::chrono::minutes{30};
constexpr Duration kMarginMax = std::chrono::hours{1};
constexpr Duration kKeepMin = std::chrono::minutes{1};  // a provider that refuses each new token is not asked in a loop
constexpr std::int64_t kFailuresTold = 3;               // of the way to it; a refusal is told at once

// Tokens live in real time, whatever a drill makes of a day.
Duration scaled(const Step& step, Duration real) {
    return std::chrono::duration_cast<Duration>(real * std::max(1.0, step.settings.time_scale));
}

Instant renewed_at(const Step& step, const store::TokenRow& row) {
    auto lives = scaled(step, row.token.lives);
    return *row.got_at + lives - std::min(lives / 4, scaled(step, kMarginMax));
}

// Not to be renewed yet.
bool good(const Step& step, const store::TokenRow& row) {
    return row.got_at && step.now >= *row.got_at && step.now < renewed_at(step, row);
}

// The provider takes it yet, as far as its life tells.
bool usable(const Step& step, const store::TokenRow& row) {
    return row.got_at && step.now >= *row.got_at && step.now < *row.got_at + scaled(step, row.token.lives);
}

Duration pause_after(std::int64_t failures) {
    auto doubled = kAskAgain / 2 * (std::int64_t{1} << std::clamp<std::int64_t>(failures - 1, 0, 10));
    return std::min(doubled, kAgainMax);
}

bool signs_in(const Step& step, const std::string& name) {
    const auto* channel = step.settings.channel(name);
    return channel != nullptr && channel->signs_in;
}

}  // namespace

void TokensDesk::load(Step& step) {
    for (const auto& channel : step.settings.channels)
        if (channel.signs_in) step.agenda.at(step.now, DeskId::tokens, channel.name);
}

void TokensDesk::due(Step& step, const std::string& channel) {
    if (!signs_in(step, channel)) return;
    auto row = step.store.tokens().find(channel).value_or(store::TokenRow{});
    if (good(step, row)) return got(step, channel, std::move(row));
    if (usable(step, row)) step.outbox.send(UseToken{channel, row.token});
    bool asked = row.asked_at && within(step.now, *row.asked_at, kAskAgain);
    if (asked) return step.agenda.at(*row.asked_at + kAskAgain, DeskId::tokens, channel);
    ask(step, channel, std::move(row));
}

Result<Answer> TokensDesk::handle(Step& step, const Envelope&, const TokenWanted& command) {
    if (!signs_in(step, command.channel)) return Answer(Done{});
    auto row = step.store.tokens().find(command.channel).value_or(store::TokenRow{});
    if (!command.refused) {  // after a start delivery may not have yet what is here; whatever is not, is asked for
        if (usable(step, row)) step.outbox.send(UseToken{command.channel, std::move(row.token)});
        return Answer(Done{});
    }
    bool asked = row.asked_at && within(step.now, *row.asked_at, kAskAgain);
    bool fresh = row.got_at && within(step.now, *row.got_at, scaled(step, std::max(kKeepMin, row.token.keep)));
    if (!asked && !fresh && row.failures == 0) ask(step, command.channel, std::move(row));
    return Answer(Done{});
}

Result<Answer> TokensDesk::handle(Step& step, const Envelope&, const TokenDone& command) {
    auto row = step.store.tokens().find(command.channel).value_or(store::TokenRow{});
    row.asked_at.reset();
    if (!command.token) {
        refused(step, std::move(row), command);
        return Answer(Done{});
    }
    row.token = *command.token;
    row.got_at = step.now;
    row.failures = 0;
    step.store.tokens().put(command.channel, row);
    if (signs_in(step, command.channel)) got(step, command.channel, std::move(row));
    return Answer(Done{});
}

void TokensDesk::ask(Step& step, const std::string& channel, store::TokenRow row) {
    if (step.held || step.stopping) return step.agenda.at(step.now + kAgainMax, DeskId::tokens, channel);
    row.asked_at = step.now;
    step.store.tokens().put(channel, row);
    step.outbox.send(RefreshToken{channel, row.token});
    step.agenda.at(step.now + kAskAgain, DeskId::tokens, channel);
}

void TokensDesk::got(Step& step, const std::string& channel, store::TokenRow row) {
    step.agenda.at(renewed_at(step, row), DeskId::tokens, channel);
    step.outbox.send(UseToken{channel, std::move(row.token)});
}

void TokensDesk::refused(Step& step, store::TokenRow row, const TokenDone& done) {
    ++row.failures;
    step.store.tokens().put(done.channel, row);
    step.agenda.at(step.now + pause_after(row.failures), DeskId::tokens, done.channel);
    bool told = row.failures == kFailuresTold || (row.failures == 1 && done.cause == Cause::sign_in_refused);
    if (told && signs_in(step, done.channel))
        paging_.alarm(step, "token-" + done.channel, because::channel_down(done.channel, done.code, done.cause));
}

}  // namespace breachd::engine
