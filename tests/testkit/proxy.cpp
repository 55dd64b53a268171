#include "testkit/proxy.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/digest.hpp"
#include "testkit/catch.hpp"

namespace breachd::testkit {

namespace {

bool say(int fd, std::string_view bytes) {
    return ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
}

int dial(const std::string& target) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    auto colon = target.rfind(':');
    to.sin_port = htons(static_cast<std::uint16_t>(std::stoi(target.substr(colon + 1))));
    ::inet_pton(AF_INET, target.substr(0, colon).c_str(), &to.sin_addr);
    int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (::connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0) return fd;
    ::close(fd);
    return -1;
}

// Bytes both ways until one side ends.
void pump(int one, int other) {
    char bytes[16 * 1024];
    for (;;) {
        pollfd both[] = {{one, POLLIN, 0}, {other, POLLIN, 0}};
        if (::poll(both, 2, 10'000) <= 0) return;
        for (int i = 0; i < 2; ++i) {
            if (!both[i].revents) continue;
            auto n = ::recv(both[i].fd, bytes, sizeof bytes, 0);
            if (n <= 0 || !say(both[1 - i].fd, std::string_view(bytes, static_cast<std::size_t>(n)))) return;
        }
    }
}

std::string read_head(int fd) {
    std::string head;
    for (char byte = 0; head.find("\r\n\r\n") == head.npos && ::recv(fd, &byte, 1, 0) == 1;) head += byte;
    return head;
}

}  // namespace

Proxy::Proxy(std::string credentials)
    : credentials_(std::move(credentials)), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0);
    REQUIRE(::listen(listener_, 16) == 0);
    REQUIRE(::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { run(); });
}

Proxy::~Proxy() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
}

std::vector<std::string> Proxy::requests() const {
    std::lock_guard lock(mutex_);
    return requests_;
}

void Proxy::run() {
    for (int client = 0; (client = ::accept(listener_, nullptr, nullptr)) >= 0; ::close(client)) serve(client);
}

void Proxy::serve(int client) {
    auto head = read_head(client);
    auto line = head.substr(0, head.find("\r\n"));
    {
        std::lock_guard lock(mutex_);
        requests_.push_back(line);
    }
    if (!credentials_.empty() && head.find("Proxy-Authorization: Basic " + base64(credentials_)) == head.npos) {
        say(client, "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        return;
    }
    if (!line.starts_with("CONNECT ")) {
        say(client, "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
        return;
    }
    int target = dial(line.substr(8, line.find(' ', 8) - 8));
    if (target < 0) {
        say(client, "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        return;
    }
    if (say(client, "HTTP/1.1 200 Connection established\r\n\r\n")) pump(client, target);
    ::close(target);
}

}  // namespace breachd::testkit
