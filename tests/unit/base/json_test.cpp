#include "base/json.hpp"
#include "base/json_text.hpp"
#include "base/utf8.hpp"

#include "testkit/catch.hpp"

using namespace breachd;

namespace {

std::string canonical(std::string_view text) {
    auto value = parse_json(text);
    return value ? canonical_json(*value) : "refused: " + value.error().text();
}

enum class Colour { red, green };
BOOST_DESCRIBE_ENUM(Colour, red, green)

struct Inner {
    std::string name;
    std::int64_t count = 7;
    bool operator==(const Inner&) const = default;
};
BOOST_DESCRIBE_STRUCT(Inner, (), (name, count))

struct Outer {
    Instant at{};
    Duration wait{};
    Colour colour = Colour::red;
    std::optional<std::string> note;
    std::optional<Instant> later;
    std::vector<Inner> items;
    std::map<std::string, std::int64_t> numbers;
    std::string incident;
    json::value anything;
    bool on = false;
    double share = 0;
    bool operator==(const Outer&) const = default;
};
BOOST_DESCRIBE_STRUCT(Outer, (), (at, wait, colour, note, later, items, numbers, incident, anything, on, share))

Error read_error(std::string_view text) {
    Outer out;
    auto ok = from_json(*parse_json(text), out);
    REQUIRE_FALSE(ok);
    return ok.error();
}

}  // namespace

TEST_CASE("canonical JSON has no white space and sorted keys") {
    CHECK(canonical(R"( { "b" : [ 1 , true , null ] , "a" : { } } )") == R"({"a":{},"b":[1,true,null]})");
    CHECK(canonical("[]") == "[]");
    CHECK(canonical("[[[]],{}]") == "[[[]],{}]");
}

TEST_CASE("keys are sorted by UTF-16 code units as in RFC 8785, 3.2.3") {
    // The RFC's example: CR, "1", U+0080, U+00F6, the euro sign, U+1F600 (surrogates D83D DE00), U+FB33.
    auto out = canonical(
        "{\"\\u20ac\":\"Euro Sign\",\"\\r\":\"Carriage Return\",\"\\ufb33\":\"Hebrew Letter Dalet With Dagesh\","
        "\"1\":\"One\",\"\\ud83d\\ude00\":\"Emoji: Grinning Face\",\"\\u0080\":\"Control\","
        "\"\\u00f6\":\"Latin Small Letter O With Diaeresis\"}");
    CHECK(out ==
          "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\xc2\x80\":\"Control\",\"ö\":\"Latin Small Letter O With "
          "Diaeresis\","
          "\"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning Face\",\"\xef\xac\xb3\":\"Hebrew Letter Dalet With Dagesh\"}");
}

TEST_CASE("a shorter key comes before the longer one it begins") {
    CHECK(canonical(R"({"aa":1,"a":2,"":3})") == R"({"":3,"a":2,"aa":1})");
}

TEST_CASE("strings have the shortest escapes and keep every other character") {
    CHECK(canonical(R"("\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"\/")") == "\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"");
    CHECK(canonical(R"("\b\f\n\r\t\u0000\u001f\u007f")") == "\"\\b\\f\\n\\r\\t\\u0000\\u001f\x7f\"");
    CHECK(canonical(R"("Điều 29.1.a")") == R"("Điều 29.1.a")");
}

TEST_CASE("numbers are whole and have one form") {
    CHECK(canonical("[0,-0,10,1e2,-5,9007199254740991]") == "[0,0,10,100,-5,9007199254740991]");
    CHECK(canonical("1.0") == "1");
}

TEST_CASE("the canonical form of a canonical form is itself") {
    auto once = canonical(R"({"z":{"é":"Tết","e":[3,2,1]},"a":"\u0001"})");
    CHECK(canonical(once) == once);
}

