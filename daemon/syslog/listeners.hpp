// The syslog listeners of the daemon: UDP (RFC 5426), TCP (RFC 6587) and TLS (RFC 5425). Owns their sockets and
// connections, keeps the limits, counts, and tells the log once a minute what was refused or lost. Net thread only,
// except open() and read_tls().
//
// A message has no answer. UDP and TCP prove no sender (SenderProof::none); only a client's certificate does. The
// promises of each transport: docs/adr/0010-syslog-without-acknowledgement.md.
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <memory>
#include <vector>

#include "net/listener.hpp"
#include "syslog/services.hpp"

namespace breachd::syslog {

class Listeners {
  public:
    Listeners(boost::asio::io_context& io, const std::vector<SyslogListener>& listeners, const Services& services);
    ~Listeners();

    // Binds every listener; the error names the listener and its address.
    Result<void> open();
    // In the order of the settings, after open().
    std::vector<std::uint16_t> ports() const;
    void start();
    void tick();
    // Of each listener, in the order of the settings; as net::Listeners::read_tls() and replace_tls().
    Result<std::vector<net::Listeners::TlsContext>> read_tls() const;
    void replace_tls(const std::vector<net::Listeners::TlsContext>& fresh);

    // Takes no new connections and hands over what came. done() when the engine has all of it.
    void wind_down();
    bool done() const;
    // Counts the messages that are not handed over by now as lost.
    void give_up();

  private:
    class One;
    boost::asio::io_context& io_;
    const std::vector<SyslogListener>& given_;
    const Services& services_;
    std::vector<std::unique_ptr<One>> all_;
};

}  // namespace breachd::syslog
