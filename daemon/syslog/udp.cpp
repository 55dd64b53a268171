#include "syslog/udp.hpp"

#include <fmt/format.h>
#include <linux/sock_diag.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>

#include "net/listener.hpp"

namespace breachd::syslog {

namespace asio = boost::asio;
using asio::ip::udp;
using boost::system::error_code;

namespace {

constexpr std::size_t kDatagramBytesMax = 64 * 1024;  // more than UDP can carry: nothing is cut off here
constexpr int kDatagramsPerTurn = 256;                // then others on the loop have their turn
constexpr int kDatagramsAtEnd = 100'000;              // are counted as lost at a stop

std::string address_of(const sockaddr_storage& from, socklen_t length) {
    udp::endpoint endpoint;
    std::memcpy(endpoint.data(), &from, std::min<std::size_t>(length, endpoint.capacity()));
    return endpoint.address().to_string();
}

}  // namespace

UdpSocket::UdpSocket(asio::io_context& io, const Services& services, const SyslogListener& listener, Counters& counters)
    : socket_(io),
      services_(services),
      listener_(listener),
      counters_(counters),
      feed_(std::make_shared<Feed>(services, counters, [this] { wait(); })),
      input_(kDatagramBytesMax),
      budget_(std::max(1.0, listener.messages_per_second)) {}

Result<void> UdpSocket::open() {
    auto address = net::ip_address(listener_.listen);
    if (!address) return address.error();
    udp::endpoint endpoint(address->first, address->second);
    error_code failed;
    socket_.open(endpoint.protocol(), failed);
    if (!failed) socket_.bind(endpoint, failed);
    if (!failed) socket_.non_blocking(true, failed);
    if (failed) return Error{ErrorCode::failed, "cannot listen: " + failed.message(), listener_.listen};
    port_ = socket_.local_endpoint(failed).port();
    socket_.set_option(asio::socket_base::receive_buffer_size(static_cast<int>(listener_.receive_buffer_bytes)),
                       failed);
    asio::socket_base::receive_buffer_size granted;
    socket_.get_option(granted, failed);
    auto got = static_cast<std::size_t>(granted.value());  // Asio has halved it already: Linux doubles what it grants
    if (!failed && got < listener_.receive_buffer_bytes && services_.warn)
        services_.warn(fmt::format(
            "syslog listener {}: the kernel grants a receive buffer of {} bytes instead of {}; raise net.core.rmem_max",
            listener_.name, got, listener_.receive_buffer_bytes));
    return {};
}

void UdpSocket::start() { wait(); }

void UdpSocket::wait() {
    if (waiting_ || !socket_.is_open() || !may_read()) return;
    waiting_ = true;
    socket_.async_wait(udp::socket::wait_read, [self = shared_from_this()](error_code failed) {
        self->waiting_ = false;
        if (!failed) self->drain();
    });
}

bool UdpSocket::may_read() {
    if (feed_->may_read() && (budget_ >= 1 || winding_down_)) return true;
    ++counters_.pauses;
    return false;
}

void UdpSocket::drain() {
    bool more = true;
    for (int i = 0; more && (budget_ >= 1 || winding_down_) && !feed_->full() && i < kDatagramsPerTurn; ++i)
        more = receive();
    feed_->flush();
    if (winding_down_ && !more) return close();
    wait();
}

bool UdpSocket::receive() {
    sockaddr_storage from{};
    socklen_t from_length = sizeof from;
    ssize_t got = ::recvfrom(socket_.native_handle(), input_.data(), input_.size(), MSG_DONTWAIT,
                             reinterpret_cast<sockaddr*>(&from), &from_length);
    if (got < 0) return false;
    take({input_.data(), static_cast<std::size_t>(got)}, address_of(from, from_length));
    return true;
}

// The kernel counts from the socket's start, modulo 2^32.
void UdpSocket::count_kernel_drops() {
    std::uint32_t info[SK_MEMINFO_VARS] = {};
    socklen_t length = sizeof info;
    if (::getsockopt(socket_.native_handle(), SOL_SOCKET, SO_MEMINFO, info, &length) != 0 || length < sizeof info)
        return;
    auto drops = info[SK_MEMINFO_DROPS];
    if (drops != kernel_drops_) counters_.dropped["kernel"] += drops - kernel_drops_;
    kernel_drops_ = drops;
}

void UdpSocket::take(std::string_view datagram, const std::string& peer) {
    auto settings = services_.settings();
    const Source* source = source_for(*settings, listener_.sources, peer, nullptr);
    if (source == nullptr) {  // costs a look at its address and nothing of the rate
        ++counters_.dropped["no_source"];
        counters_.stranger = peer;
        return;
    }
    budget_ -= 1;
    if (datagram.empty()) return;
    if (datagram.size() > listener_.frame_bytes_max)
        return feed_->add_broken(
            *source, datagram,
            {ErrorCode::too_large, fmt::format("a syslog datagram is longer than {} bytes", listener_.frame_bytes_max),
             ""});
    feed_->add(*settings, *source, datagram);
}

void UdpSocket::tick() {
    auto seconds = std::chrono::duration<double>(services_.limits.tick).count();
    if (socket_.is_open()) count_kernel_drops();
    bool used_up = budget_ < 1;
    budget_ = std::min(budget_ + listener_.messages_per_second * seconds, std::max(1.0, listener_.messages_per_second));
    feed_->tick();
    if (winding_down_) return wind_down();
    if (used_up && budget_ >= 1) wait();
}

void UdpSocket::wind_down() {
    winding_down_ = true;
    feed_->wind_down();
    if (socket_.is_open() && !feed_->behind()) drain();
}

void UdpSocket::give_up() {
    // What the kernel still holds is lost with the socket; a sender that goes on for ever is not waited for.
    for (int i = 0; socket_.is_open() && i < kDatagramsAtEnd; ++i) {
        if (::recv(socket_.native_handle(), input_.data(), input_.size(), MSG_DONTWAIT) < 0) break;
        ++counters_.dropped["stop"];
    }
    close();
    feed_->give_up();
}

void UdpSocket::close() {
    if (!socket_.is_open()) return;
    count_kernel_drops();
    error_code ignored;
    socket_.close(ignored);
}

}  // namespace breachd::syslog
