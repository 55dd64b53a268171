// Numbers of a workbook as their cells show them.
#include <algorithm>

#include "ingest/people/formats/number_format.hpp"
#include "reading.hpp"
#include "testkit/catch.hpp"
#include "testkit/workbook.hpp"

namespace breachd::ingest {

namespace {

// A list with a reference and a telephone, each a number in a cell of its format.
std::string book_of(const std::string& ref, const std::string& ref_code, const std::string& phone,
                    const std::string& phone_code) {
    auto parts = testkit::workbook_parts({{{"Mã KH", "Họ tên", "SĐT"}, {"#" + ref, "Lê Thị Mận", "#" + phone}}});
    auto part = [&](std::string_view name) -> std::string& {
        return std::find_if(parts.begin(), parts.end(), [&](auto& each) { return each.first == name; })->second;
    };
    auto style = [&](std::string_view cell, std::string_view number) {
        auto& rows = part("xl/worksheets/sheet1.xml");
        auto at = rows.find("<c r=\"" + std::string(cell) + "\"") + 6 + cell.size() + 1;
        rows.insert(at, " s=\"" + std::string(number) + "\"");
    };
    style("A2", "1");
    style("C2", "2");
    auto& relations = part("xl/_rels/workbook.xml.rels");
    relations.insert(relations.find("</Rel"),
                     R"(<Relationship Id="rId98" Type="http://x/styles" Target="styles.xml"/>)");
    parts.emplace_back(
        "xl/styles.xml",
        R"(<styleSheet><numFmts count="2"><numFmt numFmtId="164" formatCode=")" + ref_code +
            R"("/><numFmt numFmtId="165" formatCode=")" + phone_code +
            R"("/></numFmts><cellStyleXfs><xf numFmtId="164"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>)"
            R"(<xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165"/></cellXfs><dxfs><dxf>)"
            R"(<numFmt numFmtId="165" formatCode="@"/></dxf></dxfs></styleSheet>)");
    return testkit::zipped(parts);
}

}  // namespace

TEST_CASE("a number has the leading zeros and the signs that its cell shows") {
    auto shown = [](std::string_view code, std::string_view number) { return number_format(code).shown(number); };
    CHECK(shown("0000000000", "912345678") == "0912345678");
    CHECK(shown("000000000000", "1093001234") == "001093001234");
    CHECK(shown("00000", "123456") == "123456");
    CHECK(shown("0000 000 000", "912345678") == "0912 345 678");
    CHECK(shown(R"([$-42A]000\-000\-000;@)", "12345") == "000-012-345");
    CHECK(shown(R"([$-vi-VN]00000)", "7") == "00007");
    CHECK(shown(R"("KH-"00000)", "12") == "KH-00012");
    CHECK(shown(R"("0"#########)", "912345678") == "0912345678");
    CHECK(shown(R"(\0General)", "912345678") == "0912345678");
    CHECK(shown("0#########", "912345678") == "0912345678");
    CHECK(shown("##0000", "12") == "0012");
    CHECK(shown("[Red]00000_);(00000)", "12") == "00012");
    CHECK(shown("(000) 000-0000", "2438251234") == "(243) 825-1234");
    for (std::string_view code : {"General",
                                  "0",
                                  "#",
                                  "0.00",
                                  "#,##0",
                                  "@",
                                  "0%",
                                  "# ?/?",
                                  "00000.0",
                                  "0.00E+00",
                                  "",
                                  "[<=9999999]###-####;(###) ###-####",
                                  "[$₫-42A]0000",
                                  "### 000",
                                  "### ### ###",
                                  "[",
                                  "\"",
                                  "\\",
                                  "_",
                                  "x000",
                                  "[>5]000"}) {
        INFO(code);
        CHECK(number_format(code).shows == NumberFormat::Shows::number);
    }
    for (std::string_view code : {"dd/mm/yyyy", "[$-42A]d\\-mmm;@", "mm:ss.0", "[h]:mm", "d-mmm", "yyyy"})
        CHECK(number_format(code).shows == NumberFormat::Shows::date);
    CHECK(number_format(std::string(300, '0')).shows == NumberFormat::Shows::number);
    CHECK(built_in_format(14).shows == NumberFormat::Shows::date);
    CHECK(built_in_format(1).shows == NumberFormat::Shows::number);
}

