// The LMTP listener (RFC 2033) for mails that come to our return path: a mail server hands them over on a unix socket
// or the loopback. An answer after the dot is given when the engine has committed, one for each recipient; until then
// the mail is the server's. Owned by the thread of bounces.
//
//   command ──DATA──▶ data ──dot──▶ waiting (for the fates) ──▶ command
//
// Limits: 16 connections, lines of 2,000 bytes, 100 recipients, 256 KiB of a mail are read and 10 MiB taken, a minute
// of silence.
#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "bounces/mailroom.hpp"
#include "net/listener.hpp"

namespace breachd::bounces {

class Lmtp {
  public:
    Lmtp(boost::asio::io_context& io, std::string listen, MailServices services);
    ~Lmtp();

    Result<void> open();
    std::vector<std::uint16_t> ports() const;
    void start();
    void tick();  // once a second
    void close();

  private:
    class Session;
    boost::asio::io_context& io_;
    std::string listen_;
    MailServices services_;
    net::Listeners listeners_;
    std::vector<std::weak_ptr<Session>> sessions_;
};

}  // namespace breachd::bounces
