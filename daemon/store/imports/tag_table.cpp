#include "store/imports/tag_table.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace breachd::store {

namespace {

constexpr std::size_t kPlacesAtFirst = 8;

}  // namespace

// The first byte chose the part. What follows it, as a fraction, says where in it.
std::size_t TagTable::first_place(const Part& part, const char* tag) {
    std::uint32_t fraction;
    std::memcpy(&fraction, tag + 1, sizeof fraction);
    return static_cast<std::size_t>((std::uint64_t{fraction} * part.places.size()) >> 32);
}

// There is always a free one.
std::size_t TagTable::place_of(const Part& part, const char* tag) {
    auto is_other = [&](const Place& place) {
        return place.number != 0 && std::memcmp(place.tag.data(), tag, place.tag.size()) != 0;
    };
    auto at = first_place(part, tag);
    while (is_other(part.places[at])) at = at + 1 == part.places.size() ? 0 : at + 1;
    return at;
}

void TagTable::expect(const SubjectTag& tag) const {
    const auto& part = part_of(tag);
    if (!part.places.empty()) __builtin_prefetch(&part.places[first_place(part, tag.data())]);
}

std::int64_t TagTable::find(const SubjectTag& tag) const {
    const auto& part = part_of(tag);
    return part.places.empty() ? 0 : part.places[place_of(part, tag.data())].number;
}

std::int64_t TagTable::add(const SubjectTag& tag, std::int64_t number) {
    auto& part = part_of(tag);
    if (part.size >= part.places.size() / 5 * 4) grow(part);
    auto& place = part.places[place_of(part, tag.data())];
    if (place.number != 0) return place.number;
    std::memcpy(place.tag.data(), tag.data(), place.tag.size());
    place.number = static_cast<std::uint32_t>(number);
    ++part.size;
    return 0;
}

void TagTable::set(const SubjectTag& tag, std::int64_t number) {
    if (add(tag, number) == 0) return;
    auto& part = part_of(tag);
    part.places[place_of(part, tag.data())].number = static_cast<std::uint32_t>(number);
}

// By a quarter: places that stand empty are memory, too.
void TagTable::grow(Part& part) {
    auto places = std::max(kPlacesAtFirst, part.places.size() + part.places.size() / 4);
    auto before = std::exchange(part.places, std::vector<Place>(places));
    for (const auto& place : before)
        if (place.number != 0) part.places[place_of(part, place.tag.data())] = place;
}

}  // namespace breachd::store
