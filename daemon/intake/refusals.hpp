// Why calls of known senders and hooks were refused, for the people who run the daemon: a caller gets one neutral
// answer. Kept since the start, bounded by the number of configured senders; no secret, no address and nothing of a
// body is in it. Owned by the net thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "base/enum_words.hpp"
#include "base/instant.hpp"
#include "base/signature.hpp"

namespace breachd::intake {

enum class RefusalCause {
    nothing_shown,     // no token, signature or certificate at all: a stranger
    address,           // not one that the source allows: a stranger
    token_unknown,     // of nobody
    token_of_another,  // of another source, or of a person
    certificate,       // another one, or none
    header_missing,    // of the signature, its id or its moment
    time_unreadable,
    too_old,  // the signed moment; `seconds` from now
    ahead,
    signature_wrong,  // under every secret that is valid now
    state_wrong,      // Microsoft Graph's clientState
    person_unknown    // an acknowledgement by nobody whom the configuration knows
};
BOOST_DESCRIBE_ENUM(RefusalCause, nothing_shown, address, token_unknown, token_of_another, certificate, header_missing,
                    time_unreadable, too_old, ahead, signature_wrong, state_wrong, person_unknown)

struct Refusal {
    RefusalCause cause = RefusalCause::nothing_shown;
    std::int64_t seconds = 0;
    bool by_stranger() const { return cause == RefusalCause::nothing_shown || cause == RefusalCause::address; }
};

Refusal refusal_of(const SignatureFault& fault);

class Refusals {
  public:
    struct Sender {
        std::uint64_t count = 0;  // since the start
        Instant last_at{};
        Refusal last;
    };
    // What is to be done about a refusal: a line in the log at most once a minute, and a page at most once a day, when
    // a sender was refused three times or more over ten minutes without one success. Strangers' refusals page nobody.
    struct Due {
        std::optional<std::uint64_t> log;  // refusals since the line before
        bool page = false;
    };

    // `whose`: "source wazuh", "hook pager".
    Due refused(const std::string& whose, const Refusal& refusal, Instant now);
    void succeeded(const std::string& whose);
    const std::map<std::string, Sender>& all() const { return senders_; }

  private:
    struct Streak {
        std::uint64_t count = 0, unlogged = 0;
        std::optional<Instant> began_at, logged_at, paged_at;
    };
    std::map<std::string, Sender> senders_;
    std::map<std::string, Streak> streaks_;
};

}  // namespace breachd::intake
