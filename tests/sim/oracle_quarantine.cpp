// What could not be read is kept whole, counted and told, until it is settled once; what is read in the end counts from
// when it came.
#include <fmt/format.h>

#include "base/digest.hpp"
#include "sim/oracle_intake.hpp"

namespace breachd::sim {

namespace {

struct Settlings {  // quarantine id -> times
    std::map<std::string, int> replayed, all;
    std::int64_t count = 0;
};

Settlings settlings_of(const Journal& journal) {
    Settlings out;
    auto settled = [&](const std::string& id) { ++out.all[id], ++out.count; };
    each<QuarantineDiscarded>(journal, [&](const Entry&, const QuarantineDiscarded& e) { settled(e.quarantine_id); });
    each<QuarantineReplayed>(journal, [&](const Entry&, const QuarantineReplayed& e) {
        settled(e.quarantine_id);
        ++out.replayed[e.quarantine_id];
    });
    return out;
}

// With the proof with which it came, too.
std::string enters_as_it_came(Case& c, const std::string& id, const Kept& kept) {
    auto found = c.world.store().alerts().find(kept.source, kept.meant.external_id);
    auto alert = found ? c.world.store().alerts().stored(found->alert_id) : std::nullopt;
    if (!alert) return id + ": was replayed from quarantine and its alert is gone";
    if (alert->received_at != kept.came_at) return id + ": a replay from quarantine does not count from when it came";
    if (alert->proof != kept.proof) return id + ": a replay from quarantine has another proof than it came with";
    bool alarm = kept.proof != SenderProof::none && kept.meant.severity >= kAlarmFrom;
    if (!alarm || alert->why == "dismissed_before") return "";
    if (c.incidents.contains(alert->incident)) return "";
    return id + ": an alarm replayed from quarantine opened no incident";
}

std::string settled_at_most_once(Case& c, const std::string& id, const Kept& kept, int settled) {
    if (settled > 1 || kept.settled > 1) return id + ": settled twice in quarantine";
    if (settled == 0 && kept.settled + kept.refused > 0)
        return id + ": people were told that it is settled in quarantine, and the journal does not say so";
    auto waiting = c.world.store().quarantine().waiting(id);
    if (waiting && settled > 0) return id + ": settled, and waits in quarantine";
    if (!waiting && settled == 0) return id + ": vanished from quarantine";
    if (waiting && (waiting->received_at != kept.came_at || waiting->proof != kept.proof))
        return id + ": its moment or its proof changed in quarantine";
    return "";
}

std::string quarantine_loses_nothing(Case& c, const Journal& journal) {
    auto settlings = settlings_of(journal);
    for (const auto& [id, kept] : c.witness.quarantine) {
        auto wrong = settled_at_most_once(c, id, kept, settlings.all[id]);
        if (wrong.empty() && settlings.replayed[id] > 0) wrong = enters_as_it_came(c, id, kept);
        if (!wrong.empty()) return wrong;
    }
    return "";
}

using Bodies = std::map<std::pair<Instant, std::string>, std::vector<std::string>>;  // by step and source

Bodies bodies_that_came(Case& c) {
    Bodies out;
    for (const auto* message : at_first(c))
        for (const auto& body : message->unreadable) out[{message->at, message->source}].push_back(body);
    return out;
}

bool attests(const AlertQuarantined& batch, const std::vector<std::string>& bodies) {
    std::string digests;
    for (const auto& body : bodies) digests.append(as_bytes(sha256(body)));
    return batch.count == static_cast<std::int64_t>(bodies.size()) && batch.sha256 == hex(sha256(digests));
}

std::string quarantine_is_attested_and_told(Case& c, const Journal& journal) {
    auto came = bodies_that_came(c);
    std::string wrong;
    each<AlertQuarantined>(journal, [&](const Entry& entry, const AlertQuarantined& batch) {
        if (!attests(batch, came[{entry.at, batch.source}]))
            wrong = batch.quarantine_id + ": the journal attests to other unreadable messages than came";
        if (!roster_heard(c, journal, batch.source, ReasonCode::alerts_unreadable, entry.at - kAlarmOnce, entry.at))
            wrong = batch.quarantine_id + ": the duty roster never heard of an unreadable message";
    });
    return wrong;
}

std::string quarantine_is_counted(Case& c, const Journal& journal) {
    std::int64_t came = 0, kept = 0;
    for (const auto* message : at_first(c)) came += static_cast<std::int64_t>(message->unreadable.size());
    each<AlertQuarantined>(journal, [&](const Entry&, const AlertQuarantined& batch) { kept += batch.count; });
    if (came != kept) return fmt::format("{} unreadable messages came and {} were kept", came, kept);
    auto wait = kept - settlings_of(journal).count;
    auto rows = c.world.store().quarantine().count_waiting(), shown = c.world.stats().quarantine_waiting;
    if (rows == wait && shown == wait) return "";
    return fmt::format("{} messages should wait in quarantine, {} do, {} are shown", wait, rows, shown);
}

}  // namespace

std::string judge_quarantine(Case& c, const Journal& journal) {
    return first_broken(c, journal, {quarantine_loses_nothing, quarantine_is_attested_and_told, quarantine_is_counted});
}

}  // namespace breachd::sim
