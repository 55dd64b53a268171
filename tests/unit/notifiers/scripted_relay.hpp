// An SMTP relay of a test.
#pragma once

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
        testkit::serve_smtp(fd, [&](const std::string& line) { return script_(number, line.substr(0, 4)); });
    }

    Script script_;
    std::atomic<int> connections_{0};
    testkit::TcpServer server_;
};

}  // namespace breachd
