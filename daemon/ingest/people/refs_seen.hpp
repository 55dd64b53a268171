// The references of a list that came before, and which of them stand for a name that was refused. Of the first million:
// 16 MiB are enough for a list whose rows of one reference stand anywhere, and a longer one is a register with one row
// a person. Two references of one hash count as one: a million have that once in tens of thousands of times.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace breachd::ingest {

class RefsSeen {
  public:
    struct Before {
        bool came = false, refused = false;
    };
    // What is known of the reference before this row, which is added.
    Before add(std::string_view ref, bool refused) {
        if (count_ < kRefsMax && 2 * (count_ + 1) > slots_.size()) grow();
        auto hash = static_cast<std::uint64_t>(std::hash<std::string_view>{}(ref)) & ~std::uint64_t{kRefused};
        auto& slot = slot_of(hash == 0 ? 2 : hash);
        Before before{slot != 0, (slot & kRefused) != 0};
        if (slot == 0 && count_ == kRefsMax) return before;
        if (slot == 0) {
            slot = hash == 0 ? 2 : hash;
            ++count_;
        }
        if (refused) slot |= kRefused;
        return before;
    }

  private:
    static constexpr std::uint64_t kRefused = 1;
    static constexpr std::size_t kRefsMax = 1 << 20;
    static constexpr std::size_t kSlotsMin = 64;

    std::uint64_t& slot_of(std::uint64_t hash) {
        auto at = (hash >> 1) & (slots_.size() - 1);
        while (slots_[at] != 0 && (slots_[at] & ~kRefused) != hash) at = (at + 1) & (slots_.size() - 1);
        return slots_[at];
    }

    void grow() {
        std::vector<std::uint64_t> old(slots_.empty() ? kSlotsMin : 2 * slots_.size());
        old.swap(slots_);
        for (auto slot : old)
            if (slot != 0) slot_of(slot & ~kRefused) = slot;
    }

    std::vector<std::uint64_t> slots_;  // 0 is free; a power of two of them
    std::size_t count_ = 0;
};

}  // namespace breachd::ingest
