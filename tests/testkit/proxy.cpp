#include "testkit/proxy.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/digest.hpp"

namespace breachd::testkit {

namespace {

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

Proxy::Proxy(std::string credentials, bool passes_on)
    : credentials_(std::move(credentials)), passes_on_(passes_on), server_([this](int client) { serve(client); }) {}

std::vector<std::string> Proxy::requests() const {
    std::lock_guard lock(mutex_);
    return requests_;
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
        if (passes_on_) return pass_on(client, head);
        say(client, "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
        return;
    }
    auto to = line.substr(8, line.find(' ', 8) - 8);
    auto colon = to.rfind(':');
    int target = dial(std::stoi(to.substr(colon + 1)), to.substr(0, colon));
    if (target < 0) {
        say(client, "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        return;
    }
    if (say(client, "HTTP/1.1 200 Connection established\r\n\r\n")) pump(client, target);
    ::close(target);
}

// "GET http://127.0.0.1:80/page HTTP/1.1" as "GET /page HTTP/1.1", without what was meant for the proxy.
void Proxy::pass_on(int client, const std::string& head) {
    auto blank = head.find(' '), host = head.find("://") + 3, path = head.find('/', host);
    auto to = head.substr(host, path - host);
    auto rest = head.substr(path);
    if (auto at = rest.find("Proxy-Authorization: "); at != rest.npos) rest.erase(at, rest.find("\r\n", at) + 2 - at);
    auto colon = to.rfind(':');
    int target = dial(std::stoi(to.substr(colon + 1)), to.substr(0, colon));
    if (target < 0) {
        say(client, "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        return;
    }
    if (say(target, head.substr(0, blank + 1) + rest)) pump(client, target);
    ::close(target);
}

}  // namespace breachd::testkit
