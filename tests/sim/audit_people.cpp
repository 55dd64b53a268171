// Who is owed a notice, who was told, who could not be reached: every imported person once, by what providers took.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "sim/audit.hpp"

namespace breachd::sim {

std::size_t version_in(const std::string& key) {
    auto at = key.rfind("-v");
    return at == std::string::npos ? 0 : static_cast<std::size_t>(std::atoi(key.c_str() + at + 2));
}

namespace {

// The people of one incident by their addresses, and what became of the letters to each.
struct Told {
    std::map<std::string, std::string> by_address;  // address -> reference
    // reference and channel -> where the present version was tried, and whether it turned out bad
    std::map<std::pair<std::string, std::string>, std::map<std::string, bool>> on;
    std::map<std::string, std::size_t> by;  // reference -> the last version that told
    std::set<std::string> told;             // by a version that need not be told again
    std::set<std::string> pointed;          // by the present one, and told by none of those
    bool any_letter = false;
};

Told told_of(const Witness& witness, const std::string& id, const Account& account, std::string& wrong) {
    Told out;
    out.by_address = account.addresses;
    for (const auto& [key, letter] : witness.letters) {
        if (letter.incident != id || key.starts_with("page ")) continue;
        auto owner = out.by_address.find(letter.to);
        if (owner == out.by_address.end()) {
            wrong = key + ": was sent to an address that nobody imported";
            continue;
        }
        out.any_letter = true;
        const auto& ref = owner->second;
        if (auto person = account.people.find(ref);
            person != account.people.end() && letter.guardian_of != person->second.guardian_of.reveal())
            wrong = key + ": does not name the child whose data they are, or another one";
        auto version = version_in(key);
        if (version == account.releases.size() && !letter.never_left)
            out.on[{ref, letter.channel}][letter.to] = letter.state == Letter::State::failed;
        if (letter.told()) out.by[ref] = std::max(out.by[ref], version);
        if (letter.told() && version >= account.since()) out.told.insert(ref);
        if (letter.taken() && letter.only_points && version == account.releases.size()) out.pointed.insert(ref);
    }
    for (const auto& ref : out.told) out.pointed.erase(ref);
    return out;
}

bool was_there_throughout(Case& c, const std::string& channel) {
    for (const auto& call : c.witness.calls)
        if (call.settings && call.settings->channel(channel) == nullptr) return false;
    return true;
}

// The channel does not send again what it does not know the outcome of.
bool leaves(Case& c, const std::string& name) {
    const auto* channel = c.world.settings_at_first()->channel(name);
    return channel != nullptr && channel->on_unknown == "leave";
}

bool never_left(Case& c, const std::string& key) {
    auto letter = c.witness.letters.find(key);
    return letter == c.witness.letters.end() || letter->second.never_left;
}

// Nobody tried it, and that is as it should be: given up so that the next channel had time; or the daemon stopped
// before it was sent and does not know that: its channel leaves such letters alone, or it was given up in the second
// half of the clock.
bool may_stay_unsent(Case& c, const Account& account, const json::object& row) {
    auto state = text_in(row, "state");
    auto settled_at = moment_in(row, "updated_at");
    bool late = settled_at && *settled_at > account.detected_at + kToSubjects / 2;
    return state == "failed" || (state == "unknown" && (late || leaves(c, text_in(row, "channel"))));
}

// The person's addresses for the channel, in their order, were tried up to one that may have told: each after the one
// before it had turned out bad.
bool tried_in_order(const Subject& person, const std::string& channel, const std::map<std::string, bool>& tried) {
    bool may_have_told = std::any_of(tried.begin(), tried.end(), [](const auto& each) { return !each.second; });
    for (const auto& contact : person.contacts) {
        if (may_have_told) return true;
        if ((contact.kind == ContactKind::email) != (channel == "email")) continue;
        if (!tried.contains(contact.address.reveal())) return false;
    }
    return true;
}

// Whoever is not told was tried on every channel that reaches him, unless there was a reason not to.
std::string nobody_was_left_out(Case& c, const std::string& id, const Account& account, const Told& told) {
    std::map<std::string, int> never_tried, given_up;  // by channel
    for (const auto& [ref, person] : account.people) {
        if (told.told.contains(ref)) continue;
        for (const char* channel : {"email", "sms"}) {
            auto tried = told.on.find({ref, channel});
            bool all =
                tried_in_order(person, channel, tried != told.on.end() ? tried->second : decltype(tried->second){});
            if (!all) ++never_tried[channel];
        }
    }
    for (const auto& row : c.outside.deliveries(id))
        if (version_in(text_in(row, "key")) == account.releases.size() && may_stay_unsent(c, account, row) &&
            never_left(c, text_in(row, "key")))
            ++given_up[text_in(row, "channel")];
    for (const auto& [channel, count] : never_tried)
        if (count > given_up[channel] && was_there_throughout(c, channel))
            return fmt::format("{}: {} people are not told, and nobody tried {}", id, count - given_up[channel],
                               channel);
    return "";
}

// "" stands for all duties towards people: what a person must be told after a public notice.
std::string_view asked(std::string_view duty) { return duty == "individual-after-public" ? "" : duty; }

bool is_owed(const Account& account, const Subject& person, std::string_view duty) {
    return !kinds_of(account, person, asked(duty)).empty();
}

// The person's last letter that told was written for the duty and names each of its kinds that the person has.
bool told_of_duty(const Account& account, const Told& told, const std::string& ref, const Subject& person,
                  std::string_view duty) {
    auto by = told.by.find(ref);
    if (by == told.by.end()) return false;
    const auto& release = account.releases.at(by->second - 1);
    auto kinds = kinds_of(account, person, asked(duty));
    return (asked(duty).empty() || release.duties.contains(std::string(duty))) &&
           std::includes(release.kinds.begin(), release.kinds.end(), kinds.begin(), kinds.end());
}

// Somebody whom no letter has told of a duty that is owed to him.
bool somebody_is_owed(const Account& account, const json::object& shown, const Told& told) {
    for (const char* name : {"subjects-location-biometric", "subjects-finance"})
        for (const auto& [ref, person] : account.people)
            if (element_in(list_in(shown, "obligations"), "id", name) != nullptr && !told.told.contains(ref) &&
                is_owed(account, person, name) && !told_of_duty(account, told, ref, person, name))
                return true;
    return false;
}

// What must be done about them when everything has worked for days.
std::string everyone_is_told_in_the_end(Case& c, const std::string& id, const Account& account, const Told& told) {
    const auto& shown = c.incidents.at(id);
    const auto& run = object_in(shown, "notice_run");
    auto unreachable = static_cast<std::int64_t>(account.people.size() - told.told.size() - told.pointed.size());
    if (number_in(run, "unreachable") != unreachable || text_in(run, "state") != "done")
        return fmt::format("{}: {} people could not be reached, the daemon says {} and calls the run {}", id,
                           unreachable, number_in(run, "unreachable"), text_in(run, "state"));
    if (auto wrong = nobody_was_left_out(c, id, account, told); !wrong.empty()) return wrong;
    if (number_in(run, "pointed") != std::ssize(told.pointed))
        return fmt::format("{}: {} people are only pointed to the notice, the daemon says {}", id, told.pointed.size(),
                           number_in(run, "pointed"));
    bool public_owed = c.world.settings().public_notice.automatic && somebody_is_owed(account, shown, told);
    if (public_owed && text_in(object_in(shown, "public_notice"), "state") != "published")
        return id + ": people are unreachable and the public notice is not out";
    return "";
}

std::string duties_follow(const std::string& id, const Account& account, const json::object& shown, const Told& told) {
    for (const char* name : {"subjects-location-biometric", "subjects-finance", "individual-after-public"}) {
        const auto* duty = element_in(list_in(shown, "obligations"), "id", name);
        if (duty == nullptr) continue;
        std::int64_t count = 0, owed = 0;
        for (const auto& [ref, person] : account.people) {
            if (!is_owed(account, person, name)) continue;
            ++owed;
            count += told_of_duty(account, told, ref, person, name);
        }
        bool listed = number_named(account, kinds_of(account, asked(name))) <= owed || list_is_complete(account);
        bool all = account.released_at && count > 0 && count == owed && listed;
        bool filed = name != std::string_view("subjects-finance") || account.filed_at;
        bool met = text_in(*duty, "state").starts_with("met");
        if (met != (all && filed))
            return fmt::format("{}: {} is called {} with {} of {} people told of it, and the list is {}", id, name,
                               text_in(*duty, "state"), count, owed, listed ? "long enough" : "short");
    }
    return "";
}

}  // namespace

std::string audit_people(Case& c) {
    for (const auto& [id, account] : c.books.incidents) {
        std::string wrong;
        auto told = told_of(c.witness, id, account, wrong);
        if (!wrong.empty()) return wrong;
        const auto& shown = c.incidents.at(id);
        const auto& run = object_in(shown, "notice_run");
        auto owed = static_cast<std::int64_t>(account.people.size());
        if (number_in(run, "subjects") != owed)
            return fmt::format("{}: {} people were imported, the daemon says {}", id, owed, number_in(run, "subjects"));
        auto count = static_cast<std::int64_t>(told.told.size());
        if (number_in(run, "told") != count)
            return fmt::format("{}: {} people were told, the daemon says {}", id, count, number_in(run, "told"));
        if (!account.released_at && told.any_letter) return id + ": letters went out that nobody released";
        if (account.dismissed_at) continue;
        if (wrong = duties_follow(id, account, shown, told); !wrong.empty()) return wrong;
        if (c.in_order() && account.released_at)
            if (wrong = everyone_is_told_in_the_end(c, id, account, told); !wrong.empty()) return wrong;
    }
    return "";
}

// Each row of the outbox is one person's, says what the provider said, and was sent again only in doubt.
std::string audit_letters(Case& c) {
    for (const auto& [key, letter] : c.witness.letters)
        if (letter.accepted > 1 + letter.doubts)
            return fmt::format("{} was taken {} times with {} doubts", key, letter.accepted, letter.doubts);
    for (const auto& [key, letter] : c.witness.letters)
        if (letter.again_in_doubt > 0 && !key.starts_with("page ") && leaves(c, letter.channel))
            return key + " was sent again in doubt, and its channel leaves such letters alone";
    if (!c.in_order()) return "";
    for (const auto& [id, account] : c.books.incidents) {
        std::string ignored;
        auto told = told_of(c.witness, id, account, ignored);
        std::map<std::int64_t, std::string> person_of;  // number -> reference
        std::map<std::string, std::int64_t> number_of;
        for (const auto& row : c.outside.deliveries(id)) {
            auto key = text_in(row, "key"), state = text_in(row, "state");
            auto letter = c.witness.letters.find(key);
            if (letter == c.witness.letters.end()) {
                if (state == "accepted" || state == "delivered") return key + ": was never sent and is called " + state;
                continue;
            }
            if ((state == "accepted" || state == "delivered") != letter->second.taken())
                return key + ": what became of it is not what the daemon was told; it is called " + state;
            const auto& ref = told.by_address.at(letter->second.to);
            auto number = number_in(row, "subject");
            if (person_of.emplace(number, ref).first->second != ref) return key + ": two people are one in the outbox";
            if (number_of.emplace(ref, number).first->second != number) return key + ": a person is two in the outbox";
        }
    }
    return "";
}

}  // namespace breachd::sim
