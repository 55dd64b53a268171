#include "delivery/smtp_line.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <utility>

namespace breachd::delivery {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

// The families in turn, the one that the resolver prefers first.
std::vector<asio::ip::tcp::endpoint> in_turn(const std::vector<asio::ip::tcp::endpoint>& all) {
    std::vector<asio::ip::tcp::endpoint> first, second, out;
    for (const auto& each : all) (each.protocol() == all.front().protocol() ? first : second).push_back(each);
    for (std::size_t i = 0; i < std::max(first.size(), second.size()); ++i) {
        if (i < first.size()) out.push_back(first[i]);
        if (i < second.size()) out.push_back(second[i]);
    }
    return out;
}

}  // namespace

SmtpLine::SmtpLine(asio::io_context& io, asio::ssl::context* tls, const MailRelay& relay, const std::string& hello,
                   SmtpClient::Owner& owner)
    : io_(io),
      tls_context_(tls),
      relay_(relay),
      resolver_(io),
      next_address_(io),
      socket_(io),
      client_(relay, hello, *this, owner) {}

void SmtpLine::dial() {
    error_code no_literal;
    auto address = asio::ip::make_address(relay_.host, no_literal);
    if (!no_literal) {
        auto port = static_cast<unsigned short>(std::strtoul(relay_.port.c_str(), nullptr, 10));
        return resolved({Tcp::endpoint(address, port)});
    }
    auto self = shared_from_this();
    resolver_.async_resolve(relay_.host, relay_.port, [this, self](Failed failed, const auto& results) {
        if (closed_) return;
        if (failed || results.empty()) return client_.lost(Cause::name_not_found);
        std::vector<Tcp::endpoint> found;
        for (const auto& each : results) found.push_back(each.endpoint());
        resolved(std::move(found));
    });
}

void SmtpLine::resolved(std::vector<Tcp::endpoint> found) {
    addresses_ = in_turn(found);
    try_next();
}

// The next address is tried when the last has failed, or has said nothing for a moment; the first that answers wins.
void SmtpLine::try_next() {
    if (closed_ || tried_ == addresses_.size()) return;
    auto socket = dialled_.emplace_back(std::make_shared<Tcp::socket>(io_));
    auto self = shared_from_this();
    socket->async_connect(addresses_[tried_++], [this, self, socket](Failed failed) { tried(socket, failed); });
    next_address_.expires_after(kNextAddressAfter);
    next_address_.async_wait([this, self](Failed cancelled) {
        if (!cancelled && !socket_.is_open()) try_next();
    });
}

void SmtpLine::tried(const std::shared_ptr<Tcp::socket>& socket, Failed failed) {
    if (closed_ || socket_.is_open()) return;
    if (failed) {
        if (++refused_ == addresses_.size()) return client_.lost(Cause::not_connected);
        if (refused_ == tried_) try_next();
        return;
    }
    next_address_.cancel();
    socket_ = std::move(*socket);
    for (auto& other : dialled_) {
        error_code ignored;
        if (other != socket) other->close(ignored);
    }
    error_code ignored;
    socket_.set_option(Tcp::no_delay(true), ignored);  // a group of commands is one write, and goes at once
    client_.connected();
    if (!tls_) read();
}

void SmtpLine::start_tls() {
    if (!tls_context_) return client_.lost(Cause::tls_failed);
    auto& tls = tls_.emplace(socket_, *tls_context_);
    bool proven = relay_.guard == LineGuard::proven;
    error_code failed, literal;
    asio::ip::make_address(relay_.host, literal);
    if (literal) SSL_set_tlsext_host_name(tls.native_handle(), relay_.host.c_str());
    tls.set_verify_mode(proven ? asio::ssl::verify_peer : asio::ssl::verify_none, failed);
    if (proven) tls.set_verify_callback(asio::ssl::host_name_verification(relay_.host), failed);
    if (failed) return client_.lost(Cause::tls_failed);
    tls.async_handshake(asio::ssl::stream_base::client, [this, self = shared_from_this()](Failed refused) {
        if (closed_) return;
        if (refused) return client_.lost(Cause::tls_failed);
        client_.secured();
        read();
    });
}

void SmtpLine::read() {
    if (closed_) return;
    auto handler = [this, self = shared_from_this()](Failed failed, std::size_t bytes) { heard(failed, bytes); };
    if (tls_)
        tls_->async_read_some(asio::buffer(in_), std::move(handler));
    else
        socket_.async_read_some(asio::buffer(in_), std::move(handler));
}

void SmtpLine::heard(Failed failed, std::size_t bytes) {
    if (closed_) return;
    bool was_clear = !tls_;
    if (bytes > 0) client_.received(std::string_view(in_.data(), bytes));
    if (closed_) return;
    if (failed) return client_.lost(Cause::connection_lost);
    if (!writing_) acknowledge_now();
    if (was_clear == !tls_) read();  // the handshake reads by itself
}

// Of its replies a server that does not know no_delay holds the next until we have acknowledged the one before, which
// the kernel does after 40 ms when we have nothing to say: 25 letters a second.
void SmtpLine::acknowledge_now() {
    const int on = 1;
    (void)::setsockopt(socket_.native_handle(), IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
}

void SmtpLine::say(std::string bytes) {
    if (closed_) return;
    (writing_ ? waiting_ : out_) += bytes;
    if (!writing_) write();
}

void SmtpLine::write() {
    writing_ = true;
    auto rest = asio::buffer(out_.data() + out_at_, out_.size() - out_at_);
    auto handler = [this, self = shared_from_this()](Failed failed, std::size_t bytes) {
        if (closed_) return;
        // What the server said before it went is still to be read, and the reader notices the end by itself.
        if (failed) return;
        out_at_ += bytes;
        if (out_at_ == out_.size()) {
            out_ = std::exchange(waiting_, {});
            out_at_ = 0;
            writing_ = !out_.empty();
        }
        client_.written(bytes);
        if (!closed_ && writing_) write();
    };
    if (tls_)
        tls_->async_write_some(rest, std::move(handler));
    else
        socket_.async_write_some(rest, std::move(handler));
}

void SmtpLine::hang_up() {
    closed_ = true;
    error_code ignored;
    resolver_.cancel();
    next_address_.cancel();
    for (auto& socket : dialled_) socket->close(ignored);
    socket_.close(ignored);
}

}  // namespace breachd::delivery
