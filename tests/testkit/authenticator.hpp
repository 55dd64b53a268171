// A device with one passkey, that does what it is told: it signs as a browser's authenticator does.
#pragma once

#include <openssl/ec.h>
#include <openssl/evp.h>

#include <memory>
#include <string>

#include "base/digest.hpp"
#include "testkit/catch.hpp"

namespace breachd::testkit {

class Authenticator {
  public:
    Authenticator(std::string origin, std::string rp_id) : origin_(std::move(origin)), rp_id_(std::move(rp_id)) {}

    std::string client_data(const std::string& type, const std::string& challenge, const std::string& origin = "",
                            const std::string& more = "") const {
        return "{\"type\":\"" + type + "\",\"challenge\":\"" + challenge + "\",\"origin\":\"" +
               (origin.empty() ? origin_ : origin) + "\"" + more + "}";
    }
    // What it says when it signs: 1 its user was there, 4 and showed to be the one.
    std::string said(unsigned char flags = 0x05, const std::string& rp_id = "", unsigned char count = 7) const {
        std::string out(as_bytes(sha256(rp_id.empty() ? rp_id_ : rp_id)));
        out += static_cast<char>(flags);
        return out + std::string("\0\0\0", 3) + static_cast<char>(count);
    }
    // The same with its key.
    std::string made(unsigned char flags = 0x45, const std::string& rp_id = "") const {
        auto point = public_point();
        // {1: 2, 3: -7, -1: 1, -2: x, -3: y}
        return said(flags, rp_id) + std::string(16, '\0') + std::string("\0\x10", 2) + id() +
               "\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20" + point.substr(0, 32) + "\x22\x58\x20" + point.substr(32);
    }
    std::string sign(const std::string& data, const std::string& client) const {
        auto bytes = data + std::string(as_bytes(sha256(client)));
        std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
        REQUIRE(EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) == 1);
        std::string out(128, '\0');
        std::size_t size = out.size();
        REQUIRE(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(out.data()), &size,
                               reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()) == 1);
        out.resize(size);
        return out;
    }
    std::string id() const { return "0123456789abcdef"; }
    std::string public_point() const {
        unsigned char point[65];
        std::size_t size = 0;
        REQUIRE(EVP_PKEY_get_octet_string_param(key_.get(), "pub", point, sizeof point, &size) == 1);
        REQUIRE(size == 65);
        return {reinterpret_cast<const char*>(point) + 1, 64};
    }

  private:
    std::string origin_, rp_id_;
    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_{EVP_EC_gen("P-256"), EVP_PKEY_free};
};

}  // namespace breachd::testkit
