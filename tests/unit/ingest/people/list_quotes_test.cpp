// Quotes of a CSV list that were left open: no row may vanish in the cell of another one.
#include "ingest/people/subjects.hpp"
#include "reading.hpp"
#include "testkit/catch.hpp"

namespace breachd::ingest {

namespace {

constexpr std::string_view kText = "text after a closing quote; is a quote left open?";
constexpr std::string_view kRow = "a cell holds what looks like another row; is a quote left open?";

}  // namespace

TEST_CASE("a quote that was left open is an error where it was opened, and gives nobody another one's contact") {
    const std::string mark = " " + std::string(kText);
    for (std::size_t cut : {1U, 3U, 1U << 20}) {
        CHECK(csv("Mã KH,Tên,Email\nK1,\"nợ cũ,lan@hopthu.test\nK2,\"xong\",binh@hopthu.test\n", cut).first() ==
              "2:2" + mark);
        CHECK(csv("Mã KH,Tên,SĐT\nK0,x,\nK1,\"Lan,0912345678\nK2,Bình,0912345679\nK3,\"Chi\",0912345670\n", cut)
                  .first() == "3:2" + mark);
        CHECK(csv("Mã KH,Tên,SĐT\nK1,\"TV 43\"\",0912345678\nK2,\"TV 50\"\",0912345679\n", cut).first() ==
              "2:2" + mark);
        CHECK(csv("Mã KH,Tên,SĐT\nK1,\"Lan, An\" Chi,0912345678\n", cut).first() == "2:2" + mark);
    }
    CHECK(csv("Mã KH,Tên,SĐT\nK1,\"TV 43\"\",0912345678\nK2,TV,0912345679\n").first() ==
          "2:2 the quote is never closed");
    CHECK(csv("Mã KH,Tên,SĐT\nK1,\"Lan,0912345678\nK2,Bình\",0912345679\n").first() == "2:2 " + std::string(kRow));
    CHECK(csv("Mã KH,Tên,SĐT\nKH-9,\"Lan,\nKH-10,Bình\",0912345679\n").first() == "2:2 " + std::string(kRow));
    CHECK(csv("Mã KH,Tên,Ghi chú\nK1,Lan,\"ghi\nK2,Bình,\"\n").errors.size() >= 1);
    CHECK(csv("Mã KH,Địa chỉ,SĐT\nK1,\"12 Lê Lợi, P1\nQ1, HCM\",0912345678\n").first() == "");
}

TEST_CASE("quotes behind backslashes, as MySQL writes them, are refused by their cause") {
    const std::string what =
        "a backslash before a quote, as MySQL writes it: save the file with each quote in a cell written twice";
    for (std::size_t cut : {1U, 7U, 1U << 20}) {
        CHECK(csv("\"Mã\",\"Tên\",\"SĐT\"\n\"K1\",\"Lê \\\"Tí\\\" Mận\",\"0912345678\"\n", cut).first() ==
              "2:2 " + what);
        CHECK(csv("Mã,Tên,SĐT\nK1,\"Lê \\\"Tí\\\"\",0912345678\n", cut).first() == "2:2 " + what);
        CHECK(csv("Mã,Tên,SĐT\nK1,\"\\\"Tí\\\" Mận\",0912345678\n", cut).first() == "2:2 " + what);
    }
    CHECK(csv("Mã,Tên,SĐT\nK1,\"Lê \"\"Tí\"\" Mận\",0912345678\n").first() == "");
    CHECK(csv("Mã,Tên,SĐT\n\"A\\\",Lê An,0912345678\n").first() == "");
}

TEST_CASE("an open quote swallows no row whose reference is of another kind") {
    const std::string row = "2:2 " + std::string(kRow);
    for (std::size_t cut : {1U, 7U, 1U << 20}) {
        CHECK(csv("User ID,Họ tên,Email\nlan,\"Lan,\nbinh,Bình\",binh@b.test\nchi,Chi,chi@b.test\n", cut).first() ==
              row);
        CHECK(csv("Mã,Họ tên,Email\nlan,\"Lan,\nbinh,Bình,\nchi,Chi,\ndung,Dung\",d@b.test\n", cut).first() == row);
        CHECK(csv("Mã;Tên;Ngôn ngữ\nlan;\"Lan;vi\nbinh;\";\nchi;Chi;\n", cut).first() == row);
        CHECK(csv("Mã,Tên,Email\nlan,\"Lan,\nbinh\",Bình,b@b.test\n", cut).first() == row);
    }
    for (std::string_view address : {"12 Lê Lợi, P1\nQ1, HCM", "12 Tràng Tiền,\nHoàn Kiếm,\nHà Nội", "5 Lê Lợi\nHuế"}) {
        INFO(address);
        CHECK(csv("Mã KH,Địa chỉ,SĐT\nlan,\"" + std::string(address) + "\",0912345678\n").first() == "");
    }
    CHECK(csv("Địa chỉ,Mã\n\"12 Tràng Tiền,\nHoàn Kiếm, Hà Nội\",lan\n").first() == "");
    CHECK(csv("Địa chỉ,Mã\n\"12 Tràng Tiền,\nHoàn Kiếm\",lan\n").first() == "");
}

TEST_CASE("quotes that are right are read as before, blanks behind them too") {
    auto got =
        csv("Mã KH,Tên,Địa chỉ,SĐT\n"
            "K1,\"Chi\" (mẹ),\"12 Tràng Tiền,\nHoàn Kiếm, Hà Nội\" ,0912345678\n"
            "K2,\"Công ty \"\"A\"\"\nchi nhánh 2\",\"\",\"0912345679\"\n"
            "K3,TV 43\",\"5 Lê Lợi, Huế\",\"0912345670\nhoặc 0912345671\"\n");
    CHECK(got.first() == "");
    REQUIRE(got.people.size() == 3);
    CHECK(got.people[0].name.reveal() == "Chi (mẹ)");
    CHECK(got.people[0].address(ContactKind::postal_address).reveal() == "12 Tràng Tiền, Hoàn Kiếm, Hà Nội");
    CHECK(got.people[1].name.reveal() == "Công ty \"A\" chi nhánh 2");
    CHECK(got.people[2].name.reveal() == "TV 43\"");
    CHECK(addresses_of(got.people[2], ContactKind::phone).size() == 2);
}

TEST_CASE("a quote among the letters above the header does not swallow the header") {
    auto got = csv("Danh sách TV 43\" đã bán\nMã KH,Tên\nK1,An\n");
    CHECK(got.first() == "");
    CHECK(got.people.size() == 1);
    CHECK(csv("\"Mã \"\"KH\"\"\",Tên\nK1,An\n").people.size() == 1);
}

}  // namespace breachd::ingest
