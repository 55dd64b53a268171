// Reading the configuration again while the daemon runs. Reading YAML, secrets and certificates waits for disks, so it
// happens on a thread of its own, for SIGHUP and for POST /-/reload alike.
//
// Guarantees: at most one reading is under way; every reading that was begun ends with one call of `done`, on this
// thread; stop() waits for it. What is taken over, and how, is the hook's.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "base/bounded_queue.hpp"
#include "config/config.hpp"

namespace breachd::app {

class Reloader {
  public:
    // Its warnings, one a line of the log; an error when the old configuration stays.
    using Reloaded = Result<std::vector<std::string>>;
    using Done = std::function<void(Reloaded)>;
    using Take = std::function<Reloaded(LoadedConfig&&)>;

    // `take` puts what was read into force; it runs on this class's thread.
    Reloader(std::string file, LoadOptions options, Take take);
    ~Reloader();
    Reloader(const Reloader&) = delete;
    Reloader& operator=(const Reloader&) = delete;

    // From any thread. False, and `done` is never called, while an earlier reading is under way.
    [[nodiscard]] bool begin(Done done);
    // Waits for a reading that is under way; begin() gives false from here on. One caller.
    void stop();

  private:
    void work();

    std::string file_;
    LoadOptions options_;
    Take take_;
    BoundedQueue<Done> asked_{1};
    std::atomic_flag under_way_;
    std::thread thread_;
};

// Sections that changed and take effect only after a restart: the sockets and the files that were opened at the start.
std::vector<std::string> waits_for_restart(const LoadedConfig& running, const LoadedConfig& loaded);

}  // namespace breachd::app
