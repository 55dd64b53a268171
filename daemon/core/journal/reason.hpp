// Why the program did something, as a code with arguments. Entries of the journal are hashed and kept for years, so
// they hold no sentence of the program: core/words/reasons.hpp makes the sentences, in Vietnamese and in English.
//
// A reason is made by a function of core/journal/because.hpp, which gives each code its arguments. Arguments are names,
// numbers, moments (RFC 3339), periods (`…_ms`), lists of names, or another reason (`because`); never personal data. Of
// a provider's answer they hold its `code` and our word for its `cause`.
//
// Codes may be added; none is renamed, removed or given another meaning.
#pragma once

#include <optional>
#include <string>

#include "base/enum_words.hpp"
#include "base/json.hpp"

namespace breachd {

#define BREACHD_REASONS(X)               \
    X(none)                              \
    /* where an alert went */            \
    X(opened_by_rule)                    \
    X(opened_by_hand)                    \
    X(no_rule)                           \
    X(rule_records_only)                 \
    X(test_message)                      \
    X(sender_unproven)                   \
    X(joined_group)                      \
    X(joined_after_remedy)               \
    X(dismissed_before)                  \
    X(opened_storm)                      \
    X(joined_storm)                      \
    /* facts found late */               \
    X(found_by_rule)                     \
    X(alert_updated)                     \
    X(earlier_detection)                 \
    X(assets_changed)                    \
    /* duties */                         \
    X(start_corrected)                   \
    X(everyone_told)                     \
    X(report_filed)                      \
    X(told_and_filed)                    \
    X(published)                         \
    X(controller_informed)               \
    X(record_made)                       \
    X(subjects_added)                    \
    X(kinds_not_told)                    \
    X(not_all_told)                      \
    X(facts_changed)                     \
    X(notice_withdrawn)                  \
    X(list_short)                        \
    X(incident_dismissed)                \
    X(edition_changed)                   \
    X(filed_for_duty)                    \
    X(inspection)                        \
    X(incident_reopened)                 \
    X(duplicate_merged)                  \
    X(facts_fell_away)                   \
    X(facts_apply)                       \
    X(kind_must_be_reported)             \
    X(filing_withdrawn)                  \
    X(dismissal_unconfirmed)             \
    X(act_done)                          \
    /* pages about an incident */        \
    X(incident_new)                      \
    X(incident_worse)                    \
    X(duty_overdue)                      \
    X(duty_near)                         \
    X(task_overdue)                      \
    X(detection_ahead)                   \
    X(detection_claimed)                 \
    X(alert_after_remedy)                \
    X(canary_failed)                     \
    X(content_refused)                   \
    X(data_unopened)                     \
    X(public_notice_wanted)              \
    X(public_notice_foreseen)            \
    X(content_page_failed)               \
    X(publication_failed)                \
    X(publication_astray)                \
    X(letters_wait)                      \
    X(escalation_step)                   \
    X(nobody_on_duty)                    \
    X(nobody_acknowledges)               \
    /* pages about the daemon */         \
    X(clock_stepped)                     \
    X(clock_doubted)                     \
    X(channel_down)                      \
    X(channel_works)                     \
    X(messages_lost)                     \
    X(source_silent)                     \
    X(source_heard)                      \
    X(calls_refused)                     \
    X(unproven_alarm)                    \
    X(alerts_unreadable)                 \
    X(store_unwritable)                  \
    X(store_damaged)                     \
    X(store_altered)                     \
    X(store_restored)                    \
    /* the run, and the public notice */ \
    X(bounced)                           \
    X(channel_came)                      \
    X(people_unreachable)                \
    X(people_unconfirmed)                \
    X(deadline_near)                     \
    X(channel_down_with_people)          \
    X(forecast_late)                     \
    X(playbook_due)                      \
    X(no_publisher)                      \
    X(publisher_busy)                    \
    X(page_not_made)                     \
    X(page_not_written)                  \
    X(publisher_refused)                 \
    X(page_not_served)                   \
    X(page_differs)                      \
    X(stopped_while_publishing)          \
    /* the daemon itself */              \
    X(asked_to_stop)

#define BREACHD_REASON_NAME(name) name,
enum class ReasonCode { BREACHD_REASONS(BREACHD_REASON_NAME) };
#undef BREACHD_REASON_NAME
#define BREACHD_REASON_WORD(name) BREACHD_ENUM_WORD(ReasonCode, name, #name)
BREACHD_ENUM_BEGIN(ReasonCode)
BREACHD_REASONS(BREACHD_REASON_WORD)
BREACHD_ENUM_END(ReasonCode)
#undef BREACHD_REASON_WORD
#undef BREACHD_REASONS

template <>
Result<void> from_json(const json::value& in, json::object& out, const std::string& pointer);

// JSON: {"code": …, "args": {…}}. `none`: there is nothing to say.
struct Reason {
    ReasonCode code = ReasonCode::none;
    json::object args;
    bool operator==(const Reason&) const = default;
};
BOOST_DESCRIBE_STRUCT(Reason, (), (code, args))

// The code's word, as it stands in the journal and in `why` of the HTTP API.
std::string word_of(ReasonCode code);

// Why a part of an incident is as it is: the program's reason, a person's words, or both.
struct Explanation {
    std::optional<Reason> cause;
    std::string note;
    bool operator==(const Explanation&) const = default;
};
// In JSON it is the sentence of the HTTP API (Vietnamese; core/words/reasons.cpp). What is read back is that sentence.
template <>
json::value to_json(const Explanation& explanation);
template <>
Result<void> from_json(const json::value& in, Explanation& out, const std::string& pointer);

}  // namespace breachd
