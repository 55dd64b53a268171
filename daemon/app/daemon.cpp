#include "app/daemon.hpp"

#include <systemd/sd-daemon.h>

#include <csignal>
#include <thread>

#include "app/log.hpp"
#include "app/parts.hpp"
#include "engine/pump.hpp"
#include "store/failure.hpp"
#include "store/sql/sqlite/driver.hpp"

namespace breachd::app {

namespace {

constexpr Duration kEngineStopPatience = std::chrono::seconds{5};
constexpr Duration kDeliveryStopPatience = std::chrono::seconds{8};
constexpr Duration kDamageLogEvery = std::chrono::minutes{1};

// SIGHUP: a signal that comes while a reading is under way asks for one more, because the file may have changed since.
class HangUps {
  public:
    explicit HangUps(Reloader& reloader) : reloader_(reloader) {}
    void heard() {
        wanted_ = true;
        sd_notify(0, "RELOADING=1");
    }
    // Called about once a second, and after each signal.
    void serve() {
        if (!wanted_) return;
        // The log says what came of it.
        wanted_ = !reloader_.begin([](const Reloader::Reloaded&) { sd_notify(0, "READY=1"); });
    }

  private:
    Reloader& reloader_;
    bool wanted_ = false;
};

}  // namespace

void Daemon::Impl::engine_thread() {
    engine::PumpHooks hooks;
    hooks.now = [this] { return clock.now(); };
    hooks.clock_news = [this] { return clock.news(); };
    hooks.time_scale = clock.scale();
    hooks.effect = [this](engine::Effect effect) { handle(std::move(effect)); };
    hooks.steady = [] { return Clock::stopwatch(); };
    hooks.stepped = [this](const engine::Engine& done, bool now_impaired, const engine::StepTimes& times) {
        timings.step(times.step, times.commit);
        if (now_impaired && !impaired.exchange(true))
            log(LogLevel::error, "the store cannot be written: new requests are refused until it can");
        if (!now_impaired && impaired.exchange(false)) log(LogLevel::info, "the store can be written again");
        cycle_at = Clock::steady().count();
        stats = std::make_shared<const engine::Stats>(done.stats());
    };
    try {
        engine::Pump(*engine, commands, hooks).run();
        engine->stop(clock.now());
    } catch (const std::exception& broken) {
        // After a failed sync nothing in memory can be believed: end, and let the restart read the disk.
        log(LogLevel::error, "the store failed, the process ends: {}", broken.what());
        last_words(broken.what());
        failed = true;
    }
}

void Daemon::Impl::last_words(const std::string& why) {
    if (!store::FailureNote(store_options.directory).write(clock.real(), why)) return;
    for (auto& effect : engine->last_words(why, clock.now())) handle(std::move(effect));
}

// Each failing read comes here; the engine pages once an hour.
void Daemon::Impl::damaged(const std::string& why) {
    auto now = Clock::steady().count();
    auto before = damaged_at.load();
    if ((before != 0 && now - before < kDamageLogEvery.count()) || !damaged_at.compare_exchange_strong(before, now))
        return;
    log(LogLevel::error, "a part of the database cannot be read: {}", why);
    (void)store::FailureNote(store_options.directory).write(clock.real(), why);
    push(engine::NoteDamage{why});
}

std::shared_ptr<BoundedQueue<int>> Daemon::Impl::stop_sending() {
    auto stopped = std::make_shared<BoundedQueue<int>>(1);
    engine::Envelope envelope;
    envelope.command = engine::StopSending{};
    envelope.answer = [stopped](const Result<engine::Answer>&) { stopped->close(); };
    if (!commands.try_push(std::move(envelope))) stopped->close();
    return stopped;
}

Daemon::Daemon(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Daemon::~Daemon() = default;

int Daemon::run() {
    auto& d = *impl_;
    // SQLite before 3.51.3 can lose pages when two connections checkpoint and commit at once; ours never do.
    log(LogLevel::info, "breachd {} in mode {}, SQLite {}: one writer that also does every checkpoint", BREACHD_VERSION,
        d.store_options.mode, store::sqlite::version());
    d.server->journal_moved(d.store->journal().size());  // event streams begin after what is there already
    if (d.engine->stats().restored)
        log(LogLevel::warning,
            "the store was put back from a copy: notices and publication wait; see breachctl restore status");
    std::thread engine([&] { d.engine_thread(); });
    std::thread net([&] { d.server->run(); });
    d.bounces->start();
    for (auto port : d.bounces->ports()) log(LogLevel::info, "listening for LMTP on port {}", port);
    for (auto port : d.server->ports()) log(LogLevel::info, "listening on port {}", port);
    for (auto port : d.server->syslog_ports()) log(LogLevel::info, "listening for syslog on port {}", port);

    sigset_t signals;
    sigemptyset(&signals);
    for (int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, signal);
    HangUps hang_ups(*d.reloader);
    bool told_ready = false;
    for (;;) {
        timespec patience{1, 0};
        int signal = sigtimedwait(&signals, nullptr, &patience);
        if (d.failed) break;
        if (signal == SIGTERM || signal == SIGINT) break;
        if (signal == SIGHUP) hang_ups.heard();
        hang_ups.serve();
        if (!told_ready && d.ready()) {
            sd_notify(0, "READY=1");
            told_ready = true;
        }
        if (d.ready()) sd_notify(0, "WATCHDOG=1");  // tied to finished engine cycles
        d.commands.wake();
    }
    log(LogLevel::info, "stopping: finishing what is in flight");
    sd_notify(0, "STOPPING=1");
    d.prover->stop();
    d.reloader->stop();
    d.bounces->stop();
    d.lists.stop();
    d.server->stop(true);
    net.join();
    // Nothing more goes out. Then all that is with delivery comes back as an outcome, and the engine keeps each before
    // it ends: a row that stays `sending` is one that a crash left so.
    auto stopped = d.stop_sending();
    auto wait = [&](Duration patience) {
        for (constexpr Duration slice{100}; !d.failed && !stopped->closed() && patience > Duration{0};
             patience -= slice)
            (void)stopped->take(1, slice);
    };
    wait(kEngineStopPatience);
    d.delivery->stop(kDeliveryStopPatience);
    wait(Duration::max());
    d.commands.close();
    engine.join();
    log(LogLevel::info, "stopped");
    return d.failed ? 1 : 0;
}

}  // namespace breachd::app
