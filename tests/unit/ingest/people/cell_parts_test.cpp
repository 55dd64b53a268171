// Cells with several contacts, of which some cannot be used.
#include "reading.hpp"
#include "testkit/catch.hpp"

namespace breachd::ingest {

TEST_CASE("every contact of a cell that is not used has its own cause") {
    auto causes = [](std::string_view column, const std::string& cell) {
        return read("Mã," + std::string(column) + "\nK1,\"" + cell + "\"\n").listed();
    };
    const std::string no_phone = "2 not a telephone number that a message can be sent to\n";
    const std::string no_email = "2 not an e-mail address that can be sent to\n";
    const std::string wrong = "2 the cell says that the number is not to be used\n";
    const std::string other = "2 the cell says that the number is somebody else's\n";
    const std::string landline = "2 a landline: no message reaches it\n";
    const std::string hotline = "2 a hotline, the number of no person\n";
    CHECK(causes("SĐT", "0912345678 / 02438251234") == landline);
    CHECK(causes("SĐT", "0912345678 (sai), 0987654321 (vợ), 0903111222") == other + wrong);
    CHECK(causes("SĐT", "0912345678 (sai); 02438251234; 0903111222") == wrong + landline);
    CHECK(causes("SĐT", "0912345678 (sai); 1900 1234; 024 3825 1234") == wrong + hotline + landline);
    CHECK(causes("SĐT", "02438251234 / 02838251234") == landline + landline);
    CHECK(causes("SĐT", "0912345678; 091234567") == no_phone);
    CHECK(causes("SĐT", "0912345678; lan@b.vn") == no_phone);
    CHECK(causes("SĐT", "0912345678, 0987654321, lan@b.vn") == no_phone);
    CHECK(causes("SĐT", "0987654321 đổi từ 0912345678") == wrong);
    CHECK(causes("SĐT", "0912345678 (Lan), 0987654321 - Zalo, máy lẻ 12") == "");
    CHECK(causes("Email", "l***n@b.vn; lan@b; ba@b.vn") == "2 stars cover a part of the address\n" + no_email);
    CHECK(causes("Email", "cu@b.vn (cũ), l**n@b.vn, ba@b.vn (mới)") ==
          "2 the cell says that the address is not to be used\n2 the cell says that the address is not to be used\n");
    CHECK(causes("Email", "lan@b.vn; 0912 345 678") == no_email);
    CHECK(causes("Email", "0912345678") == "2 an e-mail address has no @\n");
    CHECK(causes("Zalo", "0912345678 / 02438251234") == landline);
    auto two = read("Mã,SĐT\nK1,0912345678 (sai); 02438251234; 0903111222\n");
    REQUIRE(two.notes.size() >= 2);
    CHECK(two.notes[1].column == 2);
    CHECK(two.notes[1].masked != two.notes[0].masked);
    CHECK(two.phone() == "+84903111222");
}

}  // namespace breachd::ingest
