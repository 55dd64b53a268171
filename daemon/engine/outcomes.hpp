// The commands that come from the delivery island: what came of its orders. Part of engine/commands.hpp.
#pragma once

#include <optional>
#include <string>

#include "base/instant.hpp"
#include "core/journal/reason.hpp"
#include "core/telling/access_token.hpp"
#include "core/telling/message.hpp"
#include "core/telling/receipt.hpp"

namespace breachd::engine {

struct AttemptDone {
    std::string page_id;           // a page, or
    std::int64_t delivery_id = 0;  // a notice
    Outcome outcome;
    bool unopened = false;  // the recipient's data cannot be opened: a fault of ours, whatever the outcome says
    // Delivery did not begin with it: nothing was sent, nothing is to blame, and it may go again after so long.
    std::optional<Duration> not_begun = {};
};
struct TokenWanted {  // a message could not go out: there is none, or the provider refused it
    std::string channel;
    bool refused = false;
};
struct TokenDone {  // of a RefreshToken
    std::string channel;
    std::optional<AccessToken> token;  // none: why not, in the code and the cause
    std::string code;
    Cause cause{};
};
struct PollDone {  // of a Poll
    std::int64_t delivery_id = 0;
    std::optional<ReceiptWord> word;  // none: nothing is known yet, or nothing was learnt
    std::string code;
};
struct PublishDone {
    bool published = false;  // files are in place and the page read back over its URL is equal
    std::string url, sha256;
    Reason why;               // of the failure
    std::string page;         // the page's bytes, kept as a document
    int content_version = 0;  // not the public notice but the content page of this version
};

struct ReadBackDone {
    std::string url, sha256;  // what was asked for
    Reason why;               // what is wrong; none: it stands
};

}  // namespace breachd::engine
