#include "core/incident/facts.hpp"

#include "base/utf8.hpp"
#include "core/journal/because.hpp"
#include "core/law/edition.hpp"
#include "core/law/obligation.hpp"
#include "core/words/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace breachd {

namespace {

enum class FactKind { text, time, list, names, kinds, severity, role, act, yes_no };

struct Fact {
    std::string_view name;
    FactKind kind;
    bool in_notice;
    bool required = false;  // may not become null
};

constexpr std::array kFacts = {
    Fact{"title", FactKind::text, false, true},
    Fact{"severity", FactKind::severity, false, true},
    Fact{"owner", FactKind::text, false},
    Fact{"role", FactKind::role, false, true},
    Fact{"act", FactKind::act, true, true},
    Fact{"place", FactKind::text, true},
    Fact{"description", FactKind::text, true},
    Fact{"parties", FactKind::list, true, true},
    Fact{"place_public", FactKind::text, true},
    Fact{"description_public", FactKind::text, true},
    Fact{"parties_public", FactKind::list, true, true},
    Fact{"consequences", FactKind::text, true},
    Fact{"severity_and_risks", FactKind::text, true},
    Fact{"measures", FactKind::text, true},
    Fact{"guidance", FactKind::text, true},
    Fact{"detected_how", FactKind::text, true},
    Fact{"place_en", FactKind::text, true},
    Fact{"description_en", FactKind::text, true},
    Fact{"detected_how_en", FactKind::text, true},
    Fact{"consequences_en", FactKind::text, true},
    Fact{"severity_and_risks_en", FactKind::text, true},
    Fact{"measures_en", FactKind::text, true},
    Fact{"guidance_en", FactKind::text, true},
    Fact{"late_reason", FactKind::text, false},
    Fact{"children", FactKind::yes_no, false},
    Fact{"kinds", FactKind::kinds, true, true},
    Fact{"occurred_from", FactKind::time, false},
    Fact{"occurred_to", FactKind::time, false},
    Fact{"detected_at", FactKind::time, false, true},
    Fact{"incident_detected_at", FactKind::time, false},
    Fact{"told_by_processor_at", FactKind::time, false},
    Fact{"provenance", FactKind::names, false, true},
    Fact{"sharing_partners", FactKind::names, false, true},
    Fact{"attachments", FactKind::names, false, true},
};

// Whoever proposed to dismiss it judged by these.
constexpr std::string_view kJudgedBy[] = {"kinds", "act", "role", "detected_at"};

constexpr std::size_t kFactBytesMax = 20'000;
constexpr std::array<std::string_view, 3> kYesNo = {"yes", "no", "unknown"};
constexpr std::array<std::string_view, 4> kRoles = {"controller", "controller_processor", "processor", "third_party"};

const Fact* find_fact(std::string_view name) {
    auto at = std::find_if(kFacts.begin(), kFacts.end(), [&](const Fact& f) { return f.name == name; });
    return at == kFacts.end() ? nullptr : &*at;
}

FactType type_of(FactKind kind) {
    switch (kind) {
        case FactKind::text:
            return FactType::text;
        case FactKind::time:
            return FactType::time;
        case FactKind::list:
            return FactType::parties;
        case FactKind::names:
            return FactType::names;
        case FactKind::kinds:
            return FactType::kinds;
        case FactKind::severity:
            return FactType::number;
        case FactKind::role:
        case FactKind::act:
        case FactKind::yes_no:
            break;
    }
    return FactType::choice;
}

Error bad(std::string_view field, std::string what) {
    return {ErrorCode::unprocessable, std::move(what), "/" + std::string(field)};
}

// A kind may be named alone or with its counts; what comes back is always the full form.
Result<json::value> read_kinds(const json::value& value, const Edition* edition) {
    if (!value.is_array()) return bad("kinds", "must be an array of {kind, records, subjects}");
    std::vector<KindCount> kinds;
    for (std::size_t i = 0; i < value.get_array().size(); ++i) {
        const auto& item = value.get_array()[i];
        auto where = fmt::format("kinds/{}", i);
        KindCount count;
        if (item.is_string()) {
            count.kind = std::string(item.get_string());
        } else if (auto ok = from_json(item, count, "/" + where); !ok) {
            return ok.error();
        }
        if (edition && !edition->kind(count.kind)) {
            std::string known;
            for (const auto& k : edition->kinds) known += (known.empty() ? "" : ", ") + k.id;
            return bad(where, fmt::format("unknown kind of data; {} knows: {}", edition->id, known));
        }
        if (count.records < 0 || count.subjects < 0) return bad(where, "counts may not be negative");
        auto same = std::find_if(kinds.begin(), kinds.end(), [&](const auto& k) { return k.kind == count.kind; });
        if (same != kinds.end()) return bad(where, "this kind of data is given twice");
        kinds.push_back(count);
    }
    return to_json(kinds);
}

bool is_party(const json::value& item) {
    return item.is_object() && std::all_of(item.get_object().begin(), item.get_object().end(), [](const auto& member) {
               return member.value().is_string() && (member.key() == "name" || member.key() == "role");
           });
}

Result<json::value> read_time(std::string_view field, const json::value& value, Instant latest) {
    Instant at{};
    if (auto ok = from_json(value, at, "/" + std::string(field)); !ok) return ok.error();
    if (at > latest) return bad(field, "lies in the future");
    return to_json(at);
}

Result<json::value> read_value(const Fact& fact, const json::value& value, const Edition* edition, Instant now) {
    if (value.is_null()) {
        if (fact.required) return bad(fact.name, "may not be null");
        return value;
    }
    switch (fact.kind) {
        case FactKind::time:
            return read_time(fact.name, value, now);
        case FactKind::kinds:
            return read_kinds(value, edition);
        case FactKind::severity: {
            int severity = -1;
            if (auto ok = from_json(value, severity, "/severity"); !ok || severity < 0 || severity > 100)
                return bad(fact.name, "must be a whole number from 0 to 100");
            return value;
        }
        case FactKind::names: {
            std::vector<std::string> names;
            if (!from_json(value, names)) return bad(fact.name, "must be an array of texts");
            if (json::serialize(value).size() > kFactBytesMax) return bad(fact.name, "is longer than 20000 bytes");
            return printable_json(value);
        }
        case FactKind::list: {
            if (!value.is_array()) return bad(fact.name, "must be an array of names or {name, role}");
            // Strings only, also inside: a journal entry has canonical JSON, which knows no fractions.
            for (const auto& item : value.get_array())
                if (!item.is_string() && !is_party(item))
                    return bad(fact.name, "must be an array of names or {name, role}");
            if (json::serialize(value).size() > kFactBytesMax) return bad(fact.name, "is longer than 20000 bytes");
            return printable_json(value);
        }
        default:
            break;
    }
    if (!value.is_string()) return bad(fact.name, "must be a string");
    auto text = printable(value.get_string()).text;
    if (text.size() > kFactBytesMax) return bad(fact.name, "is longer than 20000 bytes");
    if (fact.name == "title") {  // as the titles of alerts are cleaned
        auto line = printable(clean_line(value.get_string(), kFactBytesMax)).text;
        return line.empty() ? Result<json::value>(bad(fact.name, "may not be empty")) : json::value(line);
    }
    if (fact.required && text.empty()) return bad(fact.name, "may not be empty");
    if (fact.kind == FactKind::role && std::find(kRoles.begin(), kRoles.end(), std::string_view(text)) == kRoles.end())
        return bad(fact.name, "must be controller, controller_processor, processor or third_party");
    if (fact.kind == FactKind::yes_no &&
        std::find(kYesNo.begin(), kYesNo.end(), std::string_view(text)) == kYesNo.end())
        return bad(fact.name, "must be yes, no or unknown");
    if (fact.kind == FactKind::act && edition && !edition->act(text)) {
        std::string known;
        for (const auto& a : edition->acts) known += (known.empty() ? "" : ", ") + a.id;
        return bad(fact.name, "must be one of " + known);
    }
    return json::value(text);
}

bool lowers_people(const Incident& incident, const json::value& kinds) {
    std::vector<KindCount> now;
    if (!from_json(kinds, now)) return false;
    return std::any_of(now.begin(), now.end(), [&](const KindCount& each) {
        auto before = std::find_if(incident.kinds.begin(), incident.kinds.end(),
                                   [&](const KindCount& was) { return was.kind == each.kind; });
        return before != incident.kinds.end() && each.subjects > 0 && each.subjects < before->subjects;
    });
}

}  // namespace

