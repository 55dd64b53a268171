// What offices write into the cells of addresses: what is certain is taken, a stranger's address never.
#include <algorithm>

#include "ingest/people/repair.hpp"
#include "testkit/catch.hpp"

namespace breachd::ingest {

namespace {

struct Cell {
    ReadAddress read;
    Repairs repairs;
    bool says(std::string_view what) const { return std::find(repairs.begin(), repairs.end(), what) != repairs.end(); }
    std::string all() const {
        auto out = read.address;
        for (const auto& further : read.further) out += " " + further;
        return out;
    }
};

Cell of(ContactKind kind, std::string_view value) {
    Cell out;
    // Of a child's row, where "mẹ" is who is written to.
    out.read = read_address(kind, cleaned(value, out.repairs), out.repairs, WrittenTo::guardian);
    return out;
}
Cell email(std::string_view value) { return of(ContactKind::email, value); }
Cell phone(std::string_view value) { return of(ContactKind::phone, value); }
Cell zalo(std::string_view value) { return of(ContactKind::zalo_id, value); }

void check_taken(ContactKind kind, std::string_view value, std::string_view all) {
    auto got = of(kind, value);
    INFO(value);
    CHECK(got.all() == all);
    CHECK(got.read.cause == "");
}

// Some of the cell's contacts are taken, the others have a cause.
void check_partly(ContactKind kind, std::string_view value, std::string_view all, std::string_view cause) {
    auto got = of(kind, value);
    INFO(value);
    CHECK(got.all() == all);
    CHECK(got.read.cause == cause);
}

void check_refused(ContactKind kind, std::string_view value, std::string_view cause) {
    auto got = of(kind, value);
    INFO(value);
    CHECK(got.all() == "");
    CHECK(got.read.cause == cause);
}

}  // namespace

TEST_CASE("a blank or a comma inside an e-mail address leaves no stranger's address behind") {
    for (std::string_view value : {"nguyen lan@gmail.com",
                                   "lan nguyen @gmail.com",
                                   "lan, nguyen@gmail.com",
                                   "lan,nguyen@gmail.com",
                                   "lan_ nguyen@gmail.com",
                                   "lan - nguyen@gmail.com",
                                   "tran.van. binh@gmail.com",
                                   "tran. van. binh@gmail.com",
                                   "Nguyen Lan nguyenlan@gmail.com",
                                   "lan\nnguyen@gmail.com",
                                   "lan/nguyen@gmail.com",
                                   "lan / nguyen@gmail.com",
                                   "1990 lan@gmail.com",
                                   "lan 9 nguyen@gmail.com",
                                   "nguyen\u00a0lan@gmail.com",
                                   "lan@yahoo.com .vn",
                                   "lan@yahoo.com vn",
                                   "lan@yahoo.com,vn",
                                   "lan@yahoo.com. vn",
                                   "lan@gmail,com",
                                   "lan@gmail com",
                                   "lan@gmail .com",
                                   "Email: nguyen lan@gmail.com",
                                   "nguyen lan@gmail.com (Zalo)",
                                   "'nguyen lan@gmail.com'",
                                   "lan & nguyen@gmail.com",
                                   "\"nguyen lan\"@gmail.com"}) {
        INFO(value);
        check_refused(ContactKind::email, value, "a blank or comma inside the address");
    }
    auto second = email("nguyen lan@gmail.com; binh@gmail.com");
    CHECK(second.all() == "binh@gmail.com");
    CHECK(second.read.cause == "a blank or comma inside the address");
}

TEST_CASE("a sign inside an e-mail address leaves no stranger's address behind") {
    for (std::string_view value : {"nguyen;lan@gmail.com",
                                   "lan:anh@gmail.com",
                                   "lan：anh@gmail.com",
                                   "lan；anh@gmail.com",
                                   "lan，anh@gmail.com",
                                   "lan(anh@gmail.com",
                                   "lan)anh@gmail.com",
                                   "(lan)anh@gmail.com",
                                   "lan[anh@gmail.com",
                                   "[lan]anh@gmail.com",
                                   "lan<anh@gmail.com",
                                   "lan>anh@gmail.com",
                                   "<lan>anh@gmail.com",
                                   "lan（anh@gmail.com",
                                   "lan(anh@gmail.com (Lan)",
                                   ".lan@gmail.com",
                                   "…lan@gmail.com",
                                   "lan@yahoo.com;vn",
                                   "lan@yahoo.com(vn)",
                                   "lan@yahoo.com:vn",
                                   "lan&nbsp;anh@gmail.com",
                                   "lan&lt;anh@gmail.com",
                                   "lan&#58;anh@gmail.com",
                                   "Lan:anh@gmail.com",
                                   "lan&#32;anh@gmail.com",
                                   "&#46;lan@gmail.com",
                                   "lan.<anh@gmail.com>",
                                   "lan_(anh@gmail.com)",
                                   "lan&amp;nbsp;anh@gmail.com"}) {
        INFO(value);
        check_refused(ContactKind::email, value, "a blank or comma inside the address");
    }
    auto second = email("lan;anh@gmail.com;ba@b.vn");
    CHECK(second.all() == "ba@b.vn");
    CHECK(second.read.cause == "a blank or comma inside the address");
    check_refused(ContactKind::email, "lan&copy;anh@gmail.com", "letters of the address cannot be read");
}

TEST_CASE("signs of an e-mail address that a program wrote as codes are put back") {
    check_taken(ContactKind::email, "o&#39;brien@c.vn", "o'brien@c.vn");
    check_taken(ContactKind::email, "lan&#46;anh@gmail.com", "lan.anh@gmail.com");
    check_taken(ContactKind::email, "lan&#64;gmail.com", "lan@gmail.com");
    check_taken(ContactKind::email, "lan&amp;anh@gmail.com", "lan&anh@gmail.com");
    check_taken(ContactKind::email, "Lan &lt;lan@gmail.com&gt;", "lan@gmail.com");
    CHECK(email("o&#39;brien@c.vn").says("the letters that were written as codes were put back"));
}

TEST_CASE("what is parted from an e-mail address, or a title of it, is no part of it") {
    for (std::string_view value :
         {"Email:lan@gmail.com", "Email liên hệ:lan@gmail.com", "email cua khach:lan@gmail.com", "Lan<lan@gmail.com>",
          "Lan(lan@gmail.com)", "lan@gmail.com(Lan)", "khong;lan@gmail.com", "lan@gmail.com;khong",
          "lan@gmail.com; Lan", "abc; lan@gmail.com", "1)lan@gmail.com", "mailto:lan@gmail.com", "Mẹ:lan@gmail.com",
          "lan@gmail.com;", ";lan@gmail.com"})
        check_taken(ContactKind::email, value, "lan@gmail.com");
    for (std::string_view value : {"lan@gmail.com;0912345678", "lan@gmail.com - 0912345678"})
        check_partly(ContactKind::email, value, "lan@gmail.com", "not an e-mail address that can be sent to");
    for (std::string_view value :
         {"lan@gmail.com;ba@b.vn", "lan@gmail.com|ba@b.vn", "lan@gmail.com；ba@b.vn", "Lan<lan@gmail.com>;Ba<ba@b.vn>",
          "Email:lan@gmail.com;Email:ba@b.vn", "<lan@gmail.com>,<ba@b.vn>", "Lan (lan@gmail.com), Ba (ba@b.vn)"})
        check_taken(ContactKind::email, value, "lan@gmail.com ba@b.vn");
}

TEST_CASE("what is certain to be no part of an e-mail address is dropped") {
    for (std::string_view value : {"<lan@gmail.com>",
                                   "[lan@gmail.com]",
                                   "(lan@gmail.com)",
                                   "Lan <lan@gmail.com>",
                                   "Nguyen, Lan <lan@gmail.com>",
                                   "Email: lan@gmail.com",
                                   "email lan@gmail.com",
                                   "E-mail cá nhân: lan@gmail.com",
                                   "Lan: lan@gmail.com",
                                   "Nguyễn lan@gmail.com",
                                   "lan@gmail.com mẹ",
                                   "lan@gmail.com (Lan)",
                                   "1. lan@gmail.com",
                                   "- lan@gmail.com",
                                   "lan@gmail.com, không có",
                                   "lan@gmail.com; khong",
                                   "lan@gmail.com <lan@gmail.com>",
                                   "lan@gmail.com, lan@gmail.com",
                                   "“lan@gmail.com”",
                                   "‘lan@gmail.com’",
                                   "«lan@gmail.com»",
                                   "• lan@gmail.com",
                                   "•lan@gmail.com",
                                   "lan@gmail.com…",
                                   "lan@gmail.com。",
                                   "lan@gmail。com",
                                   "lan@gmail.com, ",
                                   "lan@gmail.com /",
                                   "mailto:lan@gmail.com?subject=Re: a b",
                                   "lan @ gmail.com",
                                   "cu@cu.test <lan@gmail.com>"}) {
        check_taken(ContactKind::email, value, "lan@gmail.com");
    }
    for (std::string_view value :
         {"lan@gmail.com hoặc binh@x.test", "lan@gmail.com và binh@x.test", "lan@gmail.com va binh@x.test",
          "lan@gmail.com hay binh@x.test", "lan@gmail.com & binh@x.test", "lan@gmail.com\nMẹ: binh@x.test",
          "lan@gmail.com/binh@x.test", "1. lan@gmail.com 2. binh@x.test", "Lan <lan@gmail.com> Binh <binh@x.test>",
          "lan@gmail.com • binh@x.test", "lan@gmail.com、binh@x.test"})
        check_taken(ContactKind::email, value, "lan@gmail.com binh@x.test");
    CHECK(email("“lan@gmail.com”").says("what stood beside the address was dropped"));
    check_taken(ContactKind::email, "o'brien@gmail.com", "o'brien@gmail.com");
    check_taken(ContactKind::email, "an@hộpthư.test", "an@hộpthư.test");
    check_taken(ContactKind::email, "nguyễn@hộpthư.test", "nguyễn@hộpthư.test");
}

TEST_CASE("a covered e-mail address, one with marks before the @ and one with signs in it are not sent to") {
    for (std::string_view value : {"l***n@gmail.com", "l*n@gmail.com", "l•••n@gmail.com", "•••n@gmail.com",
                                   "Email: l***n@gmail.com", "lan@g***l.com", "***@gmail.com"})
        check_refused(ContactKind::email, value, "stars cover a part of the address");
    check_refused(ContactKind::email, "lán@gmail.com",
                  "a letter with a mark before the @: no such address at this domain");
    for (std::string_view value :
         {"lan@gmail™.com", "lan@→.com", "lan@gma…il.com", "l…n@gmail.com", "lan@gmail.com-Lan"})
        check_refused(ContactKind::email, value, "not an e-mail address that can be sent to");
    CHECK_FALSE(normalise_email("l***n@gmail.com").has_value());
    CHECK_FALSE(normalise_email("a•@••••••.•••t").has_value());
    check_refused(ContactKind::email, "không dùng: lan@gmail.com", "the cell says that the address is not to be used");
    auto both = email("l***n@gmail.com; binh@x.test");
    CHECK(both.all() == "binh@x.test");
    CHECK(both.read.cause == "stars cover a part of the address");
}

TEST_CASE("words that say that there is no address are an empty cell, of every kind") {
    for (auto kind : {ContactKind::phone, ContactKind::email, ContactKind::postal_address, ContactKind::zalo_id,
                      ContactKind::push_token})
        for (std::string_view value :
             {"chưa cập nhật", "Đang cập nhật", "ĐANG CẬP NHẬT...", "như trên", "Chưa có địa chỉ", "Không có thông tin",
              "đã chuyển đi", "không dùng", "(không có)", "0", "00", "Không có email", "chưa có sđt", "chua cap nhat",
              "Không biết", "unknown"})
            check_taken(kind, value, "");
    for (auto kind : {ContactKind::phone, ContactKind::email, ContactKind::postal_address, ContactKind::push_token})
        for (std::string_view value : {"x", "X", "xxx xxx"}) check_taken(kind, value, "");
    for (std::string_view value : {"0000000000", "xxxxxxxxxx", "000 000 0000", "XXXX XXX XXX", "00000000"})
        check_refused(ContactKind::phone, value, "not a telephone number that a message can be sent to");
}

TEST_CASE("stars, a telephone number, a province or a country are no postal address") {
    for (std::string_view value : {"******, Phường 1, Quận 3", "12 ** Trãi, Hà Nội", "xxx, Phường 1, Quận 3"})
        check_refused(ContactKind::postal_address, value, "stars cover a part of the address");
    for (std::string_view value :
         {"0912345678 Lan", "0912345678", "Nguyễn Thị Lan 0912 345 678", "SĐT: 0912345678, Lan"})
        check_refused(ContactKind::postal_address, value, "a telephone number stands where a postal address should");
    for (std::string_view value : {"Việt Nam", "Hà Nội", "TP. Hồ Chí Minh", "tỉnh An Giang", "Hà Nội, Việt Nam",
                                   "Thừa Thiên - Huế", "Ha Noi - Viet Nam", "Bà Rịa - Vũng Tàu", "TP HCM, VN"})
        check_refused(ContactKind::postal_address, value, "a province or a country alone is no postal address");
    for (std::string_view value :
         {"12 Tràng Tiền, Hà Nội", "Thôn Hạ, Xã Tân Lập, Hà Nội", "Thôn Hạ, Xã Tân Lập, 0912345678",
          "12 Tràng Tiền, Hà Nội, 0912 345 678", "0912345678, Thôn Hạ, Xã Tân Lập", "Phường Bến Nghé, TP. Hồ Chí Minh",
          "12 Hà Nội, Huế", "Xóm 3 Hà Nam"})
        check_taken(ContactKind::postal_address, value, value);
}

TEST_CASE("what is said instead of a postal address is none, and its letters are read or refused") {
    for (std::string_view value : {"Thôn , xã , huyện , tỉnh", "Số nhà , đường , phường"})
        check_refused(ContactKind::postal_address, value, "not a postal address that a letter can be sent to");
    for (std::string_view value :
         {"Không nhận thư", "Đã chết", "Nhận tại cửa hàng", "Khách lẻ", "Xem file đính kèm",
          "Địa chỉ cũ: 12 Lê Lợi, Huế", "Sai địa chỉ: 12 Lê Lợi, Huế", "12 Lê Lợi, Huế (sai địa chỉ)"})
        check_refused(ContactKind::postal_address, value, "the cell says that the address is not to be used");
    for (std::string_view value : {"S? 12 L\ufffd", "Sá»‘ 12 LÃª Lá»£i", "S? 12 ???ng L? L?i", "12 L&copy; Lợi"})
        check_refused(ContactKind::postal_address, value, "letters of the address cannot be read");
    for (std::string_view value : {"Sè 12 Lª Lîi", "Soá 12 Leâ Lôïi"})
        check_refused(ContactKind::postal_address, value,
                      "the address is in an old font (TCVN3 or VNI): convert it to Unicode");
    for (std::string_view value : {"Không đúng địa chỉ", "Không đúng", "Chưa có SĐT", "Chưa cập nhật SĐT"})
        CHECK(of(ContactKind::postal_address, value).all() == "");
    for (std::string_view value : {"Không đúng địa chỉ", "Chưa có SĐT"})
        CHECK(of(ContactKind::postal_address, value).read.cause == "");
    check_taken(ContactKind::postal_address,
                "Địa chỉ cũ: 12 Lê Lợi, Phường 1, Quận 3; địa chỉ mới: 12 Lê Lợi, Phường Bàn Cờ, TP HCM",
                "12 Lê Lợi, Phường Bàn Cờ, TP HCM");
    check_taken(ContactKind::postal_address, "Địa chỉ mới: 12 Lê Lợi, Huế (địa chỉ cũ: 1 Trần Phú, Huế)",
                "12 Lê Lợi, Huế");
    check_taken(ContactKind::postal_address, "12 Lê Lợi - không nhận thư rác", "12 Lê Lợi - không nhận thư rác");
    check_taken(ContactKind::postal_address, "12 Lê Lợi &lt;gần chợ&gt;", "12 Lê Lợi <gần chợ>");
    auto codes = of(ContactKind::postal_address, "12 L&ecirc; L&#7907;i, Hu&#7871;");
    CHECK(codes.all() == "12 Lê Lợi, Huế");
    CHECK(codes.says("the letters that were written as codes were put back"));
    for (std::string_view value :
         {"12 Lê Lợi, Huế", "Thôn Hạ, xã Tân Lập", "12 Rue São João", "Công ty A & B, 3 Lê Lợi"})
        check_taken(ContactKind::postal_address, value, value);
}

TEST_CASE("nine digits behind + or 00 are no number of India's or Iran's, and America's numbers are whole") {
    for (std::string_view value :
         {"00912345678", "+912345678", "+987654321", "00 912 345 678", "+91.2345.678", "SĐT: +912345678"})
        check_refused(ContactKind::phone, value,
                      "nine digits behind + or 00: 84 is missing there, or the sign is too much");
    for (std::string_view value : {"+1 0912345678", "+10912345678", "001 0912345678"})
        check_refused(ContactKind::phone, value, "not a telephone number that a message can be sent to");
    check_taken(ContactKind::phone, "+919876543210", "+919876543210");
    check_taken(ContactKind::phone, "+12025550123", "+12025550123");
    check_taken(ContactKind::phone, "0084912345678", "+84912345678");
    check_taken(ContactKind::phone, "912345678", "+84912345678");
    CHECK_FALSE(normalise_phone("+912345678").has_value());
    auto both = phone("+912345678 / 0987654321");
    CHECK(both.all() == "+84987654321");
    CHECK(both.read.cause != "");
}

TEST_CASE("a telephone number in a column of Zalo ids is taken as the telephone, ids are digits") {
    for (std::string_view value : {"0912345678", "https://zalo.me/0912345678", "http://zalo.me/84912345678",
                                   "zalo.me/0912345678/", "https://zalo.me/0912345678?src=qr", "+84 912 345 678",
                                   "912345678", "Zalo: 0912345678", "0912.345.678 (Lan)"}) {
        auto got = zalo(value);
        INFO(value);
        CHECK(got.all() == "+84912345678");
        CHECK(got.read.instead == ContactKind::phone);
        CHECK(got.says("a telephone number in the column of Zalo ids is taken as the telephone"));
    }
    for (std::string_view value : {"8412345678901234567", "1234567890123456789", "123"}) {
        check_taken(ContactKind::zalo_id, value, value);
        CHECK_FALSE(zalo(value).read.instead.has_value());
    }
    for (std::string_view value : {"x", "có", "Lan Nguyễn", "https://zalo.me/g/abcdef123", "02838123456", "lan.nguyen"})
        check_refused(ContactKind::zalo_id, value, "neither a Zalo id, which is digits, nor a mobile number");
    for (std::string_view value : {"8.41234567890123E+18", "8412345678901230000"})
        check_refused(ContactKind::zalo_id, value, "a spreadsheet lost digits of it");
}

TEST_CASE("telephone numbers with what address books, forms and people put around them") {
    for (std::string_view value :
         {"p:+84912345678",     "SĐT:0912345678",  "ĐT0912345678",   "SĐT0912345678",   "ĐT.0912345678",
          "Tel:0912345678",     "0912345678: Lan", "0912345678:Lan", "0912345678 (1)",  "(1) 0912345678",
          "1. 0912345678",      "[0912345678]",    "“0912345678”",   "0912345678(Lan)", "(Mẹ)0912345678",
          "<0912345678>",       "0912345678?",     "\"0912345678\"", "•0912345678",     "0912345678…",
          "0912_345_678",       "0912,345,678",    "09123,45678",    "0912345678 .",    "sms:+84912345678?body=x",
          "0912345678 ext. 12", "0912–345–678"})
        check_taken(ContactKind::phone, value, "+84912345678");
    for (std::string_view value :
         {"0912345678 - 02838123456", "0912345678 - 028 38123456", "(028) 3812 3456 - 0912 345 678",
          "0912345678/02838123456", "02838123456 - 0912345678"})
        check_partly(ContactKind::phone, value, "+84912345678", "a landline: no message reaches it");
    check_partly(ContactKind::phone, "0912345678 - 1900 1234", "+84912345678", "a hotline, the number of no person");
    check_partly(ContactKind::phone, "0912345678 - 02838123456 - 0987654321", "+84912345678 +84987654321",
                 "a landline: no message reaches it");
    for (std::string_view value : {"0912345678 ::: 0987654321", "0912345678 + 0987654321", "0912345678+0987654321",
                                   "0912345678 +0987654321", "0912345678+84987654321", "0912345678, 0987654321",
                                   "1. 0912345678 2. 0987654321", "0912345678 (1) 0987654321 (2)"})
        check_taken(ContactKind::phone, value, "+84912345678 +84987654321");
}

TEST_CASE("a telephone number that is refused has its own cause") {
    for (std::string_view value : {"sai số 0912345678", "Sai số: 0912345678", "KHÔNG GỌI 0912345678",
                                   "0912345678 (sai số)", "0912345678 - không liên lạc được", "Số cũ 0912345678"})
        check_refused(ContactKind::phone, value, "the cell says that the number is not to be used");
    for (std::string_view value : {"02438251234", "024 3825 1234", "+842438251234", "(024) 3825 1234", "2438251234",
                                   "Cơ quan: 02438251234", "028 38123456 (ext 104)"})
        check_refused(ContactKind::phone, value, "a landline: no message reaches it");
    for (std::string_view value : {"19001234", "1900 1234", "1800 599 920"})
        check_refused(ContactKind::phone, value, "a hotline, the number of no person");
    for (std::string_view value : {"0912345678 - 79", "912 000 001 2", "0912 000 001 - 0987"})
        check_refused(ContactKind::phone, value,
                      "digits left over beside the number: which of them belong to it is not certain");
    for (std::string_view value : {"0912345", "09123456789", "gọi sau 17h", "09l2345678", "0912,345,678,9",
                                   "0912***678", "091234567*", "0912345xxx"})
        check_refused(ContactKind::phone, value, "not a telephone number that a message can be sent to");
    auto second = phone("0912345678 / 098765432");
    CHECK(second.all() == "+84912345678");
    CHECK(second.read.cause == "not a telephone number that a message can be sent to");
}

TEST_CASE("a landline with an old area code is not today's mobile number of a stranger") {
    for (std::string_view value :
         {"(08) 38251234",       "(08)38251234",     "(08) 3825 1234",   "(08) 38 25 12 34",  "(04) 38251234",
          "(038) 3842123",       "(058) 3822123",    "(076) 3852123",    "(059) 3824123",     "(033) 3825123",
          "(038)3842123",        "(038) 384 2123",   "+84 (8) 38251234", "+84 (08) 38251234", "(84-8) 38251234",
          "(84-38) 3842123",     "(+84 8) 38251234", "(0350) 849608",    "+84 (38) 3842123",  "ĐT: (038) 3842123",
          "(08) 38251234 (Lan)", "(038)–3842123"})
        check_refused(ContactKind::phone, value,
                      "a number in the form of a landline with an old area code: today it is somebody else's mobile "
                      "number");
    for (std::string_view value :
         {"0912 345 678", "(091) 2345678", "(0912) 345678", "(0912) 345 678", "+84 91 2345678", "+84 912 345 678",
          "(84-91) 2345678", "+84 (0) 912 345 678", "(+84) 912345678", "84-912345678", "091-2345678"})
        check_taken(ContactKind::phone, value, "+84912345678");
    for (std::string_view value : {"038 3842123", "038 384 2123", "0383 842 123", "+84 38 384 21 23", "+84383842123",
                                   "+84 38 3842123", "84 38 3842123", "+84 (0)38 3842123", "(038 3842123)"})
        check_taken(ContactKind::phone, value, "+84383842123");
    for (std::string_view value : {"08 38 25 12 34", "08 3825 1234", "+84 8 3825 1234"})
        check_taken(ContactKind::phone, value, "+84838251234");
    check_taken(ContactKind::phone, "+84 79 6123456", "+84796123456");
    check_taken(ContactKind::phone, "(083) 8251234", "+84838251234");
    for (std::string_view value : {"(038) 3842123 - 0912345678", "0912345678, (08) 38251234"})
        check_partly(ContactKind::phone, value, "+84912345678",
                     "a number in the form of a landline with an old area code: today it is somebody else's mobile "
                     "number");
}

}  // namespace breachd::ingest
