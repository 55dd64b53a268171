#include <cstring>
#include <random>

#include "store/imports/tag_table.hpp"
#include "testkit/catch.hpp"

using namespace breachd::store;

namespace {

std::vector<SubjectTag> random_tags(std::size_t count) {
    std::mt19937_64 random(7);
    std::vector<SubjectTag> out(count);
    for (auto& tag : out) {
        std::uint64_t halves[2] = {random(), random()};
        std::memcpy(tag.data(), halves, tag.size());
    }
    return out;
}

}  // namespace

TEST_CASE("each tag of a long list has the number that it was given first, until another is set") {
    const auto tags = random_tags(200000);
    TagTable table;
    std::int64_t number = 0, wrong = 0;
    for (const auto& tag : tags) wrong += table.find(tag) != 0 || table.add(tag, ++number) != 0;
    for (const auto& tag : tags) wrong += table.add(tag, 1) == 0;
    number = 0;
    for (const auto& tag : tags) wrong += table.find(tag) != ++number;
    for (const auto& tag : tags) table.set(tag, number--);
    for (const auto& tag : tags) wrong += table.find(tag) != static_cast<std::int64_t>(tags.size()) - number++;
    CHECK(wrong == 0);
}

TEST_CASE("tags of one part, and of one place in it, do not displace each other") {
    TagTable table;
    SubjectTag tag{};
    tag.fill('\xff');  // the last place: what has no room there goes on from the first
    for (int i = 1; i <= 200; ++i) {
        tag[11] = static_cast<char>(i);
        CHECK(table.add(tag, i) == 0);
    }
    for (int i = 1; i <= 200; ++i) {
        tag[11] = static_cast<char>(i);
        CHECK(table.find(tag) == i);
    }
    tag[0] = 0;
    CHECK(table.find(tag) == 0);
}
