#include "syslog/listeners.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "net/address_count.hpp"
#include "syslog/connection.hpp"
#include "syslog/sender.hpp"
#include "syslog/udp.hpp"

namespace breachd::api {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::milliseconds kLogEvery = std::chrono::minutes{1};

std::uint64_t sum(const std::map<std::string, std::uint64_t>& counts) {
    return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0},
                           [](std::uint64_t so_far, const auto& item) { return so_far + item.second; });
}

std::uint64_t troubles(const SyslogCounters& counters) {
    return sum(counters.dropped) + sum(counters.refused) + counters.frames_too_long + counters.frames_broken +
           counters.unanswered;
}

// Messages of the listener's senders; strangers' are not missed.
std::uint64_t lost(const SyslogCounters& counters) {
    auto strangers = counters.dropped.find("no_source");
    return sum(counters.dropped) - (strangers == counters.dropped.end() ? 0 : strangers->second);
}

// "7 messages dropped (kernel), 1 connection refused (no_source)": what grew from `before` to `now`.
std::string grown(const SyslogCounters& before, const SyslogCounters& now) {
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

class SyslogListeners::One {
  public:
    One(asio::io_context& io, const Context& context, const SyslogListener& listener)
        : context_(context), listener_(listener), counters_(context.counters.syslog[listener.name]), tcp_(io) {
        if (listener.transport == SyslogTransport::udp)
            udp_ = std::make_shared<SyslogUdp>(io, context, listener, counters_);
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
        tcp_.accept([this](std::unique_ptr<Transport> transport) { take(std::move(transport)); });
    }

    void replace_tls(Listeners::TlsContext fresh) { tcp_.replace_tls(std::move(fresh)); }

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
    void take(std::unique_ptr<Transport> transport) {
        ++counters_.connections;
        // Before a place is given away, and before the handshake: a stranger holds nothing.
        if (!may_come_from(*context_.services.access(), listener_.sources, transport->peer())) {
            counters_.stranger = transport->peer();
            return refuse(*transport, "no_source");
        }
        if (!has_room(transport->peer())) return refuse(*transport, "limit");
        per_address_.add(transport->peer());
        connections_.push_back(
            std::make_shared<SyslogConnection>(context_, listener_, counters_, std::move(transport)));
        counters_.connections_open = connections_.size();
        connections_.back()->start();
    }

    void refuse(Transport& transport, const char* reason) {
        ++counters_.refused[reason];
        transport.close();
    }

    // At a limit the connection that was silent for the longest time goes, so that dead ones block nobody.
    bool has_room(const std::string& peer) {
        if (per_address_.of(peer) >= listener_.connections_per_address_max)
            replace_silent([&](const SyslogConnection& each) { return each.peer() == peer; });
        if (connections_.size() >= listener_.connections_max)
            replace_silent([](const SyslogConnection&) { return true; });
        return per_address_.of(peer) < listener_.connections_per_address_max &&
               connections_.size() < listener_.connections_max;
    }

    template <class Which>
    void replace_silent(Which which) {
        SyslogConnection* longest = nullptr;
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
        since_log_ += context_.options.limits.tick;
        if (since_log_ < kLogEvery || troubles(counters_) == troubles(logged_)) return;
        say_troubles();
    }

    void say_troubles() {
        auto lines = grown(logged_, counters_);
        if (lines.empty() || !context_.services.warn) return;
        if (!counters_.stranger.empty())
            lines += fmt::format("; the last sender that fits no source is {}", std::exchange(counters_.stranger, ""));
        context_.services.warn(fmt::format("syslog listener {}: {}", listener_.name, lines));
        if (auto gone = lost(counters_) - lost(logged_); gone > 0 && context_.services.syslog_lost)
            context_.services.syslog_lost({listener_.name, listener_.sources, gone});
        logged_ = counters_;
        since_log_ = {};
    }

    const Context& context_;
    const SyslogListener& listener_;
    SyslogCounters& counters_;
    Listeners tcp_;
    std::shared_ptr<SyslogUdp> udp_;
    std::vector<std::shared_ptr<SyslogConnection>> connections_;
    AddressCount per_address_;
    SyslogCounters logged_;
    std::chrono::milliseconds since_log_ = kLogEvery;  // the first trouble is told at once
};

SyslogListeners::SyslogListeners(asio::io_context& io, const Context& context) : io_(io), context_(context) {}

SyslogListeners::~SyslogListeners() = default;

Result<void> SyslogListeners::open() {
    for (const auto& listener : context_.options.syslog) {
        all_.push_back(std::make_unique<One>(io_, context_, listener));
        if (auto opened = all_.back()->open(); !opened) return opened;
    }
    return {};
}

std::vector<std::uint16_t> SyslogListeners::ports() const {
    std::vector<std::uint16_t> out;
    for (const auto& one : all_) out.push_back(one->port());
    return out;
}

void SyslogListeners::start() {
    for (auto& one : all_) one->start();
}

void SyslogListeners::tick() {
    for (auto& one : all_) one->tick();
}

Result<std::vector<Listeners::TlsContext>> SyslogListeners::read_tls() const {
    std::vector<Listeners::TlsContext> out;
    for (const auto& listener : context_.options.syslog) {
        auto made = Listeners::read_tls(listener.tls);
        if (!made) return made.error();
        out.push_back(std::move(*made));
    }
    return out;
}

void SyslogListeners::replace_tls(const std::vector<Listeners::TlsContext>& fresh) {
    for (std::size_t i = 0; i < all_.size(); ++i) all_[i]->replace_tls(fresh[i]);
}

void SyslogListeners::wind_down() {
    for (auto& one : all_) one->wind_down();
}

bool SyslogListeners::done() const {
    return std::all_of(all_.begin(), all_.end(), [](const auto& one) { return one->done(); });
}

void SyslogListeners::give_up() {
    for (auto& one : all_) one->give_up();
}

}  // namespace breachd::api
