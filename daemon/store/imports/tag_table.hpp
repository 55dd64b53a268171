// Tags of people and the numbers that they have, 16 bytes a place, because a list may name ten million: an open table
// in 256 parts, so that growing never holds all of it twice. Tags are keyed hashes already; twelve bytes of each are
// kept, which are equal by chance in one of 10^15 such lists. For the table of imports only.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace breachd::store {

using SubjectTag = std::array<char, 16>;

class TagTable {
  public:
    void expect(const SubjectTag& tag) const;        // it will be asked for soon: its place is far away in memory
    std::int64_t find(const SubjectTag& tag) const;  // 0: none
    // The number that the tag had; 0: none, and now it has this one.
    std::int64_t add(const SubjectTag& tag, std::int64_t number);
    void set(const SubjectTag& tag, std::int64_t number);  // the later one counts

  private:
    struct Place {
        std::array<char, 12> tag{};
        std::uint32_t number = 0;  // 0: free
    };
    struct Part {  // of the tags with one first byte
        std::vector<Place> places;
        std::size_t size = 0;
    };
    static std::size_t first_place(const Part& part, const char* tag);
    static std::size_t place_of(const Part& part, const char* tag);  // its own, or the free one where it belongs
    static void grow(Part& part);
    const Part& part_of(const SubjectTag& tag) const { return parts_[static_cast<unsigned char>(tag[0])]; }
    Part& part_of(const SubjectTag& tag) { return parts_[static_cast<unsigned char>(tag[0])]; }

    std::vector<Part> parts_{256};
};

}  // namespace breachd::store
