// The engine's effects: orders to the other islands, given out only after the commit that they depend on. Plain values.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "base/instant.hpp"
#include "core/access/session.hpp"
#include "core/incident/incident.hpp"
#include "core/telling/access_token.hpp"
#include "core/telling/message.hpp"
#include "engine/letter.hpp"
#include "settings/settings.hpp"

namespace breachd::engine {

// Lanes in order of urgency: a million notices never delay a page.
enum class Lane { page, notice };

struct Send {
    Lane lane = Lane::notice;
    std::string channel;
    std::string page_id;
    std::int64_t delivery_id = 0;
    Message message;               // of a page; of a notice its key only, or
    std::optional<Letter> letter;  // what delivery opens and writes the message from
};
struct Publish {  // render the page, write it to every publisher, read it back over its URL, compare
    std::string incident;
    std::shared_ptr<const Incident> facts;
    std::shared_ptr<const Settings> settings;
    Instant at{};
    // Not the public notice but the content page of this released notice, in a folder of this name.
    std::shared_ptr<const ReleasedNotice> content = {};
    std::string folder = {};
};
struct ReadBack {  // whether the page that was put up still is what the public gets; ReadBackDone says so
    std::string incident;
    std::string url, sha256;  // as PublishDone named it
    std::shared_ptr<const Settings> settings;
};
struct RefreshToken {  // get the channel a new access token; TokenDone says what came of it
    std::string channel;
    AccessToken held;  // the last one; empty: there was none
};
struct UseToken {  // it is on disk
    std::string channel;
    AccessToken token;
};
struct Poll {  // ask the provider what became of a message that it took
    std::string channel;
    std::int64_t delivery_id = 0;
    std::string provider_id;
};
struct JournalMoved {  // for the event stream
    std::int64_t seq = 0;
};

struct AgreeClock {};  // a person said that the machine's clock is right

struct ChannelTurned {  // for the log
    std::string channel;
    bool down = false;
    std::string code;  // what the last attempt ended with
};

struct AccessChanged {  // who may sign in and who is signed in, from now on
    std::shared_ptr<const AccessBook> book;
};

using Effect = std::variant<Send, Publish, ReadBack, RefreshToken, UseToken, Poll, JournalMoved, AgreeClock,
                            ChannelTurned, AccessChanged>;

}  // namespace breachd::engine
