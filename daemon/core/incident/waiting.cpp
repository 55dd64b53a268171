#include "core/incident/waiting.hpp"

#include <algorithm>

#include "base/search_text.hpp"
#include "core/incident/filings.hpp"
#include "core/law/obligation.hpp"
#include "core/telling/release.hpp"

namespace breachd {

namespace {

bool is_to_an_office(const Obligation& obligation) {
    return obligation.addressee == Addressee::authority || obligation.addressee == Addressee::other_authority ||
           obligation.addressee == Addressee::controller || obligation.addressee == Addressee::authority_and_subjects;
}

// Looks at one matter after the other; each adds what waits.
class Looker {
  public:
    explicit Looker(const Incident& incident) : incident_(incident), owner_(incident.owner.value_or("")) {}

    std::vector<Waiting> all() {
        if (!incident_.live()) return {};
        calls();
        proposals();
        people();
        public_page();
        notice();
        run();
        reports();
        filings();
        if (incident_.state != IncidentState::closed) tasks();
        return std::move(out_);
    }

  private:
    Waiting& add(WaitingFor kind, std::string about = "", std::string first = "") {
        out_.push_back({kind, std::move(about), "", owner_, std::move(first), {}, {}, false, false});
        return out_.back();
    }

    void calls() {
        if (!incident_.called_for) return;
        auto& item = add(WaitingFor::acknowledgement);
        item.owner.clear();  // whoever answers
        item.since = incident_.escalation.started_at;
        item.due_at = next_due(incident_);
    }

    void proposals() {
        for (const auto& proposal : incident_.proposals) {
            bool dismissal = proposal.what == Matter::dismissal;
            auto& item =
                add(dismissal ? WaitingFor::dismissal : WaitingFor::not_applicable, proposal.about, proposal.by);
            item.since = proposal.at;
            item.needs_dpo = !proposal.by_dpo;
            const auto* duty = incident_.obligation(proposal.about);
            item.due_at = duty ? duty->due_at : next_due(incident_);
        }
    }

    void people() {
        if (incident_.list_complete && !incident_.list_complete->confirmed_at)
            add(WaitingFor::list_complete, "", incident_.list_complete->by).due_at = subjects_due(incident_);
        for (const auto& [person, by] : incident_.impossible_by)
            add(WaitingFor::impossible, std::to_string(person), by).due_at = subjects_due(incident_);
    }

    void public_page() {
        const auto& page = incident_.public_notice;
        bool up = page.state == PublicNoticeState::published && !page.withdrawn;
        if (!incident_.public_notice_asked_by.empty() && !incident_.public_notice_needed && !up)
            add(WaitingFor::public_notice, "", incident_.public_notice_asked_by);
        if (!incident_.withdrawal_asked_by.empty() && !page.withdrawn)
            add(WaitingFor::withdrawal, "", incident_.withdrawal_asked_by);
    }

    // A text without authors waits as well: the daemon wrote it, and a person lets it go.
    void notice() {
        bool wanted = incident_.notice_version == 0 &&
                      std::any_of(incident_.obligations.begin(), incident_.obligations.end(),
                                  [](const Obligation& each) { return is_for_subjects(each) && owed(each); });
        if (!wanted) return;
        auto authors = authors_of(incident_);
        auto& item = add(WaitingFor::notice, "", authors.size() == 1 ? authors.front() : "");
        item.due_at = subjects_due(incident_);
        if (incident_.notice_request) item.since = incident_.notice_request->at;
    }

    void run() {
        if (incident_.notice_run.state != RunState::running && incident_.notice_run.state != RunState::paused) return;
        add(WaitingFor::run, boost::describe::enum_to_string(incident_.notice_run.state, "")).due_at =
            subjects_due(incident_);
    }

    void reports() {
        for (const auto& duty : incident_.obligations) {
            if (!owed(duty) || !is_to_an_office(duty)) continue;
            auto& item = add(WaitingFor::report, duty.id);
            item.since = duty.starts_at;
            item.due_at = duty.due_at;
            item.overdue = duty.state == ObligationState::overdue;
        }
    }

    void filings() {
        for (const auto& filing : incident_.filings)
            if (counts(filing) && filing.checked_by.empty())
                add(WaitingFor::filing_check, std::to_string(filing.number), filing.by).since = filing.filed_at;
    }

    void tasks() {
        for (const auto& task : incident_.tasks) {
            if (task.state == TaskState::done) continue;
            auto& item = add(WaitingFor::task, task.id);
            item.title = task.title;
            if (!task.owner.empty()) item.owner = task.owner;
            item.due_at = task.due_at;
            item.overdue = task.state == TaskState::overdue;
        }
    }

