// A sender of alerts: how its bytes are read, what proves who sends them, how fast it may send, and how often it is
// expected. Filled by daemon/config; read by the engine, intake/, syslog/ and api/. A secret is kept as its SHA-256
// where that is enough; signatures need the secret itself.
#pragma once

#include <boost/describe.hpp>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/digest.hpp"
#include "base/instant.hpp"
#include "base/network.hpp"
#include "base/signature.hpp"

namespace breachd {

namespace ingest {
struct MappedFields;  // ingest/mapped.hpp
}

// How it was proven who sent an alert. `none`: a transport that proves nothing (UDP and TCP syslog).
enum class SenderProof { none, token, signature, certificate };
BOOST_DESCRIBE_ENUM(SenderProof, none, token, signature, certificate)

struct Source {
    std::string name;
    std::optional<Duration> expect_every;  // silent for longer: the duty roster is paged
    bool opens_unproven = false;           // alerts over a transport that proves nothing may open incidents

    // How a body is read.
    std::string format;                                   // a name of ingest/formats.cpp
    std::shared_ptr<const ingest::MappedFields> mapping;  // of format `mapped`; empty: the usual names
    std::size_t body_bytes_max = std::size_t{1} << 20;

    // What proves the sender. All that is set must hold (intake/sender.hpp).
    Digest token_sha256{};           // all zero: no token is asked for
    Digest previous_token_sha256{};  // while a token is being replaced; all zero: none
    std::string token_header;        // lower case; one more place where the token may stand; "" : the usual places only
    bool token_in_url = false;       // `access_token` or `token` in the query too
    std::optional<SignatureScheme> signature;
    std::vector<std::string> signature_secrets;  // all that are valid now, the present one first
    std::string certificate_sha256;              // of the client's certificate, lower-case hex; "" : not asked for
    std::string certificate_subject;  // RFC 2253, as `openssl x509 -subject -nameopt RFC2253` prints it; "" : any
    Digest client_state_sha256{};  // of the `clientState` in each Microsoft Graph notification; all zero: not asked for
    SenderProof http_proof = SenderProof::none;  // of a request, by the keys of the file: secrets may be unread

    // Where it may send from, and how much.
    std::vector<Network> allow;  // empty, and allow_unix false: from anywhere
    bool allow_unix = false;     // over a unix socket
    double rate_per_second = 0;  // alerts; 0: no limit
    double burst = 1;            // alerts at once after a quiet time

    bool needs_token() const { return token_sha256 != Digest{}; }
    bool needs_certificate() const { return !certificate_sha256.empty() || !certificate_subject.empty(); }
    bool needs_client_state() const { return client_state_sha256 != Digest{}; }
};

}  // namespace breachd
