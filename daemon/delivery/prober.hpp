// Asks channels whether they work, without a message to anybody. One thread, one question at a time, apart from what is
// being sent: a question never takes a slot or a worker from a page.
//
// Guarantee: exactly one answer for every question that submit() took, also at stop.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "base/bounded_queue.hpp"
#include "notifiers/notifier.hpp"

namespace breachd::delivery {

struct ChannelCheck {
    ProbeResult probe;
    std::string address_fault;  // of the dry run; "": the address is good, or none was given
};

struct Question {
    Channel channel;
    bool drill = false;
    std::string to;  // an address to try dry; may be empty
    std::function<void(ChannelCheck)> done;
};

class Prober {
  public:
    Prober();
    ~Prober();
    [[nodiscard]] bool submit(Question&& question);
    // What is under way ends within seconds; what waits is answered as not asked.
    void stop();

  private:
    void run();
    ChannelCheck ask(const Question& question);

    std::atomic<bool> stopping_{false};
    std::atomic<std::shared_ptr<BlockingNotifier>> asked_;  // under way
    BoundedQueue<Question> questions_{16};
    std::thread thread_;
};

}  // namespace breachd::delivery