    const Incident& incident_;
    std::string owner_;
    std::vector<Waiting> out_;
};

NextStep step_towards_people(const Incident& incident) {
    switch (incident.notice_run.state) {
        case RunState::running:
            return NextStep::watch_run;
        case RunState::paused:
            return NextStep::resume_run;
        case RunState::done:
        case RunState::stopped:
            return NextStep::reach_the_rest;
        case RunState::none:
            break;
    }
    return incident.notice_run.subjects == 0 ? NextStep::import_people : NextStep::complete_notice;
}

json::value next_duty(const Incident& incident) {
    const Obligation* next = nullptr;
    for (const auto& each : incident.obligations)
        if (owed(each) && each.due_at && (!next || *each.due_at < *next->due_at)) next = &each;
    if (!next || !incident.live()) return nullptr;
    return json::object{{"id", next->id},
                        {"due_at", to_json(next->due_at)},
                        {"state", to_json(next->state)},
                        {"next_step", to_json(next_step(incident, *next))}};
}

json::object report_of(const Incident& incident) {
    const auto* duty = incident.obligation("authority-report");
    auto filed = authority_filings(incident);
    return {{"state", duty ? to_json(duty->state) : json::value("none")},
            {"due_at", duty ? to_json(duty->due_at) : json::value(nullptr)},
            {"filed_at", filed.empty() ? json::value(nullptr) : to_json(filed.front()->filed_at)},
            {"filings", filed.size()}};
}

json::object tasks_of(const Incident& incident) {
    auto in = [&](TaskState state) {
        return std::count_if(incident.tasks.begin(), incident.tasks.end(),
                             [&](const Task& task) { return task.state == state; });
    };
    return {{"open", in(TaskState::open) + in(TaskState::overdue)},
            {"overdue", in(TaskState::overdue)},
            {"done", in(TaskState::done)}};
}

json::array kinds_of(const Incident& incident) {
    json::array out;
    for (const auto& each : incident.kinds) out.emplace_back(each.kind);
    return out;
}

}  // namespace

std::vector<Waiting> waiting(const Incident& incident) { return Looker(incident).all(); }

NextStep next_step(const Incident& incident, const Obligation& duty) {
    if (!incident.acknowledged_at && incident.state == IncidentState::open) return NextStep::take_over;
    switch (duty.addressee) {
        case Addressee::subjects:
            return step_towards_people(incident);
        case Addressee::everyone:
            return NextStep::publish;
        case Addressee::controller:
            return NextStep::inform_controller;
        case Addressee::file:
            return duty.id == "keep-file" ? NextStep::keep : NextStep::record;
        case Addressee::authority:
        case Addressee::other_authority:
        case Addressee::authority_and_subjects:
            break;
    }
    return NextStep::file_report;
}

json::object light_row(const Incident& incident, const std::vector<Waiting>& waiting) {
    json::array waits;
    for (const auto& each : waiting)
        if (auto word = to_json(each.kind); std::find(waits.begin(), waits.end(), word) == waits.end())
            waits.push_back(std::move(word));
    const auto& run = incident.notice_run;
    return {{"id", incident.id},
            {"title", incident.title},
            {"kinds", kinds_of(incident)},
            {"act", incident.act},
            {"state", to_json(incident.state)},
            {"severity", incident.severity},
            {"owner", to_json(incident.owner)},
            {"drill", incident.drill},
            {"opened_at", to_json(incident.opened_at)},
            {"detected_at", to_json(incident.detected_at)},
            {"acknowledged_at", to_json(incident.acknowledged_at)},
            {"acknowledged_by", to_json(incident.acknowledged_by)},
            {"next_duty", next_duty(incident)},
            {"people", json::object{{"told", run.told + run.by_hand},
                                    {"by_hand", run.by_hand},
                                    {"of", std::max(run.subjects, incident.people_named())},
                                    {"unreachable", run.unreachable}}},
            {"run", to_json(run.state)},
            {"forecast_end", to_json(run.forecast_end)},
            {"public_notice", to_json(incident.public_notice.state)},
            {"report", report_of(incident)},
            {"tasks", tasks_of(incident)},
            {"keep_until", to_json(incident.retention.keep_until)},
            {"holds", to_json(incident.retention.holds)},
            {"alerts", incident.alerts},
            {"waits", std::move(waits)}};
}

std::string search_text(const Incident& incident) { return folded_for_search(incident.id + " " + incident.title); }

int state_rank(IncidentState state) {
    switch (state) {
        case IncidentState::open:
            return 0;
        case IncidentState::acknowledged:
            return 1;
        case IncidentState::confirmed:
            return 2;
        case IncidentState::remedied:
            return 3;
        case IncidentState::closed:
            return 4;
        case IncidentState::dismissed:
            return 5;
        case IncidentState::purged:
            break;
    }
    return 6;
}

}  // namespace breachd
