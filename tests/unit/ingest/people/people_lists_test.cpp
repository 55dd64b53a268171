// Lists of people as offices really have them: what spreadsheets, address books and several rows for one person leave.
#include <algorithm>
#include <filesystem>

#include "base/utf8.hpp"
#include "core/telling/masked.hpp"
#include "ingest/people/subjects.hpp"
#include "reading.hpp"
#include "testkit/catch.hpp"

namespace breachd::ingest {

namespace {

// Of one cell in the column.
Reading cell(std::string_view column, std::string_view value) {
    std::string quoted;
    for (char c : value) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return read("subject_ref," + std::string(column) + "\nKH-1,\"" + quoted + "\"\n");
}
std::string phone(std::string_view value) { return cell("phone", value).phone(0); }
std::string email(std::string_view value) { return cell("email", value).email(0); }
std::string cause(std::string_view column, std::string_view value) { return cell(column, value).listed(); }

std::string utf16(std::string_view text, bool big) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        auto [code, bytes] = character_at(text, at);
        at += bytes;
        char high = static_cast<char>(code >> 8), low = static_cast<char>(code & 0xff);
        out += big ? high : low;
        out += big ? low : high;
    }
    return out;
}

}  // namespace

TEST_CASE("comma, semicolon, tab and bar separate columns, the answer says which") {
    for (auto [separator, name] : {std::pair{",", ","}, {";", ";"}, {"\t", "tab"}, {"|", "|"}}) {
        std::string text = "subject_ref,name,email\r\nKH-1,Lê Thị Mận,man@hopthu.test\r\n";
        std::replace(text.begin(), text.end(), ',', separator[0]);
        auto got = read(text);
        INFO(name);
        CHECK(got.error() == "");
        CHECK(got.email(0) == "man@hopthu.test");
        CHECK(got.how.separator == name);
    }
    auto got = read("subject_ref;name\nKH-1;\"Công ty A, B; C\"\n");
    CHECK(got.people.at(0).name.reveal() == "Công ty A, B; C");
}

TEST_CASE("a line sep= says the separator and is no row, in quotes too") {
    CHECK(read("sep=,\r\nsubject_ref,phone\r\nKH-1,0912000001\r\n").phone(0) == "+84912000001");
    CHECK(read("SEP=;\nsubject_ref;phone\nKH-1;0912000001\n").phone(0) == "+84912000001");
    CHECK(read("\"sep=\t\"\nsubject_ref\tphone\nKH-1\t0912000001\n").phone(0) == "+84912000001");
}

TEST_CASE("a line sep= that says another separator than the list has is overruled, and listed") {
    for (std::string_view said : {"sep=;", "sep=\t", "\"sep=|\"", "sep=:"}) {
        INFO(said);
        auto got = read(std::string(said) + "\r\nDanh sách\r\nMã KH,Họ tên,SĐT\r\nKH-1,Lê An,0912000001\r\n");
        CHECK(got.said() == "");
        CHECK(got.ref() == "KH-1");
        CHECK(got.name() == "Lê An");
        CHECK(got.phone() == "+84912000001");
        CHECK(got.how.separator == ",");
        CHECK(got.repaired() == "1 the line sep= says another separator than the list has\n");
    }
    CHECK(read("sep=,\nMã KH;Tên\nK1;Lê, An\n").name() == "Lê, An");
    CHECK(read("sep=;\nMã KH,Hạng\nK1,A\n", {true}).ref() == "K1");
    // A heading with commas, and a list of one column, do not.
    auto heading = read("sep=;\nID, quý 3\nMã KH;Tên, họ;SĐT\nK1;Lê, An;0912000001\n", {true});
    CHECK(heading.phone() == "+84912000001");
    CHECK(heading.repaired() == "");
    CHECK(read("sep=;\nMã KH\nK1,5\nK2,5\n").refs() == "K1,5 K2,5 ");
}

TEST_CASE("lines may end with CR alone") {
    auto got = read("subject_ref,phone\rKH-1,0912000001\rKH-2,0912000002\r");
    REQUIRE(got.people.size() == 2);
    CHECK(got.phone(1) == "+84912000002");
}

TEST_CASE("UTF-16 is read with and without its mark, in both orders") {
    const std::string text = "Mã khách hàng\tHọ và tên\nKH-1\tLê Thị Mận\n";
    for (bool big : {false, true})
        for (bool marked : {false, true}) {
            auto got = read(utf16(std::string(marked ? "\xef\xbb\xbf" : "") + text, big));
            INFO(big << marked);
            CHECK(got.error() == "");
            REQUIRE(got.people.size() == 1);
            CHECK(got.people[0].name.reveal() == "Lê Thị Mận");
            CHECK(got.how.encoding == (big ? "UTF-16BE" : "UTF-16LE"));
        }
}

