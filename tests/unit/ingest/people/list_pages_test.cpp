// Lists that come in pages.
#include "ingest/people/list_pages.hpp"

#include "testkit/catch.hpp"

using namespace breachd;
using namespace breachd::ingest;

namespace {

std::string next_of(std::string_view header) {
    auto next = next_in_link(header);
    return next ? *next : "error";
}

}  // namespace

TEST_CASE("the next page is the link of rel next, among others and in any form of RFC 8288") {
    CHECK(next_of("").empty());
    CHECK(next_of("<https://a.test/2>; rel=\"next\"") == "https://a.test/2");
    CHECK(next_of("</1>; rel=\"prev\", </3?x=1,2>; title=\"a, \\\"b\\\"; c\" ; REL=next") == "/3?x=1,2");
    CHECK(next_of("<?page=2>;rel=\"last next\"") == "?page=2");
    CHECK(next_of("</9>; rel=\"last\", </1>; rel=first").empty());
    CHECK(next_of("</2>; rel=\"nextish\"").empty());
    CHECK(next_of("</2>; rel=next; title=\"</5>; rel=next\"") == "/2");
}

TEST_CASE("a Link header that cannot be read is an error: a list that ends too early would be taken for a whole one") {
    for (const char* bad :
         {"https://a.test/2; rel=next", "<https://a.test/2", "</2>; rel=\"next", "</2> rel=next", "<>; rel=next"})
        CHECK(next_of(bad) == "error");
}

TEST_CASE("tables of several pages are one table: the first header counts, and another one ends the list") {
    ListPages pages(ListFormat::csv, "", "");
    auto one = pages.take("\xef\xbb\xbfsubject_ref,phone\r\nKH-1,0912000001\r\nKH-2,0912000002", "</2>; rel=next");
    REQUIRE(one.has_value());
    CHECK(one->bytes == "subject_ref,phone\r\nKH-1,0912000001\r\nKH-2,0912000002\n");
    CHECK(one->next == "/2");
    auto two = pages.take("subject_ref,phone\nKH-3,0912000003\n", "</3>; rel=next");
    REQUIRE(two.has_value());
    CHECK(two->bytes == "KH-3,0912000003\n");
    auto moved = pages.take("phone,subject_ref\n0912000004,KH-4\n", "");
    REQUIRE_FALSE(moved.has_value());
    CHECK(moved.error().message == "its header differs from the first page's");
    CHECK(pages.take("", "")->bytes.empty());
}

TEST_CASE("one page is taken as a file is, in any encoding, several are UTF-8, and a workbook has no pages") {
    const std::string utf16(
        "\xff\xfe"
        "a\0\n\0",
        6);
    CHECK(ListPages(ListFormat::csv, "", "").take(utf16, "")->bytes == utf16);
    CHECK_FALSE(ListPages(ListFormat::csv, "", "").take(utf16, "</2>; rel=next").has_value());
    const std::string book = "PK\x03\x04 and more";
    CHECK(ListPages(ListFormat::csv, "", "").take(book, "")->bytes == book);
    CHECK_FALSE(ListPages(ListFormat::csv, "", "").take(book, "</2>; rel=next").has_value());
}

TEST_CASE("lines of JSON go on over pages, an array of JSON becomes lines") {
    ListPages lines(ListFormat::ndjson, "", "");
    CHECK(lines.take("{\"subject_ref\":\"a\"}", "</2>; rel=next")->bytes == "{\"subject_ref\":\"a\"}\n");
    CHECK(lines.take("{\"subject_ref\":\"b\"}", "")->bytes == "{\"subject_ref\":\"b\"}\n");

    ListPages array(ListFormat::json, "/data/people", "/data/next");
    auto one = array.take(R"({"data":{"people":[{"subject_ref":"a"},{"subject_ref":"b"}],"next":"?page=2"}})", "");
    REQUIRE(one.has_value());
    CHECK(one->bytes == "{\"subject_ref\":\"a\"}\n{\"subject_ref\":\"b\"}\n");
    CHECK(one->next == "?page=2");
    CHECK(array.take(R"({"data":{"people":[],"next":null}})", "")->next.empty());
    CHECK(array.take(R"({"data":{"people":[],"next":7}})", "").error().message ==
          "has no address where `next` points to");
    CHECK(array.take(R"({"data":{}})", "").error().message == "has no array where `items` points to");
    CHECK(array.take("<html>", "").error().message == "is not JSON");
    CHECK(ListPages(ListFormat::json, "", "").take("[{\"subject_ref\":\"a\"}]", "</2>; rel=next")->next == "/2");
}
