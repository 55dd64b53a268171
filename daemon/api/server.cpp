#include "api/server.hpp"

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <limits>

#include "api/access/front_door.hpp"
#include "api/context.hpp"
#include "api/dispatcher.hpp"
#include "api/events.hpp"
#include "api/shared_answer.hpp"
#include "base/bounded_queue.hpp"
#include "http/head.hpp"
#include "http/session.hpp"
#include "net/address_count.hpp"
#include "net/listener.hpp"
#include "syslog/listeners.hpp"

namespace breachd::api {

namespace asio = boost::asio;

namespace {

constexpr std::size_t kClosedKept = 256;  // sessions between two ticks, beyond as many as are open

// Outlives the server for as long as somebody may still post. What comes between two turns of the loop is one event for
// it: the answers of an engine's step wake the net thread once.
class IoLoop : public net::Loop {
  public:
    asio::io_context io{1};

    void post(std::function<void()> work) override {
        bool taken = work_.try_push(std::move(work));
        if (taken && !turn_due_.exchange(true)) asio::post(io, [this] { turn(); });
    }

  private:
    void turn() {
        turn_due_ = false;  // first: what is posted from here on is either taken below or makes a turn of its own
        for (auto& work : work_.take(std::numeric_limits<std::size_t>::max(), {})) work();
    }

    BoundedQueue<std::function<void()>> work_{std::numeric_limits<std::size_t>::max()};
    std::atomic<bool> turn_due_{false};
};

}  // namespace

struct Server::Impl {
    Impl(ServerSettings given, Services wired)
        : options(std::move(given)),
          services(std::move(wired)),
          loop(std::make_shared<IoLoop>()),
          guard(asio::make_work_guard(loop->io)),
          pool(options.read_threads, options.read_queue_max, services.open_reader),
          paper_pool(options.paper_threads, options.read_queue_max, services.open_reader),
          context{options, services, loop, pool, paper_pool, counters, events, rates, refusals, door, first_screen},
          bodies(options.limits),
          dispatcher(context),
          listeners(loop->io),
          syslog_services{.submit = services.submit,
                          .loop = loop,
                          .now = services.now,
                          .wall = [this] { return context.wall(); },
                          .settings = services.settings,
                          .warn = services.warn,
                          .lost = services.syslog_lost,
                          .limits = options.limits,
                          .rates = rates,
                          .counters = counters.intake,
                          .by_listener = counters.syslog},
          syslog(loop->io, options.syslog, syslog_services),
          timer(loop->io) {}

    ServerSettings options;
    Services services;
    std::shared_ptr<IoLoop> loop;
    asio::executor_work_guard<asio::io_context::executor_type> guard;
    Counters counters;
    EventHub events;
    intake::RateLimits rates;
    intake::Refusals refusals;
    FrontDoor door;
    SharedAnswer first_screen;
    ReadPool pool;
    ReadPool paper_pool;
    Context context;
    http::BodyBytes bodies;
    Dispatcher dispatcher;
    net::Listeners listeners;
    syslog::Services syslog_services;
    syslog::Listeners syslog;
    asio::steady_timer timer;
    std::vector<std::shared_ptr<http::Session>> sessions;  // the open ones, and closed ones until the next tick
    std::size_t open = 0;
    net::AddressCount per_address;
    bool stopping = false;
    std::chrono::milliseconds stopping_for{};

    void take(std::unique_ptr<net::Transport> transport) {
        ++counters.connections;
        auto peer = transport->peer();
        bool refused = stopping || open >= options.limits.connections_max ||
                       per_address.of(peer) >= options.limits.connections_per_address_max;
        if (refused) {
            ++counters.connections_refused;
            return turn_away(*transport);
        }
        per_address.add(peer);
        counters.sessions = ++open;
        auto session = std::make_shared<http::Session>(dispatcher, *loop, options.limits, bodies, std::move(transport),
                                                       [this, peer] {
                                                           per_address.remove(peer);
                                                           counters.sessions = --open;
                                                       });
        if (sessions.size() > 2 * open + kClosedKept) forget_closed();
        sessions.push_back(session);
        session->start();
    }

    void turn_away(net::Transport& transport) {
        auto later = problem(503, "no more connections are taken just now; try again");
        transport.refuse(http::response_head(later, dispatcher.date(), true) + later.body);
    }

    void forget_closed() {
        std::erase_if(sessions, [](const auto& session) { return session->closed(); });
    }

    void tick() {
        listeners.retry();
        for (std::size_t i = 0; i < sessions.size(); ++i) sessions[i]->tick();
        forget_closed();
        syslog.tick();
        events.tick(context);
        if (stopping) {
            stopping_for += options.limits.tick;
            if (idle() || stopping_for >= options.limits.stop_patience) return end();
        }
        schedule();
    }

    void schedule() {
        timer.expires_after(options.limits.tick);
        timer.async_wait([this](boost::system::error_code failed) {
            if (!failed) tick();
        });
    }

    bool idle() const { return sessions.empty() && syslog.done(); }

    void stop(bool graceful) {
        if (!stopping) {
            stopping = true;
            listeners.close();
            syslog.wind_down();
            events.stop();
            for (std::size_t i = 0; i < sessions.size(); ++i) sessions[i]->wind_down();
            forget_closed();
        }
        if (!graceful || idle()) end();
    }

    // Lets run() return: nothing is left that could wait.
    void end() {
        for (std::size_t i = 0; i < sessions.size(); ++i) sessions[i]->close();
        forget_closed();
        syslog.give_up();
        timer.cancel();
        guard.reset();
    }
};

Server::Server(ServerSettings options, Services services)
    : impl_(std::make_shared<Impl>(std::move(options), std::move(services))) {}

Server::~Server() {
    impl_->pool.stop();
    impl_->paper_pool.stop();
}

Result<void> Server::listen() {
    if (auto opened = impl_->listeners.open(impl_->options.listen, impl_->options.tls); !opened) return opened;
    return impl_->syslog.open();
}

std::vector<std::uint16_t> Server::ports() const { return impl_->listeners.ports(); }

std::vector<std::uint16_t> Server::syslog_ports() const { return impl_->syslog.ports(); }

void Server::run() {
    impl_->listeners.accept([this](std::unique_ptr<net::Transport> transport) { impl_->take(std::move(transport)); });
    impl_->syslog.start();
    impl_->schedule();
    impl_->loop->io.run();
}

Result<void> Server::renew_tls() {
    auto fresh = net::Listeners::read_tls(impl_->options.tls);
    if (!fresh) return fresh.error();
    auto syslog = impl_->syslog.read_tls();
    if (!syslog) return syslog.error();
    impl_->loop->post([impl = std::weak_ptr(impl_), fresh = std::move(*fresh), syslog = std::move(*syslog)] {
        auto held = impl.lock();
        if (!held) return;
        held->listeners.replace_tls(fresh);
        held->syslog.replace_tls(syslog);
    });
    return {};
}

void Server::stop(bool graceful) {
    impl_->loop->post([impl = std::weak_ptr(impl_), graceful] {
        if (auto held = impl.lock()) held->stop(graceful);
    });
}

void Server::journal_moved(std::int64_t seq) {
    impl_->loop->post([impl = std::weak_ptr(impl_), seq] {
        if (auto held = impl.lock()) held->events.moved(seq);
    });
}

}  // namespace breachd::api
