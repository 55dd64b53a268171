#include "core/journal/because.hpp"

namespace breachd {

template <>
Result<void> from_json(const json::value& in, json::object& out, const std::string& pointer) {
    if (!in.is_object()) return json_detail::wrong(pointer, "an object");
    out = in.get_object();
    return {};
}

std::string word_of(ReasonCode code) { return boost::describe::enum_to_string(code, "?"); }

namespace because {

namespace {

using Code = ReasonCode;

json::string_view text(std::string_view value) { return {value.data(), value.size()}; }

const char* word(Wanting wanting) {
    switch (wanting) {
        case Wanting::decision:
            return "decision";
        case Wanting::content:
            return "content";
        case Wanting::approval:
            return "approval";
        case Wanting::nothing:
            break;
    }
    return "";
}

json::object people_args(const People& people) {
    json::object out{{"told", people.told}, {"subjects", people.subjects}};
    if (people.by_hand > 0) out["by_hand"] = people.by_hand;
    if (people.impossible > 0) out["impossible"] = people.impossible;
    if (people.number > people.subjects) out["number"] = people.number;
    return out;
}

}  // namespace

Reason opened_by_rule(const Rule& rule) {
    json::object args{{"rule", rule.name},
                      {"when", to_json(rule.when)},
                      {"assets", to_json(rule.assets)},
                      {"kinds", to_json(rule.kinds)},
                      {"kind_rules", to_json(rule.kind_rules)},
                      {"join_only", rule.join_only}};
    if (!rule.by_first_label.empty()) args["by_first_label"] = to_json(rule.by_first_label);
    if (!rule.by_network.empty()) args["by_network"] = to_json(rule.by_network);
    return {Code::opened_by_rule, std::move(args)};
}
Reason opened_by_hand() { return {Code::opened_by_hand, {}}; }
Reason no_rule() { return {Code::no_rule, {}}; }
Reason rule_records_only(std::string_view rule) { return {Code::rule_records_only, {{"rule", text(rule)}}}; }
Reason test_message() { return {Code::test_message, {}}; }
Reason sender_unproven() { return {Code::sender_unproven, {}}; }
Reason joined_group(std::string_view incident, std::string_view rule) {
    return {Code::joined_group, {{"incident", text(incident)}, {"rule", text(rule)}}};
}
Reason joined_after_remedy(std::string_view incident, std::string_view rule) {
    return {Code::joined_after_remedy, {{"incident", text(incident)}, {"rule", text(rule)}}};
}
Reason dismissed_before(std::string_view incident) { return {Code::dismissed_before, {{"incident", text(incident)}}}; }
Reason opened_storm(int incidents, Duration within) {
    return {Code::opened_storm, {{"incidents", incidents}, {"within_ms", within.count()}}};
}
Reason joined_storm(std::string_view incident, int incidents, Duration within) {
    return {Code::joined_storm,
            {{"incident", text(incident)}, {"incidents", incidents}, {"within_ms", within.count()}}};
}

Reason found_by_rule(std::string_view rule, const Names& assets) {
    return {Code::found_by_rule, {{"rule", text(rule)}, {"assets", to_json(assets)}}};
}
Reason alert_updated(std::string_view alert) { return {Code::alert_updated, {{"alert", text(alert)}}}; }
Reason earlier_detection() { return {Code::earlier_detection, {}}; }
Reason assets_changed() { return {Code::assets_changed, {}}; }

Reason start_corrected() { return {Code::start_corrected, {}}; }
Reason everyone_told(const People& people) { return {Code::everyone_told, people_args(people)}; }
Reason report_filed(std::string_view form) { return {Code::report_filed, {{"form", text(form)}}}; }
Reason told_and_filed(const People& people, std::string_view form) {
    auto args = people_args(people);
    args["form"] = text(form);
    return {Code::told_and_filed, std::move(args)};
}
Reason published(std::string_view url, bool withdrawn) {
    Reason out{Code::published, {{"url", text(url)}}};
    if (withdrawn) out.args["withdrawn"] = true;
    return out;
}
Reason controller_informed() { return {Code::controller_informed, {}}; }
Reason record_made() { return {Code::record_made, {}}; }
Reason subjects_added() { return {Code::subjects_added, {}}; }
Reason not_all_told(std::int64_t told, std::int64_t subjects) {
    return {Code::not_all_told, {{"told", told}, {"subjects", subjects}}};
}
Reason facts_changed() { return {Code::facts_changed, {}}; }
Reason notice_withdrawn() { return {Code::notice_withdrawn, {}}; }
Reason kinds_not_told(const Names& kinds) { return {Code::kinds_not_told, {{"kinds", to_json(kinds)}}}; }
Reason list_short(std::int64_t listed, std::int64_t number) {
    return {Code::list_short, {{"listed", listed}, {"number", number}}};
}
Reason incident_dismissed() { return {Code::incident_dismissed, {}}; }
Reason edition_changed(std::string_view edition) { return {Code::edition_changed, {{"edition", text(edition)}}}; }
Reason filed_for_duty() { return {Code::filed_for_duty, {}}; }
Reason inspection(std::string_view decision_number, std::optional<Instant> ready_by) {
    return {Code::inspection, {{"decision", text(decision_number)}, {"ready_by", to_json(ready_by)}}};
}
Reason incident_reopened() { return {Code::incident_reopened, {}}; }
Reason duplicate_merged(std::string_view duplicate) {
    return {Code::duplicate_merged, {{"duplicate", text(duplicate)}}};
}
Reason facts_fell_away() { return {Code::facts_fell_away, {}}; }
Reason facts_apply() { return {Code::facts_apply, {}}; }
Reason kind_must_be_reported() { return {Code::kind_must_be_reported, {}}; }
Reason filing_withdrawn() { return {Code::filing_withdrawn, {}}; }
Reason dismissal_unconfirmed(std::string_view by) { return {Code::dismissal_unconfirmed, {{"by", text(by)}}}; }
Reason act_done(std::string_view act) { return {Code::act_done, {{"act", text(act)}}}; }

Reason incident_new() { return {Code::incident_new, {}}; }
Reason incident_worse(int before, int severity, const Names& kinds, const Names& duties, const Names& systems) {
    return {Code::incident_worse,
            {{"before", before},
             {"severity", severity},
             {"kinds", to_json(kinds)},
             {"duties", to_json(duties)},
             {"systems", to_json(systems)}}};
}
Reason duty_overdue(std::string_view duty, std::string_view citation, Instant due_at) {
    return {Code::duty_overdue, {{"duty", text(duty)}, {"citation", text(citation)}, {"due_at", to_json(due_at)}}};
}
Reason duty_near(std::string_view duty, std::string_view citation, Duration left) {
    return {Code::duty_near, {{"duty", text(duty)}, {"citation", text(citation)}, {"left_ms", left.count()}}};
}
Reason task_overdue(std::string_view task) { return {Code::task_overdue, {{"task", text(task)}}}; }
Reason detection_ahead(Instant detected_at) { return {Code::detection_ahead, {{"detected_at", to_json(detected_at)}}}; }
Reason detection_claimed(Instant claimed_at, Duration age_max) {
    return {Code::detection_claimed, {{"claimed_at", to_json(claimed_at)}, {"age_max_ms", age_max.count()}}};
}
Reason alert_after_remedy() { return {Code::alert_after_remedy, {}}; }
Reason content_refused(std::string_view channel, std::string_view code, Cause cause) {
    return {Code::content_refused,
            {{"channel", text(channel)}, {"code", text(code)}, {"cause", text(cause_word(cause))}}};
}
Reason canary_failed(std::string_view channel, std::int64_t failed, std::int64_t settled) {
    return {Code::canary_failed, {{"channel", text(channel)}, {"failed", failed}, {"settled", settled}}};
}
Reason data_unopened() { return {Code::data_unopened, {}}; }
Reason public_notice_wanted(const Reason& need, Wanting wanting) {
    return {Code::public_notice_wanted, {{"because", to_json(need)}, {"wanting", word(wanting)}}};
}
Reason public_notice_foreseen(const Reason& need, Instant goes_up_at, Wanting wanting) {
    return {Code::public_notice_foreseen,
            {{"because", to_json(need)}, {"goes_up_at", to_json(goes_up_at)}, {"wanting", word(wanting)}}};
}
Reason content_page_failed(const Reason& because) {
    return {Code::content_page_failed, {{"because", to_json(because)}}};
}
Reason publication_failed(const Reason& because) { return {Code::publication_failed, {{"because", to_json(because)}}}; }
Reason publication_astray(const Reason& because) { return {Code::publication_astray, {{"because", to_json(because)}}}; }
Reason escalation_step(const Reason& because, int round, int step) {
    return {Code::escalation_step, {{"because", to_json(because)}, {"round", round}, {"step", step}}};
}
Reason nobody_on_duty(const Reason& because) { return {Code::nobody_on_duty, {{"because", to_json(because)}}}; }
Reason nobody_acknowledges(const Reason& because, int rounds) {
    return {Code::nobody_acknowledges, {{"because", to_json(because)}, {"rounds", rounds}}};
}

Reason clock_stepped(Duration by) { return {Code::clock_stepped, {{"by_ms", by.count()}}}; }
Reason clock_doubted(Duration by) { return {Code::clock_doubted, {{"by_ms", by.count()}}}; }
Reason channel_down(std::string_view channel, std::string_view code, Cause cause) {
    return {Code::channel_down, {{"channel", text(channel)}, {"code", text(code)}, {"cause", text(cause_word(cause))}}};
}
Reason channel_works() { return {Code::channel_works, {}}; }
Reason messages_lost(std::string_view listener, std::int64_t count, const Names& sources) {
    return {Code::messages_lost, {{"listener", text(listener)}, {"count", count}, {"sources", to_json(sources)}}};
}
Reason source_silent(std::string_view source, Instant since) {
    return {Code::source_silent, {{"source", text(source)}, {"since", to_json(since)}}};
}
Reason source_heard(std::string_view source) { return {Code::source_heard, {{"source", text(source)}}}; }
Reason calls_refused(std::string_view kind, std::string_view name, std::string_view cause, std::int64_t seconds) {
    return {Code::calls_refused,
            {{"kind", text(kind)}, {"name", text(name)}, {"cause", text(cause)}, {"seconds", seconds}}};
}
Reason unproven_alarm(std::string_view source, std::string_view rule) {
    return {Code::unproven_alarm, {{"source", text(source)}, {"rule", text(rule)}}};
}
Reason alerts_unreadable(std::string_view source, std::string_view quarantine_id) {
    return {Code::alerts_unreadable, {{"source", text(source)}, {"quarantine_id", text(quarantine_id)}}};
}
Reason store_unwritable(std::string_view words) { return {Code::store_unwritable, {{"words", text(words)}}}; }
Reason store_restored(RestoredBy cause, std::int64_t runs) {
    return {Code::store_restored, {{"cause", to_json(cause)}, {"runs", runs}}};
}
Reason store_damaged(std::string_view words) { return {Code::store_damaged, {{"words", text(words)}}}; }
Reason store_altered(std::string_view what, std::string_view where, std::int64_t places) {
    return {Code::store_altered, {{"what", text(what)}, {"where", text(where)}, {"places", places}}};
}

Reason letters_wait(std::string_view batch, std::int64_t letters) {
    return {Code::letters_wait, {{"batch", text(batch)}, {"letters", letters}}};
}
Reason channel_came(std::string_view channel) { return {Code::channel_came, {{"channel", text(channel)}}}; }
Reason bounced() { return {Code::bounced, {}}; }
Reason people_unreachable(std::int64_t count) { return {Code::people_unreachable, {{"count", count}}}; }
Reason people_unconfirmed(std::int64_t count, std::int64_t unconfirmed) {
    return {Code::people_unconfirmed, {{"count", count}, {"unconfirmed", unconfirmed}}};
}
Reason deadline_near() { return {Code::deadline_near, {}}; }
Reason channel_down_with_people(std::string_view channel, std::int64_t waiting) {
    return {Code::channel_down_with_people, {{"channel", text(channel)}, {"waiting", waiting}}};
}
Reason forecast_late(Instant end, Duration margin, const Slowness& slowness) {
    return {Code::forecast_late,
            {{"end", to_json(end)},
             {"margin_ms", margin.count()},
             {"channel", text(slowness.channel)},
             {"limit", text(slowness.limit)},
             {"per", slowness.per}}};
}
Reason playbook_due() { return {Code::playbook_due, {}}; }
Reason no_publisher() { return {Code::no_publisher, {}}; }
Reason publisher_busy() { return {Code::publisher_busy, {}}; }
Reason page_not_made() { return {Code::page_not_made, {}}; }
Reason page_not_written(std::string_view words) { return {Code::page_not_written, {{"words", text(words)}}}; }
Reason publisher_refused(std::string_view type, std::string_view place, std::string_view code, Cause cause) {
    return {Code::publisher_refused,
            {{"type", text(type)}, {"place", text(place)}, {"code", text(code)}, {"cause", text(cause_word(cause))}}};
}
Reason page_not_served(std::string_view url, std::string_view code, Cause cause) {
    return {Code::page_not_served, {{"url", text(url)}, {"code", text(code)}, {"cause", text(cause_word(cause))}}};
}
Reason page_differs(std::string_view url) { return {Code::page_differs, {{"url", text(url)}}}; }
Reason stopped_while_publishing() { return {Code::stopped_while_publishing, {}}; }

Reason asked_to_stop() { return {Code::asked_to_stop, {}}; }

}  // namespace because

}  // namespace breachd
