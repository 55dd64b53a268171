// A letter: a released notice and one recipient, still sealed. The engine hands it out; delivery's threads open it and
// write the message by write_letter(). Immutable, so that many threads may hold one notice and one opener.
#pragma once

#include <memory>
#include <string>

#include "core/telling/message.hpp"
#include "core/telling/released_notice.hpp"
#include "core/telling/subject.hpp"
#include "store/vault/opener.hpp"

namespace breachd::engine {

struct Letter {
    std::shared_ptr<const ReleasedNotice> notice;
    std::shared_ptr<const store::Opener> opener;  // of the incident's data key
    std::int64_t subject = 0;                     // number within the incident
    std::string sealed;                           // the subject, as the store holds it
    Reach contacts = 0;                           // kinds that the channel can use
    std::string key;                              // of the delivery
    Instant at{};
    bool in_doubt = false;  // see Message
    std::int64_t delivery = 0;
    int nth = 0;  // of the subject's addresses of the kind that the channel uses
    // On paper: the batch that it is posted with, and its number there. "": it goes alone.
    std::string batch = {};
    int batch_number = 0;
};

// What the return path of a letter says, so that what comes back proves which one it was: "<delivery>-<mac>".
std::string return_token(const store::Opener& opener, std::int64_t delivery);

// Opens the recipient and writes the message to it. The error says that the data cannot be opened, nothing of the data.
Result<Message> write_letter(const Letter& letter);

}  // namespace breachd::engine
