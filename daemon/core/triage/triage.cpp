#include "core/triage/triage.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/digest.hpp"
#include "base/text.hpp"
#include "core/journal/because.hpp"
#include "core/triage/condition.hpp"

namespace breachd {

namespace {

template <class T>
void add_once(std::vector<T>& items, const T& item) {
    if (std::find(items.begin(), items.end(), item) == items.end()) items.push_back(item);
}

KindCount& count_of(std::vector<KindCount>& counts, const std::string& kind) {
    for (auto& count : counts)
        if (count.kind == kind) return count;
    return counts.emplace_back(KindCount{kind, 0, 0});
}

// Two assets hold different rows, so counts add up; the same person in both is counted twice until the import tells.
std::vector<KindCount> kinds_of(const TriageRule& rule, const std::vector<const Asset*>& assets, const Alert& alert,
                                const std::vector<std::string>& known_kinds) {
    std::vector<KindCount> counts;
    for (const auto& kind : rule.kinds) count_of(counts, kind);
    for (const Asset* asset : assets) {
        for (const auto& kind : asset->kinds) {
            bool named = std::find(rule.kinds.begin(), rule.kinds.end(), kind) != rule.kinds.end();
            if (!rule.kinds.empty() && !named) continue;
            KindCount& count = count_of(counts, kind);
            count.subjects += asset->subjects;
            count.records += asset->records;
        }
    }
    for (const auto& kind : alert.data_kinds) {
        KindCount& count = count_of(counts, kind);
        // The sender's hits are of one kind only when it names one.
        if (count.records == 0 && alert.data_kinds.size() == 1) count.records = alert.records.value_or(0);
    }
    for (const auto& kind : known_kinds) count_of(counts, kind);
    return counts;
}

std::string provenance_text(const Provenance& from) {
    std::string text = from.provider;
    if (!from.sharing.empty() || !from.agreement_id.empty())
        text += fmt::format(" ({}{}{})", from.sharing, from.sharing.empty() || from.agreement_id.empty() ? "" : " ",
                            from.agreement_id);
    return text;
}

// Account names may be those of persons, titles hold what a sender likes, and the key is journalled: only their hash
// goes in.
std::string hashed(std::string_view text) { return hex(sha256(text)).substr(0, 16); }

// "host:web-1"; "" when the alert says nothing of the kind.
std::string group_part(GroupPart part, const Evidence& evidence) {
    const Alert& alert = evidence.alert;
    auto first = [](const char* name, const std::vector<std::string>& items) {
        return items.empty() ? std::string() : fmt::format("{}:{}", name, lower(items.front()));
    };
    switch (part) {
        case GroupPart::asset:
            return evidence.assets.empty() ? "" : "asset:" + evidence.assets.front()->name;
        case GroupPart::host:
            return first("host", alert.hosts);
        case GroupPart::table:
            return first("table", alert.tables);
        case GroupPart::user:
            return alert.users.empty() ? "" : "user:" + hashed(alert.users.front());
        case GroupPart::rule_id:
            return alert.rule_id.empty() ? "" : "rule_id:" + hashed(alert.rule_id);
        case GroupPart::title:
            return "title:" + hashed(alert.title);
        case GroupPart::source:
            break;
    }
    return fmt::format("source:{}", evidence.source);
}

std::string group_key(const TriageRule& rule, const Evidence& evidence) {
    if (rule.group_by.empty())
        for (auto part : {GroupPart::asset, GroupPart::host, GroupPart::table, GroupPart::user, GroupPart::source})
            if (auto text = group_part(part, evidence); !text.empty()) return fmt::format("{}|{}", rule.name, text);
    std::string key = rule.name;
    for (auto part : rule.group_by) key += "|" + group_part(part, evidence);
    return key;
}

Reason opened_because(const TriageRule& rule, const TriageDecision& decision) {
    because::Names kinds;
    for (const auto& count : decision.kinds) kinds.push_back(count.kind);
    return because::opened_by_rule({rule.name, rule.when.texts, decision.assets, std::move(kinds), decision.kind_rules,
                                    decision.by_first_label, decision.by_network, decision.join_only});
}

// The first condition that does not hold; nullptr when all do.
const std::string* failing(const When& when, const Evidence& evidence) {
    for (std::size_t i = 0; i < when.conditions.size(); ++i)
        if (!holds(*when.conditions[i], evidence)) return &when.texts[i];
    return nullptr;
}

// Everything a rule is asked about, and what the kind rules said on the way.
class Sight {
  public:
    Sight(const Arrival& arrival, const Settings& settings)
        : matches_(match_assets(arrival.alert, settings.assets)),
          assets_(assets_in(matches_)),
          evidence_{arrival.alert, arrival.source, arrival.proof, assets_, kinds_, arrival.sent} {
        for (const auto& rule : settings.kind_rules) {
            if (failing(rule.when, evidence_) != nullptr) continue;
            fired_.push_back(rule.name);
            for (const auto& kind : rule.kinds) add_once(kinds_, kind);
        }
    }
    Sight(const Sight&) = delete;
    Sight& operator=(const Sight&) = delete;

