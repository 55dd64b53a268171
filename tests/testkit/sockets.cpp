#include "testkit/sockets.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "testkit/catch.hpp"

namespace breachd::testkit {

namespace {

sockaddr_in ipv4(int port, const std::string& address = "127.0.0.1") {
    sockaddr_in out{};
    out.sin_family = AF_INET;
    out.sin_port = htons(static_cast<std::uint16_t>(port));
    ::inet_pton(AF_INET, address.c_str(), &out.sin_addr);
    return out;
}

}  // namespace

int dial(int port, const std::string& address) {
    int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    auto to = ipv4(port, address);
    if (::connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0) return fd;
    ::close(fd);
    return -1;
}

bool say(int fd, std::string_view bytes) {
    return ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
}

void serve_smtp(int fd, const std::function<std::string(const std::string& line)>& answer,
                const std::function<void(std::string_view message)>& take) {
    std::string buffer;
    bool in_message = false;
    if (!say(fd, "220 relay\r\n")) return;
    for (char chunk[4096];;) {
        auto end = buffer.find(in_message ? "\r\n.\r\n" : "\r\n");
        if (end == std::string::npos) {
            auto n = ::recv(fd, chunk, sizeof chunk, 0);
            if (n <= 0) return;
            buffer.append(chunk, static_cast<std::size_t>(n));
            continue;
        }
        auto line = in_message ? "." : buffer.substr(0, end);
        if (in_message && take) take(std::string_view(buffer).substr(0, end));
        buffer.erase(0, end + (in_message ? 5 : 2));
        in_message = !in_message && line.starts_with("DATA");
        auto said = answer(line);
        if (said.empty() || !say(fd, said + "\r\n")) return;
    }
}

std::string read_request(int fd) {
    std::string got;
    for (char chunk[4096];;) {
        auto n = ::recv(fd, chunk, sizeof chunk, 0);
        if (n <= 0) return "";
        got.append(chunk, static_cast<std::size_t>(n));
        auto head = got.find("\r\n\r\n"), length = got.find("Content-Length: ");
        if (head != got.npos && length < head && got.size() >= head + 4 + std::stoul(got.substr(length + 16)))
            return got;
    }
}

TcpServer::TcpServer(std::function<void(int fd)> talk) : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    auto address = ipv4(0);
    socklen_t size = sizeof address;
    REQUIRE(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(::listen(listener_, 16) == 0);
    REQUIRE(::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this, talk = std::move(talk)] {
        for (int fd = 0; (fd = ::accept(listener_, nullptr, nullptr)) >= 0; ::close(fd)) talk(fd);
    });
}

TcpServer::~TcpServer() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
}

TcpSender::TcpSender(int port) : fd_(dial(port)) { REQUIRE(fd_ >= 0); }

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
    auto own = ipv4(0, from), to = ipv4(port);
    REQUIRE(::bind(fd, reinterpret_cast<sockaddr*>(&own), sizeof own) == 0);
    REQUIRE(::sendto(fd, bytes.data(), bytes.size(), 0, reinterpret_cast<sockaddr*>(&to), sizeof to) ==
            static_cast<ssize_t>(bytes.size()));
    ::close(fd);
}

}  // namespace breachd::testkit
