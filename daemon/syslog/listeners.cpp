#include "syslog/listeners.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "net/address_count.hpp"
#include "syslog/connection.hpp"
#include "syslog/sender.hpp"
#include "syslog/udp.hpp"

namespace breachd::syslog {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::milliseconds kLogEvery = std::chrono::minutes{1};

std::uint64_t sum(const std::map<std::string, std::uint64_t>& counts) {
    return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0},
                           [](std::uint64_t so_far, const auto& item) { return so_far + item.second; });
}

std::uint64_t troubles(const Counters& counters) {
    return sum(counters.dropped) + sum(counters.refused) + counters.frames_too_long + counters.frames_broken +
           counters.unanswered;
}

// Messages of the listener's senders; strangers' are not missed.
std::uint64_t lost(const Counters& counters) {
    auto strangers = counters.dropped.find("no_source");
    return sum(counters.dropped) - (strangers == counters.dropped.end() ? 0 : strangers->second);
}

// "7 messages dropped (kernel), 1 connection refused (no_source)": what grew from `before` to `now`.
std::string grown(const Counters& before, const Counters& now) {
    std::string out;
    auto say = [&](std::uint64_t count, std::string_view what) {
        if (count > 0) out += fmt::format("{}{} {}", out.empty() ? "" : ", ", count, what);
    };
    auto say_each = [&](const auto& was, const auto& is, std::string_view what) {
        for (const auto& [reason, count] : is) {
            auto found = was.find(reason);
            say(count - (found == was.end() ? 0 : found->second), fmt::format("{} ({})", what, reason));
        }
    };
    say_each(before.dropped, now.dropped, "messages dropped");
    say_each(before.refused, now.refused, "connections refused");
    say(now.frames_too_long - before.frames_too_long, "messages too long");
    say(now.unanswered - before.unanswered,
        "messages handed over, of which the stop left open whether they are on disk");
    say(now.frames_broken - before.frames_broken, "messages cut off or with broken framing");
    return out;
}

}  // namespace

class Listeners::One {
  public:
    One(asio::io_context& io, const Services& services, const SyslogListener& listener)
        : services_(services), listener_(listener), counters_(services.by_listener[listener.name]), tcp_(io) {
        if (listener.transport == SyslogTransport::udp)
            udp_ = std::make_shared<UdpSocket>(io, services, listener, counters_);
    }

    Result<void> open() {
        auto opened = udp_ ? udp_->open() : tcp_.open({listener_.listen}, listener_.tls);
        tcp_.no_session_tickets();
        if (opened) return opened;
        return Error{opened.error().code, fmt::format("syslog listener {}: {}", listener_.name, opened.error().message),
                     opened.error().where};
    }

    std::uint16_t port() const { return udp_ ? udp_->port() : tcp_.ports().at(0); }

    void start() {
        if (udp_) return udp_->start();
        tcp_.accept([this](std::unique_ptr<net::Transport> transport) { take(std::move(transport)); });
    }

    void replace_tls(net::Listeners::TlsContext fresh) { tcp_.replace_tls(std::move(fresh)); }

    void tick() {
        if (udp_) udp_->tick();
        tcp_.retry();
        for (std::size_t i = 0; i < connections_.size(); ++i) connections_[i]->tick();
        forget_done();
        log_troubles();
    }

    void wind_down() {
        tcp_.close();
        if (udp_) udp_->wind_down();
        for (std::size_t i = 0; i < connections_.size(); ++i) connections_[i]->wind_down();
        forget_done();
    }

    bool done() const { return connections_.empty() && (!udp_ || udp_->done()); }

    void give_up() {
        if (udp_) udp_->give_up();
        for (std::size_t i = 0; i < connections_.size(); ++i) connections_[i]->give_up();
        say_troubles();
    }

  private:
    void take(std::unique_ptr<net::Transport> transport) {
        ++counters_.connections;
        // Before a place is given away, and before the handshake: a stranger holds nothing.
        if (!may_come_from(*services_.settings(), listener_.sources, transport->peer())) {
            counters_.stranger = transport->peer();
            return refuse(*transport, "no_source");
        }
        if (!has_room(transport->peer())) return refuse(*transport, "limit");
        per_address_.add(transport->peer());
        connections_.push_back(std::make_shared<Connection>(services_, listener_, counters_, std::move(transport)));
        counters_.connections_open = connections_.size();
        connections_.back()->start();
    }

