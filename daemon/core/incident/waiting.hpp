// What of an incident waits for people: someone to take it over, a second person, a report, a step of the playbook.
// And its light row for lists. Pure; without words, which are made when somebody reads it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "core/incident/incident.hpp"

namespace breachd {

enum class WaitingFor {
    acknowledgement,  // people are being called
    dismissal,        // these wait for a second person
    not_applicable,
    list_complete,
    impossible,
    public_notice,
    withdrawal,
    notice,  // nobody has let it go
    run,     // of the notice, under way: it waits for nobody, people watch it
    report,  // to the authority, due or overdue
    filing_check,
    task,
};
BOOST_DESCRIBE_ENUM(WaitingFor, acknowledgement, dismissal, not_applicable, list_complete, impossible, public_notice,
                    withdrawal, notice, run, report, filing_check, task)
inline constexpr WaitingFor kForASecondPerson[] = {
    WaitingFor::dismissal,     WaitingFor::not_applicable, WaitingFor::list_complete, WaitingFor::impossible,
    WaitingFor::public_notice, WaitingFor::withdrawal,     WaitingFor::notice,        WaitingFor::filing_check};

struct Waiting {
    WaitingFor kind = WaitingFor::task;
    std::string about;              // the duty, the task, the number of the filing or of the person; may be ""
    std::string title;              // of a task, as the playbook has it
    std::string owner;              // whose it is; "" : anybody's
    std::string first;              // of two people the one who has spoken: it waits for somebody else
    std::optional<Instant> due_at;  // none: no moment is named
    std::optional<Instant> since;
    bool overdue = false;
    bool needs_dpo = false;  // the first of the two was no data-protection officer
    bool operator==(const Waiting&) const = default;
};
BOOST_DESCRIBE_STRUCT(Waiting, (), (kind, about, title, owner, first, due_at, since, overdue, needs_dpo))

std::vector<Waiting> waiting(const Incident& incident);

// What people do next for a duty that is owed; the words are in core/words/labels.hpp.
enum class NextStep {
    take_over,
    import_people,
    complete_notice,
    watch_run,
    resume_run,
    reach_the_rest,
    publish,
    file_report,
    inform_controller,
    record,
    keep,
};
BOOST_DESCRIBE_ENUM(NextStep, take_over, import_people, complete_notice, watch_run, resume_run, reach_the_rest, publish,
                    file_report, inform_controller, record, keep)
NextStep next_step(const Incident& incident, const Obligation& duty);

// {"id","title","kinds","state","severity","owner","drill","opened_at","acknowledged_at","acknowledged_by","next_duty",
// "people","run","forecast_end","public_notice","report","tasks","waits", …}; `waits` is waiting(incident).
json::object light_row(const Incident& incident, const std::vector<Waiting>& waits);
// What a list is searched in: id and title, lower case, Vietnamese without its marks.
std::string search_text(const Incident& incident);

// By time: open first, what is over last.
int state_rank(IncidentState state);

}  // namespace breachd
