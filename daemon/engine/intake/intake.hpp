// The intake desk: alerts come in, what is known is recognised, what is new in it is kept, triage decides, incidents
// open or are joined, all in the step's transaction. Owns the alerts, the quarantine, the senders and the ids of signed
// messages that were taken. Alerts of one step that join an incident make one entry of the journal, at the close.
//
//   message ─ replayed signature? ─▶ answered as before, no second effect
//      │
//   each alert ─ id known? ─ nothing new ─▶ counted as a repeat
//      │             ├─ its incident is over, it is not ─▶ a new alert
//      │             └─ something new ─▶ an update of the alert; facts found late reach its incident, or open one
//      └─ new ─▶ triage ─▶ placement.hpp: opens, joins, or is kept, with its reason
#pragma once

#include <map>
#include <string>
#include <utility>

#include "core/triage/triage.hpp"
#include "engine/intake/groups.hpp"
#include "engine/intake/placement.hpp"
#include "engine/intake/quarantine.hpp"
#include "engine/intake/senders.hpp"
#include "engine/paging/paging.hpp"
#include "engine/step.hpp"

namespace breachd::engine {

class Intake {
  public:
    explicit Intake(Paging& paging) : senders_(paging), quarantine_(paging), placer_(groups_, paging) {}

    void load(Step& step);
    void begin() { groups_.begin(); }
    Result<Answer> handle(Step& step, const Envelope& envelope, const IngestAlerts& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const DiscardQuarantine& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const NoteLost& command);
    Result<Answer> handle(Step& step, const Envelope& envelope, const NoteRefused& command);
    void hear(Step& step, const Entry& entry) { groups_.hear(step, entry); }
    // Of an entry that is read again, to write its rows anew.
    void rebuild(Step& step, const Entry& entry) { groups_.place(step, entry); }
    void due(Step& step, const std::string& sender) { senders_.due(step, sender); }
    void reloaded(Step& step) { senders_.expect(step); }
    void close(Step& step);
    void stop(Step& step) { senders_.write(step); }
    void take_back(Step& step);

  private:
    TakenAlert take(Step& step, const IngestAlerts& command, const IngestAlerts::One& one, Instant received_at);
    bool take_message_about(Step& step, const IngestAlerts& command, const IngestAlerts::One& one,
                            const TriageDecision& alone, const store::StoredAlert& known, store::SeenAlert& seen,
                            Instant received_at);
    bool take_update(Step& step, const IngestAlerts& command, const IngestAlerts::One& one,
                     const TriageDecision& decision, const store::StoredAlert& known, store::SeenAlert& seen,
                     Instant received_at);
    bool begins_anew(Step& step, const store::StoredAlert& known, const IngestAlerts& command, const Alert& alert,
                     const TriageDecision& decision);
    Result<Answer> replay(Step& step, const Envelope& envelope, const IngestAlerts& command);
    Result<Answer> as_before(Step& step, const IngestAlerts& command);

    Groups groups_;
    Senders senders_;
    Quarantine quarantine_;
    Placer placer_;

    // Of the present step.
    std::map<std::pair<std::string, ReasonCode>, AlertsJoined> joined_;  // one entry an incident and reason
    std::map<std::string, AlertsUpdated> updated_;                       // one entry an incident
    std::int64_t repeats_ = 0;
};

}  // namespace breachd::engine