TEST_CASE("what is not one JSON document is refused with the byte where it ends to make sense") {
    for (const char* text :
         {"", "{", "[1,]", "{\"a\":1,}", "'a'", "nul", "[1] 2", "\xff", "\"\xc3\x28\"", "{\"a\" 1}", "01", "NaN"})
        CHECK_FALSE(parse_json(text));
    CHECK(parse_json("[1] \n\t\r"));
    CHECK(parse_json("[1] 2").error().where == "byte 4");
}

TEST_CASE("of two members with the same key the last one counts") {
    CHECK(canonical(R"({"a":1,"b":2,"a":3})") == R"({"a":3,"b":2})");
}

TEST_CASE("documents nested deeper than the limit are refused") {
    auto nested = [](int depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    CHECK(parse_json(nested(60)));
    CHECK_FALSE(parse_json(nested(70)));
    CHECK_FALSE(parse_json(nested(100'000)));
}

TEST_CASE("a described struct survives JSON and back") {
    Outer full;
    full.at = *parse_rfc3339("2026-11-20T17:30:00.250+07:00");
    full.wait = std::chrono::hours{72};
    full.colour = Colour::green;
    full.note = "Tết";
    full.items = {{"a", 1}, {"b", -2}};
    full.numbers = {{"email", 10}, {"phone", 0}};
    full.incident = "INC-2026-0001";
    full.anything = json::array{1, "x", nullptr};
    full.on = true;
    full.share = 2;
    for (const auto& value : {full, Outer{}}) {
        Outer back;
        REQUIRE(from_json(*parse_json(canonical_json(to_json(value))), back));
        CHECK(back == value);
        CHECK(*parse_json(json_text(value)) == to_json(value));
    }
    CHECK(json_text(Inner{"a\"\\\b\f\n\r\t\x01 é", -5}) == R"({"name":"a\"\\\b\f\n\r\t\u0001 é","count":-5})");
    CHECK(
        canonical_json(to_json(full)) ==
        R"({"anything":[1,"x",null],"at":"2026-11-20T10:30:00.250Z","colour":"green","incident":"INC-2026-0001",)"
        R"("items":[{"count":1,"name":"a"},{"count":-2,"name":"b"}],"later":null,"note":"Tết","numbers":{"email":10,"phone":0},)"
        R"("on":true,"share":2,"wait":259200000})");
}

TEST_CASE("a member that is missing keeps its default, so that a newer program reads an older journal") {
    Inner out;
    REQUIRE(from_json(*parse_json(R"({"name":"x","unheard_of":[1]})"), out));
    CHECK(out == Inner{"x", 7});
}

TEST_CASE("a wrong type is refused with a JSON Pointer to it") {
    CHECK(read_error(R"({"items":[{"name":"a"},{"name":5}]})").where == "/items/1/name");
    CHECK(read_error(R"({"at":"tomorrow"})").where == "/at");
    CHECK(read_error(R"({"at":5})").where == "/at");
    CHECK(read_error(R"({"colour":"blue"})").where == "/colour");
    CHECK(read_error(R"({"numbers":{"email":"many"}})").where == "/numbers/email");
    CHECK(read_error(R"({"on":1})").where == "/on");
    CHECK(read_error(R"({"items":{}})").where == "/items");
    CHECK(read_error(R"([])").where == "");
    CHECK(read_error(R"({"items":[{"count":1.5}]})").where == "/items/0/count");
    CHECK(read_error(R"({"items":[{"count":99999999999999999999}]})").where == "/items/0/count");
}

TEST_CASE("what is written can be read again, also when the text is no UTF-8") {
    for (std::string text : {"r\xe9seau", "\xff", "cut \xe1\xba", "\xed\xa0\x80", "Nghị định \xf0\x9f\x94\x92"}) {
        std::string out;
        append_json_string(out, text);
        auto back = parse_json(out);
        REQUIRE(back.has_value());
        CHECK(std::string(back->as_string()) == valid_utf8(text));
        CHECK(canonical_json(json::value(text)) == out);
    }
    CHECK(valid_utf8("r\xe9seau") == "r\xef\xbf\xbdseau");
    CHECK(valid_utf8("đủ dấu") == "đủ dấu");
    CHECK_FALSE(is_utf8("\xc0\x80"));
}
