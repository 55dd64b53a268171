// The references of a list that came before, which of them stand for a name that was refused, and a trace of whom. Of
// the first 131,072, in 4 MiB, which stay near the processor: a longer list is a register with one row a person. Two
// references of one hash count as one, hardly ever.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "ingest/people/ref_trace.hpp"

namespace breachd::ingest {

class RefsSeen {
  public:
    struct Before {
        bool came = false, refused = false;
        bool agrees = false;  // this row may be of the same person
    };
    // What is known of the reference before this row, which is added.
    Before add(std::string_view ref, bool refused, const RefTrace& trace) {
        if (count_ < kRefsMax && 2 * (count_ + 1) > slots_.size()) grow();
        auto hash = static_cast<std::uint64_t>(std::hash<std::string_view>{}(ref)) & ~std::uint64_t{kRefused};
        if (hash == 0) hash = 2;
        auto& slot = slot_of(hash);
        Before before{slot.ref != 0, (slot.ref & kRefused) != 0, slot.ref != 0 && slot.trace.agrees(trace)};
        if (slot.ref == 0 && count_ == kRefsMax) return before;
        if (slot.ref == 0) {
            slot = {hash, trace};
            ++count_;
        }
        if (refused) slot.ref |= kRefused;
        some_refused_ |= refused;
        return before;
    }

    // Whether nothing could be said of a row with a name, nor kept of it.
    bool settled() const { return count_ == kRefsMax && !some_refused_; }

  private:
    static constexpr std::uint64_t kRefused = 1;
    static constexpr std::size_t kRefsMax = 1 << 17;
    static constexpr std::size_t kSlotsMin = 64;

    struct Slot {
        std::uint64_t ref = 0;  // its hash; 0 is free
        RefTrace::Kept trace = {};
    };

    Slot& slot_of(std::uint64_t hash) {
        auto at = (hash >> 1) & (slots_.size() - 1);
        while (slots_[at].ref != 0 && (slots_[at].ref & ~kRefused) != hash) at = (at + 1) & (slots_.size() - 1);
        return slots_[at];
    }

    void grow() {
        std::vector<Slot> old(slots_.empty() ? kSlotsMin : 2 * slots_.size());
        old.swap(slots_);
        for (const auto& slot : old)
            if (slot.ref != 0) slot_of(slot.ref & ~kRefused) = slot;
    }

    std::vector<Slot> slots_;  // a power of two of them
    std::size_t count_ = 0;
    bool some_refused_ = false;
};

}  // namespace breachd::ingest
