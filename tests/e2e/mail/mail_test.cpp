// Notices through a real Postfix: what it accepts is told and lies in the mailbox, what it refuses is not.
#include "e2e/daemon.hpp"
#include "testkit/postfix.hpp"

using namespace breachd;
using namespace breachd::e2e;

TEST_CASE("a real mail server: delivered letters are told, an unknown mailbox goes on to the next channel") {
    if (!testkit::Postfix::possible()) {
        WARN("only root can start a mail server of its own: not run");
        return;
    }
    testkit::Postfix postfix({"khach1", "khach2"});
    Settings settings;
    settings.email_url = postfix.url();
    Daemon daemon(settings);
    REQUIRE(daemon.start());
    auto id = text(daemon.open(now_rfc3339()), "id");
    auto path = "/api/v1/incidents/" + id;
    auto imported = daemon.call(
        "an", "POST", path + "/subjects",
        "subject_ref,name,email,phone,language\nKH-1,Nguyễn Thị Ánh,khach1@hopthu.test,,vi\nKH-2,Test "
        "Person,khach2@hopthu.test,,en\n"
        "KH-3,Có Điện Thoại,khong-co@hopthu.test,0900000103,vi\nKH-4,Không Còn Gì,khong-co-2@hopthu.test,,vi\n",
        {{"Content-Type", "text/csv"}});
    INFO(imported.body);
    REQUIRE(imported.status < 300);
    REQUIRE(daemon.post("dpo", path + "/notice/release", json::object{}).status < 300);
    INFO(postfix.log());
    REQUIRE(daemon.wait_incident(id, [](const auto& it) {
        return text(it, "notice_run.told") == "3" && text(it, "notice_run.unreachable") == "1";
    }));
    REQUIRE(
        testkit::wait_until([&] { return !postfix.mailbox("khach1").empty() && !postfix.mailbox("khach2").empty(); }));
    auto letter = postfix.mailbox("khach1");
    INFO(letter);
    CHECK(letter.find("\nMessage-ID: <") != std::string::npos);
    CHECK(letter.find("\nDate: ") != std::string::npos);
    CHECK(letter.find("charset=utf-8") != std::string::npos);
    CHECK(daemon.world().received("/sms").size() == 1);
    bool refused = false;
    for (const auto& row : daemon.all(path + "/deliveries"))
        refused = refused || (text(row, "channel") == "email" && text(row, "state") == "failed" &&
                              text(row, "code").find("550") != std::string::npos);
    CHECK(refused);
}
