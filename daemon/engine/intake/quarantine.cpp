#include "engine/intake/quarantine.hpp"

#include <utility>

#include "base/digest.hpp"
#include "base/utf8.hpp"
#include "core/journal/because.hpp"

namespace breachd::engine {

void Quarantine::load(Step& step) { step.stats.quarantine_waiting = step.store.quarantine().count_waiting(); }

std::string Quarantine::keep(Step& step, const IngestAlerts& command, const IngestAlerts::Unreadable& bad,
                             SenderProof proof, Instant received_at) {
    ++step.stats.quarantined;
    store::QuarantineRow row{
        command.source, valid_utf8(command.content_type), bad.why, bad.where, proof, command.headers, bad.body,
        received_at};
    if (auto same = step.store.quarantine().find_same(row)) {  // people were told of it when it first came
        step.store.quarantine().count_repeat(*same, step.now);
        return *same;
    }
    ++step.stats.quarantine_waiting;
    auto id = step.store.quarantine().add(row);
    auto& batch = batches_[command.source];
    if (batch.digests.empty()) batch.entry = {id, command.source, 0, ""};
    ++batch.entry.count;
    batch.digests.append(as_bytes(sha256(bad.body)));
    return id;
}

void Quarantine::close(Step& step) {
    for (auto& [source, batch] : std::exchange(batches_, {})) {
        auto entry = batch.entry;
        entry.sha256 = hex(sha256(batch.digests));
        paging_.alarm(step, "quarantine-" + source, because::alerts_unreadable(source, entry.quarantine_id));
        step.ledger.append("", "source:" + source, std::move(entry));
    }
}

std::optional<store::QuarantineWaiting> Quarantine::waiting(Step& step, const std::string& id) {
    return step.store.quarantine().waiting(id);
}

void Quarantine::replayed(Step& step, const std::string& actor, const IngestAlerts& command) {
    step.store.quarantine().settle(command.quarantine_id, "replayed", step.now);
    --step.stats.quarantine_waiting;
    auto alerts = static_cast<std::int64_t>(command.alerts.size());
    step.ledger.append("", actor, QuarantineReplayed{command.quarantine_id, command.source, alerts});
}

Result<Answer> Quarantine::discard(Step& step, const Envelope& envelope, const DiscardQuarantine& command) {
    if (command.reason.empty()) return Error{ErrorCode::unprocessable, "is required", "/reason"};
    if (!waiting(step, command.quarantine_id))
        return Error{ErrorCode::conflict, "this message does not wait in quarantine", command.quarantine_id};
    step.store.quarantine().settle(command.quarantine_id, "discarded", step.now);
    --step.stats.quarantine_waiting;
    step.ledger.append("", envelope.actor, QuarantineDiscarded{command.quarantine_id, command.reason});
    return Answer(Discarded{command.quarantine_id});
}

}  // namespace breachd::engine
