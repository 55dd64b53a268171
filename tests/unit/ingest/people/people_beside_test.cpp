// Notes that stand beside the contacts of a cell, and whose contact they leave.
#include "core/telling/masked.hpp"
#include "ingest/people/repair.hpp"
#include "testkit/catch.hpp"

namespace breachd::ingest {

namespace {

constexpr std::string_view kPhoneWrong = "the cell says that the number is not to be used";
constexpr std::string_view kPhoneOther = "the cell says that the number is somebody else's";
constexpr std::string_view kEmailWrong = "the cell says that the address is not to be used";

void check(ContactKind kind, std::string_view value, std::string_view all, std::string_view cause) {
    INFO(value);
    Repairs repairs;
    auto read = read_address(kind, cleaned(value, repairs), repairs);
    for (const auto& further : read.further) read.address += " " + further;
    CHECK(read.address == all);
    CHECK(read.cause == cause);
}
void phone(std::string_view value, std::string_view all, std::string_view cause) {
    check(ContactKind::phone, value, all, cause);
}
void email(std::string_view value, std::string_view all, std::string_view cause) {
    check(ContactKind::email, value, all, cause);
}

}  // namespace

TEST_CASE("a contact that its cell says to be wrong or old is not sent to") {
    for (std::string_view note : {"(sai)", "sai", "- sai", "nhầm máy", "(hỏng)", "kll", "(KLL)", "k dùng nữa",
                                  "(đã chết)", "sai.", "nham may", "(cũ)", "đã đổi", "không dùng nữa", "(bị khóa)"}) {
        phone("0912345678 " + std::string(note), "", kPhoneWrong);
        email("lan@gmail.com " + std::string(note), "", kEmailWrong);
    }
    phone("0912345678(sai)", "", kPhoneWrong);
    phone("Số cũ: 0912345678, 0987654321", "", kPhoneWrong);
    phone("KHÔNG GỌI: 0912345678; 0987654321", "", kPhoneWrong);
    for (std::string_view note : {"(Hồng)", "Hong", "(Cư)", "(Lan)", "(chính)", "(Zalo)", "(K' Dung)", "Lê Tân"})
        phone("0912345678 " + std::string(note), "+84912345678", "");
    email("lan@gmail.com (Hồng)", "lan@gmail.com", "");
}

TEST_CASE("of an old contact and a new one only the new one is sent to") {
    for (std::string_view value :
         {"0912345678 (cũ), 0987654321 (mới)", "0912345678 (cũ) 0987654321 (mới)", "Cũ: 0912345678 - Mới: 0987654321",
          "0987654321 (mới), 0912345678", "0912345678, 0987654321 (số mới)", "0912345678 (đã đổi sang 0987654321)",
          "0912345678 đổi sang số 0987654321", "0912345678 -> 0987654321", "0912345678 → 0987654321",
          "0912345678 (sai) / 0987654321", "0912345678 (mới: 0987654321)", "0987654321; 0912345678 (nhầm máy)",
          "0987654321, 0912345678, sai"}) {
        bool apart = value != "0912345678 (cũ) 0987654321 (mới)";  // which is whose is not certain
        phone(value, apart ? "+84987654321" : "", kPhoneWrong);
    }
    for (std::string_view value : {"cu@gmail.com (cũ), lan@gmail.com (mới)", "cu@gmail.com (đã đổi sang lan@gmail.com)",
                                   "cu@gmail.com (sai); lan@gmail.com", "cu@gmail.com, lan@gmail.com (mới)"})
        email(value, "lan@gmail.com", kEmailWrong);
    email("moi@gmail.com, cu@gmail.com", "moi@gmail.com cu@gmail.com", "");
}

TEST_CASE("the telephone of a neighbour, a teacher or a daughter is somebody else's") {
    for (std::string_view note :
         {"(hàng xóm)", "(cô giáo)", "(con gái)", "- hàng xóm", "con trai", "vợ", "(người thân)"}) {
        phone("0912345678 " + std::string(note), "", kPhoneOther);
        phone("0987654321, 0912345678 " + std::string(note), "+84987654321", kPhoneOther);
    }
    phone("Con gái: 0912345678", "", kPhoneOther);
    phone("0912345678 (vợ 0987654321)", "+84912345678", kPhoneOther);
    phone("0912345678 (con gái: 0987 654 321), 0903111222", "+84912345678 +84903111222", kPhoneOther);
    // Whose which number is, or which one is wrong, is not certain.
    for (std::string_view value :
         {"0912345678 vợ (0987654321)", "0912345678 vợ: (0987654321)", "0912345678 hàng xóm (0987654321)"})
        phone(value, "", kPhoneOther);
    for (std::string_view value :
         {"0912345678 (sai số, số đúng 0987654321)", "0912345678 (sai, đúng là 0987654321)",
          "0912345678 (không dùng nữa, dùng 0987654321)", "0912345678 (cũ, nay dùng 0987654321)",
          "0912345678 (nhầm máy, gọi 0987654321)", "0912345678 (kll, 0987654321)"})
        phone(value, "", kPhoneWrong);
    email("lan@b.vn (con gái: ba@b.vn)", "lan@b.vn", "the cell says that the address is somebody else's");
    email("lan@gmail.com (con gái)", "", "the cell says that the address is somebody else's");
}

TEST_CASE("the telephone of a relative behind a name, and a borrowed one, is somebody else's") {
    for (std::string_view note : {"Anh Nam con trai", "(Lan con gái)", "(mượn)", "(số mượn của bạn)",
                                  "(chị Lan em gái)", "(máy nhờ)", "(Hoa nghe hộ)"})
        phone("0912345678 " + std::string(note), "", kPhoneOther);
    for (std::string_view note : {"(Anh Nam)", "(nhờ gọi sau 17h)", "(Nguyễn Thị Mượn)", "(chính chủ)"})
        phone("0912345678 " + std::string(note), "+84912345678", "");
}

TEST_CASE("a contact that its cell says to be a relative's or an office's is not the person's") {
    for (std::string_view whose : {"mẹ",
                                   "bố",
                                   "ba",
                                   "má",
                                   "cha",
                                   "con",
                                   "anh",
                                   "chị",
                                   "em",
                                   "cháu",
                                   "ông",
                                   "bà",
                                   "bác",
                                   "cô",
                                   "chú",
                                   "dì",
                                   "bạn",
                                   "vợ",
                                   "chồng",
                                   "vk",
                                   "ck",
                                   "của vợ",
                                   "số vợ",
                                   "vợ anh A",
                                   "mẹ Lan",
                                   "con gái Lan",
                                   "anh trai",
                                   "chị họ",
                                   "em gái",
                                   "số của em trai",
                                   "của bạn gái",
                                   "gọi cho con",
                                   "gặp chị Lan",
                                   "của Lan",
                                   "chủ nhà",
                                   "kế toán",
                                   "thư ký",
                                   "phụ huynh",
                                   "GVCN",
                                   "GVCN Lan",
                                   "đại diện",
                                   "sếp",
                                   "mother",
                                   "wife",
                                   "wife's",
                                   "his wife",
                                   "husband",
                                   "SĐT vợ",
                                   "số điện thoại của mẹ",
                                   "cua vo",
                                   "so vo",
                                   "sdt me",
                                   "anh nam",
                                   "Bố",
                                   "VỢ",
                                   "CHỊ GÁI",
                                   "ông nội",
                                   "bà xã",
                                   "là số vợ",
                                   "số này của mẹ",
                                   "dùng chung với vợ",
                                   "nhà hàng xóm",
                                   "chị Lan kế toán",
                                   "bạn học",
                                   "cô giáo chủ nhiệm",
                                   "Zalo vợ",
                                   "qua chị Hoa",
                                   "người giám hộ"}) {
        phone("0912345678 (" + std::string(whose) + ")", "", kPhoneOther);
        phone("0912345678 " + std::string(whose), "", kPhoneOther);
        phone(std::string(whose) + ": 0912345678", "", kPhoneOther);
        phone("0987654321; 0912345678 (" + std::string(whose) + ")", "+84987654321", kPhoneOther);
    }
    for (std::string_view value :
         {"lan@b.vn (của vợ)", "email vợ lan@b.vn", "sếp lan@b.vn", "Email vợ: lan@b.vn", "lan@b.vn (kế toán)"})
        email(value, "", "the cell says that the address is somebody else's");
}

TEST_CASE("the number of an account, a paper or a fax is no telephone") {
    for (std::string_view value : {"STK 0912345678 VCB", "0912345678 (STK)", "CMND 0912345678", "CCCD: 0912345678",
                                   "Số tài khoản 0912345678", "Fax 0912345678", "Fax: 0912345678",
                                   "tổng đài 0912345678", "so tai khoan: 0912345678", "0912345678 (số fax)"})
        phone(value, "", "not a telephone number that a message can be sent to");
    phone("0912345678; STK: 0987654321", "+84912345678", "not a telephone number that a message can be sent to");
    phone("0912345678 (fax 0987654321)", "+84912345678", "not a telephone number that a message can be sent to");
    phone("tài khoản Zalo: 0912345678", "+84912345678", "");
    email("Fax: 024 38251234, Email: lan@b.vn", "lan@b.vn", "");
}

TEST_CASE("a contact that its cell says to be lost or shut is not sent to") {
    for (std::string_view note : {"(mất)", "mất", "ngừng", "(ngưng)", "(khóa)", "(khoá)", "ko dùng", "đã ngừng",
                                  "ngừng hoạt động", "tạm khóa", "(số mất)", "ko sử dụng"})
        phone("0912345678 " + std::string(note), "", kPhoneWrong);
}

TEST_CASE("beside the contact of a guardian a parent is right, and nobody else") {
    auto of = [](std::string_view value) {
        Repairs repairs;
        return read_address(ContactKind::phone, value, repairs, WrittenTo::guardian).address;
    };
    for (std::string_view whose : {"mẹ", "bố", "ba", "của mẹ", "phụ huynh", "mẹ Lan", "father", "sdt me"})
        CHECK(of("0912345678 (" + std::string(whose) + ")") == "+84912345678");
    for (std::string_view whose : {"vợ", "chị gái", "ông nội", "con", "GVCN"})
        CHECK(of("0912345678 (" + std::string(whose) + ")") == "");
}

TEST_CASE("courtesy, the person's own and words of the channel leave a contact as it is") {
    for (std::string_view note :
         {"(anh Nam)",   "(chị Mới)",   "ANH NAM",      "(của tôi)", "(của khách)",         "chính chủ", "(Zalo)",
          "gọi sau 17h", "GỌI SAU 17H", "(không zalo)", "(ko zalo)", "(chú ý gọi sau 18h)", "(bác sĩ)",  "(Ba Đình)",
          "(Bà Rịa)",    "(Liên)",      "(Lan Anh)",    "(Lê Ba)",   "(cá nhân)",           "di động",   "(vo thi lan)",
          "(Sơn)",       "(Chi)",       "(Son)",        "(cơ quan)", "nhà riêng",           "(Điện)"})
        phone("0912345678 " + std::string(note), "+84912345678", "");
    for (std::string_view value : {"Bà Lê Thị A <a@b.vn>", "Anh Tuấn <a@b.vn>", "Cô giáo Lan <a@b.vn>",
                                   "Ông Nguyễn Văn A: a@b.vn", "Email của tôi: a@b.vn"})
        email(value, "a@b.vn", "");
}

TEST_CASE("names, places and customers that sound like a note are sent to") {
    for (std::string_view value :
         {"0912345678 (Sai Gon)", "VP Sai Gon: 0912345678", "số máy Sài Gòn 0912345678", "số Sài Gòn: 0912345678",
          "máy Hồng: 0912345678", "0912345678 (Đà Mát)", "0912345678 (Da Mat)", "0912345678 (Chợ Cũ)",
          "0912345678 (nhà cũ)", "0912345678 (khách cũ)", "0912345678 (KH cũ)", "Cô giáo Lan 0912345678",
          "Shop Bạn Bè 0912345678", "0912345678 (bảo vệ)", "0912345678 (lái xe)", "0912345678 (lễ tân)",
          "0912345678 (giáo viên)", "Khổng Dũng 0912345678"})
        phone(value, "+84912345678", "");
    for (std::string_view value : {"0912345678 (chị Mới), 0987654321 (anh Tâm)", "0912345678 (Chợ Mới), 0987654321",
                                   "KH mới - 0912345678 / 0987654321"})
        phone(value, "+84912345678 +84987654321", "");
    phone("0912345678 (đã đổi từ 01212345678)", "+84912345678", kPhoneWrong);
    for (std::string_view name : {"Sai Gon", "SAI GON TOURIST", "Vàng A Sai", "Email: Hồng", "Mây Hồng", "Mới",
                                  "Chi cục Bảo vệ thực vật", "Bảo vệ Môi trường", "Teacher Lan", "Giáo viên Việt"})
        email(std::string(name) + " <sg@x.vn>", "sg@x.vn", "");
    for (std::string_view name : {"Nguyễn Thị Mới", "New World"})
        email(std::string(name) + " <a@x.vn>; b@x.vn", "a@x.vn b@x.vn", "");
    for (std::string_view note : {"(số sai)", "số cũ", "- sai", "(may hong)", "KHONG GOI", "(đã mất)", "số này sai"})
        phone("0912345678 " + std::string(note), "", kPhoneWrong);
    email("lan@x.vn (email cũ)", "", kEmailWrong);
}

TEST_CASE("what counts the addresses of a cell is no part of them") {
    for (std::string_view value : {"1.lan@b.vn 2.ba@b.vn", "1.lan@b.vn; 2.ba@b.vn", "1.lan@b.vn\n2.ba@b.vn"})
        email(value, "lan@b.vn ba@b.vn", "");
    email("1.lan@b.vn", "1.lan@b.vn", "");
    email("2.lan@b.vn 3.ba@b.vn", "2.lan@b.vn 3.ba@b.vn", "");
}

TEST_CASE("a mask shows nothing whole: two letters with a blank between are covered") {
    CHECK(masked("a b") == "• •");
    CHECK(masked("a.b") == "•.•");
    CHECK(masked("1/2") == "•/•");
    CHECK(masked("abc") == "a•c");
    CHECK(masked("(a b c)") == "(• • •)");
}

}  // namespace breachd::ingest
