#include "core/triage.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/digest.hpp"

namespace breachd {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) c = lower(c);
    return out;
}

template <class T>
void add_once(std::vector<T>& items, const T& item) {
    if (std::find(items.begin(), items.end(), item) == items.end()) items.push_back(item);
}

bool any_matches(const std::vector<std::string>& globs, const std::vector<std::string>& texts) {
    for (const auto& glob : globs)
        for (const auto& text : texts)
            if (glob_matches(glob, text)) return true;
    return false;
}

KindCount& count_of(std::vector<KindCount>& counts, const std::string& kind) {
    for (auto& count : counts)
        if (count.kind == kind) return count;
    return counts.emplace_back(KindCount{kind, 0, 0});
}

// Two assets hold different rows, so counts add up; the same person in both is counted twice until the import tells.
std::vector<KindCount> kinds_of(const TriageRule& rule, const std::vector<const Asset*>& assets, const Alert& alert) {
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
    return counts;
}

std::string provenance_text(const Provenance& from) {
    std::string text = from.provider;
    if (!from.sharing.empty() || !from.agreement_id.empty())
        text += fmt::format(" ({}{}{})", from.sharing, from.sharing.empty() || from.agreement_id.empty() ? "" : " ",
                            from.agreement_id);
    return text;
}

// Account names may be those of persons and the key is journalled: only their hash goes in.
std::string group_key(const std::string& rule, const std::vector<const Asset*>& assets, const Alert& alert,
                      std::string_view source) {
    if (!assets.empty()) return fmt::format("{}|asset:{}", rule, assets.front()->name);
    if (!alert.hosts.empty()) return fmt::format("{}|host:{}", rule, lower(alert.hosts.front()));
    if (!alert.tables.empty()) return fmt::format("{}|table:{}", rule, lower(alert.tables.front()));
    if (!alert.users.empty()) return fmt::format("{}|user:{}", rule, hex(sha256(alert.users.front())).substr(0, 16));
    return fmt::format("{}|source:{}", rule, source);
}

Bilingual opened_because(const TriageRule& rule, const TriageDecision& decision) {
    std::vector<std::string> kinds;
    for (const auto& count : decision.kinds) kinds.push_back(count.kind);
    auto assets = fmt::format("{}", fmt::join(decision.assets, ", "));
    auto what = fmt::format("{}", fmt::join(kinds, ", "));
    auto when = fmt::format("{}", fmt::join(rule.when, "; "));
    Bilingual out;
    out.vi = fmt::format("Mở sự cố theo quy tắc “{}” ({})", rule.name, when.empty() ? "không điều kiện" : when);
    out.en = fmt::format("Opened by rule “{}” ({})", rule.name, when.empty() ? "no condition" : when);
    out.vi += decision.assets.empty() ? "; không khớp tài sản nào đã khai báo" : fmt::format("; tài sản: {}", assets);
    out.en += decision.assets.empty() ? "; no declared asset matches" : fmt::format("; assets: {}", assets);
    out.vi += kinds.empty() ? "; chưa rõ loại dữ liệu." : fmt::format("; loại dữ liệu: {}.", what);
    out.en += kinds.empty() ? "; kinds of data unknown." : fmt::format("; kinds of data: {}.", what);
    return out;
}

bool all_hold(const TriageRule& rule, const Alert& alert, std::string_view source,
              const std::vector<const Asset*>& assets) {
    return std::all_of(rule.conditions.begin(), rule.conditions.end(),
                       [&](const auto& condition) { return holds(*condition, alert, source, assets); });
}

}  // namespace

bool glob_matches(std::string_view glob, std::string_view text) {
    std::size_t g = 0, t = 0, star = std::string_view::npos, after_star = 0;
    while (t < text.size()) {
        if (g < glob.size() && glob[g] == '*') {
            star = g++;
            after_star = t;
        } else if (g < glob.size() && lower(glob[g]) == lower(text[t])) {
            ++g, ++t;
        } else if (star != std::string_view::npos) {
            g = star + 1;
            t = ++after_star;
        } else {
            return false;
        }
    }
    while (g < glob.size() && glob[g] == '*') ++g;
    return g == glob.size();
}

std::vector<const Asset*> assets_of(const Alert& alert, const Settings& settings) {
    std::vector<const Asset*> out;
    for (const Asset& asset : settings.assets)
        if (any_matches(asset.hosts, alert.hosts) || any_matches(asset.users, alert.users) ||
            any_matches(asset.tables, alert.tables))
            out.push_back(&asset);
    return out;
}

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

TriageDecision triage(const Alert& alert, std::string_view source, const Settings& settings) {
    TriageDecision decision;
    decision.severity = alert.severity;
    auto assets = assets_of(alert, settings);
    for (const Asset* asset : assets) {
        decision.assets.push_back(asset->name);
        if (asset->provenance) add_once(decision.provenance, provenance_text(*asset->provenance));
    }
    if (alert.test) {
        decision.reason = {"Giữ lại, không mở sự cố: thông điệp thử của nguồn.", "Kept, nothing opened: a test message of the source."};
        return decision;
    }
    auto rule = std::find_if(settings.rules.begin(), settings.rules.end(),
                             [&](const TriageRule& each) { return all_hold(each, alert, source, assets); });
    if (rule == settings.rules.end()) {
        decision.reason = {"Giữ lại, không mở sự cố: không quy tắc nào khớp.", "Kept, nothing opened: no rule matches."};
        return decision;
    }
    decision.rule = rule->name;
    decision.act = rule->act;
    decision.severity = rule->severity.value_or(alert.severity);
    decision.kinds = kinds_of(*rule, assets, alert);
    decision.group_key = group_key(rule->name, assets, alert, source);
    if (!rule->open) {
        decision.reason = {fmt::format("Giữ lại, không mở sự cố: quy tắc “{}” chỉ ghi nhận.", rule->name),
                           fmt::format("Kept, nothing opened: rule “{}” only records.", rule->name)};
        return decision;
    }
    decision.open = true;
    const Playbook* playbook = playbook_for(decision.kinds, settings);
    decision.playbook = !rule->playbook.empty() ? rule->playbook : playbook ? playbook->id : "";
    decision.reason = opened_because(*rule, decision);
    return decision;
}

}  // namespace breachd
