// Names that must greet nobody.
#include "ingest/people/names.hpp"
#include "ingest/people/subjects.hpp"
#include "reading.hpp"
#include "testkit/catch.hpp"

namespace breachd::ingest {

TEST_CASE("what only says something of a contact may be somebody's name") {
    CHECK(wrong_name("Không Địa Chỉ").empty());
    CHECK_FALSE(wrong_name("Đang cập nhật").empty());
}

TEST_CASE("a formula and a web address greet nobody, and real names with the same signs do") {
    for (const char* name : {"=HYPERLINK(\"http://x\")", "=1+1", "=Lan", "+SUM(A1:A2)", "@SUM(A1)",
                             "-HYPERLINK(\"x\";\"y\")", "-2+3+cmd|' /C calc'!A0", "+cmd|' /C calc'!A0"})
        CHECK(wrong_name(name) == kNameIsFormula);
    for (const char* name : {"Xem http://x.test", "Lan HTTPS://x.test/a"}) CHECK(wrong_name(name) == kNoName);
    for (const char* name : {"Nguyễn - Lan", "- Lan", "-Lan", "+ Lê Ba", "- Lan (con)", "Lan (mẹ)", "Lê-Ba (con)"})
        CHECK(wrong_name(name).empty());
    auto list = csv("subject_ref,email,name\nKH1,a@hopthu.test,\"=HYPERLINK(\"\"http://x\"\")\"\n");
    REQUIRE(list.people.size() == 1);
    CHECK(list.name().empty());
    CHECK(list.listed() == "2 the name is a formula\n");
    list = csv("subject_ref,email,name,guardian_of\nKH1,a@hopthu.test,Lê Ba,+SUM(A1)\n");
    REQUIRE(list.people.size() == 1);
    CHECK(list.child().empty());
    CHECK(list.listed().find("2 the name is a formula\n") != std::string::npos);
}

TEST_CASE("what is no name is listed, and the person comes in without one") {
    for (std::string_view name : {"#N/A",
                                  "N/A",
                                  "-",
                                  "0",
                                  "null",
                                  "Đang cập nhật",
                                  "Chưa có",
                                  "0912345678",
                                  "+84 912 345 678",
                                  "lan@hopthu.test",
                                  "l****n",
                                  "Nguy\ufffdn An",
                                  "Nguy?n Th? H?ng",
                                  "Tr?n An",
                                  "NguyÔn ThÞ H»ng",
                                  "TrÇn V¨n B×nh",
                                  "§ç Minh",
                                  "Lª Hµ",
                                  "Nguyeãn Thò Haèng",
                                  "NGUYEÃN THÒ HAÈNG",
                                  "Ñaëng An",
                                  "Traàn Bình",
                                  "Phaïm An",
                                  "Döông An",
                                  "Lª ThÞ Mª",
                                  "Hoµng §×nh ¸nh",
                                  "Ph¹m Quúnh",
                                  "NGUYEÃN VAÊN ÑÖÙC",
                                  "Huyønh Ngoïc Traâm",
                                  "Leâ Hoaøng Myõ",
                                  "Ñinh Vaên Khoa",
                                  "Không",
                                  "Không Có",
                                  "Không đúng",
                                  "KHÔNG RÕ",
                                  "Chưa Cập Nhật",
                                  "không biết",
                                  "khong co",
                                  "ko co",
                                  "NA",
                                  "na",
                                  "Unknown",
                                  "Khách lẻ",
                                  "KHÁCH LẺ",
                                  "Không tên",
                                  "Không có tên",
                                  "Chưa rõ tên",
                                  "No name",
                                  "N••••n",
                                  "N•n",
                                  "●●●",
                                  "Nguyễn xxx",
                                  "NGUYỄN XXX",
                                  "Ngu_____",
                                  "Nguyá»…n Thá»‹ Lan",
                                  "LÃª HÃ",
                                  "Äá»— Minh",
                                  "Nguy&copy;n",
                                  "\\N"}) {
        INFO(name);
        SubjectReader reader(SubjectFormat::csv);
        std::vector<Subject> people;
        reader.feed("Mã,Tên,Email\nK1," + std::string(name) + ",a@b.test\n", people);
        reader.finish(people);
        REQUIRE(people.size() == 1);
        CHECK(people[0].name.reveal().empty());
        CHECK_FALSE(people[0].address(ContactKind::email).reveal().empty());
        auto notes = reader.take_notes();
        REQUIRE(notes.size() == 1);
        CHECK(notes[0].rejected);
        CHECK(notes[0].field == "name");
    }
    CHECK(wrong_name("NguyÔn ThÞ H»ng") == "the name is in an old font (TCVN3 or VNI): convert it to Unicode");
    CHECK(wrong_name("Nguyeãn Thò Haèng") == wrong_name("NguyÔn ThÞ H»ng"));
    CHECK(wrong_name("l****n") == "the name is masked: its letters are covered");
}

TEST_CASE("names as people and companies have them are names") {
    for (std::string_view name : {"Nguyễn Thị Hằng",
                                  "NGUYỄN THỊ HẰNG",
                                  "Đỗ Mỹ",
                                  "Na",
                                  "Nan",
                                  "Công ty TNHH 3M",
                                  "Công ty \"A\"",
                                  "Công ty «Anh»",
                                  "François Müller",
                                  "Raúl Muñoz",
                                  "João Conceição",
                                  "Zoë",
                                  "Joël",
                                  "Loïc",
                                  "Michaël",
                                  "Åse Ødegård",
                                  "Jürgen Groß",
                                  "Hoà",
                                  "Thuý",
                                  "Hoàng Oanh",
                                  "Quýnh",
                                  "Khuê",
                                  "Huệ",
                                  "D'Arcy Ó Néill",
                                  "Lan?",
                                  "李小龙",
                                  "Ngoãn",
                                  "Toán",
                                  "LÊ VĂN HOÀ",
                                  "K'Brêu",
                                  "H’Hen Niê",
                                  "Y Moan Ênuôl",
                                  "Nguyễn Văn A (con bà B)",
                                  "x",
                                  "Công ty Acme®",
                                  "Leão",
                                  "João Leão",
                                  "Maria Leão",
                                  "Ponce de Leão",
                                  "Simeão",
                                  "Gaál",
                                  "Saâd",
                                  "Saâdia",
                                  "Amin Maâlouf",
                                  "Kaâbi",
                                  "Raphaèle",
                                  "Michaèle",
                                  "Gaèlle",
                                  "Danaè",
                                  "Esaù",
                                  "Ferraù",
                                  "Raùl",
                                  "Isaác",
                                  "Ñíguez",
                                  "Ñáñez",
                                  "Ñaupari",
                                  "Ñahui",
                                  "Mª José",
                                  "Mª Carmen",
                                  "José Mª",
                                  "Gal·la",
                                  "Marcel·lí",
                                  "McÉvoy",
                                  "DeÁngelis",
                                  "Noûr El Hoûda",
                                  "Ayoûb",
                                  "Aoûn",
                                  "Ioân",
                                  "Bryøen",
                                  "Leøy",
                                  "Trần VănÚt",
                                  "Lê VănÚt",
                                  "Khổng Dũng",
                                  "Khổng Dung",
                                  "Khổng Dụng",
                                  "Khổng Dùng",
                                  "KHỔNG DÙNG",
                                  "Khổng Có",
                                  "Khổng Cơ",
                                  "Khổng Cổ",
                                  "Khổng Biết",
                                  "Khổng Rõ",
                                  "Khổng Số",
                                  "Khổng",
                                  "Ko Co",
                                  "Nà",
                                  "Nã",
                                  "Đào Na",
                                  "Khách Lê",
                                  "An Danh",
                                  "Khổng Tên",
                                  "Công ty A & B",
                                  "Lan&Hoa; Mai",
                                  "Lê A&B",
                                  "Max",
                                  "Ba Xx",
                                  "• Lê An"}) {
        INFO(name);
        CHECK(wrong_name(name) == "");
    }
}

TEST_CASE("letters of a name that were written as codes are put back, and listed") {
    for (std::string_view name :
         {"Nguy&#7877;n An", "Nguy&#x1EC5;n An", "Nguy\\u1ec5n An", "Nguy&amp;#7877;n An", "Nguy&ecirc;̃n An"}) {
        INFO(name);
        auto got = csv("Mã,Tên\nK1,\"" + std::string(name) + "\"\n");
        CHECK(got.name() == "Nguyễn An");
        CHECK(got.repaired() == "2 the letters that were written as codes were put back\n");
        CHECK(got.listed() == "");
    }
    CHECK(csv("Mã,Tên\nK1,\"M&uuml;ller An\"\n").name() == "Müller An");
    CHECK(csv("Mã,Tên\nK1,\"L&lt;b&gt; An\"\n").name() == "");
    CHECK(csv("Mã,Tên\nK1,\"L\\u0007 An\"\n").name() == "");
}

TEST_CASE("a name that was refused is not united with another row's: nobody gets the other one's telephone") {
    const std::string kept =
        "3 the name in a row of this reference cannot be read, and may be another person's: the contacts of the first "
        "row are used\n";
    for (std::string_view name : {"NguyÔn V¨n A", "Nguy?n V?n A", "N**** A"}) {
        INFO(name);
        auto first = csv("Mã,Tên,SĐT,Email\nA-12," + std::string(name) + ",0912345678,\nA-12,Trần Bình,,binh@b.vn\n");
        REQUIRE(first.people.size() == 2);
        CHECK(first.phone(0) == "+84912345678");
        CHECK(first.people[1].name.reveal().empty());
        CHECK(first.people[1].contacts.empty());
        CHECK(first.listed().ends_with(kept));
        auto second = csv("Mã,Tên,SĐT,Email\nA-12,Trần Bình,,binh@b.vn\nA-12," + std::string(name) + ",0912345678,\n");
        CHECK(second.email(0) == "binh@b.vn");
        CHECK(second.people.at(1).contacts.empty());
        CHECK(second.listed().ends_with(kept));
    }
    // Without a contact it can be anybody's row, and words for "none" are no name.
    auto alone = csv("Mã,Tên,SĐT\nA-12,NguyÔn V¨n A,\nA-12,Trần Bình,0912345678\n");
    CHECK(alone.phone(1) == "+84912345678");
    CHECK(alone.people.at(1).name.reveal() == "Trần Bình");
    auto none = csv("Mã,Tên,SĐT,Email\nA-12,N/A,0912345678,\nA-12,Trần Bình,,binh@b.vn\nA-13,Lª Hµ,,c@b.vn\n");
    CHECK(none.email(1) == "binh@b.vn");
    CHECK(none.email(2) == "c@b.vn");
    auto same = csv("Mã,Tên,SĐT\nA-12,NguyÔn V¨n A,\nA-12,NguyÔn V¨n A,0912345678\n");
    CHECK(same.phone(1) == "+84912345678");
    std::string many = "Mã,Tên,Email\n";
    for (int i = 1; i <= 1000; ++i) many += std::to_string(i) + ",NguyÔn A,a@b.vn\n";
    CHECK(csv(many).notes.size() == 1000);
}

TEST_CASE("rows of one reference whose names may be the same person's stay one person's") {
    const std::string head = "Mã,Tên,SĐT,Email\n";
    for (std::string_view name : {"N*** Lan", "Nguy?n Lan", "Nguy?n L?n", "Nguy?n H?ng", "NguyÔn V¨n L»n"}) {
        INFO(name);
        auto same = csv(head + "K1," + std::string(name) + ",0912345678,\nK1," + std::string(name) + ",,a@b.vn\n");
        CHECK(same.email(1) == "a@b.vn");
    }
    for (std::string_view name : {"N*** Lan", "Nguy?n Lan", "Nguy?n L?n", "Nguy?n ???"}) {
        INFO(name);
        auto first = csv(head + "K1," + std::string(name) + ",0912345678,\nK1,Nguyễn Lan,,a@b.vn\n");
        CHECK(first.people.at(1).name.reveal() == "Nguyễn Lan");
        CHECK(first.email(1) == "a@b.vn");
        auto second = csv(head + "K1,Nguyễn Lan,0912345678,\nK1," + std::string(name) + ",,a@b.vn\n");
        CHECK(second.email(1) == "a@b.vn");
    }
    // A contact that is in both rows.
    auto shared = csv(head + "K1,Nguyễn Bình,0912345678,\nK1,Nguy?n Hu?,0912345678,a@b.vn\n");
    CHECK(shared.email(1) == "a@b.vn");
    for (std::string_view other : {"Trần Loan", "Lê Bình"}) {
        auto apart = csv(head + "K1,N*** Lan,0912345678,\nK1," + std::string(other) + ",,a@b.vn\n");
        CHECK(apart.people.at(1).contacts.empty());
        CHECK(apart.people.at(1).name.reveal().empty());
    }
}

TEST_CASE("names in TCVN3 with an ư are found, whose soft hyphen programs drop") {
    for (std::string_view name : {"D\u00ad¬ng Hµ", "L\u00ad¬ng V¨n Trang", "Th\u00ad", "D¬ng Hµ", "Ph¬ng", "Tr¬ng An",
                                  "V¬ng An", "H¬ng", "Khæng YÕn", "Lan §¹t", "Lan ¸nh"}) {
        INFO(name);
        auto got = csv("Mã,Tên\nK1," + std::string(name) + "\n");
        CHECK(got.name() == "");
        CHECK(got.listed() == "2 the name is in an old font (TCVN3 or VNI): convert it to Unicode\n");
    }
    CHECK(csv("Mã,Tên\nK1,Jür\u00adgen Groß\n").name() == "Jürgen Groß");
    CHECK(csv("Mã,Tên\nK1,Nguyễn Tha\u00adnh\n").name() == "Nguyễn Thanh");
}

}  // namespace breachd::ingest
