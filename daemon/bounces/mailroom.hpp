// What becomes of one mail that came to our return path, or to the mailbox for answers: read, matched by its token or
// the id of our letter, handed to the engine as a report of a mail server or a person's reply. The fate comes on the
// engine's thread, after its commit.
//
//   done     the engine knows what it says, or it says nothing (delayed, an automatic answer)
//   later    the engine has no room, or our own outcome of that letter is not there yet: the mail comes again
//   kept     it came to a return path of ours and could not be read or matched, or is not surely the person's, or the
//            person's answer has no words: sealed in quarantine, for a human
//   foreign  it is no report about a letter of ours, and answers none
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/commands.hpp"

namespace breachd::bounces {

enum class Fate { done, later, kept, foreign };
using OnFate = std::function<void(Fate)>;

struct MailServices {
    std::function<bool(engine::Envelope&&)> submit;  // false: no room now
    std::function<void(const std::string&)> warn;    // into the log; never personal data
};

inline constexpr const char* kBounceSource = "bounces";  // as quarantine and journal name it

void deliver(const MailServices& services, std::string_view mail, const std::vector<std::string>& recipients,
             OnFate fate);

}  // namespace breachd::bounces
