// The tokens desk: access tokens of channels whose provider wants one. Owns the table channel_tokens; has no memory of
// its own.
//
//          agenda, TokenWanted                     TokenDone, with a token
//   (none) ───────────────────▶ asked_at on disk ─────────────────────────▶ token on disk ─▶ UseToken
//     ▲                          ─▶ RefreshToken                                 │
//     └──── later, again ◀────── TokenDone, without one ◀── before it runs out ──┘
//
// Invariants
//  1. A token is used only after the commit that keeps it: one that works once is lost by no crash after its coming.
//  2. One question at a time for a channel; what is not answered is asked again after kAskAgain.
//  3. A store that was put back from a copy asks for nothing: its refresh token may be another daemon's.
// A crash between the provider's answer and our commit can lose a refresh token that works once; then the provider
// refuses it, people are paged, and a new one goes into the configuration.
#pragma once

#include <string>

#include "engine/paging/paging.hpp"
#include "engine/step.hpp"

namespace breachd::engine {

class TokensDesk {
  public:
    explicit TokensDesk(Paging& paging) : paging_(paging) {}
    // Also after a new reading of the configuration.
    void load(Step& step);
    Result<Answer> handle(Step& step, const Envelope& envelope, const TokenWanted& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const TokenDone& command);
    void due(Step& step, const std::string& channel);

  private:
    void ask(Step& step, const std::string& channel, store::TokenRow row);
    void got(Step& step, const std::string& channel, store::TokenRow row);
    void refused(Step& step, store::TokenRow row, const TokenDone& done);

    Paging& paging_;
};

}  // namespace breachd::engine
