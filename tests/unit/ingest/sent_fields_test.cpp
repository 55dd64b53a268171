#include "ingest/sent_fields.hpp"

#include "ingest_helpers.hpp"

using namespace breachd;
using namespace breachd::ingest;

namespace {

Texts sent(std::string_view raw, const std::string& pointer) {
    auto fields = sent_fields(raw, {pointer});
    return fields.contains(pointer) ? fields.at(pointer) : Texts{};
}

}  // namespace

TEST_CASE("a sent field is found by its pointer, an array gives each of its elements, numbers are written as numbers") {
    std::string_view raw =
        R"({"rule":{"level":12,"groups":["sysmon","T1048"]},"score":8.0,"cvss":12.5,"big":9223372036854775807,"a b":true,"none":null})";
    CHECK(sent(raw, "/rule/level") == Texts{"12"});
    CHECK(sent(raw, "/rule/groups") == Texts{"sysmon", "T1048"});
    CHECK(sent(raw, "/cvss") == Texts{"12.5"});
    CHECK(sent(raw, "/score") == Texts{"8"});
    CHECK(sent(raw, "/big") == Texts{"9223372036854775807"});
    CHECK(sent(raw, "/a b") == Texts{"true"});
    CHECK(sent(raw, "/none").empty());
    CHECK(sent(raw, "/rule").empty());
    CHECK(sent_fields(raw, {}).empty());
}

TEST_CASE(
    "what ingest reads, its fields can be asked for: a byte-order mark, wrong bytes, JSON behind a syslog header") {
    CHECK(sent("\xef\xbb\xbf{\"a\":\"x\"}", "/a") == Texts{"x"});
    CHECK(sent("{\"user\":\"\xff\",\"a\":\"x\"}", "/a") == Texts{"x"});
    CHECK(sent("<13>1 2026-11-20T10:30:00Z fw suricata - - - {\"a\":\"x\"}", "/a") == Texts{"x"});
    CHECK(sent("<13>Nov 20 10:30:00 fw suricata: @cee: {\"a\":\"x\"}", "/a") == Texts{"x"});
}

TEST_CASE("CEF and LEEF give their fields by key, as their own parsers read them: a value forges no key") {
    std::string_view cef =
        R"(<13>Nov 20 10:30:00 fw CEF:0|A|B|1|7|act=forged|5|act=blocked msg=one two \= three cs1=gps db)";
    CHECK(sent(cef, "/act") == Texts{"blocked"});
    CHECK(sent(cef, "/msg") == Texts{"one two = three"});
    CHECK(sent(cef, "/cs1") == Texts{"gps db"});
    CHECK(sent(cef, "/s1").empty());
    CHECK(sent("LEEF:2.0|A|B|1|7|^|msg=x act=allowed^act=blocked", "/act") == Texts{"blocked"});
    CHECK(sent("no fields at all", "/act").empty());
}

TEST_CASE("a line of nothing but separators costs linear time and little memory") {
    std::string line = "CEF:0|A|B|1|7|n|5|";
    for (int i = 0; i < 100'000; ++i) line += "|act=";
    CHECK(sent(line, "/act").size() <= 256);
}
