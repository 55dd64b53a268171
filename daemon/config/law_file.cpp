#include "config/law_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "config/files.hpp"

namespace breachd::config {

namespace {

using std::chrono::hours;

constexpr Duration kWithinMax = hours{24 * 366};
constexpr int kDaysMax = 366;

// Facts that a content item may ask for: members of the incident, and two contacts of the organisation.
const std::vector<std::string> kFacts = {"occurred_from",
                                         "occurred_to",
                                         "detected_at",
                                         "detected_how",
                                         "place",
                                         "act",
                                         "description",
                                         "parties",
                                         "kinds",
                                         "quantity",
                                         "consequences",
                                         "severity_and_risks",
                                         "measures",
                                         "guidance",
                                         "organisation.data_protection_officer",
                                         "organisation.incident_desk"};

template <class Items>
std::vector<std::string> ids_of(const Items& items) {
    std::vector<std::string> out;
    for (const auto& item : items) out.push_back(item.id);
    return out;
}

bool known(const std::vector<std::string>& words, const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

// A list of words out of a closed set.
void words(Map& map, std::string_view key, std::vector<std::string>& out, std::string_view what,
           const std::vector<std::string>& allowed) {
    auto value = map.find(key);
    if (!value) return;
    for (const auto& item : value->items()) {
        auto text = item.text();
        if (!text) continue;
        if (!known(allowed, *text)) unknown_reference(item, what, *text, allowed);
        out.push_back(std::move(*text));
    }
}

void need_id(Map& map, std::string& out, std::set<std::string>& seen) {
    auto value = map.need("id");
    auto text = value ? value->text() : std::nullopt;
    if (!text) return;
    if (!is_plain_name(*text)) value->error("an id is made of letters, digits, . _ and -");
    if (!seen.insert(*text).second) value->error(fmt::format("id \"{}\" is given twice", *text));
    out = std::move(*text);
}

DataKind read_kind(const Value& value, std::set<std::string>& seen) {
    Map map(value);
    DataKind kind;
    need_id(map, kind.id, seen);
    map.boolean("sensitive", kind.sensitive);
    map.need_text("citation", kind.citation);
    map.bilingual("label", kind.label);
    if (map.has("short")) map.bilingual("short", kind.short_label);
    return kind;
}

Act read_act(const Value& value, std::set<std::string>& seen) {
    Map map(value);
    Act act;
    need_id(map, act.id, seen);
    map.bilingual("label", act.label);
    return act;
}

Content read_content(const Value& value, std::set<std::string>& seen) {
    Map map(value);
    Content content;
    need_id(map, content.id, seen);
    std::set<std::string> items;
    for (const auto& each : map.list("items")) {
        Map item_map(each);
        ContentItem& item = content.items.emplace_back();
        need_id(item_map, item.id, items);
        item_map.need_text("citation", item.citation);
        item_map.bilingual("label", item.label);
        words(item_map, "facts", item.facts, "fact", kFacts);
    }
    if (map.ok() && content.items.empty()) map.error("\"items\" is missing: a content without items asks for nothing");
    return content;
}

// A pack does not know which edition it will be added to: there is nothing to check its words against.
void kinds_of(Map& map, std::string_view key, std::vector<std::string>& out, const Edition* edition) {
    if (edition)
        words(map, key, out, "kind of data", ids_of(edition->kinds));
    else
        map.texts(key, out);
}

void read_in_sector(const Value& value, InSector& out, const Edition* edition) {
    Map map(value);
    map.need("sector");
    map.choice("sector", out.sector, kSectors);
    map.boolean("sensitive", out.sensitive);
    kinds_of(map, "kinds", out.kinds, edition);
    if (map.ok() && !out.sensitive && out.kinds.empty())
        map.error("a sector names its kinds of data: `kinds`, or `sensitive: true` for all sensitive ones");
}

void read_applies(const Value& value, Applies& out, const Edition* edition) {
    Map map(value);
    kinds_of(map, "kinds", out.kinds, edition);
    if (auto in_sector = map.find("in_sector")) read_in_sector(*in_sector, out.in_sector.emplace(), edition);
    if (edition)
        words(map, "acts", out.acts, "act", ids_of(edition->acts));
    else
        map.texts("acts", out.acts);
    words(map, "roles", out.roles, "role", kRoles);
    std::string after;  // absent: at the detection
    map.choice("after", after, {"occurrence", "public_notice_needed", "public_notice", "remedied"});
    enum_from_word(after, out.after);
    map.boolean("when_in_doubt", out.when_in_doubt);
    kinds_of(map, "without_condition", out.without_condition, edition);
}

// At most one of the ways to say until when.
void read_until(Map& map, ObligationRule& rule) {
    map.duration("within", rule.within, hours{1}, kWithinMax);
    int days = 0;
    map.integer("within_working_days", days, 1, kDaysMax);
    if (days > 0) rule.within_working_days = days;
    map.text("within_of", rule.within_of);
    if (rule.within.has_value() + rule.within_working_days.has_value() + !rule.within_of.empty() > 1)
        map.error("\"within\", \"within_working_days\" and \"within_of\" exclude each other");
}

ObligationRule read_obligation(const Value& value, const Edition* edition, std::set<std::string>& seen) {
    Map map(value);
    ObligationRule rule;
    need_id(map, rule.id, seen);
    map.need_text("citation", rule.citation);
    map.need("addressee");
    map.choice("addressee", rule.addressee);
    map.bilingual("title", rule.title);
    if (auto applies = map.find("applies")) read_applies(*applies, rule.applies, edition);
    read_until(map, rule);
    map.text("content", rule.content);
    map.text("reading", rule.reading);
    map.boolean("secondary", rule.secondary);
    return rule;
}

// References from one rule to contents and to other rules of the same file.
void check_references(const std::vector<ObligationRule>& rules, const std::vector<Value>& values,
                      const Edition* edition) {
    auto ids = ids_of(rules);
    for (std::size_t i = 0; i < rules.size(); ++i) {
        if (!rules[i].within_of.empty() && !known(ids, rules[i].within_of))
            unknown_reference(values[i], "obligation in within_of", rules[i].within_of, ids);
        if (rules[i].content.empty()) continue;
        auto contents = edition ? ids_of(edition->contents) : std::vector<std::string>{};
        if (!known(contents, rules[i].content)) unknown_reference(values[i], "content", rules[i].content, contents);
    }
}

void read_report(Map& map, Edition& edition) {
    auto value = map.need("report");
    if (!value) return;
    Map report(*value);
    report.need("form");
    report.choice("form", edition.form, {"mau-04", "mau-08"});
    report.need_text("citation", edition.form_citation);
    report.need_text("content", edition.notice_citation);
}

void read_keep(Map& map, Edition& edition) {
    auto value = map.need("keep");
    if (!value) return;
    Map keep(*value);
    keep.need("years");
    keep.integer("years", edition.keep_years, 1, 100);
    keep.need_text("citation", edition.keep_citation);
}

void read_inspection(Map& map, Edition& edition) {
    auto value = map.find("inspection");
    if (!value) return;
    Map inspection(*value);
    auto& out = edition.inspection.emplace();
    inspection.need("days");
    inspection.integer("days", out.days, 1, kDaysMax);
    inspection.boolean("working", out.working);
    inspection.need_text("citation", out.citation);
}

void read_in_force(Map& map, Edition& edition) {
    auto value = map.find("in_force");
    if (!value) return;
    Map in_force(*value);
    in_force.need("from");
    in_force.instant("from", edition.in_force_from);
    in_force.instant("to", edition.in_force_to);
    if (edition.in_force_from && edition.in_force_to && *edition.in_force_to <= *edition.in_force_from)
        in_force.error("an edition ends after it begins");
}

bool overlap(const Edition& a, const Edition& b) {
    if (!a.in_force_from || !b.in_force_from) return false;
    return (!a.in_force_to || *b.in_force_from < *a.in_force_to) &&
           (!b.in_force_to || *a.in_force_from < *b.in_force_to);
}

}  // namespace

bool is_pack(const Value& value) {
    if (!value.is_map()) return false;
    for (const auto& pair : value.yaml())
        if (pair.first.IsScalar() && pair.first.Scalar() == "secondary") return true;
    return false;
}

bool is_law(const Value& value) {
    if (!value.is_map()) return false;
    for (const auto& pair : value.yaml())
        if (pair.first.IsScalar() && pair.first.Scalar() == "obligations") return true;
    return false;
}

Edition read_edition(const Value& value) {
    Map map(value);
    Edition edition;
    std::set<std::string> kinds, acts, contents, obligations, top;
    need_id(map, edition.id, top);
    map.need_text("name", edition.name);
    read_in_force(map, edition);
    map.need_text("authority", edition.authority);
    read_report(map, edition);
    read_keep(map, edition);
    read_inspection(map, edition);
    for (const auto& each : map.list("kinds")) edition.kinds.push_back(read_kind(each, kinds));
    for (const auto& each : map.list("acts")) edition.acts.push_back(read_act(each, acts));
    for (const auto& each : map.list("contents")) edition.contents.push_back(read_content(each, contents));
    auto rules = map.list("obligations");
    for (const auto& each : rules) edition.obligations.push_back(read_obligation(each, &edition, obligations));
    check_references(edition.obligations, rules, &edition);
    for (auto list : {"kinds", "acts", "contents", "obligations"})
        if (map.ok() && !map.has(list)) map.error(fmt::format("\"{}\" is missing", list));
    return edition;
}

Pack read_pack(const Value& value) {
    Map map(value);
    Pack pack;
    bool secondary = false;
    std::set<std::string> seen, top;
    need_id(map, pack.id, top);
    map.need_text("name", pack.name);
    map.need("secondary");
    map.boolean("secondary", secondary);
    if (!secondary) map.error("a pack says `secondary: true`: it is not the text of the law");
    auto rules = map.list("obligations");
    for (const auto& each : rules) pack.obligations.push_back(read_obligation(each, nullptr, seen));
    check_references(pack.obligations, rules, nullptr);
    for (auto& rule : pack.obligations) rule.secondary = true;
    return pack;
}

void add_pack(const Pack& pack, std::vector<Edition>& editions, const Value& at) {
    for (auto& edition : editions) {
        for (const auto& rule : pack.obligations) {
            if (edition.obligation(rule.id))
                at.error(
                    fmt::format("pack {} names the duty \"{}\", which {} already has", pack.id, rule.id, edition.id));
            else
                edition.obligations.push_back(rule);
        }
    }
}

std::vector<Edition> read_editions(const std::string& directory, std::vector<Document>& documents, KeptFiles& kept) {
    std::vector<Edition> editions;
    auto files = files_in(directory, {".yaml", ".yml"});
    if (!files || files->empty()) {
        documents.emplace_back(directory).error({},
                                                files ? "holds no edition of the law (*.yaml)" : files.error().message);
        return editions;
    }
    for (const auto& file : *files) {
        Document document(file);
        if (auto bytes = read_file(file, kFileBytesMax)) {
            kept.add(file, *bytes);
            if (auto value = parse(*bytes, document)) {
                editions.push_back(read_edition(*value));
                for (std::size_t i = 0; i + 1 < editions.size(); ++i) {
                    if (editions[i].id == editions.back().id)
                        value->error(fmt::format("edition {} is in two files", editions[i].id));
                    else if (overlap(editions[i], editions.back()))
                        value->error(fmt::format("in force at the same time as {}", editions[i].id));
                }
            }
        } else {
            document.error({}, bytes.error().message);
        }
        documents.push_back(std::move(document));
    }
    return editions;
}

std::vector<std::string> kind_ids(const std::vector<Edition>& editions) {
    std::vector<std::string> out;
    for (const auto& edition : editions)
        for (const auto& kind : edition.kinds)
            if (!known(out, kind.id)) out.push_back(kind.id);
    return out;
}

std::vector<std::string> act_ids(const std::vector<Edition>& editions) {
    std::vector<std::string> out;
    for (const auto& edition : editions)
        for (const auto& act : edition.acts)
            if (!known(out, act.id)) out.push_back(act.id);
    return out;
}

}  // namespace breachd::config
