// Sockets and their limits: the HTTP listeners, TLS, trusted proxies, the syslog listeners. Taken at start; a reload
// renews only the files of certificates and keys. Plain values.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/network.hpp"
#include "settings/lists.hpp"

namespace breachd {

struct Tls {
    std::string certificate_file;  // PEM chain
    std::string key_file;
    std::string client_ca_file;                // not empty: certificates of clients are checked against this CA
    bool client_certificate_optional = false;  // a client without one may still connect; a wrong one never may
    bool operator==(const Tls&) const = default;
};

// Bounds of the HTTP server. The configuration sets the numbers of connections and of event streams; the rest are
// constants.
struct Limits {
    std::size_t header_bytes_max = 16 * 1024;
    std::size_t header_fields_max = 100;
    std::size_t target_bytes_max = 8 * 1024;
    std::size_t import_bytes_max = std::size_t{1} << 30;  // subjects, streamed; every route has its own limit
    std::size_t connections_max = 4096;
    std::size_t connections_per_address_max = 256;
    std::size_t streams_max = 256;  // server-sent events: one an open console
    std::chrono::milliseconds header_patience{10'000};
    std::chrono::milliseconds idle_patience{30'000};
    std::chrono::milliseconds body_grace{10'000};  // after it a body must come at body_bytes_per_second
    std::size_t body_bytes_per_second = 1024;
    std::chrono::milliseconds body_silence_patience{20'000};  // between two pieces of a body
    std::size_t bodies_bytes_max = std::size_t{256} << 20;    // of all bodies under way, until they are answered
    std::size_t unproven_bytes_max = std::size_t{64} << 20;   // ... of those whose sender only the whole body proves
    std::chrono::milliseconds write_patience{30'000};         // plus one second per 8 KiB
    std::chrono::milliseconds drain_patience{2'000};          // reading on after a refusal, so that the client sees it
    std::chrono::milliseconds stop_patience{10'000};          // for requests in flight at a stop
    std::chrono::milliseconds heartbeat{15'000};              // comment lines in event streams
    std::chrono::milliseconds tick{250};                      // resolution of all of these

    std::chrono::milliseconds time_of(std::uint64_t ticks) const { return tick * static_cast<std::int64_t>(ticks); }
    bool over(std::uint64_t ticks, std::chrono::milliseconds patience) const { return time_of(ticks) > patience; }
};

enum class SyslogTransport { udp, tcp, tls };

// One listener of the section `syslog`.
struct SyslogListener {
    std::string name;
    SyslogTransport transport = SyslogTransport::tcp;
    std::string listen;                       // "host:port", "[v6]:port"; port 0: any free port
    std::optional<Tls> tls;                   // transport tls
    std::vector<std::string> sources;         // a message belongs to the first of them that its sender fits
    std::size_t frame_bytes_max = 64 * 1024;  // of one message
    // tcp and tls
    std::size_t connections_max = 256;
    std::size_t connections_per_address_max = 32;
    std::chrono::milliseconds idle_patience{std::chrono::hours{24}};     // for a connection on which nothing comes
    std::chrono::milliseconds frame_patience{std::chrono::seconds{60}};  // for the end of a message that was begun
    // At a limit, a connection that was silent for longer gives its place to a new one.
    std::chrono::milliseconds replace_patience{std::chrono::seconds{60}};
    // udp
    double messages_per_second = 2000;  // more waits in the kernel's buffer, and is dropped when that is full
    std::size_t receive_buffer_bytes = std::size_t{4} << 20;  // asked of the kernel
    bool operator==(const SyslogListener&) const = default;
};

// A mailbox that is read by IMAP.
struct MailboxSettings {
    std::string server;  // imap[s]://host[:port]
    std::string folder = "INBOX";
    bool tls = true;  // imap: by STARTTLS, or nothing is said; false: of this machine, as it is
    std::string user, password;
    std::string ca_file;  // "": the system's
    std::chrono::milliseconds every{std::chrono::minutes{1}};
    bool operator==(const MailboxSettings&) const = default;
};

// Where mails to the return path come in; taken at start. Each may be empty.
struct BounceSettings {
    std::string lmtp_listen;  // "unix:/path", or "host:port" of the loopback
    std::string directory;    // spool or Maildir
    std::optional<MailboxSettings> imap;
    bool operator==(const BounceSettings&) const = default;
};

struct ServerSettings {
    std::vector<std::string> listen{"127.0.0.1:8472"};  // "host:port", "[v6]:port", "unix:/path"; port 0: any free port
    std::optional<Tls> tls;                             // for all TCP listeners
    Limits limits;
    std::vector<Network> trusted_proxies;  // X-Forwarded-For is believed from these peers only
    bool trust_unix_socket = false;        // ... and from a unix socket
    bool serve_notices = false;            // /notices/ from the first directory publisher
    std::vector<SyslogListener> syslog;
    BounceSettings bounces;
    std::vector<ListSource> list_sources;
    unsigned read_threads = 2;   // for screens
    unsigned paper_threads = 1;  // for tables, documents and bundles, which take seconds
    std::size_t read_queue_max = 256;
};

}  // namespace breachd
