// A connection to a mail relay on an io_context of one thread: the sockets under SmtpClient. Dials the relay's
// addresses of both families beside each other (RFC 8305), starts TLS, and counts what has left us to the byte.
// Handlers keep it alive; after hang_up() it calls nobody.
#pragma once

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "delivery/smtp_client.hpp"

namespace breachd::delivery {

inline constexpr Duration kNextAddressAfter = std::chrono::milliseconds{250};  // RFC 8305, 5

class SmtpLine : public SmtpClient::Line, public std::enable_shared_from_this<SmtpLine> {
  public:
    SmtpLine(boost::asio::io_context& io, boost::asio::ssl::context* tls, const MailRelay& relay,
             const std::string& hello, SmtpClient::Owner& owner);
    void dial();
    SmtpClient& client() { return client_; }

    void say(std::string bytes) override;
    void start_tls() override;
    void hang_up() override;

  private:
    using Tcp = boost::asio::ip::tcp;
    using Failed = const boost::system::error_code&;
    void resolved(std::vector<Tcp::endpoint> found);
    void try_next();
    void tried(const std::shared_ptr<Tcp::socket>& socket, Failed failed);
    void read();
    void acknowledge_now();
    void heard(Failed failed, std::size_t bytes);
    void write();

    boost::asio::io_context& io_;
    boost::asio::ssl::context* tls_context_;
    const MailRelay& relay_;
    Tcp::resolver resolver_;
    boost::asio::steady_timer next_address_;
    std::vector<Tcp::endpoint> addresses_;
    std::vector<std::shared_ptr<Tcp::socket>> dialled_;
    std::size_t tried_ = 0, refused_ = 0;
    Tcp::socket socket_;
    std::optional<boost::asio::ssl::stream<Tcp::socket&>> tls_;
    std::array<char, 4096> in_;
    std::string out_;  // on its way; what is said meanwhile waits
    std::string waiting_;
    std::size_t out_at_ = 0;
    bool closed_ = false, writing_ = false;
    SmtpClient client_;
};

}  // namespace breachd::delivery
