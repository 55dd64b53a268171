// One UDP socket for syslog (RFC 5426): a datagram is a message. A sender cannot be told "later", so reading stops
// while the engine is behind or the rate is used up, and the kernel's receive buffer holds the datagrams meanwhile. The
// kernel drops what does not fit; its count of drops is read once a tick (SO_MEMINFO). Net thread only.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "syslog/feed.hpp"
#include "syslog/sender.hpp"

namespace breachd::syslog {

class UdpSocket : public std::enable_shared_from_this<UdpSocket> {
  public:
    UdpSocket(boost::asio::io_context& io, const Services& services, const SyslogListener& listener,
              Counters& counters);

    Result<void> open();
    std::uint16_t port() const { return port_; }
    void start();
    void tick();
    // At a stop: hands over the datagrams that the kernel holds, then closes the socket.
    void wind_down();
    void give_up();
    bool done() const { return !socket_.is_open() && feed_->empty(); }

  private:
    void wait();
    void drain();
    bool may_read();
    // One datagram; false when there is none.
    bool receive();
    void take(std::string_view datagram, const std::string& peer);
    void count_kernel_drops();
    void close();

    boost::asio::ip::udp::socket socket_;
    const Services& services_;
    const SyslogListener& listener_;
    Counters& counters_;
    std::shared_ptr<Feed> feed_;
    std::vector<char> input_;
    std::uint16_t port_ = 0;
    double budget_;  // messages that may be read until the next tick; at most what comes in a second
    std::uint32_t kernel_drops_ = 0;
    bool waiting_ = false;
    bool winding_down_ = false;
};

}  // namespace breachd::syslog
