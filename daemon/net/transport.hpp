// One accepted connection as bytes: TCP, TLS over TCP, or a unix socket behind the same calls, so that everything above
// is compiled once. Net thread only. At most one read and one write are under way; the user is kept alive by them, and
// its on_… calls come from the loop, never from within read() or write().
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace breachd::net {

// The certificate of a client, out of the TLS handshake; its chain was checked against the CA of the configuration.
struct PeerCertificate {
    std::string sha256;   // of its DER form, lower-case hex
    std::string subject;  // RFC 2253
};

class TransportUser {
  public:
    virtual ~TransportUser() = default;
    virtual void on_ready(bool good) = 0;                    // after start(): the TLS handshake is done
    virtual void on_read(bool good, std::size_t bytes) = 0;  // not good: end of stream, error or closed
    virtual void on_written(bool good) = 0;
};

class Transport {
  public:
    virtual ~Transport() = default;
    virtual void start(std::shared_ptr<TransportUser> user) = 0;
    virtual void read(char* into, std::size_t room, std::shared_ptr<TransportUser> user) = 0;
    // Both texts must live until on_written().
    virtual void write(std::string_view head, std::string_view body, std::shared_ptr<TransportUser> user) = 0;
    virtual void end_sending() = 0;
    virtual void close() = 0;
    // Instead of start(): writes as much of `answer` as fits without waiting, and closes. Over TLS it writes nothing:
    // an answer would need the handshake that the refusal saves.
    virtual void refuse(std::string_view answer) = 0;
    virtual const std::string& peer() const = 0;  // the address without port; "unix" for a unix socket
    // After on_ready(true); empty when the client has none, or without TLS.
    virtual std::shared_ptr<const PeerCertificate> certificate() const { return nullptr; }
};

}  // namespace breachd::net
