// Tags of people and the numbers that they have: an open table of 20 bytes a place, because a list may name ten
// million. Tags are keyed hashes already. For the table of imports only.
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
    std::size_t size() const { return size_; }

  private:
    struct Place {
        SubjectTag tag{};
        std::uint32_t number = 0;  // 0: free
    };
    std::size_t place_of(const SubjectTag& tag) const;
    void grow();

    std::vector<Place> places_;  // a power of two
    std::size_t size_ = 0;
};

}  // namespace breachd::store
