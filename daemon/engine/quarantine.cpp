// What could not be read: kept whole, told to the duty roster, and read again after a fix.
#include <fmt/format.h>

#include "engine/state.hpp"

namespace breachd::engine {

std::string Engine::State::quarantine(const Envelope& envelope, const IngestAlerts& command, const IngestAlerts::Unreadable& bad, Instant received_at) {
    ++stats.quarantined;
    ++stats.quarantine_waiting;
    auto id = store.add_quarantine({command.source, command.content_type, bad.why, bad.where, command.headers, bad.body, received_at});
    record("", envelope.actor, AlertQuarantined{id, command.source, bad.why});
    alarm("quarantine-" + command.source, fmt::format("nguồn “{}” gửi cảnh báo không đọc được ({}); bản gốc được giữ tại {}", command.source, bad.why, id));
    return id;
}

// A replay counts from the moment the message came in: that was the detection at the latest. Nothing changes when it
// still cannot be read, or when somebody else replayed it first.
Result<Reply> Engine::State::replay(const Envelope& envelope, const IngestAlerts& command) {
    auto received_at = store.waiting_in_quarantine(command.quarantine_id);
    if (!received_at) return Error{ErrorCode::conflict, "this message no longer waits in quarantine", command.quarantine_id};
    if (command.alerts.empty() && !command.unreadable.empty()) {
        const auto& bad = command.unreadable.front();
        return Error{ErrorCode::unprocessable, "still cannot be read: " + bad.why, bad.where};
    }
    wrote = true;
    std::string accepted;
    for (const auto& one : command.alerts) take_alert(command, one, *received_at, accepted);
    for (const auto& bad : command.unreadable) quarantine(envelope, command, bad, *received_at);
    store.mark_replayed(command.quarantine_id, now);
    --stats.quarantine_waiting;
    record("", envelope.actor, QuarantineReplayed{command.quarantine_id, command.source, static_cast<std::int64_t>(command.alerts.size())});
    return Reply{200, "", R"({"accepted":[)" + accepted + "]}", "", nullptr};
}

}  // namespace breachd::engine
