// An SMTP relay of a test.
#pragma once

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <string>
#include <thread>

#include "testkit/catch.hpp"

namespace breachd {

// A relay that answers as a script says; one thread, one connection after the other.
class ScriptedRelay {
  public:
    // Gives the answer to a command ("." for the end of a message) on the n-th connection, from 1; "" hangs up.
    using Script = std::function<std::string(int connection, const std::string& command)>;
    explicit ScriptedRelay(Script script)
        : script_(std::move(script)), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        REQUIRE(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0);
        REQUIRE(::listen(listener_, 16) == 0);
        REQUIRE(::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
        url_ = "smtp://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
        thread_ = std::thread([this] { run(); });
    }
    ~ScriptedRelay() {
        ::shutdown(listener_, SHUT_RDWR);
        thread_.join();
        ::close(listener_);
    }
    const std::string& url() const { return url_; }
    int connections() const { return connections_; }

  private:
    void run() {
        for (int fd = 0; (fd = ::accept(listener_, nullptr, nullptr)) >= 0; ::close(fd)) talk(fd, ++connections_);
    }
    void talk(int fd, int number) {
        auto say = [&](const std::string& answer) {
            return !answer.empty() && ::send(fd, (answer + "\r\n").data(), answer.size() + 2, MSG_NOSIGNAL) > 0;
        };
        std::string buffer;
        bool in_message = false;
        if (!say("220 relay")) return;
        for (char chunk[4096];;) {
            auto end = buffer.find(in_message ? "\r\n.\r\n" : "\r\n");
            if (end == std::string::npos) {
                auto n = ::recv(fd, chunk, sizeof chunk, 0);
                if (n <= 0) return;
                buffer.append(chunk, static_cast<std::size_t>(n));
                continue;
            }
            auto command = in_message ? "." : buffer.substr(0, std::min<std::size_t>(end, 4));
            buffer.erase(0, end + (in_message ? 5 : 2));
            in_message = !in_message && command == "DATA";
            if (!say(script_(number, command))) return;
        }
    }

    Script script_;
    int listener_;
    std::string url_;
    std::atomic<int> connections_{0};
    std::thread thread_;
};

}  // namespace breachd
