#include "base/signature.hpp"

#include <map>

#include "base/json.hpp"
#include "base/rng.hpp"
#include "testkit/catch.hpp"
#include "unit/ingest/samples.hpp"

namespace breachd {

namespace {

using Headers = std::map<std::string, std::string, std::less<>>;

const std::string kSecret = "kho-doan-0123456789";
const std::string kBody = R"({"a":1})";
const std::string kTime = "1700000000";
const Instant kAt = instant_from_ms(1'700'000'000'000);

Result<Digest> verify(const SignatureScheme& scheme, const Headers& headers, Instant now = kAt,
                      const std::string& body = kBody, std::vector<std::string> secrets = {kSecret}) {
    auto lookup = [&](std::string_view name) {
        auto found = headers.find(name);
        return found == headers.end() ? std::string_view() : std::string_view(found->second);
    };
    return verify_signature(scheme, secrets, lookup, body, now);
}

std::string lower(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

SignatureScheme style(std::string_view name) {
    auto scheme = signature_style(name);
    REQUIRE(scheme);
    return *scheme;
}

SignatureScheme custom() {
    auto scheme = style("custom");
    scheme.header = "x-signature";
    scheme.hash = SignatureScheme::Hash::sha512;
    scheme.encoding = SignatureScheme::Encoding::base64;
    scheme.signed_text = "{id}|{ts}|{body}";
    scheme.timestamp_header = "x-time";
    scheme.id_header = "x-id";
    return scheme;
}

}  // namespace

TEST_CASE("GitHub's published example is verified, in either case of hex, and no other body is") {
    const std::string right = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    const std::vector<std::string> secrets{"It's a Secret to Everybody"};
    auto github = style("github");
    CHECK(verify(github, {{"x-hub-signature-256", right}}, kAt, "Hello, World!", secrets));
    CHECK(verify(github,
                 {{"x-hub-signature-256", "sha256=757107EA0EB2509FC211221CCE984B8A37570B6D7586C22C46F4379C8B043E17"}},
                 kAt, "Hello, World!", secrets));
    CHECK_FALSE(verify(github, {{"x-hub-signature-256", right}}, kAt, "Hello, World?", secrets));
    CHECK_FALSE(verify(github, {{"x-hub-signature-256", right.substr(7)}}, kAt, "Hello, World!", secrets));
    CHECK_FALSE(verify(github, {{"x-hub-signature", right}}, kAt, "Hello, World!", secrets));
    CHECK(make_signature(github, secrets[0], "", "", "Hello, World!") == right);
}

TEST_CASE("Grafana signs the bare body, or the moment before it once it has a header for it") {
    auto grafana = style("grafana");
    CHECK(verify(grafana, {{"x-grafana-alerting-signature",
                            "bc4582b1d67cc902ee001e3017f6e91ea4beec7dbff96ecc7f85d34cc267d3b7"}}));
    grafana.timestamp_header = "x-grafana-time";
    grafana.signed_text = "{ts}:{body}";
    Headers headers{
        {"x-grafana-alerting-signature", "045b481421e9ba7f9a4b8afdeebf8a447e7c32f6c19f6ea74135a02cc3c261cb"},
        {"x-grafana-time", kTime}};
    CHECK(verify(grafana, headers));
    headers["x-grafana-time"] = "1700000001";
    CHECK_FALSE(verify(grafana, headers));
}

TEST_CASE("Vault Radar signs with SHA-512, and a scheme of one's own may have any template and encoding") {
    CHECK(verify(style("hcp"),
                 {{"x-hcp-radar-signature",
                   "sha512=3a5dd138e1973efb42daface71099d3e14cc2786c53658a2e8fb1ddb8d5901c1384e52ba73b262b4d3cfccbd2a"
                   "19306e22391ff28c16039ce09e6e694c17dcf7"}}));
    Headers headers{
        {"x-id", "m-1"},
        {"x-time", kTime},
        {"x-signature", "LnwNtZLCyEl1Vg7nrnaDaYtcbSzfdHjKo4fnFEyWOyveo7A41Rw4gYyMExNDyUJAVJZa1A4Bxg3hTi1wWyBpTw=="}};
    CHECK(verify(custom(), headers));
    headers["x-id"] = "m-2";
    CHECK_FALSE(verify(custom(), headers));
}

TEST_CASE("what a sender puts into id and body is never taken for the template") {
    auto scheme = custom();
    scheme.hash = SignatureScheme::Hash::sha256;
    auto signature = make_signature(scheme, kSecret, "{body}", kTime, "{ts}");
    CHECK(verify(scheme, {{"x-id", "{body}"}, {"x-time", kTime}, {"x-signature", signature}}, kAt, "{ts}"));
    CHECK(signature != make_signature(scheme, kSecret, "{ts}", kTime, "{ts}"));
}

TEST_CASE("a signed moment may differ by the tolerance either way, not a second more") {
    using std::chrono::seconds;
    auto nightfall = style("nightfall");
    nightfall.tolerance = seconds{60};
    Headers headers{{"x-nightfall-timestamp", kTime},
                    {"x-nightfall-signature", make_signature(nightfall, kSecret, "", kTime, kBody)}};
    CHECK(verify(nightfall, headers, kAt + seconds{60}));
    CHECK(verify(nightfall, headers, kAt - seconds{60}));
    CHECK_FALSE(verify(nightfall, headers, kAt + seconds{61}));
    CHECK_FALSE(verify(nightfall, headers, kAt - seconds{61}));
    headers.erase("x-nightfall-timestamp");
    auto lacking = verify(nightfall, headers);
    REQUIRE_FALSE(lacking);
    CHECK(lacking.error().where == "x-nightfall-timestamp");
}

TEST_CASE("one of several signatures under one of several secrets is enough, whatever separates them") {
    auto github = style("github");
    auto right = make_signature(github, kSecret, "", "", kBody);
    auto old = make_signature(github, "the-secret-before-this-one", "", "", kBody);
    for (const std::string& header : {right, "sha256=00 " + right, "sha256=00," + right, right + ", sha256=00", old})
        CHECK(verify(github, {{"x-hub-signature-256", header}}, kAt, kBody, {kSecret, "the-secret-before-this-one"}));
    CHECK_FALSE(verify(github, {{"x-hub-signature-256", old}}));
    CHECK_FALSE(verify(github, {{"x-hub-signature-256", right}}, kAt, kBody, {}));
    CHECK_FALSE(verify(github, {{"x-hub-signature-256", make_signature(github, "", "", "", kBody)}}, kAt, kBody, {""}));
}

TEST_CASE("the same message has the same digest under every secret, another message has another") {
    auto nightfall = style("nightfall");
    auto digest = [&](const std::string& secret, const std::string& body) {
        auto verified = verify(nightfall,
                               {{"x-nightfall-timestamp", kTime},
                                {"x-nightfall-signature", make_signature(nightfall, secret, "", kTime, body)}},
                               kAt, body, {kSecret, "the-secret-before-this-one"});
        REQUIRE(verified);
        return *verified;
    };
    CHECK(digest(kSecret, kBody) == digest("the-secret-before-this-one", kBody));
    CHECK(digest(kSecret, kBody) != digest(kSecret, kBody + " "));
}

TEST_CASE("a scheme signs the body, and a moment and an id exactly when it has headers for them") {
    auto where = [](SignatureScheme scheme) {
        auto good = check_scheme(scheme);
        return good ? std::string() : good.error().where;
    };
    for (const char* name : {"github", "standard_webhooks", "grafana", "nightfall", "hcp"})
        CHECK(where(style(name)).empty());
    CHECK(where(custom()).empty());
    CHECK(where(style("custom")) == "header");
    auto scheme = custom();
    scheme.signed_text = "{id}|{ts}";
    CHECK(where(scheme) == "signed");
    scheme = custom();
    scheme.timestamp_header.clear();
    CHECK(where(scheme) == "signed");
    scheme = custom();
    scheme.signed_text = "{ts}{body}";
    CHECK(where(scheme) == "signed");
    CHECK_FALSE(signature_style("gitlab"));
}

TEST_CASE("no mutation of a signed message verifies, in any style, and no error shows the secret") {
    Rng rng(11);
    for (const char* name : {"github", "grafana", "nightfall", "hcp", "standard_webhooks"}) {
        auto scheme = style(name);
        for (int i = 0; i < 4000; ++i) {
            std::string body = kBody, time = kTime, id = "m-1";
            auto signature = make_signature(scheme, kSecret, id, time, body);
            std::string* parts[] = {&body, &signature, &time, &id};
            auto& part = *parts[rng.below(scheme.id_header.empty() ? scheme.timestamp_header.empty() ? 2u : 3u : 4u)];
            auto before = part;
            auto at = rng.below(part.size());
            if (rng.one_in(2))
                part[at] = static_cast<char>('0' + rng.below(75));
            else
                part.erase(at, 1 + rng.below(3));
            // hex in capitals says the same
            if (part == before || (&part == &signature && lower(part) == before)) continue;
            auto verified =
                verify(scheme, {{scheme.header, signature}, {scheme.timestamp_header, time}, {scheme.id_header, id}},
                       kAt, body);
            REQUIRE_FALSE(verified);
            REQUIRE(verified.error().text().find(kSecret) == std::string::npos);
        }
    }
}

TEST_CASE("the conformance cases of Standard Webhooks, where they are at hand") {
    auto folder = ingest::samples_folder();
    if (!folder) return;
    std::stringstream lines(ingest::read_text(*folder / "hmac/conformance/standard_webhooks.jsonl"));
    int cases = 0;
    for (std::string line; std::getline(lines, line);) {
        auto in = parse_json(line);
        REQUIRE(in);
        const auto& row = in->as_object();
        Headers headers;
        for (const auto& [name, value] : row.at("headers").as_object())
            headers[std::string(name)] = std::string(value.as_string());
        INFO(line);
        auto verified =
            verify(style("standard_webhooks"), headers, instant_from_ms(row.at("now").to_number<std::int64_t>() * 1000),
                   std::string(row.at("body").as_string()), {std::string(row.at("secret").as_string())});
        CHECK(verified.has_value() == row.at("ok").as_bool());
        ++cases;
    }
    CHECK(cases == 15);
}

TEST_CASE("a secret of Standard Webhooks counts as what it decodes to: whsec_, v1,whsec_, or bare") {
    auto scheme = style("standard_webhooks");
    const std::string key = "a key of the sender, 32 bytes!!!", coded = base64(key);
    const auto right = make_signature(scheme, "whsec_" + coded, "msg_1", kTime, kBody);
    for (const auto& secret : {"whsec_" + coded, "v1,whsec_" + coded, coded, key}) {
        INFO(secret);
        CHECK(verify(scheme, {{"webhook-id", "msg_1"}, {"webhook-timestamp", kTime}, {"webhook-signature", right}}, kAt,
                     kBody, {secret}));
        CHECK(make_signature(scheme, secret, "msg_1", kTime, kBody).starts_with("v1,"));
    }
    for (const char* never : {"whsec_", "whsec_no base64!", "v1,abc", "whpk_abcd", "whsk_abcd", "v1,whpk_abcd"}) {
        INFO(never);
        CHECK_FALSE(webhook_key(never));
        CHECK_FALSE(verify(scheme,
                           {{"webhook-id", "msg_1"}, {"webhook-timestamp", kTime}, {"webhook-signature", right}}, kAt,
                           kBody, {never}));
    }
}

TEST_CASE("the headers of Standard Webhooks are taken under both of their names, and under no third") {
    auto scheme = style("standard_webhooks");
    const auto right = make_signature(scheme, kSecret, "msg_1", kTime, kBody);
    auto headers = [&](const std::string& family) {
        return Headers{{family + "-id", "msg_1"}, {family + "-timestamp", kTime}, {family + "-signature", right}};
    };
    CHECK(verify(scheme, headers("webhook")));
    CHECK(verify(scheme, headers("svix")));
    CHECK_FALSE(verify(scheme, headers("other")));
    auto both = headers("svix");
    both["webhook-id"] = "msg_2";  // the id that counts is the one that is signed
    CHECK_FALSE(verify(scheme, both));
}

TEST_CASE("why a message does not verify is told to the receiver's people, with the seconds of the clocks") {
    auto scheme = style("standard_webhooks");
    const auto right = make_signature(scheme, kSecret, "msg_1", kTime, kBody);
    using Kind = SignatureFault::Kind;
    auto fault = [&](Headers headers, std::chrono::seconds offset) {
        SignatureFault out;
        auto lookup = [&](std::string_view name) {
            auto found = headers.find(name);
            return found == headers.end() ? std::string_view() : std::string_view(found->second);
        };
        CHECK_FALSE(verify_signature(scheme, {kSecret}, lookup, kBody, kAt + offset, &out));
        return out;
    };
    const Headers good{{"webhook-id", "msg_1"}, {"webhook-timestamp", kTime}, {"webhook-signature", right}};
    auto old = fault(good, std::chrono::seconds(412)), ahead = fault(good, std::chrono::seconds(-301));
    CHECK((old.kind == Kind::too_old && old.seconds == 412));
    CHECK((ahead.kind == Kind::ahead && ahead.seconds == 301));
    for (const char* name : {"webhook-id", "webhook-timestamp", "webhook-signature"}) {
        auto less = good;
        less.erase(name);
        CHECK(fault(less, {}).kind == Kind::header_missing);
    }
    auto other = good;
    other["webhook-timestamp"] = "yesterday";
    CHECK(fault(other, {}).kind == Kind::time_unreadable);
    other = good;
    other["webhook-signature"] = "v1,AAAA";
    CHECK(fault(other, {}).kind == Kind::wrong);
}

}  // namespace breachd
