// How a sender signs what it sends (HMAC over the raw bytes, in a header), and whether it did. One verifier for all
// styles of webhooks; a style only fills in the values. Pure functions.
//
// Guarantees: nothing of the body is read before its signature holds; every secret is tried to the end, compared in
// constant time; errors say which header is wrong and never show a secret or the right signature.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.hpp"
#include "base/instant.hpp"

namespace breachd {

// Sender and receiver may differ by this much, either way, unless a source says otherwise.
inline constexpr Duration kSignatureWindow = std::chrono::minutes{5};

struct SignatureScheme {
    enum class Hash { sha256, sha512 };
    enum class Encoding { hex, base64 };

    std::string style = "custom";
    std::string header;  // names of headers in lower case
    Hash hash = Hash::sha256;
    Encoding encoding = Encoding::hex;
    std::string prefix;                  // of each signature: "sha256=", "v1,"
    std::string signed_text = "{body}";  // with {id}, {ts} and {body}
    std::string timestamp_header;        // seconds since 1970; "" : none
    std::string id_header;               // "" : none
    Duration tolerance = kSignatureWindow;
    bool base64_secret = false;  // Standard Webhooks: what follows whsec_ is base64
    std::string other_family;    // Standard Webhooks: "svix-" for each of its headers "webhook-"

    bool signs_time() const { return signed_text.find("{ts}") != std::string::npos; }
};

// github, standard_webhooks, grafana, nightfall, hcp; `custom` is a bare scheme that lacks its header.
std::optional<SignatureScheme> signature_style(std::string_view name);

// What is signed must hold the body, and {id} and {ts} exactly when there are headers for them.
Result<void> check_scheme(const SignatureScheme& scheme);

// The key behind a secret of Standard Webhooks: what follows whsec_ (or v1,whsec_) is base64; a secret without the mark
// stands for itself. An error for what is marked and is none, and for keys of another kind (whpk_, whsk_).
Result<std::string> webhook_key(std::string_view secret);

using HeaderLookup = std::function<std::string_view(std::string_view lower_name)>;

// A header of the scheme as it was sent, under either of its names.
std::string_view header_of(const SignatureScheme& scheme, const HeaderLookup& header, std::string_view name);

// Why a message does not verify, for the people of the receiver; senders get one answer for all.
struct SignatureFault {
    enum class Kind { header_missing, time_unreadable, too_old, ahead, wrong };
    Kind kind = Kind::wrong;
    std::int64_t seconds = 0;  // how old, or how far ahead
};

// Holds when one signature of the header (several are separated by blanks or commas, those that the prefix does not
// hold) is right under one of the secrets and a signed time stamp lies within the tolerance around `now`. Gives the
// SHA-256 of what was signed: the same message has the same one.
Result<Digest> verify_signature(const SignatureScheme& scheme, const std::vector<std::string>& secrets,
                                const HeaderLookup& header, std::string_view body, Instant now,
                                SignatureFault* fault = nullptr);

// The signature as it stands in the header, prefix included.
std::string make_signature(const SignatureScheme& scheme, std::string_view secret, std::string_view id,
                           std::string_view timestamp, std::string_view body);

}  // namespace breachd
