// Gives a public notice, or a content page, to every publisher (notifiers/publishing) and reads the page back over its
// public URL: what the public really gets is the proof. One thread; idempotent, so that it may be done again after a
// crash. A publication that stop() interrupts is not reported: the next start says so and does it
// again.
#pragma once

#include <thread>
#include <variant>

#include "base/bounded_queue.hpp"
#include "delivery/delivery.hpp"

namespace breachd::delivery {

class PublisherLoop {
  public:
    explicit PublisherLoop(const DeliveryHooks& hooks);
    ~PublisherLoop();
    [[nodiscard]] bool submit(engine::Publish&& publish);
    [[nodiscard]] bool submit(engine::ReadBack&& question);
    void stop();

  private:
    void run();
    void carry_out(const engine::Publish& order);
    void carry_out(const engine::ReadBack& question);
    engine::PublishDone publish(const engine::Publish& order);
    // Put up and read back. `page_url`: where the first publisher shows the page.
    PutUp put(Publisher publisher, const engine::Publish& order, const std::string& page_url);
    // None when the URL shows it, else what is wrong.
    using Fits = std::function<bool(const std::string& body)>;
    std::optional<Reason> read_back(const std::string& url, const std::string& proxy, const Fits& fits);

    const DeliveryHooks& hooks_;
    BoundedQueue<int> stopping_{1};  // nothing is ever put in: waiting on it is a pause that close() ends
    BoundedQueue<std::variant<engine::Publish, engine::ReadBack>> orders_{64};
    std::thread thread_;
};

}  // namespace breachd::delivery
