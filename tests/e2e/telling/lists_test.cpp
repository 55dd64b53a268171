// Lists of people as offices have them, through the real daemon: what comes in, what is said of it, who is told.
#include "e2e/daemon.hpp"
#include "testkit/workbook.hpp"

using namespace breachd;
using namespace breachd::e2e;

namespace {

struct Desk {
    Daemon daemon;
    std::string path;

    Desk() {
        REQUIRE(daemon.start());
        path = "/api/v1/incidents/" + text(daemon.open(now_rfc3339()), "id");
    }
    json::value import(const std::string& list, const std::string& query = "") {
        auto reply = daemon.call("an", "POST", path + "/subjects" + query, list, {{"Content-Type", "text/csv"}});
        INFO(reply.body);
        REQUIRE(reply.status == 200);
        return at(reply.parsed(), "import");
    }
    std::string person(int number, const std::string& member) {
        auto reply = daemon.call("an", "GET", path + "/subjects/" + std::to_string(number));
        return text(reply.parsed(), member);
    }
};

}  // namespace

TEST_CASE("a damaged list comes in, every loss is listed and can be fetched, and a corrected list puts it right") {
    Desk desk;
    auto said = desk.import(
        "subject_ref;Họ tên;SĐT\r\nKH-1;Một;912000001\r\nKH-2;Hai;9.12E+08\r\nKH-3;Ba;0912000003 / "
        "0987000003\r\n;;\r\n");
    CHECK(text(said, "separator") == ";");
    CHECK(text(said, "rows") == "3");
    CHECK(text(said, "unreachable") == "1");
    CHECK(text(said, "repaired_total") == "1");
    CHECK(text(said, "rejected_total") == "2");
    CHECK(desk.person(1, "phone") == "+84912000001");
    CHECK(desk.person(2, "phone").empty());
    auto table = desk.daemon.call("an", "GET", desk.path + "/subjects/imports/" + text(said, "id") + "/rejected.csv");
    CHECK(table.status == 200);
    CHECK(table.body.find("3,3,phone,") != std::string::npos);
    CHECK(table.body.find("0987000003") == std::string::npos);

    auto again = desk.import("subject_ref,phone\nKH-2,0912000002\n");
    CHECK(text(again, "updated") == "1");
    CHECK(text(again, "new") == "0");
    CHECK(desk.person(2, "phone") == "+84912000002");
    CHECK(desk.person(2, "name") == "Hai");
}

TEST_CASE("a check says the same as an import and changes nothing; a workbook comes in as it is") {
    Desk desk;
    auto book = testkit::workbook({{{"Mã", "Họ và tên", "Điện thoại"}, {"KH-1", "Lê Thị Mận", "#912000001"}}});
    auto looked = desk.import(book, "?check=true");
    CHECK(text(looked, "new") == "1");
    CHECK(text(looked, "format") == "xlsx");
    CHECK(text(desk.daemon.call("an", "GET", desk.path + "/subjects/status").parsed(), "subjects") == "0");
    auto taken = desk.import(book);
    CHECK(text(taken, "new") == "1");
    CHECK(json::serialize(at(taken, "repaired")) == json::serialize(at(looked, "repaired")));
    CHECK(desk.person(1, "name") == "Lê Thị Mận");
}

TEST_CASE("the answer desk finds a person by code or reference, and the timeline says who looked") {
    Desk desk;
    desk.import("subject_ref,phone\nKH-1,0912000001\nKH-2,0912000002\n");
    auto items = desk.daemon.all(desk.path + "/subjects");
    REQUIRE(items.size() == 2);
    CHECK(text(items[1], "subject_ref") == "KH-2");
    CHECK(json::serialize(items).find("0912") == std::string::npos);
    for (const auto& q : {text(items[1], "code"), std::string("KH-2")}) {
        auto found = desk.daemon.call("an", "GET", desk.path + "/subjects?q=" + q);
        INFO(found.body);
        REQUIRE(at(found.parsed(), "items").get_array().size() == 1);
        CHECK(text(at(found.parsed(), "items").get_array()[0], "subject") == "2");
    }
    CHECK(desk.daemon.call("viewer", "GET", desk.path + "/subjects?q=KH-2").status == 403);
    auto seen = desk.daemon.call("viewer", "GET", desk.path + "/subjects");
    CHECK(seen.body.find("KH-2") == std::string::npos);
    CHECK(desk.person(2, "phone") == "+84912000002");
    auto timeline = desk.daemon.call("dpo", "GET", desk.path + "/timeline?kind=subject_shown").body;
    CHECK(timeline.find("looked_up") != std::string::npos);
    CHECK(timeline.find("token:an") != std::string::npos);
}
