#include "testkit/sockets.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "testkit/catch.hpp"

namespace breachd::testkit {

namespace {

sockaddr_in loopback(int port, const std::string& address = "127.0.0.1") {
    sockaddr_in out{};
    out.sin_family = AF_INET;
    out.sin_port = htons(static_cast<std::uint16_t>(port));
    ::inet_pton(AF_INET, address.c_str(), &out.sin_addr);
    return out;
}

}  // namespace

TcpSender::TcpSender(int port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    auto to = loopback(port);
    REQUIRE(::connect(fd_, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0);
}

TcpSender::~TcpSender() { close(); }

void TcpSender::close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
}

std::size_t TcpSender::send(std::string_view bytes, std::chrono::milliseconds limit) {
    std::size_t taken = 0;
    while (taken < bytes.size()) {
        pollfd wait{fd_, POLLOUT, 0};
        if (::poll(&wait, 1, static_cast<int>(limit.count())) <= 0) break;
        ssize_t sent = ::send(fd_, bytes.data() + taken, bytes.size() - taken, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent <= 0) break;
        taken += static_cast<std::size_t>(sent);
    }
    return taken;
}

bool TcpSender::ended(std::chrono::milliseconds limit) {
    pollfd wait{fd_, POLLIN, 0};
    char byte;
    return ::poll(&wait, 1, static_cast<int>(limit.count())) > 0 && ::recv(fd_, &byte, 1, 0) <= 0;
}

void send_datagram(int port, std::string_view bytes, const std::string& from) {
    int fd = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    auto own = loopback(0, from), to = loopback(port);
    REQUIRE(::bind(fd, reinterpret_cast<sockaddr*>(&own), sizeof own) == 0);
    REQUIRE(::sendto(fd, bytes.data(), bytes.size(), 0, reinterpret_cast<sockaddr*>(&to), sizeof to) ==
            static_cast<ssize_t>(bytes.size()));
    ::close(fd);
}

}  // namespace breachd::testkit