    const Evidence& evidence() const { return evidence_; }
    const std::vector<std::string>& fired() const { return fired_; }

    const std::vector<AssetMatch>& matches() const { return matches_; }

  private:
    static std::vector<const Asset*> assets_in(const std::vector<AssetMatch>& matches) {
        std::vector<const Asset*> out;
        for (const auto& match : matches) out.push_back(match.asset);
        return out;
    }

    std::vector<AssetMatch> matches_;
    std::vector<const Asset*> assets_;
    std::vector<std::string> kinds_, fired_;
    Evidence evidence_;
};

// The decision of a rule that opens.
void open_by(const TriageRule& rule, const Settings& settings, TriageDecision& decision) {
    decision.open = true;
    const Playbook* playbook = playbook_for(decision.kinds, settings);
    decision.playbook = !rule.playbook.empty() ? rule.playbook : playbook ? playbook->id : "";
    decision.why = opened_because(rule, decision);
}

}  // namespace

const Playbook* playbook_of(std::string_view id, const Settings& settings) {
    for (const Playbook& playbook : settings.playbooks)
        if (playbook.id == id) return &playbook;
    return nullptr;
}

const Playbook* playbook_for(const std::vector<KindCount>& kinds, const Settings& settings) {
    const Playbook* general = nullptr;
    for (const Playbook& playbook : settings.playbooks) {
        if (playbook.kinds.empty() && !general) general = &playbook;
        for (const auto& count : kinds)
            if (std::find(playbook.kinds.begin(), playbook.kinds.end(), count.kind) != playbook.kinds.end())
                return &playbook;
    }
    return general;
}

bool unproven(SenderProof proof, const Source* source) {
    return proof == SenderProof::none && !(source != nullptr && source->opens_unproven);
}

TriageDecision triage(const Arrival& arrival, const Settings& settings) {
    TriageDecision decision;
    const Alert& alert = arrival.alert;
    decision.severity = alert.severity;
    decision.join_only = unproven(arrival.proof, settings.source(arrival.source));
    Sight sight(arrival, settings);
    const Evidence& evidence = sight.evidence();
    for (const auto& match : sight.matches()) {
        const Asset* asset = match.asset;
        if (match.fit == AssetFit::first_label) add_once(decision.by_first_label, match.pattern);
        if (match.fit == AssetFit::network) add_once(decision.by_network, match.pattern);
        decision.assets.push_back(asset->name);
        if (asset->provenance) add_once(decision.provenance, provenance_text(*asset->provenance));
    }
    if (alert.test) {
        decision.why = because::test_message();
        return decision;
    }
    decision.kind_rules = sight.fired();
    decision.kinds = kinds_of({}, evidence.assets, alert, evidence.known_kinds);
    auto rule = std::find_if(settings.rules.begin(), settings.rules.end(),
                             [&](const TriageRule& each) { return failing(each.when, evidence) == nullptr; });
    if (rule == settings.rules.end()) {
        decision.why = because::no_rule();
        return decision;
    }
    decision.rule = rule->name;
    decision.act = rule->act;
    decision.severity = rule->severity.value_or(alert.severity);
    decision.kinds = kinds_of(*rule, evidence.assets, alert, evidence.known_kinds);
    decision.group_key = group_key(*rule, evidence);
    decision.group_window = rule->group_window.value_or(settings.group_window);
    if (rule->open) {
        open_by(*rule, settings, decision);
        return decision;
    }
    decision.why = because::rule_records_only(rule->name);
    return decision;
}

std::vector<RuleVerdict> explain(const Arrival& arrival, const Settings& settings) {
    Sight sight(arrival, settings);
    std::vector<RuleVerdict> verdicts;
    auto judge = [&](const auto& rule, bool gives_kinds) {
        const auto* failed = failing(rule.when, sight.evidence());
        verdicts.push_back({rule.name, gives_kinds, failed == nullptr, failed == nullptr ? "" : *failed});
        return failed == nullptr;
    };
    for (const auto& rule : settings.kind_rules) judge(rule, true);
    for (const auto& rule : settings.rules)
        if (judge(rule, false)) break;
    return verdicts;
}

std::vector<std::string> sent_pointers(const Settings& settings) {
    std::vector<std::string> out;
    auto add = [&](const When& when) {
        for (const auto& condition : when.conditions)
            if (auto pointer = pointer_of(*condition); !pointer.empty()) add_once(out, std::string(pointer));
    };
    for (const auto& rule : settings.kind_rules) add(rule.when);
    for (const auto& rule : settings.rules) add(rule.when);
    return out;
}

}  // namespace breachd