    void refuse(net::Transport& transport, const char* reason) {
        ++counters_.refused[reason];
        transport.close();
    }

    // At a limit the connection that was silent for the longest time goes, so that dead ones block nobody.
    bool has_room(const std::string& peer) {
        if (per_address_.of(peer) >= listener_.connections_per_address_max ||
            connections_.size() >= listener_.connections_max)
            forget_done();
        if (per_address_.of(peer) >= listener_.connections_per_address_max)
            replace_silent([&](const Connection& each) { return each.peer() == peer; });
        if (connections_.size() >= listener_.connections_max) replace_silent([](const Connection&) { return true; });
        return per_address_.of(peer) < listener_.connections_per_address_max &&
               connections_.size() < listener_.connections_max;
    }

    template <class Which>
    void replace_silent(Which which) {
        Connection* longest = nullptr;
        for (const auto& each : connections_)
            if (which(*each) && (longest == nullptr || each->silent_for() > longest->silent_for()))
                longest = each.get();
        if (longest == nullptr || longest->silent_for() <= listener_.replace_patience) return;
        longest->replace();
        forget_done();
    }

    void forget_done() {
        std::erase_if(connections_, [this](const auto& connection) {
            if (!connection->done()) return false;
            per_address_.remove(connection->peer());
            return true;
        });
        counters_.connections_open = connections_.size();
    }

    // Once a minute at most, and never what a message says.
    void log_troubles() {
        since_log_ += services_.limits.tick;
        if (since_log_ < kLogEvery || troubles(counters_) == troubles(logged_)) return;
        say_troubles();
    }

    void say_troubles() {
        auto lines = grown(logged_, counters_);
        if (lines.empty() || !services_.warn) return;
        if (!counters_.stranger.empty())
            lines += fmt::format("; the last sender that fits no source is {}", std::exchange(counters_.stranger, ""));
        services_.warn(fmt::format("syslog listener {}: {}", listener_.name, lines));
        if (auto gone = lost(counters_) - lost(logged_); gone > 0 && services_.lost)
            services_.lost({listener_.name, listener_.sources, gone});
        logged_ = counters_;
        since_log_ = {};
    }

    const Services& services_;
    const SyslogListener& listener_;
    Counters& counters_;
    net::Listeners tcp_;
    std::shared_ptr<UdpSocket> udp_;
    std::vector<std::shared_ptr<Connection>> connections_;
    net::AddressCount per_address_;
    Counters logged_;
    std::chrono::milliseconds since_log_ = kLogEvery;  // the first trouble is told at once
};

Listeners::Listeners(asio::io_context& io, const std::vector<SyslogListener>& listeners, const Services& services)
    : io_(io), given_(listeners), services_(services) {}

Listeners::~Listeners() = default;

Result<void> Listeners::open() {
    for (const auto& listener : given_) {
        all_.push_back(std::make_unique<One>(io_, services_, listener));
        if (auto opened = all_.back()->open(); !opened) return opened;
    }
    return {};
}

std::vector<std::uint16_t> Listeners::ports() const {
    std::vector<std::uint16_t> out;
    for (const auto& one : all_) out.push_back(one->port());
    return out;
}

void Listeners::start() {
    for (auto& one : all_) one->start();
}

void Listeners::tick() {
    for (auto& one : all_) one->tick();
}

Result<std::vector<net::Listeners::TlsContext>> Listeners::read_tls() const {
    std::vector<net::Listeners::TlsContext> out;
    for (const auto& listener : given_) {
        auto made = net::Listeners::read_tls(listener.tls);
        if (!made) return made.error();
        out.push_back(std::move(*made));
    }
    return out;
}

void Listeners::replace_tls(const std::vector<net::Listeners::TlsContext>& fresh) {
    for (std::size_t i = 0; i < all_.size(); ++i) all_[i]->replace_tls(fresh[i]);
}

void Listeners::wind_down() {
    for (auto& one : all_) one->wind_down();
}

bool Listeners::done() const {
    return std::all_of(all_.begin(), all_.end(), [](const auto& one) { return one->done(); });
}

void Listeners::give_up() {
    for (auto& one : all_) one->give_up();
}

}  // namespace breachd::syslog
