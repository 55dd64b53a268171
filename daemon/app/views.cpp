#include "app/views.hpp"

#include <algorithm>

#include "core/oncall/paging.hpp"
#include "core/oncall/reach.hpp"
#include "core/words/causes.hpp"
#include "notifiers/provider.hpp"

namespace breachd::app {

void show_stats(metrics::Page& page, const engine::Stats& stats, Instant now, std::size_t queue, bool impaired) {
    auto counter = [&](const char* name, const char* help, std::int64_t count) {
        page.counter(std::string("breachd_") + name, help).value(static_cast<double>(count));
    };
    auto gauge = [&](const char* name, const char* help, std::int64_t now_is) {
        page.gauge(std::string("breachd_") + name, help).value(static_cast<double>(now_is));
    };
    counter("engine_steps_total", "Finished engine cycles.", stats.steps);
    counter("alerts_duplicate_total", "Alerts that were known already.", stats.duplicates);
    counter("alerts_updated_total", "Known alerts of which a later message said something new.", stats.updates);
    counter("alerts_replayed_total", "Signed messages that were sent a second time, without a second effect.",
            stats.replays_refused);
    counter("alerts_quarantined_total", "Bodies kept in quarantine.", stats.quarantined);
    gauge("quarantine_waiting", "Bodies in quarantine that nobody has replayed.", stats.quarantine_waiting);
    counter("incidents_opened_total", "Incidents opened since the start.", stats.incidents_opened);
    counter("pages_total", "Pages made.", stats.pages);
    counter("notices_sent_total", "Attempts to tell a subject.", stats.notices_sent);
    counter("subjects_told_total", "Subjects told since the start.", stats.told);
    gauge("clock_in_doubt", "1 while time is counted without the machine's clock, which jumped.", stats.clock_in_doubt);
    gauge("clocks_running", "Obligations running.", stats.running_clocks);
    gauge("clocks_overdue", "Obligations overdue and still owed.", stats.overdue);
    page.gauge("breachd_clock_next_due_seconds", "Seconds to the next due time; negative when passed.");
    if (stats.next_due)
        page.value(static_cast<double>(std::chrono::floor<std::chrono::seconds>(*stats.next_due - now).count()));
    gauge("channels_down", "Channels whose breaker is open.", stats.channels_down);
    counter("journal_entries_total", "Journal entries written since the start.", stats.journal_entries);
    counter("store_failures_total", "Steps that could not be committed.", stats.failures);
    gauge("store_impaired", "1 while the store cannot be written.", impaired ? 1 : 0);
    gauge("store_restored", "1 while notices and publication wait because the store was put back from a copy.",
          stats.restored ? 1 : 0);
    gauge("store_damaged", "1 after a part of the database could not be read.", stats.damaged ? 1 : 0);
    gauge("engine_queue", "Commands waiting for the engine.", static_cast<std::int64_t>(queue));
}

void show_mailbox(metrics::Page& page, std::optional<Cause> state) {
    page.gauge("breachd_bounces_mailbox_up",
               "1 while the mailbox for returned mails can be read; no value without one.");
    if (state) page.value(*state == Cause::none ? 1 : 0);
}

namespace {

json::array bilingual(const std::vector<PagingGap>& gaps) {
    json::array out;
    for (const auto& gap : gaps) out.push_back(json::object{{"vi", gap.vi}, {"en", gap.en}});
    return out;
}

}  // namespace

json::object on_call_gaps_view(const Settings& settings, Instant from, Instant to) {
    json::array holes;
    for (const auto& hole : roster_holes(settings, from, to))
        holes.push_back(
            json::object{{"roster", hole.roster}, {"from", to_json(hole.from)}, {"until", to_json(hole.until)}});
    return {{"items", std::move(holes)}, {"next", nullptr}, {"always", bilingual(paging_gaps(settings))}};
}

json::object on_call_view(const Settings& settings, Instant at) {
    json::array rosters;
    for (const auto& roster : settings.on_call.rosters) {
        auto person = on_duty(roster, at);
        auto handover = next_handover(roster, at);
        auto next = handover ? on_duty(roster, *handover) : std::nullopt;
        rosters.push_back(json::object{{"name", roster.name},
                                       {"on_call", to_json(person)},
                                       {"on_call_name", person ? json::value(settings.name_of(*person)) : nullptr},
                                       {"until", to_json(handover)},
                                       {"next", to_json(next)},
                                       {"next_name", next ? json::value(settings.name_of(*next)) : nullptr},
                                       {"overrides", to_json(roster.overrides)}});
    }
    json::array steps;
    for (const auto& step : settings.on_call.escalation)
        steps.push_back(json::object{{"after", format_duration(step.after)},
                                     {"page", to_json(step.page)},
                                     {"people_now", to_json(people_of(step, settings, at))}});
    auto gaps = bilingual(paging_gaps(settings));
    for (auto& gap : bilingual(roster_gaps(settings, at))) gaps.push_back(std::move(gap));
    return {{"at", to_json(at)},
            {"gaps", gaps},
            {"rosters", rosters},
            {"escalation", steps},
            {"repeat", format_duration(settings.on_call.repeat)},
            {"channels", to_json(settings.on_call.channels)}};
}

namespace {

json::array names_of(ContactKinds kinds) {
    json::array out;
    for (const auto& row : contact_kinds())
        if (has(kinds, row.kind)) out.emplace_back(row.name);
    return out;
}

json::object traits_view(const Traits& traits) {
    return {{"batch_max", traits.batch_max},
            {"idempotent", traits.idempotent},
            {"says_delivered", traits.says_delivered},
            {"receipts", to_json(traits.receipts)},
            {"probe", to_json(traits.probe)}};
}

bool is_in(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

json::object clock_view(const ClockView& clock) {
    return {{"machine", to_json(clock.machine)},
            {"counted", to_json(clock.counted)},
            {"in_doubt", clock.in_doubt},
            {"off_by_s", (clock.machine - clock.counted).count() / 1000},
            {"synchronised", clock.synchronised}};
}

json::array channels_view(const Settings& settings) {
    json::array out;
    for (const auto& channel : settings.channels) {
        out.push_back(
            json::object{{"name", channel.name},
                         {"type", channel.type},
                         {"page_contacts", names_of(channel.page_contacts)},
                         {"notice_contacts", names_of(channel.notice_contacts)},
                         {"used_for_pages", is_in(settings.on_call.channels, channel.name)},
                         {"used_for_notices", is_in(settings.notice.order, channel.name)},
                         {"rate_per_second", channel.rate_per_second},
                         {"connections", channel.connections},
                         {"daily_quota", to_json(channel.daily_quota)},
                         {"told_when", channel.told_when == TellingGrade::delivered ? "delivered" : "accepted"},
                         {"proxy", !channel.proxy.empty()},
                         {"can", traits_view(provider_of(channel).traits)}});
    }
    return out;
}

json::object check_view(const Channel& channel, const delivery::ChannelCheck& check) {
    return {{"channel", channel.name},
            {"works", check.probe.works},
            {"how", to_json(provider_of(channel).traits.probe)},
            {"code", check.probe.code},
            {"cause", cause_word(check.probe.cause)},
            {"words", words::cause(check.probe.cause, "vi")},
            {"address_fault", check.address_fault}};
}

}  // namespace breachd::app
