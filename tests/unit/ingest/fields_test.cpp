#include "ingest/fields.hpp"

#include "ingest/batch.hpp"
#include "ingest/kinds.hpp"
#include "ingest/severity.hpp"
#include "ingest/times.hpp"
#include "ingest_helpers.hpp"

using namespace breachd;
using namespace breachd::ingest;

TEST_CASE("a title is one line of valid UTF-8 of at most 512 bytes, cut at a character") {
    CHECK(clean_title("  plain title\n") == "plain title");
    CHECK(clean_title("a\tb\r\nc\x1b[31m d") == "a b c [31m d");
    CHECK(clean_title("x\xff\xc3(y") == "x\xef\xbf\xbd\xef\xbf\xbd(y");
    CHECK(clean_title("left\xe2\x80\xaeright") == "leftright");  // U+202E would show the text backwards
    std::string long_text;
    for (int i = 0; i < 300; ++i) long_text += "ữ";  // 3 bytes
    auto title = clean_title(long_text);
    CHECK(title.size() == 510);
    CHECK(title == long_text.substr(0, 510));
    CHECK(clean_title("\xed\xa0\x80") == "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");  // a lone surrogate
}

TEST_CASE("times are read in every form that senders use, and what is no time is absent") {
    auto at = [](std::string_view text) { return time_text(parse_time(text)); };
    CHECK(at("2025-05-29T21:37:32.128+0000") == "2025-05-29T21:37:32.128Z");
    CHECK(at("2024-01-03T10:59:59.869444+0100") == "2024-01-03T09:59:59.869Z");
    CHECK(at("2023-09-19T11:05:22.487-04:00") == "2023-09-19T15:05:22.487Z");
    CHECK(at("2025-02-25 20:40:06.721") == "2025-02-25T20:40:06.721Z");
    CHECK(at("2025-02-25 20:40:06.000000000") == "2025-02-25T20:40:06Z");
    CHECK(at("2021-04-27T12:19:27.7211305Z") == "2021-04-27T12:19:27.721Z");
    CHECK(at("2022-03-21T16:20:59") == "2022-03-21T16:20:59Z");
    CHECK(at("2016-08-29") == "2016-08-29T00:00:00Z");
    CHECK(at("1483557272") == "2017-01-04T19:14:32Z");
    CHECK(at("1636625755.218") == "2021-11-11T10:15:55.218Z");
    CHECK(at("1589549105456") == "2020-05-15T13:25:05.456Z");
    CHECK(at("1507591916746609046") == "2017-10-09T23:31:56.746Z");
    CHECK(at("Jan 25 2021 20:37:54 UTC") == "2021-01-25T20:37:54Z");
    CHECK(at("Nov 15 2019 15:45:42.123") == "2019-11-15T15:45:42.123Z");
    CHECK(at("Nov 15 2019 15:45:42 ICT") == "2019-11-15T08:45:42Z");
    CHECK(at("d\xc3\xa9"
             "c. 01 2022 10:00:00") == "2022-12-01T10:00:00Z");
    CHECK(at("December 2, 2021 1:11:41 AM") == "2021-12-02T01:11:41Z");
    CHECK(at("Mon, 02 Jan 2006 15:04:05 GMT") == "2006-01-02T15:04:05Z");
    CHECK(at("Mar 04 2026 15:20:00 GMT+07:00") == "2026-03-04T08:20:00Z");
    CHECK(at("Mar 04 2026 15:20:00 UTC+7") == "2026-03-04T08:20:00Z");
    CHECK(at("Mar 04 2026 15:20:00 GMTX") == "-");
    for (auto text : {"", "0001-01-01T00:00:00Z", "not a time", "year-month-dayThours:minuts:seconds+0000", "xyz", "0",
                      "2021-02-30T00:00:00Z", "2021-02-03T25:00:00Z", "Aug  9 06:07:46", "14232356",
                      "99999999999999999999", "2021-02-03T10:00:00 Nowhere/Town", "-5", "9999-12-31T00:00:00Z"}) {
        INFO(text);
        CHECK(at(text) == "-");
    }
    json::value number = 1695135922487;
    CHECK(time_text(time_of(&number)) == "2023-09-19T15:05:22.487Z");
}

