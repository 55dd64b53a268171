// Which row is the header, and what its titles mean beside each other.
#include <algorithm>

#include "ingest/people/subjects.hpp"
#include "reading.hpp"
#include "testkit/catch.hpp"

namespace breachd::ingest {

TEST_CASE("what stands above the header is a heading, with several cells too") {
    const std::string_view nation =
        "SỞ Y TẾ HÀ NỘI;;CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nBỆNH VIỆN A;;Độc lập - Tự do - Hạnh phúc\n;;\n"
        "Địa chỉ:;1 Tràng Thi, Hà Nội;\nID;R-2026;\n";
    for (std::size_t cut : {1U, 7U, 1U << 20}) {
        auto got = read(std::string(nation) + "Mã BN;Họ tên;SĐT\nBN-1;Lê An;0912345678\nBN-2;Ba;\n", {}, cut);
        CHECK(got.said_where() == "");
        REQUIRE(got.people.size() == 2);
        CHECK(got.ref() == "BN-1");
        CHECK(got.phone() == "+84912345678");
        CHECK(got.how.title_rows == 4);
        CHECK(got.how.blank_rows == 1);
        CHECK(got.how.separator == ";");
    }
    std::string many;
    for (int i = 0; i < 28; ++i) many += "dòng, " + std::to_string(i) + "\n";
    CHECK(read(many + "Mã,Tên\nK1,An\n").ref() == "K1");
    CHECK(read("sep=;\nDanh sách, quý 3;x\nMã;Tên\nK1;Lê, An\n").name() == "Lê, An");
}

TEST_CASE("a header with unknown titles is refused by column at its own line, below headings too") {
    auto got = read("Danh sách,x\nMã,Tên,Ngày sinh\nK1,An,1990\n");
    CHECK(got.said_where().starts_with("2:3 unknown column “Ngày sinh”"));
    CHECK(read("Danh sách,x\nSTT,Mã,Tên\n1,K1,An\n", {true}).ref() == "K1");
    CHECK(read("id\nK1\nK2\n").people.size() == 2);
    CHECK(read("email,phone\na@b.test,0912345678\n").said_where() ==
          "1:0 the header has no column subject_ref; titles of it are Mã khách hàng, Mã nhân viên, Mã hồ sơ, Số CCCD "
          "and others\n");
}

TEST_CASE("ĐT is a telephone, and DT an ethnic group") {
    const ListOptions ignoring{true};
    CHECK(read("Mã,Họ tên,ĐT\nK1,An,0912345678\n").phone() == "+84912345678");
    CHECK(read("Mã,Họ tên,ĐT liên hệ\nK1,An,0912345678\n").phone() == "+84912345678");
    CHECK(read("Mã,Họ tên,DT\nK1,An,Kinh\n").said_where().starts_with("1:3 unknown column “DT”"));
    CHECK(read("Mã,Họ tên,DT,ĐT\nK1,An,Kinh,0912345678\n", ignoring).phone() == "+84912345678");
}

TEST_CASE("the first row with a reference and another title is the header, another table below it is refused") {
    const ListOptions ignoring{true};
    auto stacked =
        read("Mã KH,Họ tên,Hạng\nK1,Lan,Vàng\nK2,Bình,Bạc\n\nMã KH,Họ tên,Email,SĐT\nK3,Chi,c@b.test,0912345678\n",
             ignoring);
    CHECK(stacked.said() == "5 send one table a file: this header has other columns than the one in line 1\n");
    CHECK(stacked.how.title_rows == 0);
    auto ways = read(
        "Mã KH,Tên,Kênh 1,Kênh 2,Giấy tờ\nK0,An,,,CCCD\nK1,Lan,Email,SĐT,ID\nK2,Bình,Email,Zalo,CCCD\n"
        "lan,Lan,Email,SĐT,ID\n",
        ignoring);
    CHECK(ways.said() == "");
    CHECK(ways.refs() == "K0 K1 K2 lan ");
    for (std::string_view second :
         {"STT,Mã KH,Họ tên", "Hạng,Điểm,Mã KH,Họ tên", "Mã KH,Điểm,Hạng", "Mã KH,SĐT,Họ tên"}) {
        INFO(second);
        CHECK(
            read("Mã KH,Họ tên,Hạng,Điểm\nK1,Lan,Vàng,3\n" + std::string(second) + "\nK3,Chi,x\n", ignoring).error() ==
            "send one table a file: this header has other columns than the one in line 1");
    }
    CHECK(read("Mã KH,Hạng\nK1,Vàng\n\nMã KH,Họ tên\nK2,Bình\n", ignoring).said() ==
          "4 send one table a file: this header has other columns than the one in line 1\n");
    CHECK(read("ID,Báo cáo\nKỳ,Quý ba\nMã KH,Họ tên\nK2,Bình\n").refs() == "K2 ");
    auto labels = read("Mã hồ sơ:,H-1,Địa chỉ:,12 Tràng Thi\nMã KH,Họ tên,SĐT,Email\nK1,An,0912345678,\n");
    CHECK(labels.refs() == "K1 ");
    CHECK(labels.said() == "");
    CHECK(read("Mã hồ sơ,H-12,Điện thoại,02438251234\nMã BN,Họ tên,SĐT\nB1,An,0912345678\n").refs() == "B1 ");
}

TEST_CASE("a header in other words is skipped, one in another order is an error, and neither is a person") {
    for (std::string_view again : {"Customer ID,Full name,Phone", "Mã khách hàng,Họ và tên,Số điện thoại",
                                   "Mã khách hàng,,", "MÃ KH,Họ tên (*),SĐT"}) {
        INFO(again);
        auto got = read("Mã KH,Họ tên,SĐT\nK1,An,0912345678\n" + std::string(again) + "\n(1),(2),(3)\nK2,Ba,\n");
        CHECK(got.said() == "");
        CHECK(got.refs() == "K1 K2 ");
        CHECK(got.how.title_rows == 2);
    }
    auto swapped = read("Mã KH,Họ tên,SĐT\nK1,An,0912345678\nMã KH,SĐT,Họ tên\nK2,0912345679,Ba\n");
    CHECK(swapped.said() == "3 send one table a file: this header has other columns than the one in line 1\n");
    CHECK(read("Mã,Tên,Email\nma,Mã Lan,ma@b.test\nid,Y Đăm,\nlang,Lang,\nmail,Thu,\n").refs() == "ma id lang mail ");
}

TEST_CASE("what stands in brackets counts, unless it says nothing more") {
    for (std::string_view title : {"Điện thoại (người thân)", "Email (người giới thiệu)", "Họ tên (chủ hộ)",
                                   "Địa chỉ (công ty)", "SĐT (học sinh)", "Zalo (SĐT)"}) {
        INFO(title);
        CHECK_FALSE(list_column(title));
        CHECK(read("Mã," + std::string(title) + "\nK1,0912345678\n").said_where() != "");
    }
    for (std::string_view title :
         {"Điện thoại (*)", "Điện thoại (bắt buộc)", "Điện thoại (không bắt buộc)", "Điện thoại (nếu có)",
          "Phone (required)", "Phone (optional)", "SĐT (Zalo)", "SĐT (+84)", "SĐT (10 số)", "(*) SĐT", "SĐT (VD: 0912)",
          "Số điện thoại (Phone)", "Số điện thoại (di động)", "SĐT (khách hàng)"}) {
        INFO(title);
        CHECK(read("Mã," + std::string(title) + "\nK1,0912345678\n").phone() == "+84912345678");
    }
    CHECK(list_columns()[*list_column("Mã khách hàng (ID)")].name == "subject_ref");
    CHECK(list_columns()[*list_column("Ngôn ngữ (vi hoặc en)")].name == "language");
    auto child = read("Mã HS,Họ tên (học sinh),SĐT (mẹ)\nK1,An,0912345678\n");
    CHECK(child.people.at(0).guardian_of.reveal() == "An");
}

TEST_CASE("several columns of telephones and e-mail addresses are all kept") {
    for (std::string_view titles : {"Điện thoại,Di động,Email,Email 2", "SĐT 1,SĐT 2,Email 1,Thư điện tử",
                                    "Điện thoại,Điện thoại 2,Mail,Email 2"}) {
        INFO(titles);
        auto got = read("Mã," + std::string(titles) + "\nK1,0912345678,0987654321,a@b.test,c@d.test\n");
        CHECK(got.said_where() == "");
        CHECK(addresses_of(got.people.at(0), ContactKind::phone).size() == 2);
        CHECK(addresses_of(got.people.at(0), ContactKind::email).size() == 2);
        CHECK(got.phone() == "+84912345678");
    }
    CHECK(read("Mã,Zalo,Zalo ID\nK1,1,2\n").said_where() == "1:3 this column is named twice\n");
}

TEST_CASE("a line of a report's filter above the header is no header") {
    const std::string people = "K1,An,0912345678,a@b.test\n";
    for (std::string_view filter :
         {"Mã KH,Tất cả,Tên,Tất cả", "Mã hồ sơ,HS-01,Họ tên,Nguyễn A", "ID,5,Name,Report", "Customer ID,all,Email,all",
          "Mã,BV01,Tên,Bệnh viện A", "Mã KH,Tất cả,Tên,Tất cả\nDanh sách"}) {
        INFO(filter);
        auto got = read(std::string(filter) + "\nMã KH,Họ tên,SĐT,Email\n" + people, {true});
        CHECK(got.said() == "");
        CHECK(got.refs() == "K1 ");
        CHECK(got.phone() == "+84912345678");
    }
    // A header of such titles, if people follow.
    auto own = read("Mã KH,Hạng,Tên,Ghi chú\nK1,A,An,x\nMã KH,Họ tên,SĐT,Email\n" + people, {true});
    CHECK(own.error().starts_with("send one table a file"));
    for (std::string_view row : {"K1,A", "K1", "K1,,0912345678"})
        CHECK(read("Mã KH,Hạng,Tên,Ghi chú\n" + std::string(row) + "\nMã KH,Tên\nK2,An\n", {true}).said() != "");
    CHECK(read("Mã KH,Hạng,Tên,Ghi chú\nK1,A,An,x\nK2,,,\n", {true}).refs() == "K1 K2 ");
}

TEST_CASE("a name whose title is merged over two columns is joined, and nothing else is put to it") {
    const ListOptions ignoring{true};
    auto got = read(
        "STT,MSSV,Họ và tên,,SĐT\n1,S1,Lê Thị,Lan,0912345678\n2,S2,Trần,Y,\n3,S3,Lê An,,\n4,S4,Lê Ba,12,\n"
        "5,S5,,Bình,\n",
        ignoring);
    CHECK(got.said() == "");
    REQUIRE(got.people.size() == 5);
    for (std::size_t i = 0; std::string_view name : {"Lê Thị Lan", "Trần Y", "Lê An", "Lê Ba", "Bình"})
        CHECK(got.people[i++].name.reveal() == name);
    CHECK(got.phone() == "+84912345678");
    CHECK(read("STT,MSSV,Họ và tên,,,SĐT\n1,S1,Lê,Thị,Lan,\n", ignoring).name() == "Lê Thị Lan");
    CHECK(read("Mã HS,Họ tên học sinh,,SĐT phụ huynh\nS1,Lê Thị,Lan,0912345678\n").child() == "Lê Thị Lan");
    for (std::string_view text : {"Nữ", "đã gọi lại", "x", "F", "Nam", "VIP", "ok", "gọi", "Kế toán", "6A"}) {
        INFO(text);
        auto other = read("Mã,Họ và tên,,SĐT\nS1,Lê Thị Lan," + std::string(text) + ",0912345678\nS2,Lê Ba,,\n");
        CHECK(other.said() == "");
        CHECK(other.name() == "Lê Thị Lan");
        CHECK(other.phone() == "+84912345678");
        CHECK(other.listed() == "2 a value in a column without a title is not used\n");
    }
    auto nam = read("Mã,Họ và tên,,SĐT\nS1,Lê,An,\nS2,Lê,Ba,\nS3,Lê,Chi,\nS4,Lê Văn,Nam,\n");
    CHECK(nam.people.back().name.reveal() == "Lê Văn Nam");
    CHECK(read("Mã,Họ tên,,\nK1,An,,\nK2,Ba\n").said() == "");
}

TEST_CASE("a header of two lines is refused: no contact is lost with its second line") {
    for (std::string_view header :
         {"STT,MSSV,Họ tên,Liên hệ,\n,,,SĐT,Email\n", "STT,Mã KH,Thông tin,,\n,,Họ tên,SĐT,Email\n",
          "STT,Mã KH,Họ và tên,,SĐT\n,,Họ,Tên,\n"}) {
        INFO(header);
        CHECK(read(std::string(header) + "1,S1,An,0912345678,a@b.test\n", {true}).first() ==
              "2:0 the header has two lines: put all titles into one");
    }
}

TEST_CASE("two columns of references are refused by their titles") {
    CHECK(read("Mã BN,Tên,Mã hồ sơ\nK1,An,H1\n").said_where() ==
          "1:3 “Mã BN” (column 1) and “Mã hồ sơ” (column 3) are both subject_ref: keep one of the columns\n");
    CHECK(read("ID,Mã KH,Tên\nK1,1,An\n").said_where().find("“ID” (column 1) and “Mã KH” (column 2)") !=
          std::string::npos);
}

TEST_CASE("the parts of a name are joined, family name first") {
    CHECK(read("Mã,Họ,Tên\nK1,Lê Thị,Mận\n").name() == "Lê Thị Mận");
    CHECK(read("Mã,Tên,Họ đệm\nK1,Mận,Lê Thị\n").name() == "Lê Thị Mận");
    CHECK(read("Mã,Họ,Tên đệm,Tên\nK1,Lê,Thị,Mận\n").name() == "Lê Thị Mận");
    CHECK(read("Mã,Họ và tên đệm,Tên\nK1,,Mận\n").name() == "Mận");
    CHECK(read("Mã,Họ tên đệm\nK1,Lê\n").said_where() != "");  // half a name is none
    CHECK(read("Mã,Họ,Họ tên\nK1,Lê,An\n").said_where() != "");
    CHECK(read("Mã,Họ,Tên,Họ tên\nK1,Lê,An,Lê An\n").said_where() == "1:4 this column is named twice\n");
}

TEST_CASE("names in English parts are joined, family name first, where no column has them whole") {
    CHECK(read("ID,First Name,Last Name\nK1,Thị Mận,Lê\n").name() == "Lê Thị Mận");
    CHECK(read("ID,Surname,Middle name,Given name\nK1,Lê,Thị,Mận\n").name() == "Lê Thị Mận");
    CHECK(ndjson(R"({"id":"K1","first_name":"An","last_name":"Lê"})").name() == "Lê An");
    CHECK(read("ID,First Name\nK1,An\n").said_where().starts_with("1:2 unknown column “First Name”"));
    CHECK(read("ID,Name,First Name,Last Name\nK1,Lê An,An,Lê\n", {true}).name() == "Lê An");
}

TEST_CASE("everyday titles are known") {
    for (std::string_view title : {"SĐT/Zalo", "SĐT Zalo", "Số điện thoại/Zalo", "SĐT cá nhân"})
        CHECK(read("Mã," + std::string(title) + "\nK1,0912345678\n").phone() == "+84912345678");
    CHECK(read("Mã,Email cá nhân\nK1,a@b.test\n").email() == "a@b.test");
    for (std::string_view title : {"Họ tên BN", "Tên khách", "Họ và tên khách"})
        CHECK(read("Mã," + std::string(title) + "\nK1,An\n").name() == "An");
    CHECK(read("Mã HS,Họ tên HS,SĐT PHHS\nK1,An,0912345678\n").child() == "An");
}

TEST_CASE("the numbers of the rows are a column without a meaning") {
    for (std::string_view title :
         {"STT", "stt", "STT.", "TT", "No.", "No", "#", "Số TT", "Số thứ tự", "S.T.T", "ＳＴＴ"}) {
        INFO(title);
        auto got = read(std::string(title) + ",Mã KH,Họ tên\n1,K1,An\n");
        CHECK(got.said() == "");
        CHECK(got.refs() == "K1 ");
        CHECK(got.how.ignored_columns == std::vector<std::string>{std::string(title)});
    }
    CHECK(ndjson(R"({"STT":1,"id":"K1","name":"An"})").refs() == "K1 ");
    CHECK(read("Nợ,Mã KH,Họ tên\n1,K1,An\n").error().starts_with("unknown column “Nợ”"));
}

TEST_CASE("an unknown column is refused with what to do, by its title where the row is a header") {
    const std::string what =
        ": give it a known title, or leave such columns out with ignore_columns=true (--ignore-columns); known are ";
    CHECK(read("Mã,Tên,Hạng\nK1,An,A\n").error().starts_with("unknown column “Hạng”" + what));
    CHECK(read("Họ tên,Hạng\nAn,A\n").error().starts_with("unknown column “Hạng”" + what));
    CHECK(read("Lê An,Hà Nội\nLê Ba,Huế\n").error().starts_with("unknown column" + what));
    CHECK(ndjson(R"({"id":"K1","Hạng":"A"})").error().starts_with("unknown member “Hạng”" + what));
}

TEST_CASE("a title that says that it is the person's own is known by what is left of it") {
    for (std::string_view titles :
         {"Mã KH,HỌ VÀ TÊN KH,Email KH,SĐT KH", "Mã SV,Họ và tên SV,Email sinh viên,SĐT sinh viên",
          "MNV,Họ tên NV,Email công ty,SĐT NV", "Employee No.,Employee Name,Work Email,Employee phone",
          "Số bệnh án,Họ tên người bệnh,Gmail,SĐT người bệnh", "PID,Patient Name,Hòm thư,Patient phone",
          "Mã số BHXH,Họ tên,Mail liên hệ,Số liên lạc", "Mã thẻ,Tên,Email chính,SĐT chính",
          "Username,Họ tên,Email đăng ký,SĐT đăng ký", "Mã học viên,Họ tên học viên,E‑mail,SĐT của học viên",
          "Mã KH,Họ và tên / Full name,E–mail,Điện thoại / Phone", "CUST_ID,CUST_NAME,EMAIL_ADDR,MOBILE_NO",
          "Mã sinh viên,Họ và tên của bạn,Địa chỉ email của bạn,Số điện thoại của bạn (Zalo)",
          "Guest ID,Guest Name,Email,Guest phone", "Số CIF,Tên KH,Email đăng ký,SĐT đăng ký SMS",
          "Mã KH,Họ tên,Email mới,SĐT phụ", "SBD,Họ và tên thí sinh,Email thí sinh,Điện thoại thí sinh",
          "Mã KH / Customer ID,Họ và tên (Full name),Email,Ｐｈｏｎｅ",
          "Mã KH,Họ và tên\tFull name,ＥＭＡＩＬ,Điện thoại（Phone）"}) {
        INFO(titles);
        auto header = std::string(titles);
        if (auto tab = header.find('\t'); tab != header.npos) header.replace(tab, 1, "|");
        auto got = read(header + "\nK1,An,a@b.test,0912345678\n");
        CHECK(got.said_where() == "");
        CHECK(got.refs() == "K1 ");
        CHECK(got.name() == "An");
        CHECK(got.email() == "a@b.test");
        CHECK(got.phone() == "+84912345678");
    }
}

TEST_CASE("a title of other people's kind, or of another person, stays theirs") {
    for (std::string_view title :
         {"SĐT NV", "Email nhân viên", "SĐT sinh viên", "SĐT người liên hệ", "Email / SĐT", "Email người đại diện",
          "SĐT liên hệ khẩn cấp", "SĐT người thân", "Tên / Mã", "Employee phone", "SĐT học sinh"}) {
        INFO(title);
        CHECK(
            read("Mã KH,Họ tên," + std::string(title) + "\nK1,An,0912345678\n").error().starts_with("unknown column"));
        CHECK(
            read("Mã KH,Họ tên," + std::string(title) + "\nK1,An,0912345678\n", {true}).people.at(0).contacts.empty());
    }
    auto staff = read("Mã KH,Họ tên KH,SĐT KH,Họ tên NV,SĐT NV\nK1,An,0912345678,Ba,0987654321\n", {true});
    CHECK(staff.said() == "");
    CHECK(staff.name() == "An");
    CHECK(addresses_of(staff.people.at(0), ContactKind::phone).size() == 1);
    auto pupil = read("Mã HS,Họ tên HS,SĐT phụ huynh,Email KH\nS1,An,0912345678,a@b.test\n", {true});
    CHECK(pupil.child() == "An");
}

TEST_CASE("titles that could be something else are none") {
    for (std::string_view title : {"Số máy", "DT", "Họ tên đệm", "Họ"}) {
        INFO(title);
        CHECK_FALSE(list_column(title));
    }
}

TEST_CASE("numbers of papers and accounts are references where no other title is one") {
    for (std::string_view title :
         {"Số CCCD", "CCCD", "CMND/CCCD", "CMND", "Số định danh", "Mã định danh cá nhân", "Mã định danh Bộ GD&ĐT",
          "Số thẻ BHYT", "Số tài khoản", "Số HĐBH", "PNR", "Căn hộ", "Số CMND/CCCD (*)"}) {
        INFO(title);
        CHECK(read(std::string(title) + ",Họ tên\nK1,An\n").ref() == "K1");
    }
    CHECK(read("CCCD,Mã KH,Họ tên\n1,K1,An\n").said_where().starts_with("1:1 unknown column “CCCD”"));
    CHECK(read("CCCD,Mã KH,Họ tên\n1,K1,An\n", {true}).ref() == "K1");
    for (std::string_view title : {"SBD", "Số GPLX", "Danh bộ", "Mã đặt phòng", "Mã căn", "Số thẻ hội viên"}) {
        INFO(title);
        CHECK(read(std::string(title) + ",Họ tên\nK1,An\n").ref() == "K1");
        CHECK(read(std::string(title) + ",Họ tên,CCCD\n1,An,K1\n", {true}).ref() == "K1");
        CHECK(read(std::string(title) + ",Họ tên,Mã KH\n1,An,K1\n", {true}).ref() == "K1");
    }
    CHECK(read("CCCD,Số tài khoản,Họ tên\n1,K1,An\n").said_where().find("are both subject_ref") != std::string::npos);
}

}  // namespace breachd::ingest
