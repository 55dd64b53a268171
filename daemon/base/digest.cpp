#include "base/digest.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/check.hpp"

namespace breachd {

namespace {

const EVP_MD* sha256_method() {
    // fetched once: a fetch costs more than a hash
    static const EVP_MD* method = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    BREACHD_CHECK(method != nullptr);
    return method;
}

std::string encode64(std::string_view bytes, const char* alphabet, bool pad) {
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t n = std::uint32_t(std::uint8_t(bytes[i])) << 16;
        std::size_t have = bytes.size() - i;
        if (have > 1) n |= std::uint32_t(std::uint8_t(bytes[i + 1])) << 8;
        if (have > 2) n |= std::uint8_t(bytes[i + 2]);
        out += alphabet[n >> 18];
        out += alphabet[n >> 12 & 63];
        if (have > 1) out += alphabet[n >> 6 & 63];
        if (have > 2) out += alphabet[n & 63];
        if (pad && have == 1) out += "==";
        if (pad && have == 2) out += '=';
    }
    return out;
}

constexpr char kStandard[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr char kUrl[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

int value64(char c) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    if (c == '+' || c == '-') return 62;
    if (c == '/' || c == '_') return 63;
    return -1;
}

}  // namespace

int value16(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

Digest sha256(std::string_view data) { return sha256({data}); }

Digest sha256(std::initializer_list<std::string_view> parts) {
    struct Context {
        EVP_MD_CTX* ctx = EVP_MD_CTX_new();
        ~Context() { EVP_MD_CTX_free(ctx); }
    };
    thread_local Context context;
    Digest out;
    BREACHD_CHECK(EVP_DigestInit_ex(context.ctx, sha256_method(), nullptr) == 1);
    for (auto part : parts) BREACHD_CHECK(EVP_DigestUpdate(context.ctx, part.data(), part.size()) == 1);
    BREACHD_CHECK(EVP_DigestFinal_ex(context.ctx, out.data(), nullptr) == 1);
    return out;
}

Sha256Stream::Sha256Stream() : context_(EVP_MD_CTX_new()) {
    BREACHD_CHECK(EVP_DigestInit_ex(context_, sha256_method(), nullptr) == 1);
}

Sha256Stream::~Sha256Stream() { EVP_MD_CTX_free(context_); }

void Sha256Stream::add(std::string_view bytes) {
    BREACHD_CHECK(EVP_DigestUpdate(context_, bytes.data(), bytes.size()) == 1);
}

Digest Sha256Stream::finish() {
    Digest out;
    BREACHD_CHECK(EVP_DigestFinal_ex(context_, out.data(), nullptr) == 1);
    return out;
}

Digest hmac_sha256(std::string_view key, std::string_view data) {
    Digest out;
    unsigned size = 0;
    auto* done = HMAC(sha256_method(), key.data(), static_cast<int>(key.size()),
                      reinterpret_cast<const unsigned char*>(data.data()), data.size(), out.data(), &size);
    BREACHD_CHECK(done != nullptr && size == out.size());
    return out;
}

bool equal_constant_time(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string_view as_bytes(const Digest& digest) {
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

std::string hex(std::string_view bytes) {
    constexpr char kDigits[] = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (char c : bytes) {
        out += kDigits[std::uint8_t(c) >> 4];
        out += kDigits[std::uint8_t(c) & 15];
    }
    return out;
}

Result<std::string> from_hex(std::string_view text) {
    if (text.size() % 2 != 0) return Error{ErrorCode::invalid, "hex text of odd length", ""};
    std::string out;
    for (std::size_t i = 0; i < text.size(); i += 2) {
        int high = value16(text[i]), low = value16(text[i + 1]);
        if (high < 0 || low < 0) return Error{ErrorCode::invalid, "not a hex digit", ""};
        out += static_cast<char>(high << 4 | low);
    }
    return out;
}

std::string base64(std::string_view bytes) { return encode64(bytes, kStandard, true); }

std::string base64url(std::string_view bytes) { return encode64(bytes, kUrl, false); }

Result<std::string> from_base64(std::string_view text) {
    while (!text.empty() && text.back() == '=') text.remove_suffix(1);
    std::string out;
    std::uint32_t bits = 0;
    int have = 0;
    for (char c : text) {
        int v = value64(c);
        if (v < 0) return Error{ErrorCode::invalid, "not base64", ""};
        bits = bits << 6 | static_cast<std::uint32_t>(v);
        have += 6;
        if (have >= 8) {
            have -= 8;
            out += static_cast<char>(bits >> have & 0xff);
        }
    }
    if (text.size() % 4 == 1) return Error{ErrorCode::invalid, "base64 text is cut off", ""};
    return out;
}

Result<std::string> from_base64_exact(std::string_view text) {
    auto bytes = from_base64(text);
    if (bytes && text != base64(*bytes) && text != base64url(*bytes))
        return Error{ErrorCode::invalid, "not the one spelling of its bytes", ""};
    return bytes;
}

}  // namespace breachd
