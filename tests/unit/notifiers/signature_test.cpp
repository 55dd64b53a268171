#include "notifiers/signature.hpp"

#include "base/rng.hpp"
#include "testkit/catch.hpp"

namespace breachd {

namespace {

// Published vector of Standard Webhooks.
const std::string kSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const std::string kId = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const std::string kTimestamp = "1614265330";
const std::string kBody = R"({"test": 2432232314})";
const std::string kSignature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
const Instant kAt = instant_from_ms(1'614'265'330'000);

Result<void> verify(std::string_view signatures, Instant now = kAt, std::vector<std::string> secrets = {kSecret}) {
    return verify_webhook(secrets, kId, kTimestamp, signatures, kBody, now);
}

}  // namespace

TEST_CASE("the published vector of Standard Webhooks is signed and verified") {
    CHECK(sign_webhook(kSecret, kId, kAt, kBody) == kSignature);
    CHECK(verify(kSignature));
}

TEST_CASE("a secret without the prefix is taken as it is") {
    auto signature = sign_webhook("kho-doan", kId, kAt, kBody);
    CHECK(signature != kSignature);
    CHECK(verify(signature, kAt, {"kho-doan"}));
    CHECK_FALSE(verify(signature, kAt, {"kho-doam"}));
}

TEST_CASE("one of several signatures under one of several secrets is enough, so that secrets can rotate") {
    CHECK(verify("v1,AAAA " + kSignature));
    CHECK(verify(kSignature + " v1a,xyz"));
    CHECK(verify("  " + kSignature + "  "));
    CHECK(verify(kSignature, kAt, {"old", kSecret}));
    CHECK_FALSE(verify("v1a," + kSignature.substr(3)));
    CHECK_FALSE(verify(""));
    CHECK_FALSE(verify(kSignature, kAt, {}));
}

TEST_CASE("an empty secret verifies nothing, however it is signed") {
    for (const char* empty : {"", "whsec_"}) CHECK_FALSE(verify(sign_webhook(empty, kId, kAt, kBody), kAt, {empty}));
}

TEST_CASE("the time stamp may differ by five minutes either way, not more") {
    using std::chrono::seconds;
    CHECK(verify(kSignature, kAt + seconds{300}));
    CHECK(verify(kSignature, kAt - seconds{300}));
    auto old = verify(kSignature, kAt + seconds{301});
    REQUIRE_FALSE(old);
    CHECK(old.error().where == "webhook-timestamp");
    CHECK_FALSE(verify(kSignature, kAt - seconds{301}));
    for (const char* wrong : {"", "x", "16142653301614265330", "-1", "1614265330 ", "+1614265330", "1614265330.0"})
        CHECK_FALSE(verify_webhook({kSecret}, kId, wrong, kSignature, kBody, kAt));
}

TEST_CASE("any change of id, time or body breaks the signature") {
    CHECK_FALSE(verify_webhook({kSecret}, kId + "x", kTimestamp, kSignature, kBody, kAt));
    CHECK_FALSE(verify_webhook({kSecret}, "", kTimestamp, kSignature, kBody, kAt));
    CHECK_FALSE(verify_webhook({kSecret}, kId, "1614265331", kSignature, kBody, kAt));
    CHECK_FALSE(verify_webhook({kSecret}, kId, kTimestamp, kSignature, kBody + " ", kAt));
}

TEST_CASE("20,000 mutations of a signed message: none verifies, none crashes, no error shows the secret") {
    Rng rng(7);
    for (int i = 0; i < 20'000; ++i) {
        std::string parts[] = {kId, kTimestamp, kSignature, kBody};
        const std::string before[] = {kId, kTimestamp, kSignature, kBody};
        for (auto changes = 1 + rng.below(3); changes > 0; --changes) {
            auto& part = parts[rng.below(4)];
            auto at = rng.below(part.size() + 1);
            if (rng.one_in(3))
                part.insert(at, 1, static_cast<char>(rng.next()));
            else if (rng.one_in(2))
                part.erase(at, 1 + rng.below(3));
            else if (at < part.size())
                part[at] = static_cast<char>(rng.next());
        }
        auto verified = verify_webhook({kSecret}, parts[0], parts[1], parts[2], parts[3], kAt);
        if (!verified) {
            REQUIRE(verified.error().text().find(kSecret.substr(6)) == std::string::npos);
            continue;
        }
        // What was signed must be unchanged; the list of signatures may only have grown around the right one.
        REQUIRE(parts[0] == before[0]);
        REQUIRE(parts[1] == before[1]);
        REQUIRE(parts[3] == before[3]);
        REQUIRE(parts[2].find(kSignature) != std::string::npos);
    }
}

}  // namespace breachd
