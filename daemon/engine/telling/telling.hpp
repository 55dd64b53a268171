// The telling desk: the import of the people to be told, the notice (draft, release, pause), and receipts. The runs
// that hand rows to the channels are in runs.hpp. Owns the subjects, the imports and the deliveries.
#pragma once

#include "engine/channels/channels.hpp"
#include "engine/step.hpp"
#include "engine/telling/polls.hpp"
#include "engine/telling/repeats.hpp"
#include "engine/telling/runs.hpp"

namespace breachd::engine {

class Telling {
  public:
    explicit Telling(Channels& channels) : runs_(channels), repeats_(channels) {}

    void load(Step& step);  // throws away what was staged
    void begin() {
        runs_.begin();
        polls_.begin();
    }
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident, const BeginImport&);
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident, const FinishImport& command);
    Result<Answer> imported_before(Step& step, const Incident& incident, const FinishImport& command, Instant at);
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident, const PutNotice& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident, const ApproveNotice& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident&, const AskForApproval& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident&, const RefuseNotice& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident, const ReleaseNotice& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident, const PauseNotice& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident, const ResumeNotice& command);
    // people.cpp
    Result<Answer> handle(Step& step, const Envelope&, const Incident& incident, const StateListComplete& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident, const TellByHand& command);
    Result<Answer> handle(Step& step, const Envelope&, const Incident& incident, const MarkImpossible& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident, const RemoveSubject& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident,
                          const CorrectSubject& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident, const NoteShown& command);

    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident, const SendAgain& command) {
        return repeats_.ask(step, envelope, incident, command);
    }
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident, const NoteReply& command);

    // post.cpp
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident, const PostLetters& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident, const ReturnLetter& command);

    Result<Answer> handle(Step& step, const Envelope& envelope, const ImportChunk& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const AbortImport& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const Receipt& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const MailReport& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const MailReply& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const PollDone& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const PollSoon& command);

    void hear(Step& step, const Entry& entry);  // the people of a duplicate come over
    void done(Step& step, const AttemptDone& done);
    // Of a letter that the answer desk sent: the channel that the outcome speaks of.
    std::optional<std::string> again_done(Step& step, const AttemptDone& done) { return repeats_.done(step, done); }
    void turned(Step& step, const std::string& channel) { runs_.turned(step, channel); }
    void look(Step& step, const Incident& incident) { runs_.follow(step, incident); }
    void due(Step& step, const std::string& key) {
        if (key == kPollsDue) return polls_.due(step);
        if (key == kRepeatsDue) return repeats_.due(step);
        runs_.due(step, key);
    }
    void work(Step& step) { runs_.work(step); }  // outcomes, claims, progress; then the incidents are looked at again
    void go_on() { runs_.go_on(); }              // what was held
    void close(Step& step) { runs_.close(step); }
    void take_back() {
        runs_.take_back();
        polls_.take_back();
    }
    bool rests(const Incident& incident) const { return runs_.rests(incident); }

    // What is left to do of an incident's run.
    RunLoad load_of(Step& step, const Incident& incident) { return runs_.load_of(step, incident); }
    std::shared_ptr<const json::object> channels_now(Step& step) { return runs_.channels_now(step); }
    bool unopened(Step& step, const Incident& incident) { return runs_.unopened(step, incident); }

  private:
    void came_back(Step& step, store::DeliveryRow& row, const std::string& integration, const std::string& actor,
                   Cause cause);
    // What a receipt, or an answer to a poll, says of a message.
    Result<Answer> settle(Step& step, store::DeliveryRow row, ReceiptWord word, const std::string& code,
                          const std::string& from);
    // The letter whose return path this token proves.
    static std::optional<store::DeliveryRow> by_return_token(Step& step, const std::string& token);
    // Whose letter a mail answers: incident and person.
    using Whose = std::pair<std::string, std::int64_t>;
    std::optional<Whose> whose_by_token(Step& step, const std::string& token);
    static std::optional<Whose> whose_by_key(Step& step, const std::vector<std::string>& keys);
    static void keep_reply(Step& step, const std::string& actor, store::ReplyRow row);
    void take_over(Step& step, const Incident& duplicate, const Incident& into);
    // A person as a list or a correction gives them, ready for the store: usable contacts only.
    store::ImportRow import_row(Step& step, Subject given);
    std::set<std::string> kinds_named(const std::string& import_id) const;  // kinds of data in its rows

    Runs runs_;
    RepeatsOfLetters repeats_;
    PollsOfMessages polls_;
    DestinationTags destinations_;
    std::map<std::string, std::set<std::string>> kinds_named_;  // by import that is open: as group_of() says them
};

// Addresses of mails are compared without regard to case; one that is empty is among none.
bool is_among(const std::vector<Pii<std::string>>& addresses, const Pii<std::string>& address);

}  // namespace breachd::engine
