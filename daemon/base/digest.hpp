// SHA-256 and HMAC-SHA256 (OpenSSL, which uses the CPU's SHA instructions), and the text forms of bytes.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "base/result.hpp"

struct evp_md_ctx_st;  // OpenSSL's

namespace breachd {

using Digest = std::array<std::uint8_t, 32>;

Digest sha256(std::string_view data);
Digest sha256(std::initializer_list<std::string_view> parts);
// SHA-256 of bytes that come in pieces.
class Sha256Stream {
  public:
    Sha256Stream();
    ~Sha256Stream();
    Sha256Stream(const Sha256Stream&) = delete;
    Sha256Stream& operator=(const Sha256Stream&) = delete;
    void add(std::string_view bytes);
    Digest finish();  // once

  private:
    evp_md_ctx_st* context_;
};
Digest hmac_sha256(std::string_view key, std::string_view data);
// Compares without leaking where the difference is.
bool equal_constant_time(std::string_view a, std::string_view b);

std::string_view as_bytes(const Digest& digest);
std::string hex(std::string_view bytes);
inline std::string hex(const Digest& digest) { return hex(as_bytes(digest)); }
int value16(char c);  // of one hex digit; -1: it is none
Result<std::string> from_hex(std::string_view text);
std::string base64(std::string_view bytes);
std::string base64url(std::string_view bytes);  // no padding
// Accepts both alphabets, with or without padding.
Result<std::string> from_base64(std::string_view text);
// The same, of the one spelling that base64() or base64url() gives: what is signed has no second one.
Result<std::string> from_base64_exact(std::string_view text);

}  // namespace breachd
