#include "net/listener.hpp"

#include <netinet/tcp.h>
#include <unistd.h>

#include <array>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <charconv>

#include "base/digest.hpp"

namespace breachd::net {

namespace asio = boost::asio;
using boost::system::error_code;
using Socket = asio::generic::stream_protocol::socket;
using Acceptor = asio::basic_socket_acceptor<asio::generic::stream_protocol>;

namespace {

std::array<asio::const_buffer, 2> buffers(std::string_view head, std::string_view body) {
    return {asio::const_buffer(head.data(), head.size()), asio::const_buffer(body.data(), body.size())};
}

class PlainTransport : public Transport {
  public:
    PlainTransport(Socket socket, std::string peer) : socket_(std::move(socket)), peer_(std::move(peer)) {}

    void start(std::shared_ptr<TransportUser> user) override {
        asio::post(socket_.get_executor(), [user] { user->on_ready(true); });
    }
    void read(char* into, std::size_t room, std::shared_ptr<TransportUser> user) override {
        socket_.async_read_some(asio::buffer(into, room),
                                [user](error_code failed, std::size_t bytes) { user->on_read(!failed, bytes); });
    }
    void write(std::string_view head, std::string_view body, std::shared_ptr<TransportUser> user) override {
        asio::async_write(socket_, buffers(head, body),
                          [user](error_code failed, std::size_t) { user->on_written(!failed); });
    }
    void end_sending() override {
        error_code ignored;
        socket_.shutdown(asio::socket_base::shutdown_send, ignored);
    }
    void close() override {
        error_code ignored;
        socket_.close(ignored);
    }
    void refuse(std::string_view answer) override {
        error_code ignored;
        socket_.non_blocking(true, ignored);
        socket_.write_some(asio::buffer(answer), ignored);
        end_sending();
        // Bytes that nobody has read would make the close a reset, and the answer could be lost with it.
        std::array<char, 16 * 1024> unread;
        socket_.read_some(asio::buffer(unread), ignored);
        close();
    }
    const std::string& peer() const override { return peer_; }

  private:
    Socket socket_;
    std::string peer_;
};

std::string subject_of(X509* certificate) {
    std::unique_ptr<BIO, decltype(&BIO_free)> text(BIO_new(BIO_s_mem()), BIO_free);
    // UTF-8 as it is; control characters and separators stay escaped.
    if (X509_NAME_print_ex(text.get(), X509_get_subject_name(certificate), 0,
                           XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB)) < 0)
        return {};
    char* bytes = nullptr;
    auto size = BIO_get_mem_data(text.get(), &bytes);
    return {bytes, static_cast<std::size_t>(size)};
}

std::shared_ptr<const PeerCertificate> certificate_of(SSL* connection) {
    std::unique_ptr<X509, decltype(&X509_free)> shown(SSL_get1_peer_certificate(connection), X509_free);
    if (!shown || SSL_get_verify_result(connection) != X509_V_OK) return nullptr;
    Digest digest{};
    unsigned size = 0;
    if (X509_digest(shown.get(), EVP_sha256(), digest.data(), &size) != 1 || size != digest.size()) return nullptr;
    return std::make_shared<const PeerCertificate>(PeerCertificate{hex(digest), subject_of(shown.get())});
}

class TlsTransport : public Transport {
  public:
    TlsTransport(Socket socket, std::shared_ptr<asio::ssl::context> context, std::string peer)
        : context_(std::move(context)), stream_(std::move(socket), *context_), peer_(std::move(peer)) {}

    void start(std::shared_ptr<TransportUser> user) override {
        // The user keeps this transport, and the handshake keeps the user.
        stream_.async_handshake(asio::ssl::stream_base::server, [this, user](error_code failed) {
            if (!failed) certificate_ = certificate_of(stream_.native_handle());
            user->on_ready(!failed);
        });
    }
    void read(char* into, std::size_t room, std::shared_ptr<TransportUser> user) override {
        stream_.async_read_some(asio::buffer(into, room),
                                [user](error_code failed, std::size_t bytes) { user->on_read(!failed, bytes); });
    }
    void write(std::string_view head, std::string_view body, std::shared_ptr<TransportUser> user) override {
        asio::async_write(stream_, buffers(head, body),
                          [user](error_code failed, std::size_t) { user->on_written(!failed); });
    }
    // Answers carry their length, so that a missing close_notify cuts nothing off unseen.
    void end_sending() override {
        error_code ignored;
        stream_.next_layer().shutdown(asio::socket_base::shutdown_send, ignored);
    }
    void close() override {
        error_code ignored;
        stream_.next_layer().close(ignored);
    }
    void refuse(std::string_view) override { close(); }
    const std::string& peer() const override { return peer_; }
    std::shared_ptr<const PeerCertificate> certificate() const override { return certificate_; }

