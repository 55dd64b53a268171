#include "core/oncall/paging.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/journal/because.hpp"

namespace breachd {

namespace {

void add_pages(std::vector<Event>& events, std::string_view incident_id, const Settings& settings,
               const std::vector<std::string>& people, std::string_view cause, const Reason& why) {
    for (const auto& id : people) {
        const auto* person = settings.person(id);
        if (!person) continue;
        for (const auto& name : settings.on_call.channels) {
            const auto* channel = settings.channel(name);
            auto contact = channel ? page_contact(*person, *channel) : std::nullopt;
            if (!contact) continue;
            auto page_id = fmt::format("pg-{}-{}-{}-{}", incident_id.empty() ? "daemon" : incident_id, cause, id, name);
            events.push_back(
                Paged{page_id, id, std::string(row_of(contact->kind).name), name, why, settings.name_of(id)});
        }
    }
}

std::vector<std::string> everybody(const Settings& settings) {
    std::vector<std::string> ids;
    for (const auto& person : settings.people) ids.push_back(person.id);
    return ids;
}

}  // namespace

std::optional<Contact> page_contact(const Person& person, const Channel& channel) {
    if (has(channel.page_contacts, ContactKind::person)) return Contact{ContactKind::person, Pii(person.id)};
    const auto* contact = first_of(person.contacts, channel.page_contacts);
    return contact ? std::optional(*contact) : std::nullopt;
}

namespace {

const RosterOverride* stands_in(const Roster& roster, Instant at) {
    auto covers = [&](const RosterOverride& turn) { return turn.from <= at && at < turn.until; };
    auto last = std::find_if(roster.overrides.rbegin(), roster.overrides.rend(), covers);
    return last == roster.overrides.rend() ? nullptr : &*last;
}

std::optional<Instant> next_turn(const Roster& roster, Instant at) {
    if (roster.members.size() < 2 || roster.rotation <= Duration::zero()) return {};
    if (at < roster.starts) return roster.starts;
    return roster.starts + roster.rotation * ((at - roster.starts) / roster.rotation + 1);
}

}  // namespace

std::optional<std::string> on_duty(const Roster& roster, Instant at) {
    if (const auto* turn = stands_in(roster, at)) return turn->person;
    if (roster.members.empty() || at < roster.starts || roster.rotation <= Duration::zero()) return {};
    auto turns = (at - roster.starts) / roster.rotation;
    return roster.members[static_cast<std::size_t>(turns) % roster.members.size()];
}

std::optional<Instant> next_handover(const Roster& roster, Instant at) {
    auto next = next_turn(roster, at);
    for (const auto& turn : roster.overrides)
        for (auto moment : {turn.from, turn.until})
            if (moment > at) next = std::min(next.value_or(moment), moment);
    return next;
}

std::vector<std::string> people_of(const EscalationStepRule& step, const Settings& settings, Instant at) {
    std::vector<std::string> people;
    auto add = [&](const std::string& id) {
        if (std::find(people.begin(), people.end(), id) == people.end()) people.push_back(id);
    };
    for (const auto& target : step.page) {
        if (!target.starts_with("roster:")) {
            add(target);
            continue;
        }
        for (const auto& roster : settings.on_call.rosters)
            if (roster.name == target.substr(7))
                if (auto person = on_duty(roster, at)) add(*person);
    }
    return people;
}

std::vector<Event> start_escalation(const Incident& incident, const Settings& settings, Reason why) {
    if (incident.escalation.active || settings.on_call.escalation.empty()) return {};
    return {EscalationStarted{incident.escalation.round + (incident.escalation.next_step > 0 ? 1 : 0), std::move(why)}};
}

std::vector<Event> tick_escalation(const Incident& incident, const Settings& settings, Instant now) {
    std::vector<Event> events;
    const auto& policy = settings.on_call.escalation;
    const auto& state = incident.escalation;
    if (!state.active || policy.empty() || !incident.live()) return events;
    auto step = static_cast<std::size_t>(state.next_step);
    bool at_once = false;
    for (; step < policy.size(); ++step) {
        if (!at_once && now < state.started_at + policy[step].after) return events;
        auto people = people_of(policy[step], settings, now);
        at_once = people.empty();
        std::vector<std::string> names;
        for (const auto& id : people) names.push_back(settings.name_of(id));
        events.push_back(EscalationStep{state.round, static_cast<int>(step), people, names});
        add_pages(events, incident.id, settings, people, fmt::format("r{}s{}", state.round, step),
                  because::escalation_step(state.why, state.round - incident.call + 1, static_cast<int>(step) + 1));
    }
    if (at_once)  // the chain ended with nobody on call
        add_pages(events, incident.id, settings, everybody(settings), fmt::format("r{}nobody", state.round),
                  because::nobody_on_duty(state.why));
    if (now < state.started_at + policy.back().after + settings.on_call.repeat) return events;
    int next_round = state.round + 1;
    int rounds = next_round - incident.call;
    if (rounds % std::max(1, settings.on_call.rounds_max) == 0) {
        events.push_back(EscalationExhausted{state.round});
        add_pages(events, incident.id, settings, everybody(settings), fmt::format("r{}exhausted", state.round),
                  because::nobody_acknowledges(state.why, rounds));
    }
    events.push_back(EscalationStarted{next_round, state.why});
    return events;
}

std::optional<Instant> next_escalation_tick(const Incident& incident, const Settings& settings) {
    const auto& policy = settings.on_call.escalation;
    const auto& state = incident.escalation;
    if (!state.active || policy.empty() || !incident.live()) return {};
    auto step = static_cast<std::size_t>(state.next_step);
    if (step < policy.size()) return state.started_at + policy[step].after;
    return state.started_at + policy.back().after + settings.on_call.repeat;
}

bool is_escalation_page(std::string_view page_id, std::string_view incident_id) {
    auto prefix = fmt::format("pg-{}-r", incident_id);
    return page_id.starts_with(prefix) && page_id.size() > prefix.size() && page_id[prefix.size()] >= '0' &&
           page_id[prefix.size()] <= '9';
}

std::vector<Event> page_duty(std::string_view incident_id, const Settings& settings, Instant now,
                             std::string_view cause, const Reason& why) {
    std::vector<Event> events;
    std::vector<std::string> people;
    for (const auto& step : settings.on_call.escalation) {  // the first step that reaches somebody
        people = people_of(step, settings, now);
        if (!people.empty()) break;
    }
    if (people.empty()) people = everybody(settings);
    add_pages(events, incident_id, settings, people, cause, why);
    return events;
}

}  // namespace breachd
