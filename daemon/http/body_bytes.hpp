// Counts the bytes of all request bodies in memory, so that many connections together cannot fill it; bodies whose
// sender only the whole body proves have a smaller limit of their own beside it. A body counts from its head, or as it
// comes, until its answer is written. A body that is taken in pieces (BodySink) is not kept and not counted. Net thread
// only.
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>

#include "settings/server.hpp"

namespace breachd::http {

class BodyBytes {
  public:
    explicit BodyBytes(const Limits& limits)
        : max_(limits.bodies_bytes_max), unproven_max_(limits.unproven_bytes_max) {}

    // The part of one request; only release() gives it back.
    class Part {
      public:
        explicit Part(BodyBytes& all) : all_(all) {}
        // Makes the part at least so large; false, and the part stays as it was, when there is no room.
        bool reach(std::size_t bytes, bool unproven) {
            std::size_t more = bytes - std::min(bytes, held_);
            if (!fits(all_.held_, more, all_.max_)) return false;
            if (unproven && !fits(all_.unproven_, more, all_.unproven_max_)) return false;
            add(held_, all_.held_, more);
            if (unproven) add(unproven_, all_.unproven_, more);
            return true;
        }
        void release() {
            all_.held_ -= std::exchange(held_, 0);
            all_.unproven_ -= std::exchange(unproven_, 0);
        }

      private:
        static bool fits(std::size_t held, std::size_t more, std::size_t max) {
            return more <= max - std::min(max, held);
        }
        static void add(std::size_t& here, std::size_t& all, std::size_t more) {
            here += more;
            all += more;
        }

        BodyBytes& all_;
        std::size_t held_ = 0, unproven_ = 0;
    };

  private:
    const std::size_t max_, unproven_max_;
    std::size_t held_ = 0, unproven_ = 0;
};

}  // namespace breachd::http