std::vector<FactRow> known_facts(const Edition* edition) {
    auto texts = [](const auto& words) { return std::vector<std::string>(std::begin(words), std::end(words)); };
    std::vector<FactRow> out;
    for (const auto& fact : kFacts) {
        FactRow row{fact.name, type_of(fact.kind), {}, fact.in_notice, fact.required};
        if (fact.kind == FactKind::role) row.choices = texts(kRoles);
        if (fact.kind == FactKind::yes_no) row.choices = texts(kYesNo);
        if (fact.kind == FactKind::act && edition)
            for (const auto& act : edition->acts) row.choices.push_back(act.id);
        out.push_back(std::move(row));
    }
    return out;
}

bool is_notice_fact(std::string_view field) {
    const auto* fact = find_fact(field);
    return fact && fact->in_notice;
}

bool is_printed_fact(std::string_view field) {
    return is_notice_fact(field) || field == "detected_at" || field == "occurred_from";
}

void set_fact(Incident& incident, std::string_view field, const json::value& value) {
    boost::mp11::mp_for_each<described_members<Incident>>([&](auto member) {
        if (field != member.name) return;
        auto copy = incident.*member.pointer;
        if (from_json(value, copy)) incident.*member.pointer = std::move(copy);
    });
}

namespace {

json::value fact_value(const Incident& incident, std::string_view field) {
    json::value out;
    boost::mp11::mp_for_each<described_members<Incident>>([&](auto member) {
        if (field == member.name) out = to_json(incident.*member.pointer);
    });
    return out;
}

std::string fact_names() {
    std::string out;
    for (const auto& fact : kFacts) join(out, ", ", fact.name);
    return out;
}

// Of moments that a person stated: what an alert estimates does not stand against a correction.
Result<void> happened_before_detection(const Incident& before, const Incident& changed, const json::object& patch) {
    bool stated = patch.contains("occurred_from");
    bool asked = stated || (patch.contains("detected_at") && !before.occurred_estimated);
    if (!asked || !changed.occurred_from || *changed.occurred_from <= changed.detected_at) return {};
    return stated ? bad("occurred_from", "lies after detected_at") : bad("detected_at", "lies before occurred_from");
}

}  // namespace