TEST_CASE("Windows-1258 is read when every letter is Vietnamese, and its marks are composed") {
    // Họ và tên; Lê Thị Mận; Nguyễn Văn Đức
    auto got = read(
        "M\xe3;H\xf2o v\xe0 t\xean\nKH-1;L\xea Thi\xf2 M\xe2\xf2n\nKH-2;Nguy\xea\xden V\xe3n \xd0\xfd\xec"
        "c\n");
    // ã is a and a tone in this encoding: "M\xe3" is "Mă", no title.
    CHECK(got.error() != "");
    got = read(
        "ma;ho va ten\nKH-1;L\xea Thi\xf2 M\xe2\xf2n\nKH-2;Nguy\xea\xden V\xe3n \xd0\xfd\xec"
        "c\n");
    CHECK(got.error() == "");
    REQUIRE(got.people.size() == 2);
    CHECK(got.people[0].name.reveal() == "Lê Thị Mận");
    CHECK(got.people[1].name.reveal() == "Nguyễn Văn Đức");
    CHECK(got.how.encoding == "windows-1258");
}

TEST_CASE("another encoding is refused by what it looks like, and so is another kind of file") {
    auto tcvn3 = read(
        "ma,ten\nKH-1,L\xaa Th\xde M\xcbn\nKH-2,Nguy\xd4n V\xa8n \xa7\xf8"
        "c\n");
    CHECK(tcvn3.error().starts_with("the list is not UTF-8; it looks like "));
    CHECK(tcvn3.people.empty());
    CHECK(read("PK\x03\x04 anything").error().find("Excel workbook (.xlsx)") != std::string::npos);
    CHECK(read("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1").error().find("(.xls)") != std::string::npos);
    CHECK(read("%PDF-1.7\n").error().find("a PDF") != std::string::npos);
}

TEST_CASE("one broken letter in a list of UTF-8 costs its own cell only") {
    std::string text = "subject_ref,name,email\n";
    for (int i = 0; i < 20; ++i) text += "KH-" + std::to_string(i) + ",Lê Thị Mận,a" + std::to_string(i) + "@b.test\n";
    auto got = read(text + "KH-x,B\xff,x@b.test\nKH-y,C,y\xff@b.test\n");
    CHECK(got.error() == "");
    REQUIRE(got.people.size() == 22);
    CHECK(got.email(20) == "x@b.test");
    CHECK(got.email(21) == "");
    CHECK(got.notes.size() == 2);
}

TEST_CASE("titles in any case, with blanks and marks, in Vietnamese") {
    for (std::string title : {"subject_ref", " Subject Ref ", "SUBJECT-REF", "ID", "Mã", "Mã khách hàng", "MÃ KH",
                              "Mã số KH (*)", "Mã nhân viên", "ma_khach_hang"})
        CHECK(read(title + ",Điện thoại\nKH-1,0912000001\n").phone(0) == "+84912000001");
    for (std::string title : {"phone", "PHONE ", "Điện thoại", "Số điện thoại", "SĐT", "sdt", "Số ĐT", "Di động",
                              "Mobile", "Phone Number", "Số điện thoại (bắt buộc)"})
        CHECK(read("Mã," + title + "\nKH-1,0912000001\n").phone(0) == "+84912000001");
    for (std::string title : {"email", "E-Mail", "Thư điện tử", "Địa chỉ email", "Hộp thư", "mail"})
        CHECK(read("Mã," + title + "\nKH-1,a@b.test\n").email(0) == "a@b.test");
    auto got = read("Mã,Họ và tên,Ngôn ngữ,Loại dữ liệu,Zalo\nKH-1,An,Tiếng Anh,location,123\n");
    CHECK(got.error() == "");
    CHECK(got.people.at(0).language == "en");
    CHECK(got.people.at(0).kinds == std::vector<std::string>{"location"});
    CHECK(got.address(0, ContactKind::zalo_id) == "123");
}

TEST_CASE("a postal address under any of its titles, an e-mail address in its place is reported, not used") {
    for (std::string title :
         {"postal_address", "Địa chỉ", "ĐỊA CHỈ (*)", "Địa chỉ nhận thư", "Address", "dia chi lien he"})
        CHECK(read("Mã," + title + "\nKH-1,\"12 Tràng Tiền,\nHà Nội\"\n").address(0, ContactKind::postal_address) ==
              "12 Tràng Tiền, Hà Nội");
    CHECK(cause("postal_address", "an@hopthu.test") == "2 an e-mail address stands where a postal address should\n");
    CHECK(cause("postal_address", "HN") == "2 not a postal address that a letter can be sent to\n");
    CHECK(cause("postal_address", "không có") == "");
}

