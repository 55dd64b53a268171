#include "sim/oracle_intake.hpp"

#include <fmt/format.h>

namespace breachd::sim {

namespace {

constexpr Duration k72h = std::chrono::hours{72};

// The journal has no gaps, and its tree is what the leaves say.
std::string journal_proves(World& world, const Journal& journal) {
    MerkleFrontier tree;
    std::int64_t seq = 0;
    for (const auto& entry : journal) {
        if (entry.seq != ++seq) return fmt::format("entry {} follows {}", entry.seq, seq - 1);
        tree.append(leaf_hash(leaf_bytes(entry)));
    }
    if (tree.root() != world.store().journal().root()) return "the journal's root is not that of its leaves";
    return "";
}

std::string nothing_answered_is_missing(World& world) {
    for (const auto& message : world.witness().messages)
        for (const auto& alert : message.alerts)
            if (message.status == 202 && !world.store().alerts().find(message.source, alert.external_id))
                return "alert " + alert.external_id + " was answered 202 and is gone";
    for (const auto& [id, seen] : world.witness().incidents)
        if (!world.incidents().contains(id)) return "incident " + id + " was answered and is gone";
    return "";
}

// Nobody corrects it here: it moves by entries only, each with its reason, and to earlier moments only.
std::string detection_is_right(World& world, const Incident& incident, Instant seen) {
    Instant moment{};
    for (const auto& entry : world.store().journal().entries_of(incident.id)) {
        if (const auto* opened = std::get_if<IncidentOpened>(&entry.event)) moment = opened->detected_at;
        const auto* change = std::get_if<FactChanged>(&entry.event);
        if (change == nullptr || change->field != "detected_at") continue;
        auto next = parse_rfc3339(std::string(change->new_value.as_string()));
        if (!change->cause && change->note.empty())
            return incident.id + ": the moment of detection changed without a reason";
        if (!next || *next >= moment) return incident.id + ": the moment of detection moved to a later one";
        moment = *next;
    }
    if (moment != incident.detected_at) return incident.id + ": the moment of detection changed without an entry";
    return incident.detected_at <= seen ? "" : incident.id + ": the moment of detection is later than it was answered";
}

std::string clocks_are_right(World& world) {
    for (const auto& [id, seen] : world.witness().incidents) {
        const auto& incident = world.incidents().at(id);
        if (auto wrong = detection_is_right(world, incident, seen.detected_at); !wrong.empty()) return wrong;
        auto must = [&](const char* name, bool applies) -> std::string {
            const auto* o = incident.obligation(name);
            if (applies && !o) return fmt::format("{}: {} was never started", id, name);
            if (o && o->due_at != incident.detected_at + k72h)
                return fmt::format("{}: {} is not due 72 hours after detection", id, name);
            return "";
        };
        for (auto [name, applies] :
             {std::pair{"authority-report", true}, std::pair{"subjects-location-biometric", seen.location_or_biometric},
              std::pair{"subjects-finance", seen.finance}})
            if (auto wrong = must(name, applies); !wrong.empty()) return wrong;
        const auto* report = incident.obligation("authority-report");
        if (!incident.live()) continue;
        // A crash after the commit loses the answer: the filing counts all the same.
        auto filed_at = seen.first_filed_at;
        if (!filed_at && !incident.filings.empty()) filed_at = incident.filings.front().filed_at;
        bool late = filed_at && *filed_at > incident.detected_at + k72h;
        auto want = filed_at ? (late ? ObligationState::met_late : ObligationState::met) : ObligationState::overdue;
        if (report->state != want)
            return id + ": the authority's clock says " +
                   std::string(boost::describe::enum_to_string(report->state, "?"));
        if (late && report->late_by_s.value_or(0) <= 0) return id + ": a late report lost its lateness";
    }
    return "";
}

// Everyone is told, or covered by a public notice and still owed.
std::string nobody_is_forgotten(World& world) {
    for (const auto& [id, seen] : world.witness().incidents) {
        const auto& incident = world.incidents().at(id);
        if (!incident.live() || !seen.released) continue;
        const auto& run = incident.notice_run;
        if (run.told + run.unreachable != run.subjects)
            return fmt::format("{}: {} told + {} unreachable of {}", id, run.told, run.unreachable, run.subjects);
        bool duty = incident.obligation("subjects-location-biometric") || incident.obligation("subjects-finance");
        if (duty && run.unreachable > 0 && !incident.public_notice_needed)
            return id + ": people are unreachable and no public notice is proposed";
        if (duty && run.unreachable > 0 && world.settings().public_notice.automatic &&
            incident.public_notice.state != PublicNoticeState::published)
            return id + ": people are unreachable and the public notice is not out";
        for (const char* name : {"subjects-location-biometric", "subjects-finance", "individual-after-public"}) {
            const auto* o = incident.obligation(name);
            bool met = o && (o->state == ObligationState::met || o->state == ObligationState::met_late);
            if (met && run.told != run.subjects)
                return fmt::format("{}: {} is called met while people have not been told", id, name);
        }
    }
    return "";
}

// Told means that a provider took it; more than one copy needs a doubt about the one before.
std::string told_is_true(World& world) {
    for (const auto& [id, incident] : world.incidents()) {
        std::int64_t told = 0;
        for (std::int64_t n = 1; n <= incident.notice_run.subjects; ++n) {
            bool taken = false;
            for (int version = 1; version <= incident.notice_version; ++version)
                for (const auto& row : world.store().deliveries().of_subject(id, n, version)) {
                    bool accepted = row.state == store::SendState::accepted || row.state == store::SendState::delivered;
                    auto at = world.witness().accepted_by_key.find(row.key);
                    if (accepted && at == world.witness().accepted_by_key.end())
                        return row.key + " is called accepted; the provider never took it";
                    taken = taken || accepted;
                }
            told += taken;
        }
        if (told != incident.notice_run.told)
            return fmt::format("{}: {} told by the rows, {} by the incident", id, told, incident.notice_run.told);
    }
    for (const auto& [key, copies] : world.witness().accepted_by_key) {
        auto doubts = world.witness().doubts_by_key.find(key);
        int allowed = 1 + (doubts == world.witness().doubts_by_key.end() ? 0 : doubts->second);
        if (copies > allowed) return fmt::format("{} was sent {} times with {} doubts", key, copies, allowed - 1);
    }
    return "";
}

std::string someone_is_always_woken(World& world) {
    for (const auto& [id, seen] : world.witness().incidents) {
        const auto& incident = world.incidents().at(id);
        auto pages = world.witness().pages.find(id);
        if (!world.witness().acknowledged.contains(id) && incident.live() && incident.state == IncidentState::open) {
            if (pages == world.witness().pages.end()) return id + ": nobody was ever paged";
            if (world.now() - pages->second.back() > world.settings().on_call.repeat + std::chrono::hours{1})
                return id + ": nobody acknowledged and the paging went quiet";
        }
    }
    return "";
}

std::string nothing_goes_early(World& world) {
    for (const auto& [id, incident] : world.incidents()) {
        if (incident.remedied_at &&
            (!incident.retention.keep_until ||
             *incident.retention.keep_until < *incident.remedied_at + std::chrono::hours{24 * 365 * 5}))
            return id + ": the file could go before five years have passed";
        if (incident.state == IncidentState::purged) return id + ": purged";
    }
    return "";
}

}  // namespace

std::string judge(World& world) {
    if (!world.complaint().empty()) return world.complaint();
    Journal journal;
    world.store().journal().each_entry([&](const Entry& entry) { journal.push_back(entry); });
    if (auto wrong = journal_proves(world, journal); !wrong.empty()) return wrong;
    for (auto check : {nothing_answered_is_missing, clocks_are_right, nobody_is_forgotten, told_is_true,
                       someone_is_always_woken, nothing_goes_early})
        if (auto wrong = check(world); !wrong.empty()) return wrong;
    return first_broken(world, journal, {judge_alerts, judge_quarantine, judge_silence, judge_storms});
}

}  // namespace breachd::sim
