// An SMTP relay of a test.
#pragma once

#include <sys/socket.h>

#include <atomic>
#include <functional>
#include <string>

#include "testkit/sockets.hpp"

namespace breachd {

// A relay that answers as a script says; one thread, one connection after the other.
class ScriptedRelay {
  public:
    // Gives the answer to a command ("." for the end of a message) on the n-th connection, from 1; "" hangs up.
    using Script = std::function<std::string(int connection, const std::string& command)>;
    explicit ScriptedRelay(Script script)
        : script_(std::move(script)), server_([this](int fd) { talk(fd, ++connections_); }) {}
    std::string url() const { return "smtp://" + server_.address(); }
    int connections() const { return connections_; }

  private:
    void talk(int fd, int number) {
        auto say = [&](const std::string& answer) { return !answer.empty() && testkit::say(fd, answer + "\r\n"); };
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
    std::atomic<int> connections_{0};
    testkit::TcpServer server_;
};

}  // namespace breachd