TEST_CASE("rows and columns of nothing are left out and counted, rows above the header too") {
    auto got =
        read("DANH SÁCH KHÁCH HÀNG,,,,\n,,,,\nsubject_ref,phone,,, \nKH-1,0912000001,,,\n,,,,\n\n , ,\u00a0,,\n");
    CHECK(got.error() == "");
    CHECK(got.people.size() == 1);
    CHECK(got.how.blank_rows == 3);
    CHECK(got.how.title_rows == 1);
    CHECK(got.how.blank_columns == 3);
    CHECK(
        read("Danh sách\nMột danh sách khác\n").error().starts_with("the header has no column subject_ref; titles of"));
}

TEST_CASE("rows may lack their last separators or have empty ones, with more values something has moved aside") {
    auto got = read("subject_ref,name,phone\nKH-1\nKH-2,An\nKH-3,An,0912000003,,\nKH-4,Nguyễn, An,0912000004\n");
    CHECK(got.error() == "");
    REQUIRE(got.people.size() == 4);
    CHECK(got.phone(2) == "+84912000003");
    CHECK(got.phone(3) == "");
    CHECK(got.listed() == "5 has 4 columns, the header has 3\n");
    CHECK(read("name,subject_ref\nNguyễn, An,KH-1\n").errors.size() == 1);  // whose row is it?
}

TEST_CASE("unknown columns are refused by name, or left out on request") {
    const std::string text = "Hạng,Mã,Điện thoại,Ghi chú\nA,KH-1,0912000001,x\n";
    CHECK(read(text).errors.size() == 2);
    CHECK(read(text).error().starts_with("unknown column “Hạng”"));
    auto got = read(text, {true});
    CHECK(got.error() == "");
    CHECK(got.phone(0) == "+84912000001");
    CHECK(got.how.ignored_columns == std::vector<std::string>{"Hạng", "Ghi chú"});
}

TEST_CASE("telephones that spreadsheets damaged are mended where the digits are all there") {
    const std::string_view kWhole = "+84912000001";
    for (std::string_view text : {"0912000001",
                                  "912000001",
                                  "912000001.0",
                                  "912000001,00",
                                  "912000001,0",
                                  "9.12000001E+08",
                                  "9,12000001e8",
                                  "8.4912000001E+10",
                                  "84912000001.0",
                                  "'0912000001",
                                  "’0912000001",
                                  "=\"0912000001\"",
                                  "+84912000001",
                                  "0084912000001",
                                  "84912000001",
                                  "84 912 000 001",
                                  "+84 (0) 912 000 001",
                                  "084912000001",
                                  "+084912000001",
                                  "0912 000 001",
                                  "0912.000.001",
                                  "0912\u00a0000\u00a0001",
                                  "\u200b0912000001\u200f",
                                  "0912‑000‑001",
                                  "０９１２０００００１",
                                  "912,000,001",
                                  " 0912000001 ",
                                  "ĐT: 0912000001",
                                  "0912000001 (Zalo)",
                                  "(+84)912000001",
                                  "0912000001;",
                                  "tel:+84912000001",
                                  "TEL: 0912.000.001;ext=1",
                                  "Tel 0912.000.001"}) {
        INFO(text);
        CHECK(phone(text) == kWhole);
        CHECK(cause("phone", text) == "");
    }
    CHECK(phone("01691234567") == "+84391234567");
    CHECK(phone("1691234567") == "+84391234567");
    CHECK(phone("+841691234567") == "+84391234567");
    CHECK(cell("phone", "912000001").repaired() == "2 the lost leading zero was put back\n");
    CHECK(cell("phone", "0912 000 001").repaired() == "");  // written as people write it: nothing was mended
    CHECK(cell("phone", "1691234567").repaired().find("old prefix") != std::string::npos);
    CHECK(cell("phone", "'0912000001").repaired() == "2 the leading apostrophe was dropped\n");
}

