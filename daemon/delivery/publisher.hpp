// Puts the files of a public notice, or of a content page, into every publisher's directory and reads the page back
// over its public URL: the hash of what the public really gets is the proof. One thread; idempotent, so that it may be
// done again after a crash. A publication that stop() interrupts is not reported: the next start says so and does it
// again.
#pragma once

#include <thread>

#include "base/bounded_queue.hpp"
#include "delivery/delivery.hpp"

namespace breachd::delivery {

class PublisherLoop {
  public:
    explicit PublisherLoop(const DeliveryHooks& hooks);
    ~PublisherLoop();
    [[nodiscard]] bool submit(engine::Publish&& publish);
    void stop();

  private:
    void run();
    engine::PublishDone publish(const engine::Publish& order);
    // "" when the URL serves these bytes, else what is wrong.
    std::optional<Reason> read_back(const std::string& url, const std::string& sha256);

    const DeliveryHooks& hooks_;
    BoundedQueue<int> stopping_{1};  // nothing is ever put in: waiting on it is a pause that close() ends
    BoundedQueue<engine::Publish> orders_{64};
    std::thread thread_;
};

}  // namespace breachd::delivery
