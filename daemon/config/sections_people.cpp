#include <fmt/format.h>

#include <algorithm>

#include "config/sections.hpp"
#include "core/oncall/reach.hpp"

namespace breachd::config {

namespace {

using std::chrono::hours;
using std::chrono::minutes;

std::vector<std::string> people_ids(const Settings& settings) {
    std::vector<std::string> out;
    for (const auto& person : settings.people) out.push_back(person.id);
    return out;
}

void read_rotation(Map& map, Roster& roster) {
    auto value = map.find("rotation");
    if (!value) return;
    auto text = value->text();
    if (!text) return;
    if (*text == "weekly")
        roster.rotation = hours{24 * 7};
    else if (*text == "daily")
        roster.rotation = hours{24};
    else if (auto read = parse_duration(*text); read && *read >= hours{1} && *read <= hours{24 * 366})
        roster.rotation = *read;
    else
        value->error("a rotation is daily, weekly or a duration of at least 1h, such as 12h");
}

void read_rosters(Map& map, Settings& settings, std::vector<std::string>& names) {
    for (const auto& each : map.list("rosters")) {
        Map roster_map(each);
        Roster roster;
        need_label(roster_map, "name", roster.name, names);
        for (const auto& item : roster_map.list("members")) {
            auto text = item.text();
            if (!text) continue;
            if (!settings.person(*text)) unknown_reference(item, "person", *text, people_ids(settings));
            roster.members.push_back(std::move(*text));
        }
        read_rotation(roster_map, roster);
        roster_map.instant("starts", roster.starts);
        if (roster_map.ok() && roster.members.empty())
            roster_map.self().warning(fmt::format("roster {} has no members: nobody is on call in it", roster.name));
        settings.on_call.rosters.push_back(std::move(roster));
    }
}

void check_page(const Value& item, const std::string& text, const Settings& settings,
                const std::vector<std::string>& rosters) {
    constexpr std::string_view kRoster = "roster:";
    if (text.starts_with(kRoster)) {
        auto name = text.substr(kRoster.size());
        if (std::find(rosters.begin(), rosters.end(), name) == rosters.end())
            unknown_reference(item, "roster", name, rosters);
    } else if (!settings.person(text)) {
        unknown_reference(item, "person (a roster is written roster:<name>)", text, people_ids(settings));
    }
}

void read_escalation(Map& map, Settings& settings, const std::vector<std::string>& rosters) {
    Duration last{-1};
    for (const auto& each : map.list("escalation")) {
        Map step_map(each);
        EscalationStepRule step;
        step_map.need("after");
        step_map.duration("after", step.after, minutes{0}, hours{72});
        if (step.after < last) step_map.error("the steps of an escalation stand in the order of their time");
        last = step.after;
        step_map.texts("page", step.page);
        for (const auto& item : step_map.list("page"))
            if (item.is_scalar()) check_page(item, item.yaml().Scalar(), settings, rosters);
        if (step_map.ok() && step.page.empty()) step_map.error("\"page\" is missing: whom to page at this step");
        settings.on_call.escalation.push_back(std::move(step));
    }
}

void read_marks(Map& map, OnCall& on_call) {
    if (!map.has("reminder_marks")) {
        map.list("reminder_marks");
        return;
    }
    on_call.reminder_marks.clear();
    for (const auto& item : map.list("reminder_marks")) {
        auto mark = item.integer(1, 99);
        if (!mark) continue;
        if (!on_call.reminder_marks.empty() && *mark <= on_call.reminder_marks.back())
            item.error("marks are per cent in rising order");
        on_call.reminder_marks.push_back(static_cast<int>(*mark));
    }
}

void read_paging_channels(Map& map, Settings& settings) {
    std::vector<std::string> known;
    for (const auto& channel : settings.channels) known.push_back(channel.name);
    map.texts("channels", settings.on_call.channels);
    for (const auto& item : map.list("channels")) {
        if (!item.is_scalar()) continue;
        const auto* channel = settings.channel(item.yaml().Scalar());
        if (!channel)
            unknown_reference(item, "channel", item.yaml().Scalar(), known);
        else if (channel->page_contacts == 0)
            item.error(fmt::format("a channel of type {} tells subjects; it pages nobody", channel->type));
    }
}

// A number that no message reaches (a fixed line, say) may be called; what holds letters is no number at all.
bool may_be_phone(std::string_view text) {
    auto digits = std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    return digits >= 3 && text.find_first_not_of("+0123456789 .-()/") == text.npos;
}

// As it is sent to. A telephone that no message reaches (a fixed line, say) stays as it is written: somebody may call
// it.
void add_contact(Map& map, std::string_view key, ContactKind kind, Person& person) {
    std::string text;
    map.text(key, text);
    if (text.empty()) return;
    auto address = row_of(kind).normalise(text);
    if (kind == ContactKind::email)
        check_email(map, key, text);
    else if (kind == ContactKind::phone && !may_be_phone(text))
        map.find(key)->error("this cannot be a telephone number");
    else if (!address)
        map.find(key)->warning("no message reaches this address: " + address.error().message);
    person.contacts.push_back({kind, Pii(address ? std::move(*address) : std::move(text))});
}

// `email: …` is short for `contacts: [{kind: email, address: …}]`, and so for every kind that people can have.
void read_contacts(Map& map, Person& person) {
    std::vector<std::string> words;
    for (const auto& row : contact_kinds()) {
        if (!row.configured) continue;
        words.emplace_back(row.name);
        add_contact(map, row.name, row.kind, person);
    }
    for (const auto& each : map.list("contacts")) {
        Map contact(each);
        std::string kind;
        contact.need("kind");
        contact.need("address");
        contact.choice("kind", kind, words);
        if (auto known = contact_kind_from(kind))
            add_contact(contact, "address", *known, person);
        else
            contact.find("address");
    }
}

}  // namespace

void read_people(Map& root, const Context&, LoadedConfig& out) {
    std::vector<std::string> seen;
    for (const auto& each : root.list("people")) {
        Map map(each);
        Person person;
        need_name(map, "id", person.id, seen);
        map.need_text("name", person.name);
        read_contacts(map, person);
        out.settings.people.push_back(std::move(person));
    }
}

void read_on_call(Map& root, const Context&, LoadedConfig& out) {
    OnCall& on_call = out.settings.on_call;
    if (auto value = root.find("on_call")) {
        Map map(*value);
        std::vector<std::string> rosters;
        read_rosters(map, out.settings, rosters);
        read_escalation(map, out.settings, rosters);
        map.duration("repeat", on_call.repeat, minutes{1}, hours{24});
        map.integer("rounds_max", on_call.rounds_max, 1, 100);
        read_marks(map, on_call);
        read_paging_channels(map, out.settings);
    }
    if (on_call.escalation.empty())
        root.self().warning("on_call.escalation is empty: nobody is on call");
    else if (on_call.channels.empty())
        root.self().warning("on_call.channels is empty: nobody can be paged");
}

// After the notice's channels are known.
void warn_of_paging_gaps(Map& root, const LoadedConfig& out) {
    auto place = root.has("on_call") ? root.find("on_call") : std::nullopt;
    for (const auto& gap : paging_gaps(out.settings)) (place ? *place : root.self()).warning(gap.en);
}

}  // namespace breachd::config