TEST_CASE("lost digits are never guessed: the cell is reported with its cause and its shape") {
    for (std::string_view text : {"9.12E+08", "9,12E+08", "8,49E+10", "8.4912E+10", "9E+08", "9.120000E+08"}) {
        INFO(text);
        CHECK(phone(text) == "");
        CHECK(cause("phone", text) == "2 a spreadsheet lost digits of it\n");
    }
    CHECK(cause("phone", "#########").find("too narrow") != std::string::npos);
    CHECK(cause("phone", "#N/A").find("shows an error") != std::string::npos);
    for (std::string_view text : {"02438251234", "912 000 001 2", "0912 000 001 - 0987"}) {
        INFO(text);
        CHECK(phone(text) == "");
        CHECK(cause("phone", text) != "");
    }
    for (std::string_view text : {"123", "gọi sau 17h", "091200000", "09120000012345"}) {
        INFO(text);
        CHECK(phone(text) == "");
        CHECK(cause("phone", text) == "2 not a telephone number that a message can be sent to\n");
    }
    CHECK(cell("phone", "9.12E+08").notes.at(0).masked == "9.•••+•8");
    for (std::string_view text : {"", "-", "N/A", "NULL", " \u200b ", "Không có", "KHÔNG", "chưa có", "–", "?"})
        CHECK(cause("phone", text) == "");
    for (std::string_view text : {"***", "\\", "(không)x"}) CHECK(cause("phone", text) != "");
    CHECK(cause("zalo_id", "8.49E+10") == "2 a spreadsheet lost digits of it\n");
}

TEST_CASE("two numbers or addresses in a cell are both kept, in their order, and the line is listed") {
    auto said = [](std::string_view column, std::string_view value) { return cell(column, value).repaired(); };
    auto all = [](ContactKind kind, std::string_view column, std::string_view value) {
        std::vector<std::string> out;
        for (const auto& address : addresses_of(cell(column, value).people.at(0), kind))
            out.push_back(address.reveal());
        return out;
    };
    const std::vector<std::string> phones{"+84912000006", "+84987000006"};
    const std::vector<std::string> emails{"mot@hopthu.test", "mot.2@hopthu.test"};
    const std::string numbers = "2 the cell has several numbers: each is tried when the one before it fails\n";
    const std::string addresses = "2 the cell has several addresses: each is tried when the one before it fails\n";
    for (std::string_view text :
         {"0912000006 / 0987000006", "0912000006/0987000006", "0912000006, 0987000006", "0912000006;0987000006",
          "0912000006\n0987000006", "0912000006 - 0987000006", "0912000006-0987000006", "0912000006 0987000006",
          "0912 000 006 0987 000 006", "0912.000.006 hoặc 0987.000.006", "912000006 / 987000006",
          "+84912000006 +84987000006"}) {
        INFO(text);
        CHECK(all(ContactKind::phone, "phone", text) == phones);
        CHECK(said("phone", text).find(numbers) != std::string::npos);
        CHECK(cause("phone", text) == "");
    }
    CHECK(cause("phone", "0912000006 / 84912000006") == "");  // the same number twice
    for (std::string_view text :
         {"mot@hopthu.test; mot.2@hopthu.test", "mot@hopthu.test,mot.2@hopthu.test",
          "mot@hopthu.test\nmot.2@hopthu.test", "mot@hopthu.test mot.2@hopthu.test",
          "Một <mot@hopthu.test>, Hai <mot.2@hopthu.test>", "mot@hopthu.test/mot.2@hopthu.test"}) {
        INFO(text);
        CHECK(all(ContactKind::email, "email", text) == emails);
        CHECK(said("email", text) == addresses);
    }
    std::string many;
    for (int i = 1; i <= 5; ++i) many += "a" + std::to_string(i) + "@hopthu.test;";
    CHECK(all(ContactKind::email, "email", many).size() == kAddressesMax);
    CHECK(cause("email", many) == "2 the cell has more addresses than a person can have\n");
    CHECK(email("abc; mot@hopthu.test") == "mot@hopthu.test");
}

TEST_CASE("addresses as address books and web pages write them") {
    for (std::string_view text :
         {"Ba Nguyễn <ba@hopthu.test>", "\"Nguyễn, Ba\" <ba@hopthu.test>", "<ba@hopthu.test>", "mailto:ba@hopthu.test",
          "mailto:ba@hopthu.test?subject=x", "MAILTO:ba@hopthu.test", "ba\u200b@hopthu.test", "ba@hop\u200bthu.test",
          "ba @ hopthu.test", "ba@HopThu.Test", "ba@hopthu.test;", "ba@hopthu.test.", "\u00a0ba@hopthu.test\u00a0",
          "ba＠hopthu.test", "(ba@hopthu.test)"}) {
        INFO(text);
        CHECK(email(text) == "ba@hopthu.test");
        CHECK(cause("email", text) == "");
    }
    CHECK(cause("email", "abc") == "2 an e-mail address has no @\n");
    CHECK(cause("email", "a@b@c") == "2 not an e-mail address that can be sent to\n");
    CHECK(email("a@b.test\r\nBcc: c@d.test") == "a@b.test");
    CHECK(cause("email", "a@b.test\r\nBcc: c@d.test") == "");  // two addresses, and no header of a mail
}