TEST_CASE("a time that comes with its pattern is read by it, or not at all") {
    auto at = [](std::string_view text, std::string_view pattern) { return time_text(parse_time_as(text, pattern)); };
    CHECK(at("03/04/2026 05:06:07", "dd/MM/yyyy HH:mm:ss") == "2026-04-03T05:06:07Z");
    CHECK(at("03/04/2026 05:06:07", "MM/dd/yyyy HH:mm:ss") == "2026-03-04T05:06:07Z");
    CHECK(at("22-Nov-26 09:15:02.5 +0700", "dd-MMM-yy HH:mm:ss.SSS Z") == "2026-11-22T02:15:02.500Z");
    CHECK(at("2026-11-22T09:15:02", "yyyy-MM-dd'T'HH:mm:ss") == "2026-11-22T09:15:02Z");
    CHECK(at("Sun Nov 22 09:15:02 ICT 2026", "EEE MMM dd HH:mm:ss zzz yyyy") == "2026-11-22T02:15:02Z");
    CHECK(at("11/22/2026 12:00:01 AM", "MM/dd/yyyy hh:mm:ss a") == "2026-11-22T00:00:01Z");
    CHECK(at("20261122091502", "yyyyMMddHHmmss") == "2026-11-22T09:15:02Z");
    for (auto pattern : {"", "dd/MM/yyyy", "yyyy-MM-dd HH:mm:ss", "QQ/MM/yyyy HH:mm:ss", "'dd/MM/yyyy HH:mm:ss"}) {
        INFO(pattern);
        CHECK(at("03/04/2026 05:06:07", pattern) == "-");
    }
    using namespace std::string_view_literals;  // found by the fuzzer: a NUL in the pattern behind the time's end
    CHECK(at("03/04/2026", "dd/MM/yyyy\0\0"sv) == "-");
}

TEST_CASE("fields are found nested, flat with dots, and mixed") {
    auto doc = json::parse(R"({"host":{"name":"a"},"host.ip":"10.0.0.1","k.a":{"b.c":{"d":1}},"n":null,
        "big":9223372036854775807,"t":"12","f":3.0})");
    const auto& in = doc.get_object();
    CHECK(text_of(dig(in, "host.name")) == "a");
    CHECK(text_of(dig(in, "host.ip")) == "10.0.0.1");
    CHECK(text_of(dig(in, "k.a.b.c.d")) == "1");
    CHECK(dig(in, "n") == nullptr);
    CHECK(text_of(find(in, "big")) == "9223372036854775807");
    CHECK(integer_of(find(in, "t")) == 12);
    CHECK(integer_of(find(in, "f")) == 3);
    CHECK_FALSE(integer_of(find(in, "host")));
}

TEST_CASE("a list keeps the order of appearance and skips what says nothing") {
    Texts set;
    for (auto text :
         {"b", " a ", "b", "", "-", "--", "N/A", "<NA>", "null", "(null)", "None", "undefined", "::", "0.0.0.0", "c\n"})
        add(set, text);
    CHECK(set == Texts{"b", "a", "c"});
}

