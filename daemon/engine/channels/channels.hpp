// The channels desk: what every channel may be given (capacity.hpp), whose rows it sends next (scheduler.hpp), and the
// entries and alarms when a channel goes down or comes back. The telling desk asks before it sends. Owned by the
// engine's thread; its memory is made anew at a start, but for the quota of the day, which the store has counted.
#pragma once

#include <optional>
#include <string>

#include "engine/channels/capacity.hpp"
#include "engine/channels/scheduler.hpp"
#include "engine/paging/paging.hpp"
#include "engine/step.hpp"

namespace breachd::engine {

class Channels {
  public:
    explicit Channels(Paging& paging) : paging_(paging) {}

    void load(Step& step);
    void begin() { capacity_.keep(); }
    void take_back() { capacity_.undo(); }

    int allowance(const Step& step, const Channel& channel);
    bool admit(const Step& step, const Channel& channel, const std::string& destination);
    bool open(const Step& step, const std::string& channel, const std::string& destination) const;
    std::optional<Instant> next_moment(const Step& step, const Channel& channel);
    std::optional<Instant> destination_moment(const Step& step, const std::string& channel) const;
    // The outcome of a send; true when the channel went down or came back by it.
    bool heard(Step& step, const std::string& channel, const std::string& destination, const Outcome& outcome,
               bool first_attempt);
    // The outcome of a page, or of a test; true when the channel went down or came back by it.
    bool heard_page(Step& step, const std::string& channel, const Outcome& outcome);

    // A send that was out at the stop: its provider may have taken it.
    void lost(const Step& step, const std::string& channel) { capacity_.charge(channel, step.now); }

    std::int64_t used(const Step& step, const std::string& channel) const;
    bool down(const std::string& channel) const { return capacity_.down(channel); }
    // It can take messages, or will shortly.
    bool available(const Step& step, const std::string& name) const {
        return step.settings.channel(name) != nullptr && !capacity_.stuck_since(name, step.now);
    }
    // When those who wait for it go to another one; none while it is available.
    std::optional<Instant> hands_over_at(const Step& step, const std::string& name) const;
    bool works_for_others(const Step& step, const std::string& channel) const {
        return capacity_.works_for_others(channel, step.now);
    }
    std::optional<double> pace(const Step& step, const std::string& channel) const {
        return capacity_.pace(channel, step.now);
    }
    void plans(bool planning) { capacity_.plans(planning); }
    int down_count() const { return capacity_.down_count(); }

    Scheduler& runs() { return scheduler_; }

  private:
    // True when it went down or came back: that is told.
    bool tell(Step& step, const std::string& channel, const Outcome& outcome, Turn turn);

    Paging& paging_;
    Capacity capacity_;
    Scheduler scheduler_;
};

}  // namespace breachd::engine
