#include "settings/settings.hpp"

#include <algorithm>

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
const Channel* ChannelSettings::channel(std::string_view name) const { return find_by(channels, &Channel::name, name); }

}  // namespace breachd
