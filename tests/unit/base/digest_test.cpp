#include "base/digest.hpp"

#include "testkit/catch.hpp"

using namespace breachd;

TEST_CASE("SHA-256 gives the known answers of FIPS 180") {
    CHECK(hex(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")) ==
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    CHECK(hex(sha256(std::string(1'000'000, 'a'))) ==
          "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("hashing parts is hashing their concatenation") {
    CHECK(sha256({"a", "", "bc"}) == sha256("abc"));
    CHECK(sha256({}) == sha256(""));
}

TEST_CASE("hashing a stream of pieces is hashing the whole") {
    Sha256Stream stream;
    for (std::string_view piece : {"ab", "", "c"}) stream.add(piece);
    CHECK(stream.finish() == sha256("abc"));
    CHECK(Sha256Stream().finish() == sha256(""));
}

TEST_CASE("HMAC-SHA256 gives the known answers of RFC 4231") {
    CHECK(hex(hmac_sha256(std::string(20, '\x0b'), "Hi There")) ==
          "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    CHECK(hex(hmac_sha256("Jefe", "what do ya want for nothing?")) ==
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    CHECK(hex(hmac_sha256(std::string(20, '\xaa'), std::string(50, '\xdd'))) ==
          "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
    // A key longer than a block is hashed first.
    CHECK(hex(hmac_sha256(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First")) ==
          "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST_CASE("comparison in constant time still compares") {
    CHECK(equal_constant_time("", ""));
    CHECK(equal_constant_time("same", "same"));
    CHECK_FALSE(equal_constant_time("same", "Same"));
    CHECK_FALSE(equal_constant_time("same", "samE"));
    CHECK_FALSE(equal_constant_time("same", "sam"));
}

TEST_CASE("hex is lower case, and reading takes both cases but nothing else") {
    CHECK(hex(std::string_view("\x00\x7f\xff", 3)) == "007fff");
    CHECK(*from_hex("007FfF") == std::string("\x00\x7f\xff", 3));
    CHECK(from_hex("")->empty());
    CHECK_FALSE(from_hex("abc"));
    CHECK_FALSE(from_hex("0g"));
    CHECK_FALSE(from_hex("0x12"));
}

TEST_CASE("base64 gives the vectors of RFC 4648") {
    const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                           {"f", "Zg=="},
                                                           {"fo", "Zm8="},
                                                           {"foo", "Zm9v"},
                                                           {"foob", "Zm9vYg=="},
                                                           {"fooba", "Zm9vYmE="},
                                                           {"foobar", "Zm9vYmFy"}};
    for (auto [plain, coded] : vectors) {
        CHECK(base64(plain) == coded);
        CHECK(*from_base64(coded) == plain);
    }
}

TEST_CASE("base64url has its own alphabet and no padding, reading takes both") {
    std::string bytes("\xfb\xff\xfe", 3);
    CHECK(base64(bytes) == "+//+");
    CHECK(base64url(bytes) == "-__-");
    CHECK(base64url("f") == "Zg");
    CHECK(*from_base64("-__-") == bytes);
    CHECK(*from_base64("Zg") == "f");
}

TEST_CASE("text that is not base64 is refused") {
    CHECK_FALSE(from_base64("Z"));
    CHECK_FALSE(from_base64("Zm9vY"));
    CHECK_FALSE(from_base64("Zm 9v"));
    CHECK_FALSE(from_base64("Zm9v!"));
    CHECK_FALSE(from_base64("Zg==Zg=="));
    INFO("bits beyond the last byte would give the same bytes a second spelling");
    for (const char* second : {"Zh", "Zh==", "Zm9=", "Zm-"}) CHECK_FALSE(from_base64_exact(second));
}

TEST_CASE("every byte survives hex and base64") {
    std::string all;
    for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
    CHECK(*from_hex(hex(all)) == all);
    CHECK(*from_base64(base64(all)) == all);
    CHECK(*from_base64(base64url(all)) == all);
}
