// What a provider says is kept without the contacts in it, above all the recipient's own.
#include "core/telling/redact.hpp"

#include "testkit/catch.hpp"

using namespace breachd;

namespace {

Outcome blacked_out(const std::string& to, const std::string& name, std::string words, std::string id) {
    Message message;
    message.to = Pii(to);
    message.to_name = Pii(name);
    Outcome outcome;
    outcome.words = std::move(words);
    outcome.provider_id = std::move(id);
    black_out(outcome, message);
    return outcome;
}
std::string words(const std::string& to, const std::string& name, const std::string& said) {
    return blacked_out(to, name, said, "").words;
}
std::string id(const std::string& to, const std::string& name, const std::string& said) {
    return blacked_out(to, name, "", said).provider_id;
}

}  // namespace

TEST_CASE("a provider's id that looks like a contact is blacked out, others are kept whole") {
    CHECK(redact_id("an@hopthu.test") == "[…]");
    CHECK(redact_id("msg/an@hopthu.test/7") == "[…]");
    CHECK(redact_id("sms-0912345678-1") == "sms-[…]");
    CHECK(redact_id("+84912345678") == "[…]");
    CHECK(redact_id("+84 912 345 678") == "[…]");
    for (const char* kept : {"m-1", "4Wxyz12345z1a", "550e8400-e29b-41d4-a716-446655440abc", "INC-2026-0001-3-file-v1",
                             "SM0123456789abcdef0123456789abcdef", "wamid.HBgLODQ5MTIzNDU2NzgVAgARGBI", "12345678"})
        CHECK(redact_id(kept) == kept);
}

TEST_CASE("the recipient's own address and name are blacked out of the words and of the id") {
    CHECK(words("an.nguyen@hopthu.test", "", "no such user an.nguyen here") == "no such user […] here");
    CHECK(words("an@hopthu.test", "", "an@hopthu.test unknown") == "[…] unknown");
    CHECK(words("x@y.test", "Nguyễn Văn An", "5.1.1 Nguyễn Văn An: no such user") == "5.1.1 […]: no such user");
    CHECK(words("x@y.test", "Tran Binh", "mailbox of TRAN BINH is full") == "mailbox of […] is full");
    CHECK(words("x@y.test", "An", "An cannot be reached, and another") == "[…] cannot be reached, and another");
    CHECK(words("zalo-1234", "", "user ZALO-1234 blocked us") == "user […] blocked us");
    CHECK(words("+84912345678", "", "to84912345678:full") == "to[…]:full");
    for (const char* said : {"m0912345678x", "m84912345678x", "m+84912345678x", "m912345678x"})
        CHECK(id("+84912345678", "", said) == "m[…]x");
    CHECK(id("an.nguyen@hopthu.test", "", "q7-an.nguyen-1") == "q7-[…]-1");
    CHECK(id("x@y.test", "Lê Ba", "Lê Ba/7") == "[…]/7");
    CHECK(id("x@y.test", "Lê Ba", "m-7") == "m-7");
    CHECK(words("", "", "nothing to say") == "nothing to say");
    // What was cut off within the name.
    std::string cut = std::string(190, '.') + "Nguyễn V";
    CHECK(words("x@y.test", "Nguyễn Văn An", cut) == std::string(190, '.') + "[…]");
}
