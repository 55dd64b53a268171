#include "settings/settings.hpp"

#include <algorithm>

#include "base/utf8.hpp"

namespace breachd {

namespace {

template <class Items, class Member>
auto find_by(const Items& items, Member member, std::string_view wanted) -> const typename Items::value_type* {
    auto found = std::find_if(items.begin(), items.end(), [&](const auto& item) { return item.*member == wanted; });
    return found == items.end() ? nullptr : &*found;
}

}  // namespace

std::string_view role_name(Role role) { return boost::describe::enum_to_string(role, "?"); }

const Source* Access::source(std::string_view name) const { return find_by(sources, &Source::name, name); }
const Hook* Access::hook(std::string_view name) const { return find_by(hooks, &Hook::name, name); }
const Edition* LawSettings::edition_of(std::string_view id) const { return find_by(editions, &Edition::id, id); }
const Person* OnCallSettings::person(std::string_view id) const { return find_by(people, &Person::id, id); }
std::string OnCallSettings::name_of(std::string_view id) const {
    const auto* known = person(id);
    return known ? known->name : std::string(id);
}
std::optional<std::string> Settings::known_person(std::string_view who) const {
    if (const auto* known = person(who)) return known->id;
    std::vector<std::string> called;
    for (const auto& each : people)
        if (!who.empty() && nfc(each.name) == nfc(who)) called.push_back(each.id);
    if (called.size() == 1) return called.front();
    const auto* token = called.empty() ? find_by(tokens, &Token::name, who) : nullptr;
    bool acknowledges = token != nullptr && (token->role == Role::responder || token->role == Role::dpo);
    return acknowledges ? std::optional(token->name) : std::nullopt;
}
const Channel* ChannelSettings::channel(std::string_view name) const { return find_by(channels, &Channel::name, name); }

}  // namespace breachd