TEST_CASE("references are compared without what nobody sees, composed, a damaged one is an error") {
    auto got = read("subject_ref\nKH-004\nKH-004\u200b\n\u00a0KH-004\u00a0\nKH\u2060-004\n=\"KH-004\"\n");
    REQUIRE(got.people.size() == 5);
    for (const auto& row : got.people) CHECK(row.subject_ref.reveal() == "KH-004");
    CHECK(read("subject_ref\nMa\u0303 1\n").people.at(0).subject_ref.reveal() == "Mã 1");
    for (std::string_view damaged : {"1.23457E+11", "1,23457E+11", "1.2E11", "1E+11"})
        CHECK(read("subject_ref;a\n" + std::string(damaged) + ";\n", {true}).errors.size() == 1);
    CHECK(read("subject_ref\n6E01\n5E2\n2E1\n1e5\n").refs() == "6E01 5E2 2E1 1e5 ");  // classes, flats
    CHECK(ndjson("{\"id\":\"6E01\"}\n").refs() == "6E01 ");
    CHECK(read("subject_ref\n#REF!\n").errors.size() == 1);
    CHECK(read("subject_ref\n1001.50\n").errors.empty());
}

TEST_CASE("names are composed, on one line, and keep their quotes") {
    auto got = read(
        "subject_ref,name\nKH-1,Nguye\u0302\u0303n Thi\u0323 Huye\u0302\u0300n\nKH-2,\"Công ty \"\"A\"\"\r\nchi nhánh "
        "2\"\n");
    CHECK(got.people.at(0).name.reveal() == "Nguyễn Thị Huyền");
    CHECK(got.people.at(1).name.reveal() == "Công ty \"A\" chi nhánh 2");
    CHECK(got.notes.empty());
}

TEST_CASE("NDJSON takes numbers as they are and titles like CSV") {
    SubjectReader reader(SubjectFormat::ndjson, {true});
    std::vector<Subject> rows;
    reader.feed(
        "{\"Mã khách hàng\":1001,\"Điện thoại\":912000001,\"STT\":1}\n{\"subject_ref\":\"b\",\"phone\":912000002.0}\n",
        rows);
    reader.finish(rows);
    CHECK(reader.errors().empty());
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].subject_ref.reveal() == "1001");
    CHECK(rows[0].address(ContactKind::phone).reveal() == "+84912000001");
    CHECK(rows[1].address(ContactKind::phone).reveal() == "+84912000002");
}

TEST_CASE("NDJSON takes arrays of addresses, and says which of them cannot be used") {
    SubjectReader reader(SubjectFormat::ndjson);
    std::vector<Subject> rows;
    reader.feed(R"({"subject_ref":"1","emails":["a@vidu.test","b@vidu.test"],"phone":["0912000001",null,{"no":1}]})",
                rows);
    reader.finish(rows);
    REQUIRE(rows.size() == 1);
    CHECK(addresses_of(rows[0], ContactKind::email).size() == 2);
    CHECK(rows[0].address(ContactKind::phone).reveal() == "+84912000001");
    auto notes = reader.take_notes();
    REQUIRE(notes.size() == 1);
    CHECK(notes[0].field == "phone");
    CHECK(notes[0].what == "must be a string");
}

TEST_CASE("the sum under a list is nobody, and is listed") {
    auto list = read("STT;Mã KH;Tên;SĐT\n1;KH-1;An;0912000001\n2;KH-2;Tổng;\nTổng cộng;2;;\n;TOTAL;;\n", {true});
    CHECK(list.people.size() == 2);
    CHECK(list.listed() == "4 a sum of the list, nobody\n5 a sum of the list, nobody\n");
    CHECK(read("subject_ref,phone\nTONG,0912000001\n").people.size() == 1);  // with a telephone it is somebody
}

TEST_CASE("a mask shows the shape and nothing more") {
    CHECK(masked("0912000001") == "0••••••••1");
    CHECK(masked("an@hopthu.test") == "a•@••••••.•••t");
    CHECK(masked("ab") == "••");
    CHECK(masked("") == "");
    CHECK(masked(std::string(500, '=')).size() == 40);
}

TEST_CASE("a telephone number in the column of Zalo ids becomes the telephone") {
    auto got = read("Mã,Họ và tên,Zalo\nKH-1,An,0912000001\n");
    CHECK(got.phone(0) == "+84912000001");
    CHECK(got.address(0, ContactKind::zalo_id).empty());
}

}  // namespace breachd::ingest
