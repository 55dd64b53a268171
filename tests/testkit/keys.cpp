#include "testkit/keys.hpp"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

namespace breachd::testkit {

namespace {

std::string pem_of(EVP_PKEY* key) {
    BIO* bio = BIO_new(BIO_s_mem());
    PEM_write_bio_PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr);
    char* bytes = nullptr;
    auto length = BIO_get_mem_data(bio, &bytes);
    std::string out(bytes, static_cast<std::size_t>(length));
    BIO_free(bio);
    EVP_PKEY_free(key);
    return out;
}

}  // namespace

const std::string& rsa_key() {
    static const std::string pem = pem_of(EVP_RSA_gen(2048));
    return pem;
}

const std::string& ec_key() {
    static const std::string pem = pem_of(EVP_EC_gen("P-256"));
    return pem;
}

}  // namespace breachd::testkit
