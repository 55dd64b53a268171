// The whole daemon wired together: store, engine and its pump, delivery, network. Built from a checked configuration,
// runs until it is told to stop. Everything that can differ between two runs (time, randomness, network, threads)
// enters here.
#pragma once

#include <memory>
#include <string>

#include "config/config.hpp"

namespace breachd::app {

class Daemon {
  public:
    // Opens the store, starts the engine, binds the listeners. Throws StoreError; an Error names what could not be
    // opened.
    static Result<std::unique_ptr<Daemon>> create(LoadedConfig config, LoadOptions load_options);
    ~Daemon();

    // Starts all threads; returns when SIGTERM or SIGINT came and everything in flight is done. The result is the exit
    // code.
    int run();

    struct Impl;  // app/parts.hpp

  private:
    explicit Daemon(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace breachd::app
