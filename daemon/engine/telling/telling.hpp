// The telling desk: the import of the people to be told, the notice (draft, release, pause), the runs that hand rows to
// the channels as rate and quota allow, outcomes and receipts. Owns the subjects, the imports and the deliveries.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "core/telling/notice.hpp"
#include "core/telling/notice_run.hpp"
#include "engine/channels/channels.hpp"
#include "engine/step.hpp"

namespace breachd::engine {

class Telling {
  public:
    explicit Telling(Channels& channels) : channels_(channels) {}

    void load(Step& step);
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident, const BeginImport&);
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident, const FinishImport& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident, const PutNotice& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident, const ReleaseNotice&);
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident, const PauseNotice& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const Incident& incident, const ResumeNotice& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const ImportChunk& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const AbortImport& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const Receipt& command);
    void done(Step& step, const AttemptDone& done);
    void look(Step& step, const Incident& incident);
    Instant wake(const Step& step, const Incident& incident) const;
    void take_back();

    // What is left to do of an incident's run.
    RunLoad load_of(Step& step, const Incident& incident);

  private:
    // An incident's run, as far as memory helps; the truth is in the store.
    struct Run {
        bool plan = true;   // there may be subjects without a delivery row
        bool count = true;  // counts are stale
        store::RunCounts counts;
        std::optional<NoticeDraft> released;  // frozen texts
        std::string changes;                  // canonical lines of the rows changed in this step
        std::int64_t changed = 0;
        std::map<std::string, std::int64_t> receipts;  // integration -> of them, those that its receipts brought
        std::optional<Instant> again_at;               // rate or quota: try to claim again
        std::optional<Instant> unknown_at;             // earliest resend of an unknown row
    };

    // notice.cpp
    const NoticeDraft* released_notice(Step& step, const Incident& incident);
    void tell(Step& step, const Incident& incident);
    void claim(Step& step, const Incident& incident, const Channel& channel);
    void send_row(Step& step, const Incident& incident, const Channel& channel, const store::DeliveryRow& row);

    // deliveries.cpp
    void first_channel(Step& step, const Incident& incident, const store::Store::Unplanned& subject);
    void add_row(Step& step, const std::string& incident, std::int64_t subject, const std::string& channel,
                 int version);
    void fail_row(Step& step, const store::DeliveryRow& row, std::string code, std::string words);
    void move_on(Step& step, const store::DeliveryRow& row);          // next channel, or unreachable
    bool told_by_another(Step& step, const store::DeliveryRow& row);  // told on another channel: never untold
    void stop_run(Step& step, const std::string& incident, const Reason& why);
    void resend_unknown(Step& step, const Incident& incident);
    void note_change(const std::string& incident, const store::DeliveryUpdate& update);
    void note_receipt(const store::DeliveryRow& row, const std::string& integration);
    void refresh_counts(Step& step, const Incident& incident);
    void finish_changes(Step& step, const Incident& incident);  // DeliveriesRecorded, NoticeRunDone
    void look_at_all(Step& step);                               // a channel went down or came up

    Channels& channels_;
    std::map<std::string, Run> runs_;
};

}  // namespace breachd::engine