Result<std::vector<Event>> patch_facts(const Incident& incident, const json::object& patch, const Settings& settings,
                                       Instant now) {
    std::string reason;
    if (const auto* given = patch.if_contains("reason")) {
        if (!given->is_string()) return bad("reason", "must be a string");
        reason = printable(given->get_string()).text;
    }
    const auto* edition = settings.edition_of(incident.edition);
    std::vector<Event> events;
    for (const auto& member : patch) {
        if (member.key() == "reason") continue;
        const auto* fact = find_fact(member.key());
        if (!fact) return bad(member.key(), "is not a fact that can be changed; these are: " + fact_names());
        auto value = read_value(*fact, member.value(), edition, now);
        if (!value) return value.error();
        auto old_value = fact_value(incident, fact->name);
        if (old_value == *value) continue;
        if (fact->kind == FactKind::time && !old_value.is_null() && reason.empty())
            return bad("reason", fmt::format("a change of {} needs a reason", fact->name));
        if (fact->kind == FactKind::kinds && reason.empty() && lowers_people(incident, *value))
            return bad("reason", "a lower number of people needs a reason");
        events.push_back(FactChanged{std::string(fact->name), old_value, *value, {}, reason});
    }
    bool judged_otherwise = std::any_of(events.begin(), events.end(), [](const Event& event) {
        const auto& field = std::get<FactChanged>(event).field;
        return std::find(std::begin(kJudgedBy), std::end(kJudgedBy), field) != std::end(kJudgedBy);
    });
    auto changed = incident;
    for (const auto& event : events)
        set_fact(changed, std::get<FactChanged>(event).field, std::get<FactChanged>(event).new_value);
    if (changed.occurred_from && changed.occurred_to && *changed.occurred_to < *changed.occurred_from)
        return bad("occurred_to", "lies before occurred_from");
    if (auto ok = happened_before_detection(incident, changed, patch); !ok) return ok.error();
    if (auto change = edition_change(incident, changed.detected_at, settings)) events.push_back(std::move(*change));
    if (judged_otherwise && incident.proposal(Matter::dismissal))
        events.push_back(ProposalWithdrawn{Matter::dismissal, "", because::facts_changed(), ""});
    return events;
}

Result<IncidentOpened> open_by_hand(const json::object& facts, const Settings& settings, Instant now) {
    IncidentOpened opened;
    opened.drill = settings.mode == Mode::drill;
    opened.detected_at = now;
    if (const auto* at = facts.if_contains("detected_at"); at && !at->is_null()) {
        auto value = read_time("detected_at", *at, now + kDetectionAheadMax);
        if (!value) return value.error();
        if (auto ok = from_json(*value, opened.detected_at); !ok) return ok.error();
    }
    const auto* edition = edition_for(settings.editions, settings.edition, opened.detected_at);
    if (!edition) return Error{ErrorCode::unavailable, "no edition of the law is loaded for this moment", ""};
    opened.edition = edition->id;
    const auto* title = facts.if_contains("title");
    if (!title || !title->is_string() || title->get_string().empty()) return bad("title", "is required");
    for (const auto& member : facts) {
        const auto* fact = find_fact(member.key());
        if (!fact && member.key() != "reason")
            return bad(member.key(), "is not a known fact; these are: " + fact_names());
        if (!fact) continue;
        if (fact->name == "detected_at") continue;  // read above
        auto value = read_value(*fact, member.value(), edition, now);
        if (!value) return value.error();
        if (fact->name == "title") opened.title = std::string(value->get_string());
        if (fact->name == "severity") opened.severity = value->to_number<int>();
        if (fact->name == "role") opened.role = std::string(value->get_string());
        if (fact->name == "act") opened.act = std::string(value->get_string());
        if (fact->name == "detected_how" && value->is_string()) opened.detected_how = std::string(value->get_string());
        if (fact->name == "kinds" && !from_json(*value, opened.kinds)) return bad("kinds", "cannot be read");
        if (fact->name == "occurred_from" && !from_json(*value, opened.occurred_from))
            return bad("occurred_from", "cannot be read");
    }
    if (opened.occurred_from && *opened.occurred_from > opened.detected_at)
        return bad("occurred_from", "lies after detected_at");
    opened.why = because::opened_by_hand();
    return opened;
}

}  // namespace breachd
