// Bytes of request bodies under way: one count for all sessions, so that many connections together cannot fill the
// memory, and a stricter one beside it for bodies whose sender only the whole body proves. A body counts from its head
// or as it comes, until its answer is written, because that long it is held. Bodies that are taken in pieces (BodySink)
// are not held and not counted. Net thread only.
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

    // One request's part of them; it is given back with release() only.
    class Part {
      public:
        explicit Part(BodyBytes& all) : all_(all) {}
        // At least so many bytes from here on; false, and nothing is taken, when there is no room for what is lacking.
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
