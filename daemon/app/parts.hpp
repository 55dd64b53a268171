// The parts of a running daemon and how they are joined. Inner header of daemon/app: wiring.cpp makes the parts and
// joins them, daemon.cpp runs them and stops them.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "api/server.hpp"
#include "app/clock.hpp"
#include "app/daemon.hpp"
#include "app/prover.hpp"
#include "app/reload.hpp"
#include "app/timings.hpp"
#include "base/bounded_queue.hpp"
#include "bounces/bounces.hpp"
#include "delivery/delivery.hpp"
#include "delivery/dns/sender_dns.hpp"
#include "delivery/list_fetcher.hpp"
#include "engine/engine.hpp"
#include "store/store.hpp"

namespace breachd::app {

// Commands from outside may fill this much of the queue; the rest is for outcomes of what was sent, which must never be
// lost.
inline constexpr std::size_t kQueueMax = 1 << 16;
inline constexpr std::size_t kQueueForRequests = 1 << 13;
// The pump sleeps 10 s at most; WatchdogSec is 30 s.
inline constexpr Duration kCycleAgeMax = std::chrono::seconds{20};

struct Daemon::Impl {
    LoadedConfig config;  // as it was at the start, without its settings: those in force are below
    LoadOptions load_options;
    store::StoreOptions store_options;
    store::MasterKey master;
    Clock clock;
    Instant began{};  // when the engine was started, by the daemon's clock
    Timings timings;
    std::unique_ptr<store::Store> store;
    std::unique_ptr<engine::Engine> engine;
    BoundedQueue<engine::Envelope> commands{kQueueMax};
    std::unique_ptr<store::Reader> public_reader;  // the publisher's thread's, and nobody else's
    std::unique_ptr<delivery::Delivery> delivery;
    delivery::ListFetcher lists;
    delivery::SenderDns sender_dns{delivery::system_resolver()};
    std::unique_ptr<api::Server> server;
    std::unique_ptr<bounces::Bounces> bounces;
    std::atomic<std::shared_ptr<const Settings>> settings;
    std::atomic<std::shared_ptr<const engine::Stats>> stats;
    std::atomic<std::shared_ptr<const AccessBook>> access;
    std::atomic<std::int64_t> cycle_at{0};  // steady ms of the last finished engine cycle
    struct Read {                           // of the configuration, last
        std::vector<std::string> warnings;
        Instant at{};
    };
    std::atomic<std::shared_ptr<const Read>> read;
    std::atomic<bool> impaired{false};
    std::atomic<bool> failed{false};
    std::atomic<std::int64_t> damaged_at{0};  // steady ms at which a reader's damage was last told
    std::unique_ptr<Prover> prover;
    std::unique_ptr<Reloader> reloader;  // last: it uses the others

    // Outcomes go into the engine's queue whenever there is room; requests only while most of it is free.
    void push(engine::Command command, std::string incident = "");
    bool submit(engine::Envelope&& envelope);
    void handle(engine::Effect effect);
    // Asks the engine to hand out nothing more. Closed when it does so, and all that it had is with delivery.
    std::shared_ptr<BoundedQueue<int>> stop_sending();
    // The store failed, and the process ends: who is on duty hears of it.
    void last_words(const std::string& why);
    void damaged(const std::string& why);  // met by a reader; any thread
    void time_page(const std::string& incident);
    // Puts a configuration that was read again into force.
    Reloader::Reloaded take(LoadedConfig&& loaded);

    api::Services services();
    api::Health health();
    delivery::DeliveryHooks delivery_hooks();
    void open_store();
    void start_engine(std::shared_ptr<const Settings> shared);

    void engine_thread();
    bool ready() const {
        return cycle_at != 0 && !impaired && Clock::steady().count() - cycle_at < kCycleAgeMax.count();
    }
};

}  // namespace breachd::app
