// What people say of the people to be told: a part of commands.hpp. `subject`: the number within the incident.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "core/journal/event.hpp"
#include "core/telling/reply.hpp"
#include "core/telling/subject.hpp"

namespace breachd::engine {

struct StateListComplete {  // two different people must send it
    std::string reason;
};
struct TellByHand {
    std::int64_t subject = 0;
    ToldHow how = ToldHow::telephone;
    std::optional<Instant> told_at;  // none: now
    std::string proof;
};
struct MarkImpossible {  // two different people must send it
    std::int64_t subject = 0;
    std::string reason;
};
struct RemoveSubject {
    std::int64_t subject = 0;
    std::string reason;
};
struct CorrectSubject {
    std::int64_t subject = 0;
    Subject given;                             // its values replace; kinds of data when there are any
    std::vector<std::string> fields, cleared;  // names of what is given, and of contacts that go
    std::string reason;
};
struct SendAgain {  // the released text once more, to somebody whom it had told
    std::int64_t subject = 0;
    std::string channel, reason;
};
struct PostLetters {  // a batch of letters on paper was given to the post office
    std::string batch;
    std::optional<Instant> posted_at;  // none: now
    std::string receipt;               // the post office's number
};
struct ReturnLetter {  // one of them came back
    std::string batch;
    std::int64_t subject = 0;
    std::string reason;
};
struct NoteReply {  // what somebody said about the notice
    std::int64_t subject = 0;
    ReplyKind kind = ReplyKind::other;
    ReplyWay way = ReplyWay::telephone;
    std::string text;
};
struct NoteShown {  // who somebody is was shown to the caller: as in SubjectShown
    std::int64_t subject = 0;
    ShownHow how = ShownHow::opened;
    std::string reason = {};  // of opened_table
    std::optional<std::int64_t> people = {};
    std::map<std::string, std::string> filter = {};
};

}  // namespace breachd::engine
