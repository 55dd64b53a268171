#include "ingest/people/workbook.hpp"

#include <algorithm>

#include "base/rng.hpp"
#include "ingest/people/workbook_xml.hpp"
#include "reading.hpp"
#include "testkit/catch.hpp"
#include "testkit/workbook.hpp"

namespace breachd::ingest {

namespace {

using testkit::Parts;
using testkit::workbook;
using testkit::workbook_parts;
using testkit::zipped;

std::string& part(Parts& parts, const std::string& name) {
    return std::find_if(parts.begin(), parts.end(), [&](const auto& each) { return each.first == name; })->second;
}

}  // namespace

TEST_CASE("a workbook is read: shared and inline texts, numbers as they are written, empty cells and rows") {
    auto got = read_workbook(workbook({{{"Mã khách hàng", "Họ và tên", "Điện thoại", "", "Email"},
                                        {"KH-1", "Lê Thị Mận", "#912000001", "", "~man@hopthu.test"},
                                        {},
                                        {"KH-2", "", "#9.12000002E8", "", "Hai <hai@hopthu.test>"},
                                        {"#1003", "~Ba", "0912 000 003"}}}));
    CHECK(got.error() == "");
    REQUIRE(got.people.size() == 3);
    CHECK(got.people[0].name.reveal() == "Lê Thị Mận");
    CHECK(got.phone(0) == "+84912000001");
    CHECK(got.people[0].address(ContactKind::email).reveal() == "man@hopthu.test");
    CHECK(got.phone(1) == "+84912000002");
    CHECK(got.people[1].address(ContactKind::email).reveal() == "hai@hopthu.test");
    CHECK(got.people[2].subject_ref.reveal() == "1003");
    CHECK(got.phone(2) == "+84912000003");
    REQUIRE(got.notes.size() >= 2);
    CHECK(got.notes[0].line == 2);
    CHECK(got.notes[0].column == 3);
}

TEST_CASE("the sheet with a header is read, below its heading") {
    auto got = read_workbook(workbook({{{"Ghi chú"}, {"không có gì"}},
                                       {{"DANH SÁCH KHÁCH HÀNG"}, {}, {"Mã", "SĐT"}, {"KH-1", "0912000001"}},
                                       {{"Mã", "SĐT"}}}));
    CHECK(got.error() == "");
    REQUIRE(got.people.size() == 1);
    CHECK(got.people[0].subject_ref.reveal() == "KH-1");
    CHECK(read_workbook(workbook({{{"Tên", "Lạ"}, {"a", "b"}}})).error().starts_with("unknown column"));
    CHECK(read_workbook(workbook({{}})).errors.size() == 1);
}

TEST_CASE("a number keeps the digits that the file has, and those that a spreadsheet cannot keep count as lost") {
    CHECK(number_text("912000001") == "912000001");
    CHECK(number_text("9.12E8") == "912000000");
    CHECK(number_text("9.12000001E+8") == "912000001");
    CHECK(number_text("912000001.0") == "912000001.0");
    CHECK(number_text("1234567890123450") == "1E+15");
    CHECK(number_text("0.5") == "0.5");
    CHECK(number_text("1E400") == "1E400");
    CHECK(number_text("") == "");
    CHECK(read_workbook(workbook({{{"Mã"}, {"#1.2345678901234567E+17"}}})).errors.size() == 1);
}

TEST_CASE("results of formulas are read, formulas are not, errors, rich text and escapes") {
    auto parts = workbook_parts({{{"Mã", "Điện thoại", "Tên"}, {"KH-1", "0", "x"}, {"KH-2", "0", "x"}}});
    part(parts, "xl/worksheets/sheet1.xml") =
        R"(<x:worksheet xmlns:x="y"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>Mã</x:t></x:is></x:c>)"
        R"(<x:c t="inlineStr"><x:is><x:t>SĐT</x:t></x:is></x:c><x:c t="str"><x:v>Tên</x:v></x:c></x:row>)"
        R"(<x:row><x:c t="str"><x:f>"KH-"&amp;1</x:f><x:v>KH-1</x:v></x:c><x:c><x:f>A1+1</x:f><x:v>912000001</x:v></x:c>)"
        R"(<x:c t="inlineStr"><x:is><x:r><x:t>Lê </x:t></x:r><x:r><x:t>Mận_x000D_</x:t></x:r><x:rPh><x:t>no</x:t></x:rPh></x:is></x:c></x:row>)"
        R"(<x:row><x:c t="str"><x:v>KH-2</x:v></x:c><x:c t="e"><x:v>#N/A</x:v></x:c></x:row></x:sheetData></x:worksheet>)";
    auto got = read_workbook(zipped(parts));
    CHECK(got.error() == "");
    REQUIRE(got.people.size() == 2);
    CHECK(got.phone(0) == "+84912000001");
    CHECK(got.people[0].name.reveal() == "Lê Mận");
    CHECK(got.phone(1) == "");
    CHECK(got.notes.back().what.find("shows an error") != std::string::npos);
    CHECK(unescaped("a_x0041_b_xZZZZ_") == "aAb_xZZZZ_");
}

TEST_CASE("bombs, entities and damage end the reading with a sentence") {
    auto parts = workbook_parts({{{"Mã"}, {"KH-1"}}});
    auto with = [&](const std::string& name, const std::string& content) {
        auto other = parts;
        part(other, name) = content;
        return read_workbook(zipped(other)).error();
    };
    CHECK(with("xl/sharedStrings.xml", R"(<!DOCTYPE a [<!ENTITY b "c">]><sst><si><t>&b;</t></si></sst>)") ==
          "the workbook declares a document type");
    CHECK(with("xl/workbook.xml", "<workbook><sheets></sheets></workbook>") == "the workbook has no sheet");
    CHECK(with("xl/worksheets/sheet1.xml", "<worksheet><row>") == "the workbook is damaged");
    CHECK(with("xl/worksheets/sheet1.xml", R"(<worksheet><row><c t="s"><v>99</v></c></row></worksheet>)") ==
          "the workbook is damaged");
    CHECK(with("xl/worksheets/sheet1.xml", "<worksheet>" + std::string(8 << 20, ' ') + "</worksheet>") ==
          "the workbook is too large");
    CHECK(with("xl/worksheets/sheet1.xml", R"(<worksheet><row><c r="ZZZ1"><v>1</v></c></row></worksheet>)") ==
          "the sheet has more than 512 columns");
    CHECK(read_workbook("PK\x03\x04 no archive").error() == "the workbook is damaged");
}

TEST_CASE("2,000 mutations of a workbook: no crash, and either people or an error") {
    Rng rng(20'261'129);
    const auto good = workbook({{{"Mã", "SĐT"}, {"KH-1", "0912000001"}, {"KH-2", "#912000002"}}});
    for (int i = 0; i < 2000; ++i) {
        auto bytes = good;
        for (auto changes = 1 + rng.below(6); changes > 0; --changes)
            bytes[rng.below(bytes.size())] = static_cast<char>(rng.next());
        auto got = read_workbook(bytes);
        REQUIRE((!got.people.empty() || !got.errors.empty()));
    }
}

}  // namespace breachd::ingest
