// What a channel may be given a day holds for all runs together, over restarts, and by what the provider counts. Nobody
// waits for a provider that is not there while another one could have told him, and nobody is told twice for it.
#include <fmt/format.h>

#include <algorithm>

#include "sim/audit.hpp"

namespace breachd::sim {

namespace {

constexpr Duration kToldWithin = std::chrono::hours{2};  // of the moment from which one provider is missing

// Letters to one person, by the channel.
using Letters = std::map<std::string, std::vector<const Letter*>>;

std::map<std::string, Letters> letters_by_person(const Witness& witness, const std::string& id,
                                                 const Account& account) {
    std::map<std::string, Letters> out;
    for (const auto& [key, letter] : witness.letters)
        if (auto owner = account.addresses.find(letter.to);
            letter.incident == id && !key.starts_with("page ") && owner != account.addresses.end())
            out[owner->second][letter.channel].push_back(&letter);
    return out;
}

std::string address_of(const Subject& person, ContactKind kind) {
    for (const auto& contact : person.contacts)
        if (contact.kind == kind) return contact.address.reveal();
    return "";
}

bool meets(const Witness::Span& span, Instant from, Instant to) { return span.from < to && span.to > from; }

// Both channels were configured all the time, and the one for text messages could be used.
bool sms_was_there(Case& c, Instant from, Instant to) {
    for (const auto& call : c.witness.calls)
        if (call.settings && (call.settings->channel("sms") == nullptr || call.settings->channel("email") == nullptr))
            return false;
    auto dead = c.witness.dead.find("sms");
    if (dead != c.witness.dead.end() && meets(dead->second, from, to)) return false;
    return c.witness.slows != "sms";
}

// The mail provider may have taken something for this person, or says that it did.
bool mail_may_have_told(const Letters& letters) {
    auto mails = letters.find("email");
    return mails != letters.end() && std::any_of(mails->second.begin(), mails->second.end(), [](const Letter* mail) {
               return mail->accepted > 0 || mail->doubts > 0 || mail->by_receipt || mail->taken() ||
                      mail->state == Letter::State::failed;
           });
}

std::string nobody_waited_for_the_dead(Case& c, const std::string& id, const Account& account,
                                       std::map<std::string, Letters>& letters) {
    auto dead = c.witness.dead.find("email");
    if (dead == c.witness.dead.end() || !account.released_at || account.dismissed_at) return "";
    std::map<std::string, Instant> imported_at;
    std::optional<Instant> released_at;
    for (const auto& call : c.witness.calls) {
        if (call.incident != id) continue;
        if (call.what == Done::What::released) released_at = released_at.value_or(call.at);
        for (const auto& person : call.people) imported_at.try_emplace(person.subject_ref.reveal(), call.at);
    }
    for (const auto& [ref, person] : account.people) {
        auto mail = address_of(person, ContactKind::email), phone = address_of(person, ContactKind::phone);
        if (mail.empty() || phone.empty() || !imported_at.contains(ref)) continue;
        auto from = std::max({dead->second.from, *released_at, imported_at.at(ref)});
        auto to = from + kToldWithin;
        if (to >= dead->second.to || !could_work_since(c.witness, from, to) || !sms_was_there(c, from, to)) continue;
        if (auto own = letters.find(ref); own != letters.end() && mail_may_have_told(own->second)) continue;
        auto own = letters.find(ref);
        auto texts = own != letters.end() ? own->second["sms"] : std::vector<const Letter*>();
        bool in_time = std::any_of(texts.begin(), texts.end(), [&](const Letter* text) { return text->first <= to; });
        if (!in_time)
            return fmt::format("{}: {} waited for a mail provider that was not there, and got no text message", id,
                               ref);
    }
    return "";
}

// By one version of the notice, in two letters, and neither was in doubt nor came back.
std::string nobody_is_told_twice(const Witness& witness, const std::string& id, const Account& account) {
    const auto& owner = account.addresses;
    std::map<std::pair<std::string, std::size_t>, std::string> told;  // by which letter
    for (const auto& [key, letter] : witness.letters) {
        if (letter.incident != id || key.starts_with("page ") || !letter.told() || letter.doubts > 0) continue;
        auto at = owner.find(letter.to);
        if (at == owner.end()) continue;
        auto [first, is_new] = told.emplace(std::pair(at->second, version_in(key)), key);
        if (!is_new) return fmt::format("{}: {} was told twice, by {} and {}", id, at->second, first->second, key);
    }
    return "";
}

}  // namespace

std::string audit_hand_over(Case& c) {
    for (const auto& [id, account] : c.books.incidents) {
        if (auto wrong = nobody_is_told_twice(c.witness, id, account); !wrong.empty()) return wrong;
        if (!c.in_order()) continue;
        auto letters = letters_by_person(c.witness, id, account);
        if (auto wrong = nobody_waited_for_the_dead(c, id, account, letters); !wrong.empty()) return wrong;
    }
    return "";
}

std::string audit_quotas(Case& c) {
    for (const auto& [name, days] : c.witness.taken_by_day) {
        const auto* channel = c.world.settings_at_first()->channel(name);
        if (channel == nullptr || !channel->daily_quota) continue;
        for (const auto& [day, taken] : days)
            if (taken > *channel->daily_quota)
                return fmt::format("{} took {} notices on one day and may take {}", name, taken, *channel->daily_quota);
    }
    return "";
}

}  // namespace breachd::sim
