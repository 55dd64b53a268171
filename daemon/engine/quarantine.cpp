// What could not be read: kept whole, told to the duty roster, and read again after a fix, or set aside by a person.
#include <fmt/format.h>

#include "base/digest.hpp"
#include "base/utf8.hpp"
#include "engine/state.hpp"

namespace breachd::engine {

std::string Engine::State::quarantine(const IngestAlerts& command, const IngestAlerts::Unreadable& bad,
                                      SenderProof proof, Instant received_at) {
    ++stats.quarantined;
    ++stats.quarantine_waiting;
    auto id = store.add_quarantine({command.source, valid_utf8(command.content_type), bad.why, bad.where, proof,
                                    command.headers, bad.body, received_at});
    auto& batch = quarantined[command.source];
    if (batch.digests.empty()) batch.entry = {id, command.source, bad.why, 0, ""};
    ++batch.entry.count;
    batch.digests.append(as_bytes(sha256(bad.body)));
    return id;
}

void Engine::State::flush_quarantine() {
    for (auto& [source, batch] : quarantined) {
        auto& entry = batch.entry;
        entry.sha256 = hex(sha256(batch.digests));
        alarm("quarantine-" + source,
              fmt::format("nguồn “{}” gửi cảnh báo không đọc được ({}); bản gốc được giữ tại {}", source, entry.why,
                          entry.quarantine_id));
        record("", "source:" + source, std::move(entry));
    }
    quarantined.clear();
}

// A replay counts from the moment the message came in: that was the detection at the latest. Nothing changes when it
// still cannot be read, or when somebody else was first.
Result<Reply> Engine::State::replay(const Envelope& envelope, const IngestAlerts& command) {
    auto waiting = store.waiting_in_quarantine(command.quarantine_id);
    if (!waiting)
        return Error{ErrorCode::conflict, "this message no longer waits in quarantine", command.quarantine_id};
    if (command.alerts.empty() && !command.unreadable.empty()) {
        const auto& bad = command.unreadable.front();
        return Error{ErrorCode::unprocessable, "still cannot be read: " + bad.why, bad.where};
    }
    wrote = true;
    auto as_it_came = command;
    as_it_came.proof = waiting->proof;
    std::string accepted;
    for (const auto& one : as_it_came.alerts) take_alert(as_it_came, one, waiting->received_at, accepted);
    for (const auto& bad : command.unreadable) quarantine(as_it_came, bad, waiting->proof, waiting->received_at);
    store.settle_quarantine(command.quarantine_id, "replayed", now);
    --stats.quarantine_waiting;
    record("", envelope.actor,
           QuarantineReplayed{command.quarantine_id, command.source, static_cast<std::int64_t>(command.alerts.size())});
    return Reply{200, "", R"({"accepted":[)" + accepted + "]}", "", nullptr};
}

Result<Reply> Engine::State::discard(const Envelope& envelope, const DiscardQuarantine& command) {
    if (command.reason.empty()) return Error{ErrorCode::unprocessable, "is required", "/reason"};
    if (!store.waiting_in_quarantine(command.quarantine_id))
        return Error{ErrorCode::conflict, "this message does not wait in quarantine", command.quarantine_id};
    wrote = true;
    store.settle_quarantine(command.quarantine_id, "discarded", now);
    --stats.quarantine_waiting;
    record("", envelope.actor, QuarantineDiscarded{command.quarantine_id, command.reason});
    return Reply{200, "",
                 json::serialize(json::object{{"quarantine_id", command.quarantine_id}, {"outcome", "discarded"}}), "",
                 nullptr};
}

}  // namespace breachd::engine
