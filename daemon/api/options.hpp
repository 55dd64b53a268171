// What the network side is told at start (ServerOptions) and may be told again on reload (Access). Plain values; the
// application maps the configuration to them. Tokens are kept as their SHA-256: they are 256-bit random values, so a
// plain hash is enough, and a memory dump does not hand them out.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.hpp"
#include "base/network.hpp"
#include "base/signature.hpp"
#include "ingest/mapped.hpp"

namespace breachd::api {

enum class Role : unsigned { source = 1, viewer = 2, responder = 4, dpo = 8, auditor = 16, admin = 32 };
using Roles = unsigned;  // bits of Role

constexpr Roles operator|(Role a, Role b) { return static_cast<Roles>(a) | static_cast<Roles>(b); }
constexpr Roles operator|(Roles a, Role b) { return a | static_cast<Roles>(b); }
std::string_view role_name(Role role);
std::optional<Role> role_from(std::string_view name);

// A person or a machine; two people are two tokens.
struct Token {
    std::string name;
    Role role = Role::viewer;
    Digest sha256{};
};

// A sender of alerts. What proves it opens this source and nothing else; all that is set here must hold (sender.hpp).
struct Source {
    std::string name;
    std::string format;     // as in ingest::formats()
    Digest token_sha256{};  // all zero: no token is asked for
    std::size_t body_bytes_max = 1 << 20;
    std::vector<Network> allow;      // peers it may send from; empty: any
    Digest previous_token_sha256{};  // while a token is being replaced; all zero: none
    bool allow_unix = false;         // with `allow` not empty: a unix socket too
    std::string token_header;        // lower case; one more place where the token may stand
    bool token_in_url = false;       // `access_token` or `token` in the query too
    std::optional<SignatureScheme> signature;
    std::vector<std::string> signature_secrets;  // all that are valid now (rotation)
    std::string certificate_sha256;              // of the client's certificate, lower-case hex; "" : not asked for
    // RFC 2253, as `openssl x509 -subject -nameopt RFC2253` prints it; "" : not asked for
    std::string certificate_subject;
    Digest client_state_sha256{};  // of the `clientState` in each Microsoft Graph notification; all zero: not asked for
    double rate_per_second = 0;    // alerts; 0: no limit
    double burst = 1;              // so many at once when it was quiet before
    std::shared_ptr<const ingest::MappedFields> mapping;  // of format `mapped`; empty: its usual names

    bool needs_token() const { return token_sha256 != Digest{}; }
    bool needs_certificate() const { return !certificate_sha256.empty() || !certificate_subject.empty(); }
    bool needs_client_state() const { return client_state_sha256 != Digest{}; }
};

// Somebody outside who acknowledges or reports delivery.
struct Hook {
    std::string name;
    std::string type;                  // standard_webhooks | bearer
    std::vector<std::string> secrets;  // all that are valid now (rotation); bearer: the tokens themselves
};

struct Access {
    std::vector<Token> tokens;
    std::vector<Source> sources;
    std::vector<Hook> hooks;

    const Source* source(std::string_view name) const;
    const Hook* hook(std::string_view name) const;
};

struct Tls {
    std::string certificate_file;  // PEM chain
    std::string key_file;
    std::string client_ca_file;                // not empty: certificates of clients are checked against this CA
    bool client_certificate_optional = false;  // who shows none may still connect; a wrong one never may
};

struct Limits {
    std::size_t header_bytes_max = 16 * 1024;
    std::size_t header_fields_max = 100;
    std::size_t target_bytes_max = 8 * 1024;
    // subjects, streamed; everything else has its limit in routes.cpp
    std::size_t import_bytes_max = std::size_t{1} << 30;
    std::size_t connections_max = 4096;
    std::size_t connections_per_address_max = 256;
    std::size_t streams_max = 64;  // server-sent events
    std::chrono::milliseconds header_patience{10'000};
    std::chrono::milliseconds idle_patience{30'000};
    std::chrono::milliseconds body_grace{10'000};  // then body_bytes_per_second is asked for
    std::size_t body_bytes_per_second = 1024;
    std::chrono::milliseconds body_silence_patience{
        20'000};  // nothing of a body came for so long, however much came before
    std::size_t bodies_bytes_max = std::size_t{256} << 20;   // of all bodies under way, until they are answered
    std::size_t unproven_bytes_max = std::size_t{64} << 20;  // ... of those whose sender only the whole body proves
    std::chrono::milliseconds write_patience{30'000};        // plus one second per 8 KiB
    std::chrono::milliseconds drain_patience{2'000};         // reading on after a refusal, so that the client sees it
    std::chrono::milliseconds stop_patience{10'000};         // for what is in flight
    std::chrono::milliseconds heartbeat{15'000};             // comment lines in event streams
    std::chrono::milliseconds tick{250};                     // resolution of all of these

    std::chrono::milliseconds time_of(std::uint64_t ticks) const { return tick * static_cast<std::int64_t>(ticks); }
    bool over(std::uint64_t ticks, std::chrono::milliseconds patience) const { return time_of(ticks) > patience; }
};

enum class SyslogTransport { udp, tcp, tls };

// A syslog listener (section `syslog`). Taken at start, not on reload.
struct SyslogListener {
    std::string name;
    SyslogTransport transport = SyslogTransport::tcp;
    std::string listen;                       // "host:port", "[v6]:port"; port 0 picks one
    std::optional<Tls> tls;                   // transport tls
    std::vector<std::string> sources;         // a message belongs to the first of them that its sender fits
    std::size_t frame_bytes_max = 64 * 1024;  // of one message
    // tcp and tls
    std::size_t connections_max = 256;
    std::size_t connections_per_address_max = 32;
    std::chrono::milliseconds idle_patience{std::chrono::hours{24}};     // for a connection on which nothing comes
    std::chrono::milliseconds frame_patience{std::chrono::seconds{60}};  // for the end of a message that was begun
    std::chrono::milliseconds replace_patience{
        std::chrono::seconds{60}};  // silent for longer: gives its place to a new one at a limit
    // udp
    double messages_per_second = 2000;           // more waits in the kernel's buffer, and is dropped when that is full
    std::size_t receive_buffer_bytes = 4 << 20;  // asked of the kernel
};

struct ServerOptions {
    std::vector<std::string> listen{"127.0.0.1:8472"};  // "host:port", "[v6]:port", "unix:/path"; port 0 picks one
    std::optional<Tls> tls;                             // for all TCP listeners
    Limits limits;
    unsigned read_threads = 2;
    std::size_t read_queue_max = 256;
    std::vector<Network> trusted_proxies;  // X-Forwarded-For is believed from these peers only
    bool trust_unix_socket = false;        // ... and from a unix socket
    std::vector<SyslogListener> syslog;
    bool serve_notices = false;  // /notices/ from the first directory publisher
    std::string version;         // in /metrics and the OpenAPI document's answer header
};

}  // namespace breachd::api
