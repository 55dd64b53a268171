// Columns of contacts after another person's column.
#include <algorithm>

#include "reading.hpp"
#include "testkit/catch.hpp"

namespace breachd::ingest {

TEST_CASE("a telephone after another person's column is that person's where the list has the own one too") {
    const ListOptions ignoring{true};
    for (std::string_view other : {"Người liên hệ", "Người thân", "Người giới thiệu", "Báo tin cho", "Liên hệ khẩn cấp",
                                   "Vợ/Chồng", "NV phụ trách", "Emergency contact", "Mẹ", "Môi giới"}) {
        INFO(other);
        auto got = read("Mã KH,Họ tên,SĐT,Email," + std::string(other) +
                            ",Quan hệ,Số điện thoại,Email\nK1,An,0912345678,a@b.test,Ba,cha,0987654321,c@b.test\n",
                        ignoring);
        CHECK(got.said() == "");
        CHECK(addresses_of(got.people.at(0), ContactKind::phone).size() == 1);
        CHECK(got.phone() == "+84912345678");
        CHECK(got.email() == "a@b.test");
        CHECK(got.how.ignored_columns.size() == 4);
        auto before =
            read("Mã KH," + std::string(other) + ",SĐT,Họ tên,SĐT\nK1,Ba,0987654321,An,0912345678\n", ignoring);
        CHECK(before.phone() == "+84912345678");
        CHECK(addresses_of(before.people.at(0), ContactKind::phone).size() == 1);
    }
    auto own = read("Mã KH,Họ tên,SĐT,Hạng,SĐT 2\nK1,An,0912345678,A,0987654321\n", ignoring);
    CHECK(addresses_of(own.people.at(0), ContactKind::phone).size() == 2);
}

TEST_CASE("a telephone or an address directly behind another person's column is that person's, with no own one too") {
    for (std::string_view other :
         {"Nhân viên phụ trách", "NV phụ trách", "Bác sĩ điều trị", "GVCN", "Giáo viên chủ nhiệm", "Người liên hệ",
          "Tên bác sĩ", "Người giới thiệu", "Cán bộ tín dụng", "Quản lý trực tiếp", "Account manager", "Môi giới",
          "Mã NV phụ trách", "Contact person", "Kế toán", "Sale", "Nhân viên kinh doanh", "Họ tên cha"}) {
        INFO(other);
        auto got =
            read("STT,Mã KH,Họ tên," + std::string(other) + ",SĐT,Email\n1,K1,An,Ba,0987654321,c@b.test\n", {true});
        CHECK(got.said() == "");
        CHECK(got.people.at(0).contacts.empty());
        CHECK(got.name() == "An");
        auto ignored = got.how.ignored_columns;
        CHECK(std::count(ignored.begin(), ignored.end(), "SĐT") == 1);
        CHECK(std::count(ignored.begin(), ignored.end(), "Email") == 1);
        CHECK(read("Mã KH," + std::string(other) + ",SĐT\nK1,Ba,0987654321\n").error().starts_with("unknown column") !=
              (other == "Họ tên cha"));
    }
    // Behind what is said of the customer it is the customer's.
    CHECK(read("Mã KH,Người liên hệ,Hạng,SĐT\nK1,Ba,A,0912345678\n", {true}).phone() == "+84912345678");
    CHECK(read("Mã KH,Hạng,SĐT,Nhân viên phụ trách\nK1,A,0912345678,Ba\n", {true}).phone() == "+84912345678");
}

TEST_CASE("a telephone behind a title that names nobody else is the person's own") {
    for (std::string_view title : {"Ngày liên hệ cuối", "Người tạo", "Số người phụ thuộc", "Kênh liên hệ",
                                   "Loại người dùng", "Trạng thái liên hệ", "Referral code"}) {
        INFO(title);
        auto got = read("Mã KH,Tên KH,Email," + std::string(title) +
                            ",Điện thoại,Email 1\nK1,An,a@b.vn,1,0912345678,\nK2,Ba,,2,,d@b.vn\n",
                        {true});
        CHECK(got.said() == "");
        CHECK(got.phone() == "+84912345678");
        CHECK(got.email(1) == "d@b.vn");
    }
}

TEST_CASE("a telephone after what is said of another person is that person's") {
    for (std::string_view titles :
         {"Người liên hệ khẩn cấp,Quan hệ", "Người thân,Nghề nghiệp", "Người thân,Năm sinh",
          "Tên phụ huynh,Nghề nghiệp", "Họ tên bố,Nơi làm việc", "Insured,Relationship", "Nhân viên phụ trách,Chức vụ",
          "Người liên hệ,", "Vợ/Chồng,CCCD vợ/chồng", "Người bảo lãnh,Quan hệ với khách hàng",
          "Emergency contact,Relationship", "Quan hệ với chủ hộ,Tuổi", "Người liên hệ,Chức danh"}) {
        INFO(titles);
        auto got =
            read("Mã KH,Họ tên," + std::string(titles) + ",Điện thoại,Email\nK1,An,Ba,x,0987654321,c@b.test\n", {true});
        CHECK(got.said() == "");
        CHECK(got.name() == "An");
        CHECK(got.people.at(0).contacts.empty());
    }
    auto several =
        read("Mã KH,Họ tên,Người thân,Quan hệ,Nghề nghiệp,Địa chỉ,SĐT\nK1,An,Ba,mẹ,x,1 Lê Lợi,0987654321\n", {true});
    CHECK(several.people.at(0).contacts.empty());
}

TEST_CASE("a telephone of which nobody knows whether it is the person's or another's refuses the list") {
    for (std::string_view titles : {"Người liên hệ,Khu vực", "Nhân viên kinh doanh,Chi nhánh", "Bác sĩ điều trị,Khoa",
                                    "Người giới thiệu,Ghi chú"}) {
        INFO(titles);
        auto header = "Mã KH,Họ tên," + std::string(titles);
        auto got = read(header + ",SĐT\nK1,An,Ba,x,0987654321\n", {true});
        CHECK(got.people.empty());
        CHECK(got.first().starts_with("1:5 “SĐT” (column 5) may belong to “"));
        CHECK(got.error().find("(column 3): say in its title") != std::string::npos);
        // With the person's own beside it, it is not.
        CHECK(addresses_of(read("SĐT," + header + ",SĐT\n0912345678,K1,An,Ba,x,0987654321\n", {true}).people.at(0),
                           ContactKind::phone)
                  .size() == 1);
        CHECK(read(header + ",SĐT KH\nK1,An,Ba,x,0912345678\n", {true}).phone() == "+84912345678");
    }
    CHECK(read("Mã KH,Họ tên,NV phụ trách,SĐT KH\nK1,An,Ba,0912345678\n", {true}).phone() == "+84912345678");
}

TEST_CASE("behind another person's own telephone it is the person's again") {
    auto got = read(
        "CIF,Tên KH,CBQL,SĐT CBQL,Chi nhánh,Số điện thoại,Email\nK1,An,Ba,0987654321,x,0912345678,a@b.test\n", {true});
    CHECK(got.said() == "");
    CHECK(got.phone() == "+84912345678");
    CHECK(got.email() == "a@b.test");
    CHECK(addresses_of(got.people.at(0), ContactKind::phone).size() == 1);
    // An office's is nobody's own.
    auto office = read("Mã KH,Tên KH,Người liên hệ,SĐT cơ quan,SĐT di động\nK1,An,Ba,1,0987654321\n", {true});
    CHECK(office.people.at(0).contacts.empty());
}

TEST_CASE("a column that may name another person makes the telephone after it doubtful") {
    for (std::string_view title : {"Liên hệ", "Contact", "Họ tên chủ hộ", "Bên mua bảo hiểm"}) {
        INFO(title);
        auto got = read("Mã KH,Họ tên," + std::string(title) + ",Email\nK1,An,Ba,c@b.test\n", {true});
        CHECK(got.first().starts_with("1:4 “Email” (column 4) may belong to “"));
    }
    CHECK(read("Căn hộ,Họ tên chủ hộ,SĐT\nA1,An,0912345678\n", {true}).phone() == "+84912345678");
    CHECK(read("Căn hộ,Họ tên chủ hộ,SĐT,Người thuê,SĐT\nA1,An,0912345678,Ba,0987654321\n", {true})
              .people.at(0)
              .contacts.size() == 1);
}

TEST_CASE("a title that stands there again with an unknown column between may be another person's") {
    auto got =
        read("Căn hộ,Chủ sở hữu,SĐT,Email,Người đang ở,SĐT,Email\nA1,An,0912345678,a@b.test,Ba,0987654321,c@b.test\n",
             {true});
    CHECK(got.said_where().starts_with("1:6 “SĐT” (column 6) may belong to “Người đang ở” (column 5)"));
    CHECK(got.errors.size() == 2);
    CHECK(read("Mã KH,Họ tên,Người đang ở,SĐT\nK1,An,Ba,0987654321\n", {true}).error().find("may belong to") !=
          std::string::npos);
    auto numbered = read("Mã KH,Họ tên,SĐT,Ghi chú,SĐT 2\nK1,An,0912345678,x,0987654321\n", {true});
    CHECK(numbered.people.at(0).contacts.size() == 2);
    CHECK(read("Mã KH,Họ tên,SĐT,SĐT\nK1,An,0912345678,0987654321\n").people.at(0).contacts.size() == 2);
}

TEST_CASE("a parent's contacts stay theirs, whatever stands before") {
    auto relation = read("Mã HS,Họ tên HS,Họ tên PH,Quan hệ,SĐT,Email\nH1,An,Ba,Bố,0912345678,a@b.test\n", {true});
    CHECK(relation.child() == "An");
    CHECK(relation.phone() == "+84912345678");
    CHECK(relation.email() == "a@b.test");
    auto teacher = read("Mã HS,Họ tên HS,Lớp,GVCN,SĐT phụ huynh,SĐT GVCN\nH1,An,6A,Ba,0912345678,0987654321\n", {true});
    CHECK(teacher.phone() == "+84912345678");
    CHECK(teacher.people.at(0).contacts.size() == 1);
}

TEST_CASE("two numbered names with one reference leave no contact certain") {
    auto got = read("Mã KH,Họ tên KH 1,Họ tên KH 2,SĐT 1,SĐT 2\nK1,An,Ba,0912345678,0987654321\n", {true});
    CHECK(got.errors.size() == 2);
    CHECK(got.first().starts_with("1:4 “SĐT 1” (column 4) may belong to “Họ tên KH 2” (column 3)"));
    auto second = read("Mã KH,Họ tên,SĐT,Họ tên 2,SĐT 2\nK1,An,0912345678,Ba,0987654321\n", {true});
    CHECK(second.said_where().starts_with("1:5 “SĐT 2” (column 5) may belong to “Họ tên 2” (column 4)"));
    CHECK(read("Customer ID,Name 1,Name 2,Phone 1\nK1,An,x,0912345678\n", {true}).phone() == "+84912345678");
}

TEST_CASE("the card of another person is no reference, and a staff's code none of customers") {
    CHECK(read("Mã số thuế,Tên công ty,Điện thoại,Người đại diện,CMND\n1,An,0912345678,Ba,012345678\n", {true})
              .error()
              .starts_with("the header has no column subject_ref"));
    CHECK(read("NV phụ trách,CCCD,Họ tên,SĐT\nBa,001093001234,An,0912345678\n", {true}).phone() == "+84912345678");
    auto staff = read("Mã NV,Tên khách hàng,SĐT\nNV1,An,0912345678\nNV1,Ba,0987654321\n", {true});
    CHECK(staff.people.empty());
    CHECK(staff.said_where() ==
          "1:1 “Mã NV” (column 1) is no reference of the people in “Tên khách hàng” (column 2): add the column of "
          "their own\n");
    CHECK(
        read(SubjectFormat::ndjson, R"({"Mã NV":"NV1","Tên khách hàng":"An","SĐT":"0912345678"})", kInOnePiece, {true})
            .error()
            .starts_with("“Mã NV” is no reference of the people in “Tên khách hàng”"));
    CHECK(read("Mã NV,Họ tên,Tên khách hàng\nNV1,An,Ba\n", {true}).name() == "An");
    CHECK(read("Mã KH,Email,Họ tên NV\nK1,a@b.test,Ba\n", {true}).email() == "a@b.test");
}

TEST_CASE("ordinary lists keep the person's telephone") {
    for (std::string_view titles :
         {"Mã KH,Họ tên,Ngày sinh,SĐT", "Nhân viên phụ trách,Mã KH,Họ tên,SĐT",
          "Mã BN,Họ tên,Bác sĩ điều trị,Chẩn đoán,SĐT", "Mã KH,Tên KH,Người giới thiệu,Ngày tham gia,Điện thoại",
          "Mã NV,Họ tên,Chức vụ,Phòng ban,Điện thoại", "Mã KH,Họ tên,Nghề nghiệp,Nơi làm việc,SĐT",
          "Mã NV,Họ tên,Quan hệ lao động,SĐT"}) {
        INFO(titles);
        auto width = std::count(titles.begin(), titles.end(), ',');
        std::string row = "K1,";
        for (auto i = 1; i < width; ++i) row += "An,";
        if (titles.starts_with("Nhân")) row = "Ba,K1,An,";
        auto got = read(std::string(titles) + "\n" + row + "0912345678\n", {true});
        CHECK(got.said() == "");
        CHECK(got.phone() == "+84912345678");
    }
}

}  // namespace breachd::ingest
