// When the public notice went up: by what people did and providers took, as a lawyer would judge it. At the deadline
// less the margin when somebody is left; before, only after the release, and only when no letter that waits can reach
// anybody who is left, or when a forecast may have said "not in time" for its patience.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "sim/audit.hpp"

namespace breachd::sim {

namespace {

constexpr Duration kSlack = std::chrono::minutes{15};  // of the daemon, when it has heard of everything

struct Deeds {  // of people, about one incident
    std::vector<Instant> released;
    std::optional<Instant> changed_at;           // facts, lists, alerts: last
    std::map<std::string, Instant> imported_at;  // first, by address
    std::map<std::string, std::string> refs;     // by address
    std::map<std::string, Instant> named_at;     // last, by reference: a newer list has people tried anew
};

Deeds deeds_of(const Witness& witness, const std::string& id) {
    Deeds out;
    auto changed = [&](Instant at) { out.changed_at = std::max(out.changed_at.value_or(at), at); };
    for (const auto& call : witness.calls) {
        if (call.what == Done::What::reloaded) changed(call.at);
        if (call.incident != id) continue;
        changed(call.at);
        if (call.what == Done::What::released) out.released.push_back(call.at);
        for (const auto& person : call.people) {
            out.named_at.insert_or_assign(person.subject_ref.reveal(), call.at);
            for (const auto& contact : person.contacts) {
                out.imported_at.try_emplace(contact.address.reveal(), call.at);
                out.refs.try_emplace(contact.address.reveal(), person.subject_ref.reveal());
            }
        }
    }
    for (const auto* all : {&witness.messages, &witness.replayed})
        for (const auto& message : *all)
            for (const auto& placed : message.placed)
                if (placed.incident == id) changed(message.at);
    return out;
}

// "INC-2026-0001-7": of a letter's key, without its channel and version.
std::string person_in(const std::string& key, const Letter& letter) {
    return key.substr(0, key.rfind("-" + letter.channel + "-v"));
}

// Who was told and is so no longer: a letter came back after that moment, and the next channel was tried then.
std::set<std::string> bounced_after(const Witness& witness, const std::string& id, Instant at) {
    std::set<std::string> out;
    for (const auto& [key, letter] : witness.letters)
        if (letter.incident == id && letter.state == Letter::State::failed && letter.since > at)
            out.insert(person_in(key, letter));
    return out;
}

// The settings that were in force then.
const Settings& settings_at(Case& c, Instant at) {
    const Settings* out = c.world.settings_at_first().get();
    for (const auto& call : c.witness.calls)
        if (call.what == Done::What::reloaded && call.at <= at) out = call.settings.get();
    return *out;
}

// Somebody on the list then was told afterwards, by a channel that was there then.
bool others_could_be_told(Case& c, const std::string& id, const Deeds& deeds, Instant at) {
    const auto& witness = c.witness;
    const auto& order = settings_at(c, at).notice.order;
    auto bounced = bounced_after(witness, id, at);
    auto later = std::upper_bound(deeds.released.begin(), deeds.released.end(), at);
    auto version = static_cast<std::size_t>(later - deeds.released.begin());
    return std::any_of(witness.letters.begin(), witness.letters.end(), [&](const auto& each) {
        const auto& [key, letter] = each;
        if (letter.incident != id || key.starts_with("page ")) return false;
        if (letter.state != Letter::State::accepted || letter.since <= at || letter.by_receipt) return false;
        if (!holds(order, letter.channel)) return false;
        if (version_in(key) > version) return false;  // released later: everybody is tried again
        if (bounced.contains(person_in(key, letter))) return false;
        auto imported = deeds.imported_at.find(letter.to);
        return imported != deeds.imported_at.end() && imported->second < at &&
               deeds.named_at.at(deeds.refs.at(letter.to)) <= at;
    });
}

std::string went_up_early(Case& c, const std::string& id, const Account& account, const Deeds& deeds, Instant at) {
    const auto& policy = c.world.settings().public_notice;
    if (!policy.automatic) return id + ": the public notice went up, and nobody asked for it";
    auto last_moment = account.detected_at + kToSubjects - policy.margin;
    if (at >= last_moment) return "";
    if (deeds.released.empty() || at < deeds.released.front())
        return id + ": the public notice went up before the last moment, and nothing was released";
    if (at >= deeds.released.front() + policy.forecast_patience) return "";
    if (at >= last_moment - policy.forecast_patience) return "";
    if (others_could_be_told(c, id, deeds, at))
        return id + ": the public notice went up while others could still be told";
    return "";
}

// Told at a contact that a newer list has replaced is told, too.
bool somebody_left_for_good(Case& c, const std::string& id, const Deeds& deeds, Instant before) {
    std::set<std::string> told, told_refs;
    for (const auto& [key, letter] : c.witness.letters)
        if (letter.incident == id && letter.told()) {
            told.insert(letter.to);
            if (auto ref = deeds.refs.find(letter.to); ref != deeds.refs.end()) told_refs.insert(ref->second);
        }
    return std::any_of(
        c.books.incidents.at(id).people.begin(), c.books.incidents.at(id).people.end(), [&](const auto& each) {
            const auto& contacts = each.second.contacts;
            if (kinds_of(c.books.incidents.at(id), each.second).empty() || told_refs.contains(each.first)) return false;
            if (contacts.empty()) return true;
            auto imported = deeds.imported_at.find(contacts.front().address.reveal());
            bool known = imported != deeds.imported_at.end() && imported->second < before;
            return known && std::none_of(contacts.begin(), contacts.end(),
                                         [&](const auto& contact) { return told.contains(contact.address.reveal()); });
        });
}

std::string went_up_late(Case& c, const std::string& id, const Account& account, const Deeds& deeds) {
    const auto& policy = c.world.settings().public_notice;
    if (!policy.automatic || deeds.released.empty() || account.dismissed_at || !owes_people(account)) return "";
    auto wanted = account.detected_at + kToSubjects - policy.margin;
    if (deeds.changed_at) wanted = std::max(wanted, *deeds.changed_at);
    if (!somebody_left_for_good(c, id, deeds, wanted)) return "";
    if (!could_work_since(c.witness, wanted, wanted + kSlack)) return "";
    auto at = c.witness.published.find(id);
    if (at == c.witness.published.end() || at->second > wanted + kSlack)
        return id + ": somebody was left at the deadline less the margin, and the public notice was not put up then";
    return "";
}

}  // namespace

std::string audit_public(Case& c) {
    for (const auto& [id, account] : c.books.incidents) {
        auto deeds = deeds_of(c.witness, id);
        if (auto at = c.witness.published.find(id); at != c.witness.published.end())
            if (auto wrong = went_up_early(c, id, account, deeds, at->second); !wrong.empty()) return wrong;
        if (c.in_order())
            if (auto wrong = went_up_late(c, id, account, deeds); !wrong.empty()) return wrong;
    }
    return "";
}

}  // namespace breachd::sim
