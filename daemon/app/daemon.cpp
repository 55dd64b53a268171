#include "app/daemon.hpp"

#include <sodium.h>
#include <sys/resource.h>
#include <systemd/sd-daemon.h>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <thread>

#include "api/server.hpp"
#include "app/clock.hpp"
#include "app/log.hpp"
#include "app/views.hpp"
#include "base/bounded_queue.hpp"
#include "delivery/delivery.hpp"
#include "engine/letter.hpp"
#include "engine/pump.hpp"
#include "report/public_notice.hpp"
#include "store/readers/reader.hpp"
#include "store/sql/sqlite/driver.hpp"
#include "store/store.hpp"

namespace breachd::app {

namespace {

// Commands from outside may fill this much of the queue; the rest is for outcomes of what was sent, which must never be
// lost.
constexpr std::size_t kQueueMax = 1 << 16;
constexpr std::size_t kQueueForRequests = 1 << 13;
constexpr Duration kCycleAgeMax = std::chrono::seconds{20};  // the pump sleeps 10 s at most; WatchdogSec is 30 s
constexpr Duration kDeliveryStopPatience = std::chrono::seconds{8};

api::Source source_of(const SourceSettings& settings) {
    return {.name = settings.name,
            .format = settings.format,
            .token_sha256 = settings.sha256,
            .body_bytes_max = settings.body_bytes_max,
            .allow = settings.allow,
            .previous_token_sha256 = settings.previous_sha256,
            .allow_unix = settings.allow_unix,
            .token_header = settings.token_header,
            .token_in_url = settings.token_in_url,
            .signature = settings.signature,
            .signature_secrets = settings.signature_secrets,
            .certificate_sha256 = settings.certificate_sha256,
            .certificate_subject = settings.certificate_subject,
            .client_state_sha256 = settings.client_state_sha256,
            .rate_per_second = settings.rate_per_second,
            .burst = settings.burst,
            .mapping = settings.mapping};
}

api::Access access_of(const LoadedConfig& config) {
    api::Access access;
    for (const auto& token : config.tokens)
        access.tokens.push_back(
            {token.name, *api::role_from(boost::describe::enum_to_string(token.role, "viewer")), token.sha256});
    for (const auto& source : config.sources) access.sources.push_back(source_of(source));
    for (const auto& hook : config.hooks) access.hooks.push_back({hook.name, hook.type, hook.secrets});
    return access;
}

std::string listen_text(const std::string& host, std::uint16_t port) {
    bool v6 = host.find(':') != std::string::npos;
    return fmt::format("{}{}{}:{}", v6 ? "[" : "", host, v6 ? "]" : "", port);
}

std::optional<api::Tls> tls_of(const TlsSettings& tls) {
    if (!tls.on()) return std::nullopt;
    return api::Tls{tls.certificate_file, tls.key_file, tls.client_ca_file, tls.client_certificate_optional};
}

api::SyslogListener syslog_listener(const SyslogSettings& settings) {
    api::SyslogListener out;
    out.name = settings.name;
    out.transport = settings.transport == "udp"   ? api::SyslogTransport::udp
                    : settings.transport == "tls" ? api::SyslogTransport::tls
                                                  : api::SyslogTransport::tcp;
    out.listen = listen_text(settings.host, settings.port);
    out.tls = tls_of(settings.tls);
    out.sources = settings.sources;
    out.frame_bytes_max = settings.frame_bytes_max;
    out.connections_max = settings.connections_max;
    out.connections_per_address_max = settings.connections_per_address_max;
    out.idle_patience = settings.idle_patience;
    out.frame_patience = settings.frame_patience;
    out.messages_per_second = settings.messages_per_second;
    out.receive_buffer_bytes = settings.receive_buffer_bytes;
    return out;
}

api::ServerOptions server_options(const LoadedConfig& config) {
    const ServerSettings& settings = config.server;
    api::ServerOptions options;
    options.listen = {settings.unix_socket.empty() ? listen_text(settings.host, settings.port)
                                                   : "unix:" + settings.unix_socket};
    options.tls = tls_of(settings.tls);
    options.trusted_proxies = settings.trusted_proxies;
    options.trust_unix_socket = settings.trust_unix_socket;
    options.limits.connections_max = settings.connections_max;
    options.limits.connections_per_address_max = settings.connections_per_address_max;
    for (const auto& each : config.syslog) options.syslog.push_back(syslog_listener(each));
    options.serve_notices = settings.serve_notices;
    options.version = BREACHD_VERSION;
    return options;
}

// What of a configuration that was read again has no effect: the sockets and what they were opened with.
std::vector<std::string> waits_for_restart(const LoadedConfig& running, const LoadedConfig& loaded) {
    const ServerSettings &old = running.server, &now = loaded.server;
    std::vector<std::string> out;
    auto changed = [&](bool differs, const char* section) {
        if (differs) out.emplace_back(section);
    };
    changed(old.host != now.host || old.port != now.port || old.unix_socket != now.unix_socket, "server.listen");
    changed(old.tls != now.tls, "server.tls");
    changed(old.trusted_proxies != now.trusted_proxies || old.trust_unix_socket != now.trust_unix_socket,
            "server.trusted_proxies");
    changed(old.connections_max != now.connections_max ||
                old.connections_per_address_max != now.connections_per_address_max,
            "server.limits");
    changed(old.serve_notices != now.serve_notices, "server.serve_notices");
    changed(running.syslog != loaded.syslog, "syslog");
    changed(running.log.level != loaded.log.level || running.log.format != loaded.log.format, "log");
    changed(running.master_key_file != loaded.master_key_file, "keys.master_key_file");
    return out;
}

// Every connection is a descriptor; out of them, neither senders nor the database get one.
void warn_of_few_descriptors(const api::ServerOptions& options) {
    constexpr std::size_t kOthers = 256;  // database, deliveries, logs
    std::size_t wanted = options.limits.connections_max + kOthers;
    for (const auto& listener : options.syslog)
        if (listener.transport != api::SyslogTransport::udp) wanted += listener.connections_max;
    rlimit granted{};
    if (::getrlimit(RLIMIT_NOFILE, &granted) != 0 || granted.rlim_cur >= wanted) return;
    log(LogLevel::warning,
        "the configured connections need {} open files, the process may have {}: raise LimitNOFILE= or lower "
        "server.limits and connections_max",
        wanted, granted.rlim_cur);
}

// Drill time goes on where it was: the pair of moments is kept in the database.
Clock drill_clock(store::Store& store, double scale) {
    auto real = Clock::wall();
    auto zero = store.meta("drill_real"), virtual_zero = store.meta("drill_virtual"),
         old_scale = store.meta("drill_scale");
    auto virtual_now = real;
    if (zero && virtual_zero && old_scale)
        virtual_now =
            Clock(instant_from_ms(std::stoll(*zero)), instant_from_ms(std::stoll(*virtual_zero)), std::stod(*old_scale))
                .now();
    store.begin();
    store.set_meta("drill_real", std::to_string(to_ms(real)));
    store.set_meta("drill_virtual", std::to_string(to_ms(virtual_now)));
    store.set_meta("drill_scale", std::to_string(scale));
    store.commit();
    return Clock(real, virtual_now, scale);
}

std::uint64_t random_seed() {
    std::uint64_t seed = 0;
    randombytes_buf(&seed, sizeof seed);
    return seed;
}

}  // namespace

struct Daemon::Impl {
    LoadedConfig config;
    LoadOptions load_options;
    store::StoreOptions store_options;
    store::MasterKey master;
    Clock clock;
    ClockWatch clock_watch;
    std::unique_ptr<store::Store> store;
    std::unique_ptr<engine::Engine> engine;
    BoundedQueue<engine::Envelope> commands{kQueueMax};
    std::unique_ptr<delivery::Delivery> delivery;
    std::unique_ptr<api::Server> server;
    std::atomic<std::shared_ptr<const Settings>> settings;
    std::atomic<std::shared_ptr<const api::Access>> access;
    std::atomic<std::shared_ptr<const engine::Stats>> stats;
    std::atomic<std::int64_t> cycle_at{0};  // steady ms of the last finished engine cycle
    std::atomic<bool> impaired{false};
    std::atomic<bool> failed{false};
    std::atomic_flag reloading;

