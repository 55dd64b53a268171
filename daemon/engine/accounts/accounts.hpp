// The accounts desk: who may sign in, and who is signed in. Owns the tables accounts, invitations and sessions. What a
// person proves is checked before a command is sent (api/access, on a thread of the read pool); the desk says what that
// leads to, takes each code once, and hands out a new AccessBook after each change.
//
// Moments in its commands are of the machine's own time, which a drill does not scale.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "core/access/session.hpp"
#include "engine/step.hpp"

namespace breachd::engine {

class AccountsDesk {
  public:
    // `restored`: the store is a copy. Sessions and links that were ended since it was made end here, too: all of them.
    void load(Step& step, bool restored);
    void begin();
    Result<Answer> handle(Step& step, const Envelope& envelope, const InviteAccount& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const MakeAccount& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const RevokeAccount& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const BeginSession& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const StepUpSession& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const EndSession& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const TouchSession& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const NoteSignInRefused& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const ChangePassword& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const AddPasskey& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const RemovePasskey& command);
    void due(Step& step, const std::string& person);  // of refusals that were only counted
    void close(Step& step);
    void take_back();

    std::shared_ptr<const AccessBook> book() const { return book_; }

  private:
    const AccessBook& now() const { return changed_ ? *changed_ : *book_; }
    AccessBook& change();
    bool take_code(Step& step, const std::string& person, std::int64_t totp_step);
    bool take_passkey(Step& step, const std::string& person, const PasskeyUse& use, Instant at);
    Result<std::string> proven(Step& step, const Digest& cookie_sha256, Instant account_made_at,
                               const std::function<bool(const std::string& person)>& take);
    void open_session(Step& step, const std::string& person, const Digest& cookie_sha256, Instant at,
                      const std::string& how);
    void remove_passkeys_of(Step& step, const std::string& person);
    void forget_ended(Step& step, Instant at);
    std::int64_t end_sessions_of(Step& step, const std::string& person, const Digest* but = nullptr);
    Error refuse(Step& step, const std::string& person);

    std::shared_ptr<const AccessBook> book_ = std::make_shared<const AccessBook>(), kept_;
    std::shared_ptr<AccessBook> changed_;                         // in this step
    std::map<std::string, std::int64_t> refused_, kept_refused_;  // by account: since the last entry
};

}  // namespace breachd::engine
