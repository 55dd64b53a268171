#include "credentials/passkey.hpp"

#include "testkit/authenticator.hpp"

using namespace breachd;
using namespace breachd::credentials;

namespace {

const std::string kAsked = "Y2hhbGxlbmdl";
const Expected kExpected{kAsked, "https://breach.vidu.test", "breach.vidu.test"};

testkit::Authenticator device_here() { return {kExpected.origin, kExpected.rp_id}; }

bool fits(const testkit::Authenticator& device, const std::string& client, const std::string& data,
          const std::string& signature) {
    return verify_assertion(kExpected, device.public_point(), KeyKind::es256, client, data, signature).has_value();
}

}  // namespace

TEST_CASE("a new passkey is read: its id, its key and its counter") {
    auto device = device_here();
    auto made = read_registration(kExpected, device.client_data("webauthn.create", kAsked), device.made());
    REQUIRE(made.has_value());
    CHECK(made->id == device.id());
    CHECK(made->public_key == device.public_point());
    CHECK(made->kind == KeyKind::es256);
    CHECK(made->count == 7);
}

TEST_CASE("a passkey for another question, site or host, or made without its user's proof, is none") {
    auto device = device_here();
    auto refused = [&](const std::string& client, const std::string& data) {
        return !read_registration(kExpected, client, data).has_value();
    };
    auto good = device.client_data("webauthn.create", kAsked);
    CHECK_FALSE(refused(good, device.made()));
    CHECK(refused(device.client_data("webauthn.get", kAsked), device.made()));
    CHECK(refused(device.client_data("webauthn.create", "b3RoZXI"), device.made()));
    CHECK(refused(device.client_data("webauthn.create", kAsked, "https://evil.test"), device.made()));
    CHECK(refused(device.client_data("webauthn.create", kAsked, "", ",\"crossOrigin\":true"), device.made()));
    CHECK(refused(good, device.made(0x45, "evil.test")));
    CHECK(refused(good, device.made(0x41)));
    CHECK(refused(good, device.made(0x44)));
    CHECK(refused(good, device.made().substr(0, 90)));
    CHECK(refused(good, ""));
    CHECK(refused("nonsense", device.made()));
}

TEST_CASE("an assertion proves the key, for this challenge, site and host, with its user's proof") {
    auto device = device_here();
    auto client = device.client_data("webauthn.get", kAsked);
    auto count = verify_assertion(kExpected, device.public_point(), KeyKind::es256, client, device.said(),
                                  device.sign(device.said(), client));
    REQUIRE(count.has_value());
    CHECK(*count == 7);
    auto signed_as = [&](const std::string& said, const std::string& data) {
        return fits(device, said, data, device.sign(data, said));
    };
    CHECK(signed_as(client, device.said(0x05, "", 8)));
    CHECK_FALSE(signed_as(device.client_data("webauthn.create", kAsked), device.said()));
    CHECK_FALSE(signed_as(device.client_data("webauthn.get", "b3RoZXI"), device.said()));
    CHECK_FALSE(signed_as(device.client_data("webauthn.get", kAsked, "https://evil.test"), device.said()));
    CHECK_FALSE(signed_as(client, device.said(0x05, "evil.test")));
    CHECK_FALSE(signed_as(client, device.said(0x01)));
    CHECK_FALSE(signed_as(client, device.said(0x04)));
}

TEST_CASE("no changed byte of an assertion passes") {
    auto device = device_here(), other = device_here();
    auto client = device.client_data("webauthn.get", kAsked);
    auto data = device.said();
    auto signature = device.sign(data, client);
    REQUIRE(fits(device, client, data, signature));
    CHECK_FALSE(fits(other, client, data, signature));
    CHECK_FALSE(fits(device, client, data, ""));
    for (std::size_t at = 0; at < signature.size(); ++at) {
        auto changed = signature;
        changed[at] = static_cast<char>(changed[at] ^ 0x40);
        CHECK_FALSE(fits(device, client, data, changed));
    }
    for (std::size_t at = 0; at < data.size(); ++at) {
        auto changed = data;
        changed[at] = static_cast<char>(changed[at] ^ 0x01);
        CHECK_FALSE(fits(device, client, changed, signature));
    }
}
