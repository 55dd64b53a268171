// Makes every reason of the journal: one function a code, so that a code always has the same arguments. The sentences
// are in core/words/reasons.cpp; a test makes each of these reasons and reads its sentences.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.hpp"
#include "core/journal/daemon_events.hpp"
#include "core/journal/reason.hpp"
#include "core/telling/cause.hpp"

namespace breachd::because {

using Names = std::vector<std::string>;

// --- where an alert went ---
struct Rule {  // a rule of triage and what it saw: the configuration's own words
    std::string name;
    Names when, assets, kinds, kind_rules;
    Names by_first_label, by_network;  // patterns of the register that found an asset only so
    bool join_only = false;            // the sender is unproven: the alert may join, but opens nothing
};
Reason opened_by_rule(const Rule& rule);
Reason opened_by_hand();
Reason no_rule();
Reason rule_records_only(std::string_view rule);
Reason test_message();
Reason sender_unproven();
Reason joined_group(std::string_view incident, std::string_view rule);
Reason joined_after_remedy(std::string_view incident, std::string_view rule);
Reason dismissed_before(std::string_view incident);
Reason opened_storm(int incidents, Duration within);
Reason joined_storm(std::string_view incident, int incidents, Duration within);

// --- facts found late ---
Reason found_by_rule(std::string_view rule, const Names& assets);
Reason alert_updated(std::string_view alert);
Reason earlier_detection();
Reason assets_changed();

// --- duties ---
Reason start_corrected();
struct People {
    std::int64_t told = 0, subjects = 0;  // of those on the list; `told` holds those told by hand
    std::int64_t by_hand = 0, impossible = 0;
    std::int64_t number = 0;  // of the facts; 0: they name none
};
Reason everyone_told(const People& people);
Reason report_filed(std::string_view form);
Reason told_and_filed(const People& people, std::string_view form);
// `withdrawn`: the page that was up says so now, and nobody depends on it any more.
Reason published(std::string_view url, bool withdrawn = false);
Reason controller_informed();
Reason record_made();
Reason subjects_added();
Reason not_all_told(std::int64_t told, std::int64_t subjects);
Reason facts_changed();                     // since somebody proposed something
Reason notice_withdrawn();                  // the public one
Reason kinds_not_told(const Names& kinds);  // they came after the notice went out
Reason list_short(std::int64_t listed, std::int64_t number);
Reason incident_dismissed();
Reason edition_changed(std::string_view edition);
Reason filed_for_duty();
Reason inspection(std::string_view decision_number, std::optional<Instant> ready_by);  // none: at once
Reason incident_reopened();
Reason duplicate_merged(std::string_view duplicate);
Reason facts_fell_away();
Reason facts_apply();  // again
Reason kind_must_be_reported();
Reason filing_withdrawn();
Reason dismissal_unconfirmed(std::string_view by);
Reason act_done(std::string_view act);  // a word of TaskAct: what ended a task

// --- pages about an incident ---
Reason incident_new();
// `before`: its severity when people last knew of it; the others name what was added since.
Reason incident_worse(int before, int severity, const Names& kinds, const Names& duties, const Names& systems);
Reason duty_overdue(std::string_view duty, std::string_view citation, Instant due_at);
Reason duty_near(std::string_view duty, std::string_view citation, Duration left);
Reason task_overdue(std::string_view task);
Reason detection_ahead(Instant detected_at);
Reason detection_claimed(Instant claimed_at, Duration age_max);
Reason alert_after_remedy();
Reason content_refused(std::string_view channel, std::string_view code, Cause cause);
// Of the first messages of a run on the channel, `settled`, so many failed.
Reason canary_failed(std::string_view channel, std::int64_t failed, std::int64_t settled);
Reason data_unopened();
// What keeps the public notice from being published. approval: its page is not the one that a release approved.
enum class Wanting { nothing, decision, content, approval };
Reason public_notice_wanted(const Reason& need, Wanting wanting);
// As things stand it goes up by itself, at the latest at that moment.
Reason public_notice_foreseen(const Reason& need, Instant goes_up_at, Wanting wanting);
Reason content_page_failed(const Reason& because);
Reason publication_failed(const Reason& because);
Reason publication_astray(const Reason& because);
Reason escalation_step(const Reason& because, int round, int step);  // both counted from 1
Reason nobody_on_duty(const Reason& because);
Reason nobody_acknowledges(const Reason& because, int rounds);

// --- pages about the daemon ---
Reason clock_stepped(Duration by);
Reason clock_doubted(Duration by);  // by so much the machine's clock is off the time that is counted
Reason channel_down(std::string_view channel, std::string_view code, Cause cause);
Reason channel_works();
Reason messages_lost(std::string_view listener, std::int64_t count, const Names& sources);
Reason source_silent(std::string_view source, Instant since);
Reason source_heard(std::string_view source);
Reason calls_refused(std::string_view kind, std::string_view name, std::string_view cause, std::int64_t seconds);
Reason unproven_alarm(std::string_view source, std::string_view rule);
Reason alerts_unreadable(std::string_view source, std::string_view quarantine_id);
Reason store_unwritable(std::string_view words);
Reason store_restored(RestoredBy cause, std::int64_t runs);
Reason store_damaged(std::string_view words);
// `what`: a word of core/words/damage.hpp; `where`: the first place; `places`: how many there are.
Reason store_altered(std::string_view what, std::string_view where, std::int64_t places);

// --- the run, and the public notice ---
Reason letters_wait(std::string_view batch, std::int64_t letters);  // to be posted
Reason bounced();
Reason channel_came(std::string_view channel);  // and reaches people whom nothing had reached
Reason people_unreachable(std::int64_t count);
// Of these people, so many got a message that was taken and of which nothing was heard.
Reason people_unconfirmed(std::int64_t count, std::int64_t unconfirmed);
Reason deadline_near();
Reason channel_down_with_people(std::string_view channel, std::int64_t waiting);
struct Slowness {  // of the channel that ends last
    std::string channel;
    std::string limit;     // a word of ForecastLimit
    std::int64_t per = 0;  // messages: a day for a quota, else an hour
};
Reason forecast_late(Instant end, Duration margin, const Slowness& slowness);
Reason playbook_due();
Reason no_publisher();
Reason publisher_busy();
Reason page_not_made();
Reason page_not_written(std::string_view words);
// `type` of publisher and where it is, without a secret; `code`: "http 403", or "".
Reason publisher_refused(std::string_view type, std::string_view place, std::string_view code, Cause cause);
Reason page_not_served(std::string_view url, std::string_view code, Cause cause = Cause::none);
Reason page_differs(std::string_view url);
Reason stopped_while_publishing();

// --- the daemon itself ---
Reason asked_to_stop();

}  // namespace breachd::because