TEST_CASE("a reference of a workbook is the one that the office sees, and that the list has as CSV") {
    auto got = read_workbook(book_of("1093001234", "000000000000", "912345678", "0000000000"));
    CHECK(got.said() == "");
    CHECK(got.ref() == "001093001234");
    CHECK(got.phone() == "+84912345678");
    CHECK(got.repaired() == "");
    CHECK(read_workbook(book_of("12", "&quot;KH-&quot;00000", "912345678", "0000 000 000")).ref() == "KH-00012");
    CHECK(read_workbook(book_of("12.0", "00000", "1", "0")).ref() == "00012");
    CHECK(read_workbook(book_of("12.5", "00000", "1", "0")).ref() == "12.5");
    CHECK(read_workbook(book_of("1234567890123456", "00000", "1", "0")).error().starts_with("subject_ref was damaged"));
}

TEST_CASE("more zeros than a telephone number has are no part of it") {
    auto got = read_workbook(book_of("12", "General", "912345678", "000000000000"));
    CHECK(got.ref() == "12");
    CHECK(got.phone() == "+84912345678");
}

TEST_CASE("a reference that a spreadsheet made a date of is an error: two of them may be one day") {
    CHECK(read_workbook(book_of("46054", "d-mmm", "912345678", "0")).said_where() ==
          "2:1 a spreadsheet made a date of subject_ref: format the column as text\n");
    auto parts = testkit::workbook_parts({{{"Mã KH", "SĐT"}, {"#12", "#912345678"}}});
    auto& rows = std::find_if(parts.begin(), parts.end(), [](auto& each) {
                     return each.first == "xl/worksheets/sheet1.xml";
                 })->second;
    rows.replace(rows.find("<c r=\"A2\"><v>12"), 15, "<c r=\"A2\" t=\"d\"><v>2026-02-01");
    CHECK(read_workbook(testkit::zipped(parts)).error().starts_with("a spreadsheet made a date of subject_ref"));
    CHECK(read_workbook(book_of("912345678", "dd/mm/yyyy", "912345678", "0")).ref() == "912345678");
    CHECK(read_workbook(book_of("12", "0", "912345678", "dd/mm/yyyy")).phone() == "+84912345678");
}

TEST_CASE("styles that are missing or broken") {
    auto parts = testkit::workbook_parts({{{"Mã KH", "SĐT"}, {"#12", "#912345678"}}});
    auto& relations = std::find_if(parts.begin(), parts.end(), [](auto& each) {
                          return each.first == "xl/_rels/workbook.xml.rels";
                      })->second;
    relations.insert(relations.find("</Rel"), R"(<Relationship Id="r9" Type="x/styles" Target="styles.xml"/>)");
    CHECK(read_workbook(testkit::zipped(parts)).ref() == "12");
    auto with = [&](const std::string& styles) {
        auto other = parts;
        other.emplace_back("xl/styles.xml", styles);
        return read_workbook(testkit::zipped(other));
    };
    CHECK(with("<styleSheet><numFmts>").error() == "the workbook is damaged");
    // What follows the styles of the cells is not read.
    CHECK(with("<styleSheet><cellXfs><xf numFmtId=\"14\"/><xf/></cellXfs>" + std::string(100'000, ' ') + "<").error() ==
          "a spreadsheet made a date of subject_ref: format the column as text");
    std::string many = "<styleSheet><cellXfs>";
    for (int i = 0; i < 140'000; ++i)
        many += "<xf numFmtId=\"" + std::to_string(i % 90) + "\" x=\"" + std::to_string(i * 7919) + "\"/>";
    CHECK(with(many).error() == "the workbook is too large");
}

}  // namespace breachd::ingest
