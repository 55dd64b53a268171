// Rows of a list that are nobody, or of which it is not certain who they are.
#include "ingest/people/subjects.hpp"
#include "reading.hpp"
#include "testkit/catch.hpp"

namespace breachd::ingest {

namespace {

Reading lines(std::string_view text) { return ndjson(text, 7); }

std::string utf16(std::string_view ascii) {
    std::string out;
    for (char c : ascii) out += std::string{c, '\0'};
    return out;
}

constexpr std::string_view kNobody = "a row without a reference, a name and a contact, nobody\n";

}  // namespace

TEST_CASE("what a file is does not depend on the pieces in which it comes") {
    for (std::string_view file : {"\xef\xbb\xbf{\\rtf1 Ma\nKH-1\n", "   \n\n<table><tr><td>KH-1</td></tr></table>\n"})
        for (std::size_t cut : {1, 3, 1000}) {
            SubjectReader reader(SubjectFormat::csv, {true});
            std::vector<Subject> people;
            for (std::size_t at = 0; at < file.size(); at += cut) reader.feed(file.substr(at, cut), people);
            reader.finish(people);
            REQUIRE(reader.errors().size() == 1);
            CHECK(reader.errors()[0].what.starts_with("the file is "));
        }
}

TEST_CASE("a reference that says that there is none is an error of its line, never one person") {
    for (std::string_view none :
         {"N/A",     "n/a",           "-",    "0",           "000",         "chưa có",     "Không có",
          "NULL",    "Đang cập nhật", "?",    "Chưa có mã",  "Không có mã", "Chưa cấp mã", "(blank)",
          "(trống)", "\\N",           "xxx",  "Chờ cấp",     "Khách lẻ",    "XXXX",        "…",
          "***",     "<NA>",          "Chưa", "Không nhớ mã"}) {
        INFO(none);
        auto got = read("Mã,Tên\nK1,An\n" + std::string(none) + ",Bình\n" + std::string(none) + ",Chi\n");
        CHECK(got.refs() == "K1 ");
        CHECK(got.said() == "3 subject_ref says that there is none\n4 subject_ref says that there is none\n");
    }
    CHECK(read("Mã\ntrong\nTrọng\nmoi\nchua\nChúa Cơ 1\n").said() == "");
    CHECK(lines("{\"id\":0}\n").said() == "1 subject_ref says that there is none\n");
    CHECK(read("Mã\n10\nA-0\nNA-1\n").refs() == "10 A-0 NA-1 ");
}

TEST_CASE("with a reference a given name is no sum, and neither is a company") {
    CHECK(read("Tên,Mã\nCông,K1\nTống Sơn,K2\nTổng công ty Điện lực,K3\nTotal,K4\n").refs() == "K1 K2 K3 K4 ");
    auto sums = read("STT,Mã,Tên\n1,7,An\n2,9,Bình\nTổng cộng,2,\nCộng,2,\n,Tổng số,\n", {true});
    CHECK(sums.refs() == "7 9 ");
    CHECK(sums.notes.size() == 3);
}

TEST_CASE("a row that is one cell with other separators is an error, not a person of that reference") {
    auto got = read("Mã,Tên,SĐT\nK1;Lan;0912345678\nK2,An,0912345679\nK3\n");
    CHECK(got.refs() == "K2 K3 ");
    CHECK(got.said() == "2 the row is one cell, with other separators than the header's\n");
    CHECK(read("STT;Mã;Tên\n1,K1,An\n", {true}).said() ==
          "2 the row is one cell, with other separators than the header's\n");
    CHECK(read("Mã\nK1;2\n").refs() == "K1;2 ");
}

TEST_CASE("rows without a reference, a name and a contact are nobody and are listed, with one of these an error") {
    auto got = read(
        "STT,Mã,Tên,SĐT,Ngôn ngữ\nLớp 1A,,,,\n1,K1,An,0912345678,vi\n2,,,,vi\n3,,,-,\n"
        "\"Hà Nội, ngày 5 tháng 3 năm 2026\",,,,\n,,Người lập biểu,,\n,Kế toán trưởng,,,\n,,,Giám đốc,\n,,Tổng: 1,,\n"
        ",Tổng cộng,,1,\n",
        {true});
    CHECK(got.refs() == "K1 ");
    CHECK(got.said() == "");
    const std::string sum = " a sum of the list, nobody\n", under = " a line under the list, nobody\n",
                      nobody = " " + std::string(kNobody);
    CHECK(got.listed() == "2" + nobody + "4" + nobody + "5" + nobody + "6" + under + "7" + under + "8" + under + "9" +
                              under + "10" + sum + "11" + sum);
    CHECK(read("Mã,Tên,SĐT\n,An,\n,,0912345678\n").said() == "2 subject_ref is empty\n3 subject_ref is empty\n");
    CHECK(read("Mã,Tên\n,,0912345678\n").said() != "");  // moved aside
}

TEST_CASE("the header again and the numbers of the columns are skipped and counted") {
    for (std::string_view numbers : {"(1),(2),(3)", "1,2,3", "A,B,C", "A,B,1", "(1),,(2)"}) {
        INFO(numbers);
        auto got = read("Mã KH,Họ tên,SĐT\n" + std::string(numbers) +
                        "\nK1,An,0912345678\nMÃ KH,Họ tên (*),SĐT\nK2,Bình,0912345679\n");
        CHECK(got.refs() == "K1 K2 ");
        CHECK(got.said() == "");
        CHECK(got.how.title_rows == 2);
    }
    auto sums = read(
        "Mã KH,Họ tên,SĐT,Nợ,Còn\n1,2,3,4,5=3+4\nK1,An,,1,2\nMã KH,Họ tên,SĐT,Nợ,Còn\n1,2,3,4,(5)=(3)x(4)\n", {true});
    CHECK(sums.refs() == "K1 ");
    CHECK(sums.how.title_rows == 3);
    CHECK(read("Mã,Tên\n1,2\nA,B\n").refs() == "1 A ");  // not certain
    CHECK(read("Mã,Tên,SĐT\nK1,An,0912345678\n1,2,3\n").people.size() == 2);
}

TEST_CASE("zeros and end marks behind the last row are no row, and half a letter of UTF-16 is nobody") {
    using namespace std::literals;
    for (std::string_view end : {"\x1a"sv, "\0\0\0\0"sv, "\n\x1a"sv, "\r\n\x1a\r\n"sv, "\x1a\0\0\0"sv}) {
        auto got = read("Mã,Email\nK1,a@b.test" + std::string(end));
        CHECK(got.said() == "");
        CHECK(got.refs() == "K1 ");
        CHECK(got.notes.empty());
        auto line = lines("{\"id\":\"K1\"}" + std::string(end));
        CHECK(line.people.size() == 1);
    }
    auto odd = read("\xff\xfe" + utf16("Ma,Email\nK1,a@b.test\n") + "\n");
    CHECK(odd.refs() == "K1 ");
    CHECK(odd.said() == "");
    CHECK(read("Mã,Email\nK\x1a,a@b.test\n").said() == "2 subject_ref holds a control character\n");
}

TEST_CASE("two members of a line for one column are an error, telephones and addresses add up") {
    CHECK(lines(R"({"customer_code":"A","id":"B"})").said() ==
          "1 two members for subject_ref: “customer_code” and “id”\n");
    for (std::string_view line : {R"({"id":"A","id":"B"})", R"({"id":"A","id":"A"})"}) {
        INFO(line);
        CHECK(lines(line).said() == "1 two members for subject_ref: “id” and “id”\n");
    }
    CHECK(lines(R"({"id":"A","name":"An","Họ tên":"Ba"})").said() == "1 two members for name: “name” and “Họ tên”\n");
    CHECK(lines(R"({"id":"A","name":"x","name":"y"})").said() == "1 two members for name: “name” and “name”\n");
    auto several =
        lines(R"({"id":"A","email":"a@b.test","Email 2":"c@d.test","phone":["0912345678"],"kinds":["a,b"]})");
    CHECK(addresses_of(several.people.at(0), ContactKind::email).size() == 2);
    CHECK(lines(R"({"id":"A","name":"\",\"id\":{x"})").said() == "");
    auto parts = lines(R"({"Tên":"An","id":"A","Họ":"Lê"})");
    CHECK(parts.people.at(0).name.reveal() == "Lê An");
}

TEST_CASE("an unknown member is named beside a reference, unless it could be somebody's data") {
    CHECK(lines(R"({"id":"A","tình trạng":"x"})")
              .said()
              .starts_with("1 unknown member “tình trạng”: give it a known title"));
    CHECK(lines(R"({"id":"A","a\u0007b":"x"})").said().find('\a') == std::string::npos);
    CHECK(lines("{\"id\":\"A\",\"" + std::string(5000, 'x') + "\":1}").said().size() < 400);
    for (std::string_view line : {R"({"Lê An":"x"})", R"({"id":"A","0912345678":"x"})", R"({"id":"A","a@b.test":"x"})"})
        CHECK(lines(line).said().starts_with("1 unknown member: give it a known title"));
}

TEST_CASE("a number with an exponent is no reference: digits of it are lost") {
    CHECK(lines(R"({"id":1.23e15})").said() ==
          "1 subject_ref was damaged by a spreadsheet: format the column as text\n");
    CHECK(lines(R"({"id":1001.0})").refs() == "1001 ");
    CHECK(lines(R"({"id":"1.5e"})").refs() == "1.5e ");
}

TEST_CASE("decimals that a program put behind a reference of digits are dropped and listed") {
    auto got = csv("Mã KH,Họ tên\n1001.0,An\n1002,Ba\n912000002.0,Chi\nA.0,Dũng\n1003.5,Em\n1004.00,Phú\n");
    CHECK(got.refs() == "1001 1002 912000002 A.0 1003.5 1004.00 ");
    CHECK(got.repaired() ==
          "2 the decimals of a spreadsheet were dropped\n4 the decimals of a spreadsheet were dropped\n");
    CHECK(ndjson(R"({"id":"1001.0","name":"An"})").refs() == "1001 ");
}

TEST_CASE("kinds are read by their labels too, parted by any sign or word, without what nobody sees") {
    auto kinds = [](std::string_view cell) {
        auto got = csv("Mã KH,Loại dữ liệu\nK1,\"" + std::string(cell) + "\"\n");
        std::string out = got.listed();
        for (const auto& kind : got.people.at(0).kinds) out += kind + " ";
        return out;
    };
    for (std::string_view cell : {"location;health", "location / health", "Vị trí và sức khỏe", "VỊ TRÍ, SỨC KHỎE",
                                  "vị trí cá nhân+Sức khoẻ", "location\u200b;health", "\ufefflocation,health",
                                  "location và health", "vi tri|suc khoe", "Location\nHealth"}) {
        INFO(cell);
        CHECK(kinds(cell) == "location health ");
    }
    CHECK(kinds("ngân hàng, tài chính, tín dụng; sinh trắc học") == "bank_finance_credit biometric ");
    CHECK(kinds("số điện thoại, số định danh, số giấy tờ") == "contact_or_id_number ");
    CHECK(kinds("mọi thứ") == "2 a kind has other letters than a-z, 0-9 and _\n");
}

TEST_CASE("what a printed page carries over is nobody") {
    auto got = read("Mã KH,Họ tên,SĐT\nK1,An,0912345678\nCộng trang 1,,\nTrang trước chuyển sang,,\nK2,Ba,\n");
    CHECK(got.said() == "");
    CHECK(got.refs() == "K1 K2 ");
}

TEST_CASE("a line for questions under the list, and a link, are nobody") {
    auto got =
        read("Mã KH,Họ tên,SĐT\nK1,An,0912345678\nMọi thắc mắc liên hệ Ms. Lan,,0987654321\nhttps://vidu.test,,\n");
    CHECK(got.said() == "");
    CHECK(got.refs() == "K1 ");
}

TEST_CASE("the numbers of the rows are no values without a title") {
    CHECK(read(",STT,Mã KH,Họ tên\n,1,K1,An\n").listed() == "");
    CHECK(read(",STT,Mã KH,Họ tên\nx,1,K1,An\n").listed() == "2 a value in a column without a title is not used\n");
}

}  // namespace breachd::ingest
