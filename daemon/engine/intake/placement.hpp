// Where an alert goes: into the incident of its group, into a new one, or nowhere, and why. Part of the intake desk.
//
// The latest incident of a group decides. Live and within the window: the alert joins it; if that incident was called
// remedied, people hear of it. Dismissed within the window: the alert is only kept, unless it is graver or shows data
// that was not known when it was dismissed. More openings than a storm's number: everything further is folded into one
// incident, for as long as the storm lasts, so that it wakes people once. An unproven sender joins, but changes no
// facts and opens nothing alone.
#pragma once

#include <string>

#include "core/triage/triage.hpp"
#include "engine/intake/groups.hpp"
#include "engine/paging/paging.hpp"
#include "engine/step.hpp"

namespace breachd::engine {

struct Placement {
    std::string incident;  // "" : none
    AlertDecision decision = AlertDecision::kept;
    Reason why;
};

// The incident exists, and is graver or shows other kinds of data by this decision.
bool has_news(const Incident& incident, const TriageDecision& decision);

class Placer {
  public:
    Placer(Groups& groups, Paging& paging) : groups_(groups), paging_(paging) {}

    Placement place(Step& step, const std::string& source, const Alert& alert, const TriageDecision& decision,
                    Instant detected_at);
    void tell_unproven(Step& step, const std::string& source, const TriageDecision& decision);
    void page_if_remedied(Step& step, const Incident& incident);
    // The alert claims a detection before the one that it is taken to speak for: a person is asked, once an incident.
    void ask_about_claim(Step& step, const std::string& incident, const Alert& alert, Instant detected_at);

  private:
    Placement fold(Step& step, const std::string& source, const Alert& alert, const TriageDecision& decision,
                   Instant detected_at);
    void join(Step& step, const Incident& incident, const Alert& alert, const TriageDecision& decision,
              Instant detected_at);
    std::string open_for(Step& step, const std::string& source, const Alert& alert, const TriageDecision& decision,
                         Instant detected_at, std::vector<std::string> folded = {});
    const Incident* group_of(Step& step, const std::string& key, Duration window);
    bool was_dismissed(Step& step, const std::string& key, Duration window, const TriageDecision& decision);

    Groups& groups_;
    Paging& paging_;
};

}  // namespace breachd::engine