  private:
    std::shared_ptr<asio::ssl::context> context_;
    asio::ssl::stream<Socket> stream_;
    std::string peer_;
    std::shared_ptr<const PeerCertificate> certificate_;
};

// Syslog senders idle for hours; one that is gone without a word is noticed within four minutes instead of two hours.
void keep_alive(Socket& socket) {
    constexpr int kIdleSeconds = 120, kEverySeconds = 30, kProbes = 4;
    error_code ignored;
    socket.set_option(asio::socket_base::keep_alive(true), ignored);
    for (auto [option, value] : {std::pair{TCP_KEEPIDLE, kIdleSeconds}, std::pair{TCP_KEEPINTVL, kEverySeconds},
                                 std::pair{TCP_KEEPCNT, kProbes}})
        ::setsockopt(socket.native_handle(), IPPROTO_TCP, option, &value, sizeof value);
}

// What a reader that does not read has waiting for it in the kernel, beyond what its own window takes.
void bound_unsent(Socket& socket) {
    constexpr int kUnsentBytesMax = 128 * 1024;
    ::setsockopt(socket.native_handle(), IPPROTO_TCP, TCP_NOTSENT_LOWAT, &kUnsentBytesMax, sizeof kUnsentBytesMax);
}

std::string peer_of(const asio::generic::stream_protocol::endpoint& remote) {
    if (remote.protocol().family() == AF_UNIX) return "unix";
    asio::ip::tcp::endpoint address;
    if (remote.size() > address.capacity()) return "?";
    std::memcpy(address.data(), remote.data(), remote.size());
    address.resize(remote.size());
    return address.address().to_string();
}

struct Address {
    explicit Address(const asio::ip::tcp::endpoint& at) : endpoint(at) {}
    explicit Address(std::string path)
        : endpoint(asio::local::stream_protocol::endpoint(path)), tcp(false), unix_path(std::move(path)) {}

    asio::generic::stream_protocol::endpoint endpoint;
    bool tcp = true;
    std::string unix_path;
};

Result<Address> parse_address(const std::string& text) {
    if (text.starts_with("unix:")) return Address(text.substr(5));
    auto parsed = ip_address(text);
    if (!parsed) return parsed.error();
    return Address(asio::ip::tcp::endpoint(parsed->first, parsed->second));
}

Result<std::shared_ptr<asio::ssl::context>> make_tls(const Tls& tls) {
    auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
    SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
    context->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::single_dh_use |
                         SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    error_code failed;
    context->use_certificate_chain_file(tls.certificate_file, failed);
    if (failed)
        return Error{ErrorCode::invalid, "the certificate cannot be used: " + failed.message(), tls.certificate_file};
    context->use_private_key_file(tls.key_file, asio::ssl::context::pem, failed);
    if (failed) return Error{ErrorCode::invalid, "the key cannot be used: " + failed.message(), tls.key_file};
    if (!tls.client_ca_file.empty()) {
        context->load_verify_file(tls.client_ca_file, failed);
        if (failed) return Error{ErrorCode::invalid, "the CA cannot be used: " + failed.message(), tls.client_ca_file};
        context->set_verify_mode(tls.client_certificate_optional
                                     ? asio::ssl::verify_peer
                                     : asio::ssl::verify_peer | asio::ssl::verify_fail_if_no_peer_cert);
        // Clients choose their certificate by the names of the CAs they are told; sessions are resumed only here.
        SSL_CTX_set_client_CA_list(context->native_handle(), SSL_load_client_CA_file(tls.client_ca_file.c_str()));
        SSL_CTX_set_session_id_context(context->native_handle(), reinterpret_cast<const unsigned char*>("breachd"), 7);
    }
    return context;
}

}  // namespace

Result<std::pair<asio::ip::address, std::uint16_t>> ip_address(const std::string& text) {
    std::size_t colon = text.rfind(':');
    if (colon == std::string::npos) return Error{ErrorCode::invalid, "must be host:port", text};
    std::string host = text.substr(0, colon);
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
    if (host == "localhost") host = "127.0.0.1";
    if (host.empty() || host == "*") host = "0.0.0.0";
    unsigned port = 65536;
    auto read = std::from_chars(text.data() + colon + 1, text.data() + text.size(), port);
    error_code failed;
    auto address = asio::ip::make_address(host, failed);
    if (failed || read.ec != std::errc() || read.ptr != text.data() + text.size() || port > 65535)
        return Error{ErrorCode::invalid, "must be an IP address and a port", text};
    return std::pair(address, static_cast<std::uint16_t>(port));
}