TEST_CASE("names of detectors lead to kinds of data") {
    auto kind = [](std::string_view name) {
        Texts kinds;
        add_detector(kinds, name);
        return kinds.empty() ? std::string("-") : kinds.front();
    };
    CHECK(kind("LATITUDE_LONGITUDE") == "location");
    CHECK(kind("CREDIT_CARD_NUMBER") == "bank_finance_credit");
    CHECK(kind("International Banking Account Number (IBAN)") == "bank_finance_credit");
    CHECK(kind("industries/healthcare/medical_conditions/eng") == "health");
    CHECK(kind("persons/proper_names/us/last") == "name");
    CHECK(kind("USA_SOCIAL_SECURITY_NUMBER") == "contact_or_id_number");
    CHECK(kind("AUTH_TOKEN") == "digital_account");
    CHECK(kind("ETHNIC_GROUP") == "race_ethnicity");
    CHECK(kind("vân tay / sinh trắc học") == "biometric");
    CHECK(kind("VNeID account") == "eid_login_or_id_image");
    CHECK(kind("Azure Storage Account Key") == "digital_account");
    CHECK(kind("GOVERNMENT_ID") == "contact_or_id_number");
    CHECK(kind("Lab Test Terms") == "health");
    CHECK(kind("Germany Identity Card Number") == "contact_or_id_number");
    CHECK(kind("Malaysia Identification Card Number") == "contact_or_id_number");
    CHECK(kind("U.K. National Insurance Number (NINO)") == "contact_or_id_number");
    CHECK(kind("CreditCard") == "bank_finance_credit");
    CHECK(kind("Số căn cước công dân") == "contact_or_id_number");
    CHECK(kind("Địa chỉ") == "address");
    CHECK(kind("Thẻ tín dụng") == "bank_finance_credit");
    CHECK(kind("Họ và tên") == "name");
    CHECK(kind("Browser fingerprint") == "online_behaviour");
    CHECK(kind("software license key") == "-");
    CHECK(kind("Word") == "-");
    CHECK(kind("fileName") == "-");
    Texts kinds;
    add_kind_labels(kinds, "location, biometric,pci, nonsense");
    CHECK(kinds == Texts{"location", "biometric", "bank_finance_credit"});
}

TEST_CASE("severities come to one scale") {
    CHECK(severity_of_word("Informational") == 10);
    CHECK(severity_of_word("HIGH") == 80);
    CHECK_FALSE(severity_of_word("blue"));
    CHECK(severity_of_label("warning") == 50);
    CHECK(severity_of_label("P2") == 75);
    CHECK(severity_of_cef("Very-High") == 95);
    CHECK(severity_of_cef("Critical") == 95);
    CHECK_FALSE(severity_of_cef("Custom"));
    CHECK(severity_of_priority("Emergency") == 100);
    CHECK(severity_of_tenths(8.25) == 83);
    CHECK(severity_of_tenths(25) == 100);
    CHECK(severity_of_syslog(0) == 100);
    CHECK(severity_of_syslog(6) == 14);
}

TEST_CASE("an alert without an id has a fingerprint of title, host and time, the same each time") {
    Alert alert;
    alert.title = "t";
    auto first = fingerprint(alert, "");
    CHECK(first == fingerprint(alert, ""));
    alert.hosts = {"h"};
    CHECK(first != fingerprint(alert, ""));
    CHECK(first.size() == 39);
}

TEST_CASE("two ids that are longer than we keep stay two") {
    Alert first, second;
    first.external_id = std::string(2000, 'x') + "1";
    second.external_id = std::string(2000, 'x') + "2";
    finish(first, "t");
    finish(second, "t");
    CHECK(first.external_id != second.external_id);
    CHECK(first.external_id.size() < 400);
}

namespace {

struct Seen {
    Texts raws, wheres;
    Parsed parsed;
};

Seen walk(std::string_view body) {
    Seen seen;
    auto parsed = for_each_element(body, {"alerts"}, [&](const Element& element, Parsed&) -> Result<void> {
        seen.raws.emplace_back(element.raw);
        seen.wheres.push_back(element.where());
        return {};
    });
    REQUIRE(parsed.has_value());
    seen.parsed = *parsed;
    return seen;
}

}  // namespace

