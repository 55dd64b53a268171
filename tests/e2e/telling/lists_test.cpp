// Lists of people as offices have them, through the real daemon: what comes in, what is said of it, who is told.
#include <fmt/format.h>

#include <atomic>
#include <thread>

#include "e2e/daemon.hpp"
#include "testkit/sockets.hpp"
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
    CHECK(text(said, "repaired_total") == "2");
    CHECK(text(said, "rejected_total") == "1");
    CHECK(desk.person(1, "phone") == "+84912000001");
    CHECK(desk.person(2, "phone").empty());
    auto table = desk.daemon.call("an", "GET", desk.path + "/subjects/imports/" + text(said, "id") + "/rejected.csv");
    CHECK(table.status == 200);
    CHECK(table.body.find("3,3,phone,") != std::string::npos);
    CHECK(table.body.find("9.12E+08") == std::string::npos);
    CHECK(desk.person(3, "phone") == "+84912000003");

    auto again = desk.import("subject_ref,phone\nKH-2,0912000002\n");
    CHECK(text(again, "updated") == "1");
    CHECK(text(again, "new") == "0");
    CHECK(desk.person(2, "phone") == "+84912000002");
    CHECK(desk.person(2, "name") == "Hai");
}

TEST_CASE("all addresses of a cell are kept: shown masked, opened by role, found where somebody else has one of them") {
    Desk desk;
    desk.import(
        "subject_ref,email,phone\nKH-1,\"mot@hopthu.test; hai@hopthu.test\",\"0912000001 / 0987000001\"\n"
        "KH-2,hai@hopthu.test,\n");
    auto opened = desk.daemon.call("an", "GET", desk.path + "/subjects/1").parsed();
    CHECK(text(opened, "email") == "mot@hopthu.test");
    CHECK(json::serialize(at(opened, "further")) == R"({"email":["hai@hopthu.test"],"phone":["+84987000001"]})");
    auto listed = desk.daemon.all(desk.path + "/subjects");
    CHECK(text(at(listed.at(0), "contacts"), "email") == "m••@••••••.•••t; h••@••••••.•••t");
    CHECK(json::serialize(listed).find("hopthu") == std::string::npos);
    auto shared = desk.daemon.all(desk.path + "/subjects/shared-contacts");
    REQUIRE(shared.size() == 1);
    CHECK(text(shared[0], "contact") == "h••@••••••.•••t");
    CHECK(text(shared[0], "count") == "2");

    auto patched = desk.daemon.call("an", "PATCH", desk.path + "/subjects/1",
                                    R"({"email": "ba@hopthu.test; bon@hopthu.test", "reason": "khách báo lại"})");
    INFO(patched.body);
    REQUIRE(patched.status == 200);
    opened = desk.daemon.call("an", "GET", desk.path + "/subjects/1").parsed();
    CHECK(text(opened, "email") == "ba@hopthu.test");
    CHECK(json::serialize(at(opened, "further")) == R"({"email":["bon@hopthu.test"],"phone":["+84987000001"]})");
}

TEST_CASE("a check says the same as an import and changes nothing, a workbook comes in as it is") {
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
    auto first = desk.daemon.call("an", "GET", desk.path + "/subjects?q=KH-1");
    CHECK(at(first.parsed(), "items").get_array().size() == 1);
    CHECK(desk.daemon.call("viewer", "GET", desk.path + "/subjects?q=KH-2").status == 403);
    auto seen = desk.daemon.call("viewer", "GET", desk.path + "/subjects");
    CHECK(seen.body.find("KH-2") == std::string::npos);
    CHECK(desk.person(2, "phone") == "+84912000002");
    auto timeline = desk.daemon.call("dpo", "GET", desk.path + "/timeline?kind=subject_shown").body;
    CHECK(timeline.find("looked_up") != std::string::npos);
    CHECK(timeline.find("token:an") != std::string::npos);
}

namespace {

std::string list_of(int people) {
    std::string out = "subject_ref,name,phone\n";
    for (int i = 0; i < people; ++i) out += fmt::format("KH-{},Người Thử {},09{:08}\n", i, i, i);
    return out;
}

// The head of an upload and so much of its body; the connection stays open.
std::string upload_of(Desk& desk, const std::string& list) {
    auto token = testkit::slurp(desk.daemon.token_file("an"));
    while (!token.empty() && token.back() == '\n') token.pop_back();
    return fmt::format(
        "POST {}/subjects HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {}\r\nContent-Type: "
        "text/csv\r\nContent-Length: {}\r\n\r\n",
        desk.path, token, list.size());
}

std::string people_of(Desk& desk) {
    return text(desk.daemon.call("an", "GET", desk.path + "/subjects/status").parsed(), "subjects");
}

}  // namespace