struct Listeners::One : std::enable_shared_from_this<One> {
    One(asio::io_context& io, std::shared_ptr<asio::ssl::context> context) : acceptor(io), tls(std::move(context)) {}

    Acceptor acceptor;
    std::shared_ptr<asio::ssl::context> tls;
    OnConnection use;
    std::string unix_path;
    std::uint16_t port = 0;
    bool stuck = false;

    Result<void> open(const Address& address) {
        error_code failed;
        acceptor.open(address.endpoint.protocol(), failed);
        if (!failed && address.tcp) acceptor.set_option(asio::socket_base::reuse_address(true), failed);
        // left by a crash; systemd's own sockets come as descriptors
        if (!address.tcp) ::unlink(address.unix_path.c_str());
        if (!failed) acceptor.bind(address.endpoint, failed);
        if (!failed) acceptor.listen(asio::socket_base::max_listen_connections, failed);
        if (failed) return Error{ErrorCode::failed, "cannot listen: " + failed.message(), ""};
        unix_path = address.unix_path;
        if (address.tcp) {
            asio::ip::tcp::endpoint local;
            auto bound = acceptor.local_endpoint(failed);
            std::memcpy(local.data(), bound.data(), std::min(bound.size(), local.capacity()));
            port = local.port();
        }
        return {};
    }

    void accept() {
        stuck = false;
        acceptor.async_accept([self = shared_from_this()](error_code failed, Socket socket) {
            if (!self->acceptor.is_open()) return;
            if (failed) {
                self->stuck = true;
                return;
            }
            self->take(std::move(socket));
            self->accept();
        });
    }

    void take(Socket socket) {
        error_code failed;
        auto remote = socket.remote_endpoint(failed);
        if (failed) return;
        std::string peer = peer_of(remote);
        if (port != 0) socket.set_option(asio::ip::tcp::no_delay(true), failed);
        if (port != 0) keep_alive(socket);
        if (port != 0) bound_unsent(socket);
        if (tls && port != 0)
            use(std::make_unique<TlsTransport>(std::move(socket), tls, std::move(peer)));
        else
            use(std::make_unique<PlainTransport>(std::move(socket), std::move(peer)));
    }
};

Listeners::Listeners(asio::io_context& io) : io_(io) {}

Listeners::~Listeners() = default;

Result<void> Listeners::open(const std::vector<std::string>& addresses, const std::optional<Tls>& tls) {
    auto made = read_tls(tls);
    if (!made) return made.error();
    tls_ = std::move(*made);
    for (const auto& text : addresses) {
        auto address = parse_address(text);
        if (!address) return address.error();
        auto one = std::make_shared<One>(io_, tls_);
        if (auto opened = one->open(*address); !opened) return Error{opened.error().code, opened.error().message, text};
        all_.push_back(std::move(one));
    }
    return {};
}

Result<Listeners::TlsContext> Listeners::read_tls(const std::optional<Tls>& tls) {
    return tls ? make_tls(*tls) : Result<TlsContext>(nullptr);
}

void Listeners::replace_tls(TlsContext fresh) {
    tls_ = std::move(fresh);
    apply_tickets();
    for (auto& one : all_) one->tls = tls_;
}

void Listeners::no_session_tickets() {
    session_tickets_ = false;
    apply_tickets();
}

void Listeners::apply_tickets() {
    if (tls_ && !session_tickets_) SSL_CTX_set_num_tickets(tls_->native_handle(), 0);
}

std::vector<std::uint16_t> Listeners::ports() const {
    std::vector<std::uint16_t> out;
    for (const auto& one : all_)
        if (one->port != 0) out.push_back(one->port);
    return out;
}

void Listeners::accept(OnConnection use) {
    for (auto& one : all_) {
        one->use = use;
        one->accept();
    }
}

void Listeners::retry() {
    for (auto& one : all_)
        if (one->stuck && one->acceptor.is_open()) one->accept();
}

void Listeners::close() {
    error_code ignored;
    for (auto& one : all_) {
        one->acceptor.close(ignored);
        if (!one->unix_path.empty()) ::unlink(one->unix_path.c_str());
    }
}

}  // namespace breachd::net