TEST_CASE("a body is split into its values with their own bytes") {
    CHECK(walk(" {\"a\": 1}\n").raws == Texts{" {\"a\": 1}\n"});  // one alert: the body as received
    CHECK(walk("{\"a\":1}{\"b\":2}\n{\"c\":3}").raws == Texts{"{\"a\":1}", "{\"b\":2}", "{\"c\":3}"});
    CHECK(walk("[{\"a\":\"]},{\\\"\"} , {\"b\":[2]}]").raws == Texts{"{\"a\":\"]},{\\\"\"}", "{\"b\":[2]}"});
    CHECK(walk("{\"x\":[1],\"alerts\":[{\"a\": 1},{}]}").raws == Texts{"{\"a\": 1}", "{}"});
    CHECK(walk("{\"alerts\":[{\"a\": 1},{}]}").wheres == Texts{"/alerts/0", "/alerts/1"});
    CHECK(walk("[]").raws.empty());
    CHECK(walk("[{\"a\":1}]\n[{\"b\":2}] {\"c\":3}").raws == Texts{"{\"a\":1}", "{\"b\":2}", "{\"c\":3}"});
    CHECK(walk("[{\"alerts\":[{\"a\":1}]},{\"alerts\":[{\"b\":2}]}]").wheres == Texts{"/0/alerts/0", "/1/alerts/0"});
    CHECK(walk("[{\"a\":1}] x").parsed.rejected.size() == 1);
    CHECK(walk("{\"alerts\":[]}").raws.empty());
    CHECK(walk("\xef\xbb\xbf{\"a\":1}").raws.size() == 1);
}

TEST_CASE("a bad element is set aside and the others are taken") {
    auto lines = walk("{\"a\":1}\n{\"b\":tru}\n{\"c\":\"cut\n{\"d\":4}\n");
    CHECK(lines.raws == Texts{"{\"a\":1}", "{\"d\":4}"});
    REQUIRE(lines.parsed.rejected.size() == 2);
    CHECK(lines.parsed.rejected[0].raw == "{\"b\":tru}");
    CHECK(lines.parsed.rejected[0].error.where == "byte 13");
    CHECK(lines.parsed.rejected[1].raw == "{\"c\":\"cut");

    auto array = walk("[{\"a\":1},{\"b\":tru},{\"c\":3}]");
    CHECK(array.raws == Texts{"{\"a\":1}", "{\"c\":3}"});
    REQUIRE(array.parsed.rejected.size() == 1);
    CHECK(array.parsed.rejected[0].error.where == "/1 byte 5");

    auto inside = walk("{\"alerts\":[{\"a\":1},{\"b\":tru}],\"z\":1}");
    CHECK(inside.raws == Texts{"{\"a\":1}"});
    REQUIRE(inside.parsed.rejected.size() == 1);
    CHECK(inside.parsed.rejected[0].error.where == "/alerts/1 byte 5");

    auto cut = walk("[{\"a\":1},{\"b\":2},{\"c\"");
    CHECK(cut.raws == Texts{"{\"a\":1}", "{\"b\":2}"});
    CHECK(cut.parsed.rejected.size() == 1);
}

TEST_CASE("a body that cannot be read at all is an error that names the place") {
    auto nothing = [](const Element&, Parsed&) -> Result<void> { return {}; };
    auto fails = [&](std::string_view body) {
        auto parsed = for_each_element(body, {"alerts"}, nothing);
        REQUIRE_FALSE(parsed.has_value());
        return parsed.error().text();
    };
    CHECK(fails("") == "byte 0: the body is empty");
    CHECK(fails("   \n") == "byte 0: the body is empty");
    CHECK(fails("{\"a\":}").substr(0, 7) == "byte 5:");
    CHECK(fails(std::string(200, '[')).find("cut off") != std::string::npos);
    CHECK_FALSE(fails("{\"a\":" + std::string(100, '[') + std::string(100, ']') + "}").empty());
    std::string many = "[0";
    for (std::size_t i = 0; i <= kBatchMax; ++i) many += ",0";
    CHECK(fails(many + "]") == "more than 10000 alerts in one body");
}

TEST_CASE("a hostile body of a mebibyte is refused quickly") {
    std::string open_lines, deep_tail;
    while (open_lines.size() < 1 << 20) open_lines += "{\n";
    for (int i = 0; i < 60; ++i) deep_tail += "{\"a\":[]\n";
    while (deep_tail.size() < 1 << 20) deep_tail += "[],[],\n";
    for (const auto& body : {open_lines, deep_tail})
        CHECK_FALSE(
            for_each_element(body, {"alerts"}, [](const Element&, Parsed&) -> Result<void> { return {}; }).has_value());
}
