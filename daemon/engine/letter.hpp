// A letter: a released notice and one recipient, still sealed. The engine hands it out; delivery's threads open it and
// write the message by write_letter(). Immutable, so that many threads may hold one notice and one opener.
#pragma once

#include <memory>
#include <string>

#include "core/telling/message.hpp"
#include "core/telling/notice.hpp"
#include "core/telling/subject.hpp"
#include "store/vault/opener.hpp"

namespace breachd::engine {

// The frozen texts of one version, for everybody it goes to.
struct ReleasedNotice {
    std::string incident;
    int version = 0;
    bool drill = false;
    bool short_text_tells = false;  // its short texts name the place of the whole notice
    struct Texts {
        NoticeText vi, en;
    };
    NoticeText vi, en;
    std::vector<std::string> kinds;         // that the text names
    std::map<std::string, Texts> by_kinds;  // for people who have only these

    const NoticeText& text_for(const Subject& subject) const;
};

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
};

// What the return path of a letter says, so that what comes back proves which one it was: "<delivery>-<mac>".
std::string return_token(const store::Opener& opener, std::int64_t delivery);

// Opens the recipient and writes the message to it. The error says that the data cannot be opened, nothing of the data.
Result<Message> write_letter(const Letter& letter);

// The document that a release freezes, and back.
json::object frozen(const NoticeDraft& draft);
json::object frozen_by_kinds(const Incident& incident, const Settings& settings);  // empty: everybody gets the same
// `or_else` stands in short letters where the content page has no address yet.
std::shared_ptr<const ReleasedNotice> thawed(const json::object& document, const json::object& by_kinds,
                                             const Incident& incident, std::string_view or_else);

}  // namespace breachd::engine
