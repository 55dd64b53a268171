#include "base/jwt.hpp"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <memory>

#include "base/digest.hpp"

namespace breachd {

namespace {

constexpr int kRsaBitsMin = 2048;
constexpr int kHalf = 32;  // bytes of r and of s, on P-256

template <class T, void (*Free)(T*)>
struct Freed {
    void operator()(T* what) const { Free(what); }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY, EVP_PKEY_free>>;
using Context = std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX, EVP_MD_CTX_free>>;
using Pair = std::unique_ptr<ECDSA_SIG, Freed<ECDSA_SIG, ECDSA_SIG_free>>;
struct FreedBio {
    void operator()(BIO* bio) const { BIO_free(bio); }
};

int no_password(char*, int, int, void*) { return -1; }

Result<Key> read_key(JwtKind kind, std::string_view pem) {
    std::unique_ptr<BIO, FreedBio> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    Key key(bio ? PEM_read_bio_PrivateKey(bio.get(), nullptr, no_password, nullptr) : nullptr);
    if (!key) return Error{ErrorCode::invalid, "is no private key in PEM, or one with a password", ""};
    if (kind == JwtKind::rs256) {
        if (EVP_PKEY_base_id(key.get()) != EVP_PKEY_RSA || EVP_PKEY_bits(key.get()) < kRsaBitsMin)
            return Error{ErrorCode::invalid, "is no RSA key of 2048 bits or more", ""};
        return key;
    }
    char curve[64] = {};
    std::size_t length = 0;
    bool named = EVP_PKEY_base_id(key.get()) == EVP_PKEY_EC &&
                 EVP_PKEY_get_group_name(key.get(), curve, sizeof curve, &length) == 1;
    if (!named || std::string_view(curve, length) != "prime256v1")
        return Error{ErrorCode::invalid, "is no EC key on the curve P-256", ""};
    return key;
}

// JWS has the two numbers as they are, OpenSSL their DER.
Result<std::string> two_halves(const std::string& der) {
    const auto* at = reinterpret_cast<const unsigned char*>(der.data());
    Pair pair(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
    std::string out(2 * kHalf, '\0');
    auto* bytes = reinterpret_cast<unsigned char*>(out.data());
    if (!pair || BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), bytes, kHalf) != kHalf ||
        BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), bytes + kHalf, kHalf) != kHalf)
        return Error{ErrorCode::failed, "cannot sign", ""};
    return out;
}

Result<std::string> signature_of(JwtKind kind, EVP_PKEY* key, std::string_view text) {
    Context context(EVP_MD_CTX_new());
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    std::size_t length = 0;
    if (!context || EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key) != 1 ||
        EVP_DigestSign(context.get(), nullptr, &length, bytes, text.size()) != 1)
        return Error{ErrorCode::failed, "cannot sign", ""};
    std::string out(length, '\0');
    if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(out.data()), &length, bytes, text.size()) != 1)
        return Error{ErrorCode::failed, "cannot sign", ""};
    out.resize(length);
    return kind == JwtKind::es256 ? two_halves(out) : Result<std::string>(std::move(out));
}

}  // namespace

Result<void> check_jwt_key(JwtKind kind, std::string_view pem) {
    auto key = read_key(kind, pem);
    if (!key) return key.error();
    return {};
}

Result<std::string> sign_jwt(JwtKind kind, std::string_view pem, json::object header, const json::object& claims) {
    auto key = read_key(kind, pem);
    if (!key) return key.error();
    header["alg"] = kind == JwtKind::rs256 ? "RS256" : "ES256";
    header["typ"] = "JWT";
    auto text = base64url(json::serialize(header)) + "." + base64url(json::serialize(claims));
    auto signature = signature_of(kind, key->get(), text);
    if (!signature) return signature.error();
    return text + "." + base64url(*signature);
}

}  // namespace breachd
