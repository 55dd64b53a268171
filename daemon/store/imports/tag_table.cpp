#include "store/imports/tag_table.hpp"

#include <cstring>
#include <utility>

namespace breachd::store {

namespace {

constexpr std::size_t kPlacesAtFirst = 1024;

}  // namespace

std::size_t TagTable::place_of(const SubjectTag& tag) const {
    std::size_t at;
    std::memcpy(&at, tag.data(), sizeof at);
    for (at &= places_.size() - 1; places_[at].number != 0 && places_[at].tag != tag;)
        at = (at + 1) & (places_.size() - 1);
    return at;
}

void TagTable::expect(const SubjectTag& tag) const {
    if (places_.empty()) return;
    std::size_t at;
    std::memcpy(&at, tag.data(), sizeof at);
    __builtin_prefetch(&places_[at & (places_.size() - 1)]);
}

std::int64_t TagTable::find(const SubjectTag& tag) const { return places_.empty() ? 0 : places_[place_of(tag)].number; }

std::int64_t TagTable::add(const SubjectTag& tag, std::int64_t number) {
    if (size_ >= places_.size() / 4 * 3) grow();
    auto& place = places_[place_of(tag)];
    if (place.number != 0) return place.number;
    place.tag = tag;
    place.number = static_cast<std::uint32_t>(number);
    ++size_;
    return 0;
}

void TagTable::set(const SubjectTag& tag, std::int64_t number) {
    if (add(tag, number) != 0) places_[place_of(tag)].number = static_cast<std::uint32_t>(number);
}

void TagTable::grow() {
    auto before = std::exchange(places_, std::vector<Place>(places_.empty() ? kPlacesAtFirst : places_.size() * 2));
    for (const auto& place : before)
        if (place.number != 0) places_[place_of(place.tag)] = place;
}

}  // namespace breachd::store
