// Which sheet of a workbook is the list, formulas without results, and other files under its name.
#include <algorithm>

#include "ingest/people/workbook.hpp"
#include "reading.hpp"
#include "testkit/catch.hpp"
#include "testkit/workbook.hpp"

namespace breachd::ingest {

namespace {

using testkit::Sheet;
using testkit::workbook_parts;
using testkit::zipped;

std::string csv_error(std::string_view bytes, std::size_t cut = 3) {
    SubjectReader reader(SubjectFormat::csv);
    std::vector<Subject> people;
    for (std::size_t at = 0; at < bytes.size(); at += cut) reader.feed(bytes.substr(at, cut), people);
    reader.finish(people);
    return reader.errors().empty() ? "" : reader.errors().front().what;
}

std::string& part(testkit::Parts& parts, const std::string& name) {
    return std::find_if(parts.begin(), parts.end(), [&](const auto& each) { return each.first == name; })->second;
}

// The sheets of these numbers, from 1, are hidden.
std::string with_hidden(const std::vector<Sheet>& sheets, std::string_view state, std::size_t number) {
    auto parts = workbook_parts(sheets);
    auto& book = part(parts, "xl/workbook.xml");
    std::size_t at = 0;
    for (; number > 0; --number) at = book.find("<sheet ", at) + 7;
    book.insert(at, "state=\"" + std::string(state) + "\" ");
    return zipped(parts);
}

const Sheet kOne{{"Mã", "SĐT"}, {"KH-1", "0912000001"}};
const Sheet kTwo{{"Mã", "SĐT"}, {"KH-2", "0912000002"}};

}  // namespace

TEST_CASE("lists in several visible sheets are refused by the sheets' names") {
    auto got = read_workbook(testkit::workbook({kOne, {{"Ghi chú"}}, kTwo}));
    CHECK(got.people.empty());
    CHECK(got.error() == "the list is in several sheets: Trang 1, Trang 3; send one sheet a file");
}

TEST_CASE("a list that goes on in a second visible sheet without a header is refused") {
    const Sheet list{{"Mã KH", "Họ tên", "SĐT"}, {"KH-1", "An", "0912000001"}};
    const std::string refused = "the list is in several sheets: Trang 1, Trang 2; send one sheet a file";
    for (const Sheet& more :
         {Sheet{{"KH-2", "Ba", "0912000002"}}, Sheet{{"KH-2", "Ba", "0912000002"}, {"KH-3", "Chi"}},
          Sheet{{"Tiếp theo"}, {"a", "Ba", "0912000002"}, {"b", "Chi", "c@b.test"}}, Sheet{{"KH-2", "Ba"}}})
        CHECK(read_workbook(testkit::workbook({list, more})).error() == refused);
    for (const Sheet& other : {Sheet{{"Ghi chú"}}, Sheet{{"Chi nhánh", "Số lượng", "Tỷ lệ"}, {"Quận 1", "12", "3"}},
                               Sheet{}, Sheet{{"Lập ngày 01/12/2026"}}, Sheet{{"Đầu mối", "0912345678"}},
                               Sheet{{"Hướng dẫn"}, {"1", "Điền mã"}, {"2", "Điền SĐT"}}}) {
        auto got = read_workbook(testkit::workbook({list, other}));
        CHECK(got.error() == "");
        CHECK(got.people.size() == 1);
    }
    CHECK(read_workbook(with_hidden({list, {{"KH-2", "Ba", "0912000002"}}}, "hidden", 2)).error() == "");
}

TEST_CASE("a hidden sheet is not read, the answer names what was read and what was left out") {
    for (std::string_view state : {"hidden", "veryHidden"}) {
        auto got = read_workbook(with_hidden({kOne, kTwo, {{"Ghi chú"}}, {}}, state, 1));
        CHECK(got.error() == "");
        REQUIRE(got.people.size() == 1);
        CHECK(got.people[0].subject_ref.reveal() == "KH-2");
        CHECK(got.how.sheet == "Trang 2");
        CHECK(got.how.other_sheets == std::vector<std::string>{"Trang 1", "Trang 3"});
    }
    CHECK(read_workbook(with_hidden({kOne}, "hidden", 1)).error() == "the workbook has no sheet");
}

TEST_CASE("in a workbook too the best row of the first ones is the header") {
    auto got = read_workbook(
        testkit::workbook({{{"ID", "R-2026"}, {"Mã KH", "Họ tên", "SĐT"}, {"KH-1", "An", "0912000001"}}}));
    CHECK(got.error() == "");
    REQUIRE(got.people.size() == 1);
    CHECK(got.people[0].subject_ref.reveal() == "KH-1");
    CHECK(got.how.title_rows == 1);
}

TEST_CASE("a formula without its kept result is listed, as a reference it is an error") {
    auto row = [](std::string_view ref, std::string_view phone) {
        auto parts = workbook_parts({kOne});
        part(parts, "xl/worksheets/sheet1.xml") =
            R"(<worksheet><sheetData><row><c t="inlineStr"><is><t>Mã</t></is></c><c t="inlineStr"><is><t>SĐT</t></is></c></row><row>)" +
            std::string(ref) + std::string(phone) + "</row></sheetData></worksheet>";
        return read_workbook(zipped(parts));
    };
    constexpr std::string_view kLost = "<c><f>A1+1</f></c>", kEmpty = "<c><f>A1+1</f><v></v></c>";
    constexpr std::string_view kRef = R"(<c t="str"><f>"KH-"&amp;1</f><v>KH-1</v></c>)";
    for (auto phone : {kLost, kEmpty}) {
        auto got = row(kRef, phone);
        REQUIRE(got.people.size() == 1);
        REQUIRE(got.notes.size() == 1);
        CHECK(got.notes[0].rejected);
        CHECK(got.notes[0].what == "a formula without its result");
    }
    CHECK(row(kRef, R"(<c t="str"><f>""</f><v></v></c>)").notes.empty());
    CHECK(row(kLost, "<c><v>912000001</v></c>").error() == "subject_ref is a formula without its result");
}

TEST_CASE("other files under the name of a list are refused by what they are") {
    auto archive = [](const std::vector<std::string>& names) {
        testkit::Parts parts;
        for (const auto& name : names) parts.emplace_back(name, "x");
        return read_workbook(zipped(parts)).error();
    };
    const std::string rest = ", not a list: save it as an Excel workbook (.xlsx) or as CSV UTF-8";
    CHECK(archive({"mimetype", "content.xml"}) == "the file is an OpenDocument file (.ods)" + rest);
    CHECK(archive({"word/document.xml"}) == "the file is a Word document (.docx)" + rest);
    CHECK(archive({"xl/workbook.bin"}) == "the file is a binary Excel workbook (.xlsb)" + rest);
    CHECK(archive({"list.csv"}) == "the file is an archive (.zip)" + rest);
    CHECK(csv_error("<html><table><tr><td>Mã</td></tr></table>") ==
          "the file is an HTML page, whatever it is named" + rest);
    CHECK(csv_error("\xef\xbb\xbf<table>") == "the file is an HTML page, whatever it is named" + rest);
    CHECK(csv_error("\r\n<html>") == "the file is an HTML page, whatever it is named" + rest);
    CHECK(csv_error("<?xml version=\"1.0\"?><Workbook/>") == "the file is an XML file, whatever it is named" + rest);
    CHECK(csv_error("{\\rtf1 Mã}") == "the file is a text document (RTF)" + rest);
    const std::string office = "\xd0\xcf\x11\xe0" + std::string(2000, 'x');
    std::string name;
    for (char c : std::string("EncryptedPackage")) name += std::string{c, '\0'};
    CHECK(csv_error(office) == "the file is an old Excel workbook (.xls)" + rest);
    CHECK(csv_error(office + name + office) == "the file is a workbook behind a password" + rest);
}

}  // namespace breachd::ingest
