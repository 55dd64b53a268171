// The clock desk: steps of the machine's clock into the journal and to the people on duty, again every six hours while
// it is in doubt, and a person's word that the clock is right. Owns nothing in the store: daemon/app/ counts the time.
#pragma once

#include <optional>
#include <vector>

#include "engine/clock_news.hpp"
#include "engine/paging/paging.hpp"
#include "engine/step.hpp"

namespace breachd::engine {

class ClockDesk {
  public:
    explicit ClockDesk(Paging& paging) : paging_(paging) {}

    // Heard in this step, or in the first one that can be written.
    void tell(const ClockNews& news) { news_.push_back(news); }
    void begin() { kept_ = doubt_; }
    // True when time itself moved: moments that were reckoned from it must be reckoned again.
    bool hear(Step& step);
    Result<Answer> handle(Step& step, const Envelope& envelope, const ConfirmClock& command);
    void close(Step& step);
    void committed() { news_.clear(); }
    void take_back() { doubt_ = kept_; }

    bool in_doubt() const { return doubt_.has_value(); }

  private:
    struct Doubt {
        Duration by{};
        Instant paged_at{};
    };

    void page(Step& step);

    Paging& paging_;
    std::optional<Doubt> doubt_, kept_;
    std::vector<ClockNews> news_;
};

}  // namespace breachd::engine
