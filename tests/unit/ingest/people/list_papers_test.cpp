// References that are the numbers of papers: the same one in every file of the office.
#include "reading.hpp"
#include "testkit/catch.hpp"

namespace breachd::ingest {

TEST_CASE("the number of an identity card without its zeros is the same reference as with them") {
    for (std::string_view title : {"Số CCCD", "CMND/CCCD", "Số định danh cá nhân", "CCCD (*)", "Căn cước công dân"}) {
        auto got = read(std::string(title) + ",Họ tên\n12093001234,An\n012093001234,An\n", {true});
        INFO(title);
        CHECK(got.refs() == "012093001234 012093001234 ");
        CHECK(got.repaired() == "2 the lost leading zero was put back\n");
    }
    // Hà Nội's lose two, older ones of nine digits one.
    CHECK(read("CCCD,Họ tên\n1093001234,An\n11234567,Ba\n").refs() == "001093001234 011234567 ");
    CHECK(ndjson(R"({"cccd":12093001234,"name":"An"})").ref() == "012093001234");
    CHECK(read("Mã số BHXH,Họ tên\n123456789,An\n").ref() == "0123456789");
}

TEST_CASE("what is no such number, or may be whole, stays as it is") {
    for (std::string_view ref :
         {"123456789", "012345678", "01209300123", "97093001234", "3093001234", "13093001234", "12993001234",
          "9909300123", "1234567", "B1234567", "112093001234", "12093001234X", "1209300-1234"}) {
        INFO(ref);
        auto got = read("CCCD,Họ tên\n" + std::string(ref) + ",An\n");
        CHECK(got.ref() == ref);
        CHECK(got.repaired() == "");
    }
    for (std::string_view title : {"Mã KH", "Số tài khoản", "Số thẻ BHYT", "Mã định danh Bộ GD&ĐT"})
        CHECK(read(std::string(title) + ",Họ tên\n12093001234,An\n").ref() == "12093001234");
    CHECK(read("Mã số BHXH,Họ tên\n12345678,An\n").ref() == "12345678");
}

}  // namespace breachd::ingest
