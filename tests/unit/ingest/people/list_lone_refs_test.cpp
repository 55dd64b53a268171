// A reference that looks like a word, or stands alone in its row, is a person's: no list is refused for it.
#include <string>

#include "ingest/people/subjects.hpp"
#include "reading.hpp"
#include "testkit/catch.hpp"

namespace breachd::ingest {

namespace {

// Every row below the header is a person.
void all_come_in(std::string_view list, std::size_t people, ListOptions options = {}) {
    INFO(list);
    auto got = read(list, options);
    CHECK(got.said() == "");
    CHECK(got.people.size() == people);
}

const ListOptions kIgnoring{true};

}  // namespace

TEST_CASE("a long list of nothing but names of two words is one of references") {
    std::string names = "Mã KH\n";
    for (int i = 0; i < 101; ++i) names += "Bùi Hà\n";
    all_come_in(names, 101);
    all_come_in(names + "K1\n", 102);
}

TEST_CASE("a reference alone in its row may be written unlike the others") {
    for (std::string_view rows : {"A1201,Lan,0912345678\n1202,,\n", "KH001,Lan,0912345678\nKH 003,,\n",
                                  "lan90@x.vn,Lan,\nbinh@x.vn,,\n", "lan90,Lan,\nadmin,,\n", "X7K2PQ,Lan,\nABCDEF,,\n",
                                  "X7K2PQ,Lan,\n123456,,\n", "P101,Lan,\nPenthouse,,\n", "K1,Lan,\nVIP,,\n"})
        all_come_in("Mã KH,Họ tên,SĐT\n" + std::string(rows), 2);
    all_come_in("Mã KH,Họ tên,SĐT\n10,Lan,0912345678\n1,,\n11,B,0912345679\n", 3);
}

TEST_CASE("where nothing but words are references, they are people's") {
    for (std::string_view rows : {"HĐ: 01/2024\nHĐ: 02/2024\n", "CCCD: 001199012345\nCCCD: 001199012346\n",
                                  "SL 001\nSL 002\n", "Trang 1\nTrang 2\n", "Count 1\nCount 2\n"}) {
        all_come_in("Mã\n" + std::string(rows), 2);
        all_come_in("Mã,SĐT\n" + std::string(rows) + std::string(rows), 4);
    }
    all_come_in("Mã\nAn\nHết\nDuyệt\nĐại Diện\nKế toán\nThủ quỹ\nVăn thư\nBùi Hà\n", 8);
    all_come_in("Mã,Tên\nHĐ: 1,An\nHĐ: 2,\nHĐ: 3,\n", 3);
    all_come_in("Mã\nHĐ: 1\nHĐ: 2\nK3\nHĐ: 4\n", 4);
    // A page's number is nobody among codes, and among names.
    CHECK(read("Mã\nK1\nTrang 1\nK2\nTrang 2\n").refs() == "K1 K2 ");
    CHECK(read("Mã\nAn\nTrang 1\nBa\nTrang 2\n").refs() == "An Ba ");
    CHECK(read("Mã,Tên\nTrang 1,\nK1,An\nTrang 2,\n").refs() == "K1 ");
    CHECK(read("id\n-----\nlan\nbinh\n(2 rows)\n").refs() == "lan binh ");
}

TEST_CASE("a row with a reference and a name is a person, behind a page's footer too") {
    const std::string page = "Mã KH,Họ tên,SĐT\nKH1,Lan,0912345678\nTrang 1/2,,\n";
    for (std::string_view ref : {"lan anh", "Lan"}) {
        auto row = std::string(ref) + ",Lê Lan Anh,\n";
        all_come_in(page + row, 2);
        all_come_in(page + row + "KH4,C,0912345679\n", 3);
    }
}

TEST_CASE("letters, Roman numbers, words and names are references") {
    for (std::string_view ref : {"X", "x", "XX", "XXX", "blank", "empty", "pending", "Missing", "Chợ Cấp", "Đăng Chơ",
                                 "Chua Tao", "Khổng Có", "Đế Trọng"})
        all_come_in("Mã,Tên\nK1,An\n" + std::string(ref) + ",Ba\n", 2);
    CHECK(read("Mã,Tên\n(blank),An\n").error() == "subject_ref says that there is none");
    CHECK(read("Mã,Tên\nkhong co ma,An\n").error() == "subject_ref says that there is none");
}

TEST_CASE("a department named as a sum beside a reference is no sum") {
    for (std::string_view word : {"Tổng kết", "SL", "Count", "Lũy kế", "Tổng", "Cộng"})
        all_come_in("Phòng,Mã NV,Họ tên,SĐT\n" + std::string(word) + ",1,,\n", 1, kIgnoring);
    CHECK(read("STT,Mã,Tên,Nợ\n1,7,An,5\n2,9,Bình,6\nTổng cộng,2,,11\n", kIgnoring).refs() == "7 9 ");
}

TEST_CASE("a person named Ma beside a title in a column that is not used is no header") {
    auto got = read("STT,Mã KH,Họ tên,Kênh,SĐT\n1,abc,Ma,Email,\n", kIgnoring);
    CHECK(got.said() == "");
    CHECK(got.refs() == "abc ");
}

}  // namespace breachd::ingest
