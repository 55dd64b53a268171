#include "base/signature.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "base/check.hpp"
#include "base/text.hpp"

namespace breachd {

namespace {

constexpr std::string_view kSecretMark = "whsec_";
constexpr std::string_view kVersionMark = "v1,";  // as some services print it before the mark
constexpr std::size_t kIdBytesMax = 256;
constexpr std::int64_t kSecondsMax = 4'102'444'800;  // the year 2100

Error wrong(const char* what, const std::string& header) { return {ErrorCode::unauthorized, what, header}; }

bool is_marked(std::string_view secret) {
    return secret.starts_with(kSecretMark) || secret.starts_with(kVersionMark) || secret.starts_with("whpk_") ||
           secret.starts_with("whsk_");
}

// Senders and receivers of Standard Webhooks also leave the mark away, so that a bare secret stands for its bytes and
// for what it decodes to.
std::vector<std::string> keys_of(const SignatureScheme& scheme, std::string_view secret) {
    if (!scheme.base64_secret) return {std::string(secret)};
    if (is_marked(secret)) {
        auto key = webhook_key(secret);
        return {key ? *key : std::string()};  // an empty key verifies nothing
    }
    std::vector<std::string> out{std::string(secret)};
    if (auto decoded = from_base64(secret)) out.push_back(*decoded);
    return out;
}

std::string hmac(SignatureScheme::Hash hash, std::string_view key, std::string_view data) {
    if (hash == SignatureScheme::Hash::sha256) return std::string(as_bytes(hmac_sha256(key, data)));
    std::string out(64, '\0');
    unsigned size = 0;
    auto* done = HMAC(EVP_sha512(), key.data(), static_cast<int>(key.size()),
                      reinterpret_cast<const unsigned char*>(data.data()), data.size(),
                      reinterpret_cast<unsigned char*>(out.data()), &size);
    BREACHD_CHECK(done != nullptr && size == out.size());
    return out;
}

std::string encoded(SignatureScheme::Encoding encoding, std::string_view bytes) {
    return encoding == SignatureScheme::Encoding::hex ? hex(bytes) : base64(bytes);
}

std::string filled(std::string_view text, std::string_view id, std::string_view timestamp, std::string_view body) {
    std::string out;
    out.reserve(text.size() + id.size() + timestamp.size() + body.size());
    while (!text.empty()) {
        std::string_view taken = text.substr(0, 1), value = taken;
        for (auto [name, stands_for] : std::initializer_list<std::pair<std::string_view, std::string_view>>{
                 {"{id}", id}, {"{ts}", timestamp}, {"{body}", body}}) {
            if (!text.starts_with(name)) continue;
            taken = name;
            value = stands_for;
        }
        out += value;
        text.remove_prefix(taken.size());
    }
    return out;
}

// Hex is compared in lower case.
std::vector<std::string> signatures_in(const SignatureScheme& scheme, std::string_view header) {
    auto holds = [&](char c) { return scheme.prefix.find(c) != std::string::npos; };
    // "HMAC " stands before one signature only
    std::string_view separators = holds(' ') ? "" : holds(',') ? " " : " ,";
    std::vector<std::string> out;
    while (!header.empty()) {
        auto one = header.substr(0, header.find_first_of(separators));
        header.remove_prefix(std::min(header.size(), one.size() + 1));
        if (one.empty() || !one.starts_with(scheme.prefix)) continue;
        auto value = one.substr(scheme.prefix.size());
        out.push_back(scheme.encoding == SignatureScheme::Encoding::hex ? lower(value) : std::string(value));
    }
    return out;
}

Result<void> check_time(const SignatureScheme& scheme, std::string_view timestamp, Instant now, SignatureFault& fault) {
    std::int64_t seconds = 0;
    fault.kind = timestamp.empty() ? SignatureFault::Kind::header_missing : SignatureFault::Kind::time_unreadable;
    auto [end, failed] = std::from_chars(timestamp.data(), timestamp.data() + timestamp.size(), seconds);
    if (failed != std::errc{} || end != timestamp.data() + timestamp.size() || timestamp.empty() || seconds < 0 ||
        seconds > kSecondsMax)
        return wrong("is missing or no number of seconds", scheme.timestamp_header);
    auto age = now - instant_from_ms(seconds * 1000);
    fault = {age > Duration{0} ? SignatureFault::Kind::too_old : SignatureFault::Kind::ahead,
             std::abs(std::chrono::duration_cast<std::chrono::seconds>(age).count())};
    if (age > scheme.tolerance) return wrong("is too old; is the sender's clock right?", scheme.timestamp_header);
    if (age < -scheme.tolerance)
        return wrong("lies in the future; is the sender's clock right?", scheme.timestamp_header);
    return {};
}

}  // namespace

std::optional<SignatureScheme> signature_style(std::string_view name) {
    static const SignatureScheme kStyles[] = {
        {.style = "custom"},
        {.style = "github", .header = "x-hub-signature-256", .prefix = "sha256="},
        {.style = "standard_webhooks",
         .header = "webhook-signature",
         .encoding = SignatureScheme::Encoding::base64,
         .prefix = "v1,",
         .signed_text = "{id}.{ts}.{body}",
         .timestamp_header = "webhook-timestamp",
         .id_header = "webhook-id",
         .base64_secret = true,
         .other_family = "svix-"},
        {.style = "grafana", .header = "x-grafana-alerting-signature"},
        {.style = "nightfall",
         .header = "x-nightfall-signature",
         .signed_text = "{ts}:{body}",
         .timestamp_header = "x-nightfall-timestamp"},
        {.style = "hcp", .header = "x-hcp-radar-signature", .hash = SignatureScheme::Hash::sha512, .prefix = "sha512="},
    };
    for (const auto& scheme : kStyles)
        if (scheme.style == name) return scheme;
    return std::nullopt;
}

Result<void> check_scheme(const SignatureScheme& scheme) {
    auto has = [&](std::string_view part) { return scheme.signed_text.find(part) != std::string::npos; };
    auto bad = [](std::string message, const char* where) {
        return Error{ErrorCode::invalid, std::move(message), where};
    };
    if (scheme.header.empty()) return bad("is needed: the header that carries the signature", "header");
    if (!has("{body}"))
        return bad("must hold {body}: a signature that leaves the body out proves nothing of it", "signed");
    if (has("{ts}") == scheme.timestamp_header.empty())
        return bad(
            has("{ts}") ? "has {ts}, which needs timestamp_header" : "must hold {ts} when there is a timestamp_header",
            "signed");
    if (has("{id}") == scheme.id_header.empty())
        return bad(has("{id}") ? "has {id}, which needs id_header" : "must hold {id} when there is an id_header",
                   "signed");
    return {};
}

Result<std::string> webhook_key(std::string_view secret) {
    if (!is_marked(secret)) return std::string(secret);
    if (secret.starts_with(kVersionMark)) secret.remove_prefix(kVersionMark.size());
    if (secret.starts_with("whpk_") || secret.starts_with("whsk_"))
        return Error{ErrorCode::invalid,
                     "whpk_ and whsk_ are keys of another kind of signature (v1a); give the whsec_ one", ""};
    if (!secret.starts_with(kSecretMark))
        return Error{ErrorCode::invalid, "what follows v1, must begin with whsec_", ""};
    auto key = from_base64(secret.substr(kSecretMark.size()));
    if (!key || key->empty()) return Error{ErrorCode::invalid, "what follows whsec_ is not base64", ""};
    return *key;
}

std::string_view header_of(const SignatureScheme& scheme, const HeaderLookup& header, std::string_view name) {
    constexpr std::string_view kFamily = "webhook-";
    auto sent = header(name);
    if (!sent.empty() || scheme.other_family.empty() || !name.starts_with(kFamily)) return sent;
    return header(scheme.other_family + std::string(name.substr(kFamily.size())));
}

Result<Digest> verify_signature(const SignatureScheme& scheme, const std::vector<std::string>& secrets,
                                const HeaderLookup& header, std::string_view body, Instant now, SignatureFault* fault) {
    SignatureFault unasked;
    auto& why = fault == nullptr ? unasked : *fault;
    std::string_view id, timestamp;
    if (!scheme.id_header.empty()) {
        id = header_of(scheme, header, scheme.id_header);
        why.kind = SignatureFault::Kind::header_missing;
        if (id.empty() || id.size() > kIdBytesMax) return wrong("is missing or too long", scheme.id_header);
    }
    if (scheme.signs_time()) {
        timestamp = header_of(scheme, header, scheme.timestamp_header);
        if (auto good = check_time(scheme, timestamp, now, why); !good) return good.error();
    }
    auto given = header_of(scheme, header, scheme.header);
    why = {given.empty() ? SignatureFault::Kind::header_missing : SignatureFault::Kind::wrong, 0};
    auto sent = signatures_in(scheme, given);
    auto text = filled(scheme.signed_text, id, timestamp, body);
    bool good = false;
    for (const auto& secret : secrets) {  // all are tried: no early end
        for (const auto& key : keys_of(scheme, secret)) {
            if (key.empty()) continue;  // an empty key would be everybody's
            auto right = encoded(scheme.encoding, hmac(scheme.hash, key, text));
            for (const auto& one : sent) good |= equal_constant_time(one, right);
        }
    }
    if (!good) return wrong("does not match", scheme.header);
    return sha256(text);
}

std::string make_signature(const SignatureScheme& scheme, std::string_view secret, std::string_view id,
                           std::string_view timestamp, std::string_view body) {
    auto keys = keys_of(scheme, secret);
    return scheme.prefix +
           encoded(scheme.encoding, hmac(scheme.hash, keys.front(), filled(scheme.signed_text, id, timestamp, body)));
}

}  // namespace breachd