TEST_CASE("an upload that is cut off leaves nothing, and the same list again comes in once, however often it is sent") {
    Desk desk;
    auto list = list_of(20'000);
    {
        testkit::TcpSender cut(std::stoi(desk.daemon.url().substr(desk.daemon.url().rfind(':') + 1)));
        cut.send(upload_of(desk, list) + list.substr(0, list.size() / 2));
        std::this_thread::sleep_for(std::chrono::milliseconds(300));  // some of it is staged
    }
    CHECK(people_of(desk) == "0");
    auto whole = desk.import(list);
    CHECK(text(whole, "new") == "20000");
    CHECK(text(whole, "duplicates") == "0");
    auto again = desk.import(list);  // as after an answer that was lost
    CHECK(text(again, "new") == "0");
    CHECK_FALSE(text(again, "imported_at").empty());
    CHECK(people_of(desk) == "20000");
    CHECK(desk.daemon.all(desk.path + "/timeline?kind=subjects_imported").size() == 1);
}

TEST_CASE("kill -9 in the middle of an import: the same command again brings everybody once") {
    Desk desk;
    auto list = list_of(40'000);
    auto file = desk.daemon.path("list.csv");
    testkit::spill(file, list);
    auto id = desk.path.substr(desk.path.rfind('/') + 1);
    auto import = [&] {
        return testkit::run({breachctl_program(), "--server", desk.daemon.url(), "--token-file",
                             desk.daemon.token_file("an"), "-o", "json", "subjects", "import", id, file},
                            "", std::chrono::seconds(60));
    };
    testkit::Ran cut;
    std::thread sender([&] { cut = import(); });
    std::this_thread::sleep_for(std::chrono::milliseconds(120));
    desk.daemon.kill();
    sender.join();
    REQUIRE(desk.daemon.start());
    if (cut.code != 0) {
        CHECK(cut.err.find("run the same command again") != std::string::npos);
        CHECK(people_of(desk) == "0");
    }
    auto after = import();
    INFO(after.err);
    REQUIRE(after.code == 0);
    CHECK(people_of(desk) == "40000");
    CHECK(desk.daemon.all(desk.path + "/timeline?kind=subjects_imported").size() == 1);
    CHECK_FALSE(text(parse_json(import().out).value(), "import.imported_at").empty());
    CHECK(people_of(desk) == "40000");
}

TEST_CASE("breachctl says how far a long list is, a line for each tenth when nobody sits at a terminal") {
    Desk desk;
    auto file = desk.daemon.path("list.csv");
    testkit::spill(file, list_of(400'000));
    auto ran =
        testkit::run({breachctl_program(), "--server", desk.daemon.url(), "--token-file", desk.daemon.token_file("an"),
                      "subjects", "import", desk.path.substr(desk.path.rfind('/') + 1), file},
                     "", std::chrono::seconds(120));
    REQUIRE(ran.code == 0);
    INFO(ran.err);
    CHECK(ran.err.find(" %  ") != std::string::npos);
    CHECK(ran.err.find("0 không dùng được / unusable\n") != std::string::npos);
    CHECK(ran.err.find('\r') == std::string::npos);
    CHECK(people_of(desk) == "400000");
}

TEST_CASE("a list comes from the organisation's own endpoint in pages, and a page of another origin is never asked") {
    WebhookReceiver crm, other;
    std::atomic<int> failures{2};
    std::atomic<bool> away{false};
    crm.answer([&](const testkit::Received& got) -> WebhookReceiver::Reply {
        if (got.headers.count("authorization") == 0 || got.headers.at("authorization") != "Bearer khoa-crm")
            return {401, "{}"};
        if (got.path.starts_with("/p3")) return {200, R"({"people":[{"ma":"KH-5"}],"next":null})"};
        if (got.path.starts_with("/p2")) {
            if (failures-- > 0) return {503, "busy"};
            auto next = away ? other.url("/p3") : std::string("p3");
            return {200, R"({"people":[{"ma":"KH-3"},{"ma":"KH-4"}],"next":")" + next + "\"}"};
        }
        return {200, R"({"people":[{"ma":"KH-1","phone":"0912000001"},{"ma":"KH-2"}],"next":"/p2"})"};
    });
    Settings settings;
    settings.extra = "lists: [{name: crm, url: \"" + crm.url("/people") +
                     "\", bearer: khoa-crm, format: json, items: /people, next: /next, parameters: [since]}]\n";
    Daemon daemon(settings);
    REQUIRE(daemon.start());
    auto id = text(daemon.open(now_rfc3339()), "id");
    auto import = [&] {
        return testkit::run(
            {breachctl_program(), "--server", daemon.url(), "--token-file", daemon.token_file("an"), "-o", "json",
             "subjects", "import", id, "--from", "crm", "--parameter", "since=2026-11-01"},
            "", std::chrono::seconds(60));
    };
    auto count = [&] {
        return text(daemon.call("an", "GET", "/api/v1/incidents/" + id + "/subjects/status").parsed(), "subjects");
    };
    away = true;
    auto refused = import();
    CHECK(refused.code == 1);
    CHECK(refused.err.find("page 3 of list crm: names a next page at another origin") != std::string::npos);
    CHECK(other.received().empty());
    CHECK(count() == "0");
    away = false;
    failures = 1;
    auto came = import();
    INFO(came.err);
    REQUIRE(came.code == 0);
    CHECK(text(parse_json(came.out).value(), "import.new") == "5");
    CHECK(count() == "5");
    CHECK(daemon.log().find("khoa-crm") == std::string::npos);
}
