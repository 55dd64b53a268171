// Files -> values: breachd.yaml with the secrets it names, editions of the law, playbooks and templates.
//
// Guarantees: what load_config() gives back is complete and consistent (every name it refers to exists, every rule
// compiles, every secret is read); otherwise it gives back every error of every file at once, each as
// `file:line:column: sentence`, and nothing half-loaded. Errors and warnings never hold a secret. No state and no
// clock: a reload is a second call, and the old value stays in use until the new one is whole.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/digest.hpp"
#include "base/network.hpp"
#include "base/result.hpp"
#include "base/signature.hpp"
#include "ingest/mapped.hpp"
#include "settings/settings.hpp"

namespace breachd {

struct LoadOptions {
    std::string credentials_directory;  // value of $CREDENTIALS_DIRECTORY; "" when not under systemd
    std::string share_directory;        // "" : <install prefix>/share/breachd, as it was built
    std::string etc_directory = "/etc/breachd";
    bool read_secrets = true;  // false: secret files are not opened (a check without the right to read them)
};

struct TlsSettings {
    std::string certificate_file, key_file;
    std::string client_ca_file;  // "" : clients need no certificate
    bool client_certificate_optional = false;
    bool on() const { return !certificate_file.empty(); }
    bool operator==(const TlsSettings&) const = default;
};

struct ServerSettings {
    std::string host = "127.0.0.1";  // an address; "" when unix_socket is used
    std::uint16_t port = 8472;       // 0: any free port
    std::string unix_socket;         // absolute path; "" when host is used
    std::string public_url;          // without a slash at the end
    TlsSettings tls;
    std::vector<Network> trusted_proxies;  // X-Forwarded-For is believed from these
    bool trust_unix_socket = false;        // ... and over the unix socket
    std::size_t connections_max = 4096;
    std::size_t connections_per_address_max = 256;
    bool serve_notices = false;  // /notices/ from the first directory publisher
};

struct StorageSettings {
    std::string directory = "/var/lib/breachd";
};

enum class Role { source, viewer, responder, dpo, auditor, admin };
BOOST_DESCRIBE_ENUM(Role, source, viewer, responder, dpo, auditor, admin)

// Only the digest of a token stays in memory.
struct AccessToken {
    std::string name;
    Role role = Role::viewer;
    Digest sha256{};
};

struct SourceSettings {
    std::string name;
    std::string format;  // a name of ingest/formats.cpp
    Digest sha256{};     // of its token; all zero: none is asked for
    std::size_t body_bytes_max = 1024 * 1024;
    Digest previous_sha256{};  // of the token before, while it is being replaced
    std::string token_header;  // lower case; "" : the usual ways only
    bool token_in_url = false;
    std::optional<SignatureScheme> signature;
    std::vector<std::string> signature_secrets;  // the present one first
    std::string certificate_sha256;              // lower-case hex
    std::string certificate_subject;             // RFC 2253
    Digest client_state_sha256{};                // all zero: not asked for
    std::vector<Network> allow;
    bool allow_unix = false;
    double rate_per_second = 0;  // alerts; 0: no limit
    double burst = 1;
    std::shared_ptr<const ingest::MappedFields> mapping;
    SenderProof http_proof = SenderProof::none;  // of a request, by what stands in the file: secrets may be unread
};

struct SyslogSettings {
    std::string name;
    std::string transport = "tcp";  // udp | tcp | tls
    std::string host;               // an address
    std::uint16_t port = 0;         // 0: any free port
    TlsSettings tls;                // transport tls
    std::vector<std::string> sources;
    std::size_t frame_bytes_max = 64 * 1024;
    std::size_t connections_max = 256, connections_per_address_max = 32;  // tcp, tls
    Duration idle_patience{std::chrono::hours{24}}, frame_patience{std::chrono::seconds{60}};
    double messages_per_second = 2000;  // udp
    std::size_t receive_buffer_bytes = 4 * 1024 * 1024;
    bool operator==(const SyslogSettings&) const = default;
};

struct HookSettings {
    std::string name;
    std::string type;                  // standard_webhooks | bearer
    std::vector<std::string> secrets;  // the present one first, then the previous one while it is being replaced
};

struct LogSettings {
    std::string level = "info";   // debug | info | warning | error
    std::string format = "text";  // text | json
};

struct LoadedConfig {
    std::string file;  // absolute path
    Settings settings;
    ServerSettings server;
    StorageSettings storage;
    std::string master_key_file;
    std::vector<AccessToken> tokens;
    std::vector<SourceSettings> sources;
    std::vector<SyslogSettings> syslog;
    std::vector<HookSettings> hooks;
    LogSettings log;
    std::vector<std::string> warnings;  // file:line:column: sentence
};

// All problems of one reading. `config` is meaningful only when `errors` is empty.
struct ConfigReport {
    LoadedConfig config;
    std::vector<Error> errors;  // where = file:line:column
    std::vector<Error> warnings;
};
ConfigReport read_config(const std::string& path, const LoadOptions& options = {});

// The error's message holds all errors, one a line.
Result<LoadedConfig> load_config(const std::string& path, const LoadOptions& options = {});

// A response playbook, an edition or a pack of the law: told apart by their contents. Gives one line about what it is
// ("playbook location: 9 tasks"); the error's message holds all errors, one a line.
Result<std::string> check_playbook(const std::string& path, const LoadOptions& options = {});

// The editions (with no packs) that a daemon without configuration would use: for tools and tests.
Result<std::vector<Edition>> load_editions(const std::string& directory);
Result<std::vector<Playbook>> load_playbooks(const std::string& directory, const std::vector<Edition>& editions);

}  // namespace breachd