    void push(engine::Command command, std::string incident = "") {
        engine::Envelope envelope;
        envelope.command = std::move(command);
        envelope.incident = std::move(incident);
        if (!commands.try_push(std::move(envelope)))
            log(LogLevel::error, "the engine's queue is full or closed: an outcome is left to the restart");
    }

    bool submit(engine::Envelope&& envelope) {
        if (impaired || commands.size() >= kQueueForRequests) return false;
        return commands.try_push(std::move(envelope));
    }

    void handle(engine::Effect effect) {
        if (auto* send = std::get_if<engine::Send>(&effect)) {
            engine::AttemptDone refused{send->page_id, send->delivery_id, {}};
            if (delivery->submit(std::move(*send))) return;
            refused.outcome = {
                SendResult::retry, Blame::destination, "", "not sent: the delivery queue is full", "", {}};
            push(refused);
        } else if (auto* publish = std::get_if<engine::Publish>(&effect)) {
            auto incident = publish->incident;
            if (!delivery->submit(std::move(*publish)))
                push(engine::PublishDone{false, "", "", "the delivery queue is full", ""}, incident);
        } else if (auto* moved = std::get_if<engine::JournalMoved>(&effect)) {
            server->journal_moved(moved->seq);
        }
    }

    api::Services services();
    Result<std::vector<std::string>> reload();
    Result<std::vector<std::string>> take(const LoadedConfig& loaded);
    void engine_thread();
    bool ready() const {
        return cycle_at != 0 && !impaired && Clock::steady().count() - cycle_at < kCycleAgeMax.count();
    }
};

api::Services Daemon::Impl::services() {
    api::Services out;
    out.submit = [this](engine::Envelope&& envelope) { return submit(std::move(envelope)); };
    out.now = [this] { return clock.now(); };
    out.wall = [] { return Clock::wall(); };
    out.settings = [this] { return settings.load(); };
    out.access = [this] { return access.load(); };
    out.open_reader = [this] { return std::make_unique<store::Reader>(store_options, master); };
    out.load_incident = [this](std::string id, std::function<void(Result<api::IncidentFacts>)> done) {
        engine::Envelope envelope;
        envelope.command = engine::LoadIncident{};
        envelope.incident = std::move(id);
        envelope.answer = [done](const Result<engine::Answer>& answer) {
            if (answer)
                done(std::get<engine::Loaded>(*answer).incident);
            else
                done(answer.error());
        };
        if (!submit(std::move(envelope))) done(Error{ErrorCode::overloaded, "the engine is busy; try again", ""});
    };
    out.ready = [this] { return ready(); };
    out.reload = [this] { return reload(); };
    out.metrics = [this] {
        auto now = stats.load();
        return metrics_text(now ? *now : engine::Stats{}, clock.now(), commands.size(), impaired);
    };
    out.on_call = [this](Instant at) { return on_call_view(*settings.load(), at); };
    out.warn = [](const std::string& line) { log(LogLevel::warning, "{}", line); };
    out.syslog_lost = [this](const api::SyslogLoss& loss) {
        push(engine::NoteLost{loss.listener, static_cast<std::int64_t>(loss.messages), loss.sources});
    };
    out.ack_key = engine->ack_key();
    return out;
}

Result<std::vector<std::string>> Daemon::Impl::reload() {
    if (reloading.test_and_set()) return Error{ErrorCode::conflict, "a reload is under way", ""};
    auto loaded = load_config(config.file, load_options);
    auto taken = loaded ? take(*loaded) : Result<std::vector<std::string>>(loaded.error());
    if (!taken) log(LogLevel::error, "reload refused, the old configuration stays: {}", taken.error().text());
    reloading.clear();
    return taken;
}

Result<std::vector<std::string>> Daemon::Impl::take(const LoadedConfig& loaded) {
    if (loaded.settings.mode != config.settings.mode || loaded.settings.time_scale != config.settings.time_scale ||
        loaded.storage.directory != config.storage.directory)
        return Error{ErrorCode::conflict, "mode, time_scale and storage.directory change only by a restart",
                     config.file};
    if (auto renewed = server->renew_tls(); !renewed) return renewed.error();
    auto fresh = std::make_shared<const Settings>(loaded.settings);
    settings = fresh;
    access = std::make_shared<const api::Access>(access_of(loaded));
    delivery->replace(fresh);
    push(engine::ReplaceSettings{fresh});
    auto warnings = loaded.warnings;
    for (const auto& section : waits_for_restart(config, loaded))
        warnings.push_back(
            fmt::format("{} changed: it is read at start only, and stays as it was until a restart", section));
    for (const auto& warning : warnings) log(LogLevel::warning, "{}", warning);
    log(LogLevel::info, "configuration read again: {}", config.file);
    return warnings;
}

void Daemon::Impl::engine_thread() {
    engine::PumpHooks hooks;
    hooks.now = [this] { return clock.now(); };
    hooks.clock_step = [this] { return clock_watch.step(); };
    hooks.time_scale = clock.scale();
    hooks.effect = [this](engine::Effect effect) { handle(std::move(effect)); };
    hooks.stepped = [this](const engine::Engine& done, bool now_impaired) {
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
        failed = true;
    }
}

Result<std::unique_ptr<Daemon>> Daemon::create(LoadedConfig config, LoadOptions load_options) {
    auto impl = std::make_unique<Impl>();
    auto master = store::MasterKey::load(config.master_key_file);
    if (!master) return master.error();
    impl->master = *master;
    impl->config = std::move(config);
    impl->load_options = std::move(load_options);
    const auto& settings = impl->config.settings;
    std::error_code made;
    std::filesystem::create_directories(impl->config.storage.directory, made);
    impl->store_options = {impl->config.storage.directory, settings.mode == Mode::drill ? "drill" : "live", "breachd"};
    impl->store = std::make_unique<store::Store>(impl->store_options, impl->master);
    if (settings.mode == Mode::drill) impl->clock = drill_clock(*impl->store, settings.time_scale);
    auto shared = std::make_shared<const Settings>(settings);
    impl->settings = shared;
    impl->access = std::make_shared<const api::Access>(access_of(impl->config));
    engine::EngineOptions options;
    options.seed = random_seed();
    options.version = BREACHD_VERSION;
    options.sqlite_version = store::sqlite::version();
    options.last_seen_every =
        std::chrono::duration_cast<Duration>(std::chrono::seconds{10} * std::max(1.0, settings.time_scale));
    impl->engine = std::make_unique<engine::Engine>(*impl->store, shared, options);
    impl->engine->start(impl->clock.now());
    delivery::DeliveryHooks hooks;
    hooks.attempt_done = [raw = impl.get()](engine::AttemptDone done) { raw->push(std::move(done)); };
    hooks.publish_done = [raw = impl.get()](std::string incident, engine::PublishDone done) {
        raw->push(std::move(done), std::move(incident));
    };
    hooks.write_letter = engine::write_letter;
    hooks.render = [](const engine::Publish& publish, const std::string& base_url) {
        std::vector<delivery::PublicFile> files;
        auto page = report::public_notice_page(*publish.facts);
        for (auto& file : report::public_notice_files({*publish.facts, *publish.settings, base_url, publish.at}))
            files.insert(file.path == page ? files.begin() : files.end(),
                         {std::move(file.path), std::move(file.bytes)});
        return files;
    };
    impl->delivery = std::make_unique<delivery::Delivery>(shared, std::move(hooks));
    auto options_of_server = server_options(impl->config);
    warn_of_few_descriptors(options_of_server);
    impl->server = std::make_unique<api::Server>(std::move(options_of_server), impl->services());
    if (auto bound = impl->server->listen(); !bound) return bound.error();
    return std::unique_ptr<Daemon>(new Daemon(std::move(impl)));
}

Daemon::Daemon(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Daemon::~Daemon() = default;

void Daemon::reload() {
    (void)impl_->reload();  // the log says what came of it
}

int Daemon::run() {
    auto& d = *impl_;
    // SQLite before 3.51.3 can lose pages when two connections checkpoint and commit at once; ours never do.
    log(LogLevel::info, "breachd {} in mode {}, SQLite {}: one writer that also does every checkpoint", BREACHD_VERSION,
        d.store_options.mode, store::sqlite::version());
    d.server->journal_moved(d.store->journal_size());  // event streams begin after what is there already
    std::thread engine([&] { d.engine_thread(); });
    std::thread net([&] { d.server->run(); });
    for (auto port : d.server->ports()) log(LogLevel::info, "listening on port {}", port);
    for (auto port : d.server->syslog_ports()) log(LogLevel::info, "listening for syslog on port {}", port);

    sigset_t signals;
    sigemptyset(&signals);
    for (int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, signal);
    bool told_ready = false;
    for (;;) {
        timespec patience{1, 0};
        int signal = sigtimedwait(&signals, nullptr, &patience);
        if (d.failed) break;
        if (signal == SIGTERM || signal == SIGINT) break;
        if (signal == SIGHUP) {
            sd_notify(0, "RELOADING=1");
            reload();
            sd_notify(0, "READY=1");
        }
        if (!told_ready && d.ready()) {
            sd_notify(0, "READY=1");
            told_ready = true;
        }
        if (d.ready()) sd_notify(0, "WATCHDOG=1");  // tied to finished engine cycles
        d.commands.wake();
    }
    log(LogLevel::info, "stopping: finishing what is in flight");
    sd_notify(0, "STOPPING=1");
    d.server->stop(true);
    net.join();
    d.delivery->stop(kDeliveryStopPatience);
    d.commands.close();
    engine.join();
    log(LogLevel::info, "stopped");
    return d.failed ? 1 : 0;
}

}  // namespace breachd::app
