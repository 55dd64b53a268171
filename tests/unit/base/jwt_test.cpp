#include "base/jwt.hpp"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "base/digest.hpp"
#include "testkit/catch.hpp"

using namespace breachd;

namespace {

std::string pem_of(EVP_PKEY* key) {
    BIO* bio = BIO_new(BIO_s_mem());
    PEM_write_bio_PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr);
    char* bytes = nullptr;
    auto length = BIO_get_mem_data(bio, &bytes);
    std::string out(bytes, static_cast<std::size_t>(length));
    BIO_free(bio);
    return out;
}

struct MadeKey {
    EVP_PKEY* key;
    std::string pem;
    explicit MadeKey(EVP_PKEY* made) : key(made), pem(pem_of(made)) {}
    ~MadeKey() { EVP_PKEY_free(key); }
    MadeKey(const MadeKey&) = delete;
    MadeKey& operator=(const MadeKey&) = delete;
};

bool verifies(EVP_PKEY* key, std::string text, std::string signature) {
    auto* context = EVP_MD_CTX_new();
    bool out = EVP_DigestVerifyInit(context, nullptr, EVP_sha256(), nullptr, key) == 1 &&
               EVP_DigestVerify(context, reinterpret_cast<unsigned char*>(signature.data()), signature.size(),
                                reinterpret_cast<unsigned char*>(text.data()), text.size()) == 1;
    EVP_MD_CTX_free(context);
    return out;
}

std::string der_of(const std::string& halves) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(halves.data());
    auto* pair = ECDSA_SIG_new();
    ECDSA_SIG_set0(pair, BN_bin2bn(bytes, 32, nullptr), BN_bin2bn(bytes + 32, 32, nullptr));
    unsigned char* out = nullptr;
    auto length = i2d_ECDSA_SIG(pair, &out);
    std::string der(reinterpret_cast<char*>(out), static_cast<std::size_t>(length));
    OPENSSL_free(out);
    ECDSA_SIG_free(pair);
    return der;
}

}  // namespace

TEST_CASE("a token's signature holds over its header and claims, in RS256 and ES256") {
    MadeKey rsa(EVP_RSA_gen(2048)), ec(EVP_EC_gen("P-256"));
    for (auto kind : {JwtKind::rs256, JwtKind::es256}) {
        auto& made = kind == JwtKind::rs256 ? rsa : ec;
        auto token = sign_jwt(kind, made.pem, {{"kid", "K1"}}, {{"iss", "vidu"}, {"iat", 1}});
        REQUIRE(token);
        auto dot = token->find('.'), second = token->rfind('.');
        auto head = parse_json(*from_base64(token->substr(0, dot)))->as_object();
        CHECK(head.at("alg") == (kind == JwtKind::rs256 ? "RS256" : "ES256"));
        CHECK(head.at("kid") == "K1");
        CHECK(parse_json(*from_base64(token->substr(dot + 1, second - dot - 1)))->at("iss") == "vidu");
        auto signature = *from_base64(token->substr(second + 1));
        if (kind == JwtKind::es256) {
            CHECK(signature.size() == 64);
            signature = der_of(signature);
        }
        CHECK(verifies(made.key, token->substr(0, second), signature));
        CHECK_FALSE(verifies(made.key, token->substr(0, second) + "x", signature));
    }
}

TEST_CASE("a key of another kind, a weak one and what is none are refused, and nothing of them is said") {
    MadeKey rsa(EVP_RSA_gen(2048)), weak(EVP_RSA_gen(1024)), ec(EVP_EC_gen("P-256")), other(EVP_EC_gen("P-384"));
    CHECK(check_jwt_key(JwtKind::rs256, rsa.pem));
    CHECK(check_jwt_key(JwtKind::es256, ec.pem));
    CHECK_FALSE(check_jwt_key(JwtKind::rs256, ec.pem));
    CHECK_FALSE(check_jwt_key(JwtKind::rs256, weak.pem));
    CHECK_FALSE(check_jwt_key(JwtKind::es256, rsa.pem));
    CHECK_FALSE(check_jwt_key(JwtKind::es256, other.pem));
    for (const char* none : {"", "x", "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n"}) {
        auto token = sign_jwt(JwtKind::rs256, none, {}, {});
        REQUIRE_FALSE(token);
        CHECK(token.error().message.find("MIIE") == std::string::npos);
    }
}
