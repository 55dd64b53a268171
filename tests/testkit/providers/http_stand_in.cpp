#include "testkit/providers/http_stand_in.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

#include "base/text.hpp"

namespace breachd::testkit {

namespace {

// The other side sees a reset instead of an orderly end.
void hang_up(int fd) {
    linger now{1, 0};
    ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

StandInRequest head_of(const std::string& head) {
    StandInRequest out;
    auto line = head.substr(0, head.find("\r\n"));
    auto first = line.find(' '), second = line.rfind(' ');
    out.method = line.substr(0, first);
    auto target = line.substr(first + 1, second - first - 1);
    auto mark = target.find('?');
    out.path = target.substr(0, mark);
    if (mark != target.npos) out.query = target.substr(mark + 1);
    for (auto at = line.size() + 2; at < head.size();) {
        auto end = head.find("\r\n", at);
        auto each = head.substr(at, end - at);
        auto colon = each.find(':');
        if (colon != each.npos) out.headers[lower(each.substr(0, colon))] = trim(each.substr(colon + 1));
        at = end == head.npos ? head.size() : end + 2;
    }
    return out;
}

bool receive(int fd, std::string& into) {
    char chunk[16384];
    auto n = ::recv(fd, chunk, sizeof chunk, 0);
    if (n > 0) into.append(chunk, static_cast<std::size_t>(n));
    return n > 0;
}

bool say_all(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        auto n = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (n <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
}

std::string bytes_of(const StandInReply& reply) {
    auto out = fmt::format("HTTP/1.1 {} X\r\nContent-Length: {}\r\nContent-Type: application/json\r\n", reply.status,
                           reply.body.size());
    for (const auto& [name, value] : reply.headers) out += fmt::format("{}: {}\r\n", name, value);
    return out + "\r\n" + reply.body;
}

}  // namespace

HttpStandIn::HttpStandIn(Before before, Answer answer, int port)
    : before_(std::move(before)), answer_(std::move(answer)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    int on = 1;
    ::setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    socklen_t size = sizeof address;
    bool listens = ::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                   ::listen(listener_, 64) == 0 &&
                   ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0;
    if (!listens) throw std::runtime_error(fmt::format("port {} of 127.0.0.1 is taken", port));
    port_ = ntohs(address.sin_port);
    accepting_ = std::thread([this] { accept_all(); });
}

HttpStandIn::~HttpStandIn() {
    stopping_ = true;
    ::shutdown(listener_, SHUT_RDWR);
    accepting_.join();
    ::close(listener_);
    {
        std::lock_guard lock(mutex_);
        for (int fd : open_) ::shutdown(fd, SHUT_RDWR);
    }
    for (auto& each : talks_) each.join();
}

void HttpStandIn::accept_all() {
    for (int fd = 0; (fd = ::accept(listener_, nullptr, nullptr)) >= 0;) {
        std::lock_guard lock(mutex_);
        open_.push_back(fd);
        talks_.emplace_back([this, fd] { talk(fd); });
    }
}

void HttpStandIn::talk(int fd) {
    std::string unread;
    while (!stopping_ && serve(fd, unread)) {
    }
    std::lock_guard lock(mutex_);
    open_.remove(fd);
    ::close(fd);
}

// One request; false: the connection ends.
bool HttpStandIn::serve(int fd, std::string& unread) {
    auto end = unread.find("\r\n\r\n");
    for (; end == unread.npos; end = unread.find("\r\n\r\n"))
        if (!receive(fd, unread)) return false;
    auto request = head_of(unread.substr(0, end + 2));
    unread.erase(0, end + 4);
    if (before_(request)) {
        hang_up(fd);
        return false;
    }
    auto length = request.headers.find("content-length");
    std::size_t wanted = length == request.headers.end() ? 0 : std::stoul(length->second);
    while (unread.size() < wanted)
        if (!receive(fd, unread)) return false;
    request.body = unread.substr(0, wanted);
    unread.erase(0, wanted);
    auto reply = answer_(request);
    for (auto waited = reply.delay; waited.count() > 0 && !stopping_; waited -= std::chrono::milliseconds{20})
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
    if (reply.reset) {
        hang_up(fd);
        return false;
    }
    return say_all(fd, bytes_of(reply));
}

}  // namespace breachd::testkit
