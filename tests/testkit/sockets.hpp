// Plain senders for tests: one TCP connection, and datagrams, to a port of 127.0.0.1.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

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

void send_datagram(int port, std::string_view bytes, const std::string& from = "127.0.0.1");

}  // namespace breachd::testkit
