// A mail relay's side of one connection, as a test plays it: line by line, in the clear or over TLS.
#pragma once

#include <openssl/ssl.h>
#include <sys/socket.h>

#include <string>
#include <string_view>

#include "testkit/certificates.hpp"
#include "testkit/sockets.hpp"

namespace breachd::delivery {

class RelaySession {
  public:
    static constexpr const char* kAll =
        "250-relay\r\n250-PIPELINING\r\n250-SIZE 1000000\r\n250-8BITMIME\r\n250-DSN\r\n250-SMTPUTF8\r\n250 OK\r\n";

    explicit RelaySession(int fd) : fd_(fd) {}
    ~RelaySession() {
        SSL_free(ssl_);
        SSL_CTX_free(context_);
    }
    RelaySession(const RelaySession&) = delete;
    RelaySession& operator=(const RelaySession&) = delete;

    bool say(std::string_view bytes) {
        if (ssl_) return SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size())) > 0;
        return testkit::say(fd_, bytes);
    }
    // Up to and without `end`; "" when the client is gone.
    std::string until(std::string_view end) {
        for (char chunk[4096];;) {
            if (auto at = got_.find(end); at != got_.npos) {
                auto out = got_.substr(0, at);
                got_.erase(0, at + end.size());
                return out;
            }
            auto n = ssl_ ? SSL_read(ssl_, chunk, sizeof chunk) : static_cast<int>(::recv(fd_, chunk, sizeof chunk, 0));
            if (n <= 0) return "";
            got_.append(chunk, static_cast<std::size_t>(n));
        }
    }
    std::string line() { return until("\r\n"); }
    std::string message() { return until("\r\n.\r\n"); }
    // What has come and was not asked for yet.
    const std::string& ahead() const { return got_; }
    // Waits until the client ends the connection.
    void until_gone() { until("nothing that a client says"); }

    // Greeting and EHLO; true when the client came so far.
    bool greet(std::string_view offers = kAll) {
        return say("220 relay\r\n") && line().starts_with("EHLO ") && say(offers);
    }
    // MAIL, RCPT and DATA with the usual answers; "" when the client leaves. The recipient's line.
    std::string envelope() {
        auto mail = line();
        if (mail == "RSET" && say("250 reset\r\n")) mail = line();
        auto rcpt = line();
        if (line() != "DATA" || !say("250 2.1.0 Ok\r\n250 2.1.5 Ok\r\n354 go on\r\n")) return "";
        return rcpt;
    }
    // The TLS handshake as a server with this certificate.
    bool secure(const testkit::Certificates& certificates) {
        context_ = SSL_CTX_new(TLS_server_method());
        SSL_CTX_use_certificate_file(context_, certificates.server_certificate().c_str(), SSL_FILETYPE_PEM);
        SSL_CTX_use_PrivateKey_file(context_, certificates.server_key().c_str(), SSL_FILETYPE_PEM);
        ssl_ = SSL_new(context_);
        SSL_set_fd(ssl_, fd_);
        got_.clear();
        return SSL_accept(ssl_) == 1;
    }

  private:
    int fd_;
    SSL_CTX* context_ = nullptr;
    SSL* ssl_ = nullptr;
    std::string got_;
};

}  // namespace breachd::delivery
