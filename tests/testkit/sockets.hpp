// Plain sockets for tests, on 127.0.0.1: one TCP connection, datagrams, and a server that talks by a function.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <thread>

namespace breachd::testkit {

class TcpSender {
  public:
    explicit TcpSender(int port);
    ~TcpSender();
    TcpSender(const TcpSender&) = delete;
    TcpSender& operator=(const TcpSender&) = delete;

    // How many of the bytes the kernel took before the other side ended the connection or, with a limit, kept us
    // waiting for so long.
    std::size_t send(std::string_view bytes, std::chrono::milliseconds limit = std::chrono::seconds(30));
    // True when the other side ends the connection within the limit.
    bool ended(std::chrono::milliseconds limit = std::chrono::seconds(5));
    void close();

  private:
    int fd_ = -1;
};

// A connected socket; -1: nobody listens there.
int dial(int port, const std::string& address = "127.0.0.1");
// All of the bytes; false: the other side is gone.
bool say(int fd, std::string_view bytes);

// One HTTP request with a Content-Length, head and body; "" when the other side has ended the connection.
std::string read_request(int fd);

// One SMTP conversation: greets, then gives `answer` each command line ("." for the end of a message) and says what it
// returns; "" hangs up. `take`, when there is one, is given each message before its end is answered.
void serve_smtp(int fd, const std::function<std::string(const std::string& line)>& answer,
                const std::function<void(std::string_view message)>& take = {});

// Accepts one connection after the other on any free port and talks to each, on a thread of its own. A connection ends
// when `talk` returns. The destructor waits for the one under way: declare the server after what its talk uses.
class TcpServer {
  public:
    explicit TcpServer(std::function<void(int fd)> talk);
    ~TcpServer();
    TcpServer(const TcpServer&) = delete;
    TcpServer& operator=(const TcpServer&) = delete;
    std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

  private:
    int listener_ = -1;
    int port_ = 0;
    std::thread thread_;
};

void send_datagram(int port, std::string_view bytes, const std::string& from = "127.0.0.1");

}  // namespace breachd::testkit
