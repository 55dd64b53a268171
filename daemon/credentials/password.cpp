#include "credentials/password.hpp"

#include <sodium.h>

#include <new>

namespace breachd::credentials {

namespace {

constexpr unsigned long long kPasses = crypto_pwhash_argon2id_OPSLIMIT_INTERACTIVE;
constexpr std::size_t kMemory = crypto_pwhash_argon2id_MEMLIMIT_INTERACTIVE;

}  // namespace

std::string hash_password(std::string_view password) {
    std::string out(crypto_pwhash_argon2id_STRBYTES, '\0');
    if (crypto_pwhash_argon2id_str(out.data(), password.data(), password.size(), kPasses, kMemory) != 0)
        throw std::bad_alloc();  // its only failure
    out.resize(out.find('\0'));
    return out;
}

bool verify_password(std::string_view password, const std::string& hash) {
    static const std::string nobodys = hash_password("the hash that no account has");
    const auto& against = hash.empty() ? nobodys : hash;
    bool same = crypto_pwhash_argon2id_str_verify(against.c_str(), password.data(), password.size()) == 0;
    return same && !hash.empty();
}

}  // namespace breachd::credentials
