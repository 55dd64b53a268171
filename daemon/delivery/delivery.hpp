// The delivery island: runs notifiers and reports outcomes. It decides nothing: no retry, no rate, no next channel.
//
// Guarantees
//  1. Exactly one AttemptDone for every Send that submit() took, whatever happens, also at stop.
//  2. Pages never wait behind notices: every channel has workers or slots of its own for pages.
//  3. submit() never blocks; false means that it was not taken (full, or stopping).
//  4. A channel has never more notices out than it has connections.
// Callbacks are called on delivery's threads, or inside submit() for what cannot be tried at all, and must only hand
// over.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/commands.hpp"
#include "engine/effects.hpp"

namespace breachd::delivery {

// One file of a public notice, relative to the publisher's directory; the first is the page whose read-back is the
// proof.
struct PublicFile {
    std::string path;
    std::string bytes;
};

struct DeliveryHooks {
    std::function<void(engine::AttemptDone)> attempt_done;
    std::function<void(std::string incident, engine::PublishDone)> publish_done;
    std::function<std::vector<PublicFile>(const engine::Publish&, const std::string& base_url)> render;
};

class Delivery {
  public:
    Delivery(std::shared_ptr<const Settings> settings, DeliveryHooks hooks);
    ~Delivery();

    [[nodiscard]] bool submit(engine::Send&& send);
    [[nodiscard]] bool submit(engine::Publish&& publish);
    // New channels for what is submitted from now on; what is out is finished on the old ones.
    void replace(std::shared_ptr<const Settings> settings);
    // What has not been started is given back as "not sent"; what is out may finish within `patience`, then it ends
    // with what is known of it: unknown when it may have been taken. Nothing is submitted afterwards.
    void stop(Duration patience);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace breachd::delivery
