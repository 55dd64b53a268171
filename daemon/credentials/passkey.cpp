#include "credentials/passkey.hpp"

#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>

#include <array>
#include <memory>
#include <optional>

#include "base/digest.hpp"
#include "base/json.hpp"

namespace breachd::credentials {

namespace {

constexpr unsigned char kUserPresent = 0x01, kUserVerified = 0x04;
constexpr std::size_t kRpHashBytes = 32;

Error not_right(const char* why) { return Error{ErrorCode::unprocessable, why, ""}; }

struct Free {
    void operator()(fido_cred_t* it) const { fido_cred_free(&it); }
    void operator()(fido_assert_t* it) const { fido_assert_free(&it); }
    void operator()(es256_pk_t* it) const { es256_pk_free(&it); }
    void operator()(eddsa_pk_t* it) const { eddsa_pk_free(&it); }
    void operator()(rs256_pk_t* it) const { rs256_pk_free(&it); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
std::string text_of(const unsigned char* bytes, std::size_t size) {
    return {reinterpret_cast<const char*>(bytes), size};
}

void start_fido() {
    static const bool started = [] {
        fido_init(0);
        return true;
    }();
    (void)started;
}

// What the browser says it was asked.
Result<void> check_client_data(const Expected& expected, std::string_view client_data, std::string_view type) {
    auto parsed = parse_json(std::string(client_data));
    if (!parsed || !parsed->is_object()) return not_right("the browser's answer cannot be read");
    const auto& said = parsed->get_object();
    const auto* crossed = said.if_contains("crossOrigin");
    bool here = text_member(said, "type") == type && text_member(said, "origin") == expected.origin &&
                equal_constant_time(text_member(said, "challenge"), expected.challenge);
    if (!here || (crossed != nullptr && *crossed == json::value(true)))
        return not_right("the browser's answer is about another question or another site");
    return {};
}

Result<void> check_host(const Expected& expected, std::string_view authenticator_data, unsigned char flags) {
    if (authenticator_data.size() < kRpHashBytes ||
        !equal_constant_time(authenticator_data.substr(0, kRpHashBytes), as_bytes(sha256(expected.rp_id))))
        return not_right("the key is of another host");
    if ((flags & kUserPresent) == 0 || (flags & kUserVerified) == 0)
        return not_right("the device did not ask its user for a face, a finger or a PIN");
    return {};
}

template <class Key>
Owned<Key> key_of(Key* made, int (*fill)(Key*, const void*, std::size_t), std::string_view raw) {
    Owned<Key> out(made);
    if (!out || fill(out.get(), raw.data(), raw.size()) != FIDO_OK) return nullptr;
    return out;
}

bool verified(const fido_assert_t* assertion, KeyKind kind, std::string_view raw) {
    auto by = [&](const auto& key) {
        return key && fido_assert_verify(assertion, 0, static_cast<int>(kind), key.get()) == FIDO_OK;
    };
    switch (kind) {
        case KeyKind::es256:
            return by(key_of(es256_pk_new(), es256_pk_from_ptr, raw));
        case KeyKind::eddsa:
            return by(key_of(eddsa_pk_new(), eddsa_pk_from_ptr, raw));
        case KeyKind::rs256:
            return by(key_of(rs256_pk_new(), rs256_pk_from_ptr, raw));
    }
    return false;
}

}  // namespace

std::string challenge_in(std::string_view client_data) {
    auto parsed = parse_json(std::string(client_data));
    return parsed && parsed->is_object() ? text_member(parsed->get_object(), "challenge") : "";
}

Result<NewPasskey> read_registration(const Expected& expected, std::string_view client_data,
                                     std::string_view authenticator_data) {
    start_fido();
    if (auto ok = check_client_data(expected, client_data, "webauthn.create"); !ok) return ok.error();
    for (auto kind : {KeyKind::es256, KeyKind::eddsa, KeyKind::rs256}) {
        Owned<fido_cred_t> made(fido_cred_new());
        if (!made || fido_cred_set_type(made.get(), static_cast<int>(kind)) != FIDO_OK) continue;
        if (fido_cred_set_authdata_raw(made.get(), bytes_of(authenticator_data), authenticator_data.size()) != FIDO_OK)
            continue;
        if (auto ok = check_host(expected, authenticator_data, fido_cred_flags(made.get())); !ok) return ok.error();
        NewPasskey out;
        out.id = text_of(fido_cred_id_ptr(made.get()), fido_cred_id_len(made.get()));
        out.public_key = text_of(fido_cred_pubkey_ptr(made.get()), fido_cred_pubkey_len(made.get()));
        out.kind = kind;
        out.count = fido_cred_sigcount(made.get());
        if (out.id.empty() || out.public_key.empty()) break;
        return out;
    }
    return not_right("the new key cannot be read");
}

Result<std::uint32_t> verify_assertion(const Expected& expected, std::string_view public_key, KeyKind kind,
                                       std::string_view client_data, std::string_view authenticator_data,
                                       std::string_view signature) {
    start_fido();
    if (auto ok = check_client_data(expected, client_data, "webauthn.get"); !ok) return ok.error();
    auto hash = sha256(client_data);
    Owned<fido_assert_t> assertion(fido_assert_new());
    auto* it = assertion.get();
    bool taken =
        it != nullptr && fido_assert_set_clientdata_hash(it, hash.data(), hash.size()) == FIDO_OK &&
        fido_assert_set_rp(it, expected.rp_id.c_str()) == FIDO_OK && fido_assert_set_count(it, 1) == FIDO_OK &&
        fido_assert_set_authdata_raw(it, 0, bytes_of(authenticator_data), authenticator_data.size()) == FIDO_OK &&
        fido_assert_set_up(it, FIDO_OPT_TRUE) == FIDO_OK && fido_assert_set_uv(it, FIDO_OPT_TRUE) == FIDO_OK &&
        fido_assert_set_sig(it, 0, bytes_of(signature), signature.size()) == FIDO_OK;
    if (!taken) return not_right("the browser's answer cannot be read");
    if (auto ok = check_host(expected, authenticator_data, fido_assert_flags(it, 0)); !ok) return ok.error();
    if (!verified(it, kind, public_key)) return not_right("the signature is not by this key");
    return fido_assert_sigcount(it, 0);
}

}  // namespace breachd::credentials
