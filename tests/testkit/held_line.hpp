// A line to a server of this machine that stands still, once, where the client says a word: so a test can end the
// client between what it did and what it says of it.
#pragma once

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <string>

#include "testkit/sockets.hpp"

namespace breachd::testkit {

class HeldLine {
  public:
    HeldLine(int port, std::string word)
        : port_(port), word_(std::move(word)), server_([this](int client) { carry(client); }) {}
    std::string address() const { return server_.address(); }
    bool held() const { return held_; }
    void let_go() { holding_ = false; }

  private:
    void carry(int client) {
        int server = dial(port_);
        pollfd both[] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
        for (char chunk[16 * 1024]; server >= 0 && ::poll(both, 2, -1) > 0;) {
            bool from_client = both[0].revents != 0;
            auto got = ::recv(from_client ? client : server, chunk, sizeof chunk, 0);
            if (got <= 0) break;
            std::string_view piece(chunk, static_cast<std::size_t>(got));
            if (from_client && holding_ && piece.find(word_) != piece.npos) {
                held_ = true;
                while (::recv(client, chunk, sizeof chunk, 0) > 0) continue;
                break;
            }
            if (!say(from_client ? server : client, piece)) break;
        }
        if (server >= 0) ::close(server);
    }

    int port_;
    std::string word_;
    std::atomic<bool> holding_{true}, held_{false};
    TcpServer server_;
};

}  // namespace breachd::testkit
