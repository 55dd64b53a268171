#include "sim/oracle_intake.hpp"

#include <fmt/format.h>

namespace breachd::sim {

namespace {

constexpr Duration kKeep = std::chrono::hours{24 * 365 * 5};

// The journal has no gaps, and its tree is what the leaves say.
std::string journal_proves(Case& c, const Journal& journal) {
    MerkleFrontier tree;
    std::int64_t seq = 0;
    for (const auto& entry : journal) {
        if (entry.seq != ++seq) return fmt::format("entry {} follows {}", entry.seq, seq - 1);
        tree.append(leaf_hash(leaf_bytes(entry)));
    }
    if (tree.root() != c.world.store().journal().root()) return "the journal's root is not that of its leaves";
    return "";
}

// Nobody corrects it here: it moves by entries only, each with its reason, and to earlier moments only.
std::string detection_moves_with_a_reason(Case&, const Journal& journal) {
    std::map<std::string, Instant> moments;
    for (const auto& entry : journal) {
        auto& moment = moments[entry.incident_id];
        if (const auto* opened = std::get_if<IncidentOpened>(&entry.event)) moment = opened->detected_at;
        const auto* change = std::get_if<FactChanged>(&entry.event);
        if (change == nullptr || change->field != "detected_at") continue;
        auto next = parse_rfc3339(std::string(change->new_value.as_string()));
        if (!change->cause && change->note.empty())
            return entry.incident_id + ": the moment of detection changed without a reason";
        if (!next || *next >= moment) return entry.incident_id + ": the moment of detection moved to a later one";
        moment = *next;
    }
    return "";
}

std::string nothing_goes_early(Case& c, const Journal&) {
    for (const auto& [id, shown] : c.incidents) {
        auto remedied_at = moment_in(shown, "remedied_at");
        auto keep_until = moment_in(object_in(shown, "retention"), "keep_until");
        if (remedied_at && (!keep_until || *keep_until < *remedied_at + kKeep))
            return id + ": the file could go before five years have passed";
        if (text_in(shown, "state") == "purged") return id + ": purged";
    }
    return "";
}

}  // namespace

std::string judge(World& world) {
    if (!world.complaint().empty()) return world.complaint();
    Case found(world);
    if (auto wrong = audit(found); !wrong.empty()) return wrong;
    Journal journal;
    world.store().journal().each_entry([&](const Entry& entry) { journal.push_back(entry); });
    return first_broken(found, journal,
                        {journal_proves, detection_moves_with_a_reason, nothing_goes_early, judge_alerts,
                         judge_quarantine, judge_silence, judge_storms});
}

}  // namespace breachd::sim
