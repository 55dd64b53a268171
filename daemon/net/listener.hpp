// Accepts the connections of several addresses and makes a Transport of each. Net thread only, except where said.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/context.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "net/transport.hpp"
#include "settings/server.hpp"

namespace breachd::net {

// "127.0.0.1:8472", "[::1]:8472", "*:0". The error's place is the text.
Result<std::pair<boost::asio::ip::address, std::uint16_t>> ip_address(const std::string& text);

class Listeners {
  public:
    using OnConnection = std::function<void(std::unique_ptr<Transport>)>;

    explicit Listeners(boost::asio::io_context& io);
    ~Listeners();

    Result<void> open(const std::vector<std::string>& addresses, const std::optional<Tls>& tls);
    // TLS 1.3 sends session tickets without being asked. A syslog sender never reads them, and rsyslog, which looks at
    // its socket to learn whether the connection has ended, would find them there and write into a closed one.
    void no_session_tickets();
    // Reads the files of certificate, key and CA again; the error's place is the file. Empty without TLS. Any thread.
    using TlsContext = std::shared_ptr<boost::asio::ssl::context>;
    static Result<TlsContext> read_tls(const std::optional<Tls>& tls);
    // New connections use it; open ones keep their own.
    void replace_tls(TlsContext fresh);
    std::vector<std::uint16_t> ports() const;
    void accept(OnConnection use);
    // Accepts again after a failed accept (out of descriptors); called once a tick.
    void retry();
    void close();

  private:
    struct One;
    boost::asio::io_context& io_;
    void apply_tickets();

    TlsContext tls_;
    bool session_tickets_ = true;
    std::vector<std::shared_ptr<One>> all_;
};

}  // namespace breachd::net
