// What could not be read: kept whole, told to the duty roster, and read again after a fix, or set aside by a person.
// Part of the intake desk.
#pragma once

#include <map>
#include <string>

#include "engine/paging/paging.hpp"
#include "engine/step.hpp"

namespace breachd::engine {

class Quarantine {
  public:
    explicit Quarantine(Paging& paging) : paging_(paging) {}

    void load(Step& step);
    // Returns its id. `received_at`: of the message.
    std::string keep(Step& step, const IngestAlerts& command, const IngestAlerts::Unreadable& bad, SenderProof proof,
                     Instant received_at);
    // Empty when it no longer waits.
    std::optional<store::QuarantineWaiting> waiting(Step& step, const std::string& id);
    void replayed(Step& step, const std::string& actor, const IngestAlerts& command);
    Result<Answer> discard(Step& step, const Envelope& envelope, const DiscardQuarantine& command);
    void close(Step& step);  // one entry of the journal and one page a source
    void drop() { batches_.clear(); }

  private:
    struct Batch {  // of one source in the present step
        AlertQuarantined entry;
        std::string digests;
    };

    Paging& paging_;
    std::map<std::string, Batch> batches_;
};

}  // namespace breachd::engine
