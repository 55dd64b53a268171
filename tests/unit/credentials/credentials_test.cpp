#include <sodium.h>

#include <set>

#include "base/digest.hpp"
#include "credentials/password.hpp"
#include "credentials/token.hpp"
#include "credentials/totp.hpp"
#include "testkit/catch.hpp"

using namespace breachd;
using namespace breachd::credentials;
using std::chrono::seconds;

namespace {

const std::string kSecret = "12345678901234567890";  // RFC 6238, appendix B

Instant at(std::int64_t second) { return instant_from_ms(second * 1000); }

}  // namespace

TEST_CASE("codes are those of RFC 6238") {
    CHECK(totp_code(kSecret, at(59)) == "287082");
    CHECK(totp_code(kSecret, at(1111111109)) == "081804");
    CHECK(totp_code(kSecret, at(1234567890)) == "005924");
    CHECK(totp_code(kSecret, at(20000000000)) == "353130");
}

TEST_CASE("a code counts one step early and one late, and says which step it was") {
    auto now = at(1111111109);
    auto step = 1111111109 / 30;
    CHECK(totp_step(kSecret, totp_code(kSecret, now), now) == step);
    CHECK(totp_step(kSecret, totp_code(kSecret, now - seconds{30}), now) == step - 1);
    CHECK(totp_step(kSecret, totp_code(kSecret, now + seconds{30}), now) == step + 1);
    CHECK_FALSE(totp_step(kSecret, totp_code(kSecret, now - seconds{60}), now));
    CHECK_FALSE(totp_step(kSecret, totp_code(kSecret, now + seconds{60}), now));
    for (const char* wrong : {"", "0", "08180", "0818040", "000000", "08180x"})
        CHECK_FALSE(totp_step(kSecret, wrong, now));
}

TEST_CASE("nobody has a code without a secret") {
    auto now = at(1111111109);
    CHECK_FALSE(totp_step("", totp_code(std::string(20, '\0'), now), now));
}

TEST_CASE("the secret goes into an app as base32, by hand or from a QR code") {
    CHECK(totp_text(kSecret) == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    CHECK(totp_uri(kSecret, "breachd Ví Dụ", "an") ==
          "otpauth://totp/breachd%20V%c3%ad%20D%e1%bb%a5:an?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
          "&issuer=breachd%20V%c3%ad%20D%e1%bb%a5&algorithm=SHA1&digits=6&period=30");
}

TEST_CASE("a password is kept as Argon2id with a salt of its own, and only itself fits") {
    REQUIRE(sodium_init() >= 0);
    auto hash = hash_password("con trâu đi trước");
    CHECK(hash.starts_with("$argon2id$v=19$m=65536,t=2,p=1$"));
    CHECK(hash != hash_password("con trâu đi trước"));
    CHECK(verify_password("con trâu đi trước", hash));
    CHECK_FALSE(verify_password("con trâu đi sau", hash));
    CHECK_FALSE(verify_password("", hash));
    CHECK_FALSE(verify_password("con trâu đi trước", "not a hash"));
}

TEST_CASE("without an account no password fits, not even the one whose hash is compared with then") {
    REQUIRE(sodium_init() >= 0);
    CHECK_FALSE(verify_password("", ""));
    CHECK_FALSE(verify_password("the hash that no account has", ""));
}

TEST_CASE("tokens are 256 random bits in letters of an address") {
    std::set<std::string> seen;
    for (int i = 0; i < 100; ++i) {
        auto token = new_token();
        CHECK(token.size() == 43);
        CHECK(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") ==
              std::string::npos);
        CHECK(seen.insert(token).second);
    }
}
