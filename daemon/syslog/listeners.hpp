// The syslog listeners of the daemon: UDP (RFC 5426), TCP (RFC 6587) and TLS (RFC 5425). Owns their sockets and
// connections, keeps the limits, counts, and tells the log once a minute what was refused or lost. Net thread only,
// except open().
//
// What arrives here has no answer: alerts over UDP and TCP prove nothing of their sender (SenderProof::none), and only
// a client's certificate does. What each transport can promise: docs/adr/0010-syslog-without-acknowledgement.md.
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <memory>
#include <vector>

#include "api/context.hpp"
#include "net/listener.hpp"

namespace breachd::api {

class SyslogListeners {
  public:
    SyslogListeners(boost::asio::io_context& io, const Context& context);
    ~SyslogListeners();

    // Binds every listener of the options; the error names the listener and its address.
    Result<void> open();
    // In the order of the options, after open().
    std::vector<std::uint16_t> ports() const;
    void start();
    void tick();
    // Of each listener, in the order of the options; as Listeners::read_tls() and replace_tls().
    Result<std::vector<Listeners::TlsContext>> read_tls() const;
    void replace_tls(const std::vector<Listeners::TlsContext>& fresh);

    // No new connections; what came is handed over. done() when the engine has all of it.
    void wind_down();
    bool done() const;
    // What is not handed over by now is counted as lost.
    void give_up();

  private:
    class One;
    boost::asio::io_context& io_;
    const Context& context_;
    std::vector<std::unique_ptr<One>> all_;
};

}  // namespace breachd::api
