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

const Channel* Settings::channel(std::string_view name) const { return find_by(channels, &Channel::name, name); }
const Person* Settings::person(std::string_view id) const { return find_by(people, &Person::id, id); }
const Edition* Settings::edition_of(std::string_view id) const { return find_by(editions, &Edition::id, id); }
const AlertSource* Settings::source(std::string_view name) const { return find_by(sources, &AlertSource::name, name); }

}  // namespace breachd
