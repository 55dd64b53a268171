// The answer desk through the real daemon: by the code of the letter to what was sent, once more, and what was said.
#include <filesystem>
#include <fstream>
#include <thread>

#include "e2e/office.hpp"

using namespace breachd;
using namespace breachd::e2e;

namespace {

// Two people told by the SMS provider, one with an e-mail address beside, and a spool for answers.
struct Told {
    Daemon daemon;
    std::string id, path;

    static Settings settings() {
        Settings out;
        out.order = "[sms]";
        out.extra = "bounces: {directory: bounces}\n";
        return out;
    }
    Told() : daemon(settings()) {
        REQUIRE(daemon.start());
        id = text(daemon.open(now_rfc3339()), "id");
        path = "/api/v1/incidents/" + id;
        auto list =
            "subject_ref,name,phone,email\nKH-1,Lê Thị Mật,+84900000011,mat@hopthu.test\nKH-2,Hai,+84900000012,\n";
        REQUIRE(daemon.call("an", "POST", path + "/subjects", list, {{"Content-Type", "text/csv"}}).status == 200);
        REQUIRE(daemon.post("dpo", path + "/notice/release", json::object{}).status < 300);
        REQUIRE(testkit::wait_until([&] { return daemon.world().received("/sms").size() == 2; }));
        REQUIRE(daemon.wait_incident(id, [](const auto& it) { return text(it, "notice_run.in_flight") == "0"; }));
    }
    json::value messages() { return daemon.call("an", "GET", path + "/subjects/1/messages").parsed(); }
    std::string code() { return text(messages(), "code"); }
};

}  // namespace

TEST_CASE("a caller is found by the code over all incidents, masked and journalled, a viewer finds nobody") {
    Told it;
    auto found = it.daemon.call("an", "GET", "/api/v1/subjects?q=" + it.code());
    REQUIRE(found.status == 200);
    auto items = at(found.parsed(), "items").as_array();
    REQUIRE(items.size() == 1);
    CHECK(text(items[0], "incident_id") == it.id);
    CHECK(text(items[0], "subject") == "1");
    CHECK(found.body.find("Mật") == std::string::npos);
    CHECK(found.body.find("84900000011") == std::string::npos);
    CHECK(it.daemon.call("viewer", "GET", "/api/v1/subjects?q=" + it.code()).status == 403);
    CHECK(it.daemon.call("an", "GET", "/api/v1/subjects?q=ZZZZ2222").parsed().at("items").as_array().empty());
    auto shown = it.daemon.call("dpo", "GET", it.path + "/timeline?kind=subject_shown").parsed();
    CHECK(at(shown, "items").as_array().size() == 1);
}

TEST_CASE("what was sent is shown with the very text, sent once more on request, and counted once") {
    Told it;
    auto file = it.messages();
    REQUIRE(at(file, "messages").as_array().size() == 1);
    CHECK(text(at(file, "messages").as_array()[0], "channel") == "sms");
    CHECK(text(file, "text.version") == "1");
    CHECK(text(file, "text.short").find(text(file, "code")) != std::string::npos);
    CHECK(json::serialize(file).find("Lê Thị Mật") == std::string::npos);
    auto opened = it.daemon.call("an", "GET", it.path + "/subjects/1");
    CHECK(text(opened.parsed(), "text.body").find("Lê Thị Mật") != std::string::npos);
    json::object ask{{"channel", "sms"}, {"reason", "khách báo chưa nhận được"}};
    auto send_again = it.path + "/subjects/1/send-again";
    CHECK(it.daemon.post("viewer", send_again, ask).status == 403);
    CHECK(it.daemon.post("an", send_again, {{"channel", "email"}, {"reason", "x"}}).status == 200);
    REQUIRE(it.daemon.post("an", send_again, ask).status == 200);
    REQUIRE(it.daemon.post("an", send_again, ask).status == 200);  // a double click
    REQUIRE(testkit::wait_until([&] { return it.daemon.world().received("/sms").size() == 3; }));
    std::this_thread::sleep_for(std::chrono::milliseconds{300});
    CHECK(it.daemon.world().received("/sms").size() == 3);
    CHECK(testkit::wait_until([&] {
        auto all = at(it.messages(), "messages").as_array();
        return std::any_of(all.begin(), all.end(), [](const auto& each) {
            return at(each, "again") == true && text(each, "channel") == "sms" && text(each, "state") == "accepted";
        });
    }));
    CHECK(text(it.daemon.incident(it.id), "notice_run.told") == "2");
    CHECK(text(it.daemon.incident(it.id), "notice_run.subjects") == "2");
}

TEST_CASE("what a person said is sealed, counted, and told in the timeline without its words, a mail becomes a reply") {
    Told it;
    json::object reply{{"kind", "complaint"}, {"text", "Tôi sẽ kiện công ty Bí Ẩn"}};
    REQUIRE(it.daemon.post("an", it.path + "/subjects/1/replies", reply).status == 200);
    CHECK(it.daemon.post("an", it.path + "/subjects/1/replies", {{"kind", "la"}}).status == 422);
    auto spool = std::filesystem::path(it.daemon.path("bounces"));
    REQUIRE(testkit::wait_until([&] { return std::filesystem::exists(spool / "done"); }));
    std::ofstream(spool / "tra-loi.eml")
        << "From: Mật <MAT@hopthu.test>\nMessage-ID: <m1@hopthu.test>\nIn-Reply-To: <" + it.id +
               "-1-sms-v1@vidu.test>\nContent-Type: text/plain; "
               "charset=utf-8\n\nKhông phải tôi, nhầm người rồi\n";
    REQUIRE(testkit::wait_until([&] { return std::filesystem::exists(spool / "done/tra-loi.eml"); }));
    auto status = it.daemon.call("viewer", "GET", it.path + "/subjects/status").parsed();
    CHECK(text(status, "replies.complaint") == "1");
    CHECK(text(status, "replies.wrong_person") == "1");
    auto timeline = it.daemon.call("dpo", "GET", it.path + "/timeline?kind=reply_noted").body;
    CHECK(timeline.find("Bí Ẩn") == std::string::npos);
    CHECK(timeline.find("nhầm người rồi") == std::string::npos);
    CHECK(timeline.find("khiếu nại") != std::string::npos);
    CHECK(json::serialize(it.messages()).find("Bí Ẩn") == std::string::npos);
    auto opened = it.daemon.call("an", "GET", it.path + "/subjects/1").body;
    CHECK(opened.find("Bí Ẩn") != std::string::npos);
    CHECK(opened.find("nhầm người rồi") != std::string::npos);
    for (const char* file : {"breachd.db", "breachd.db-wal", "breachd.log"})
        for (const char* words : {"Bí Ẩn", "nhầm người rồi"})
            CHECK(testkit::slurp(it.daemon.path(file)).find(words) == std::string::npos);
}

TEST_CASE("before a release: reach, cost and ten letters, masked until the journal has who opened them") {
    Settings settings;
    settings.order = "[email, sms]";
    settings.email_options = "rate: 1/s, price_vnd: 50, dkim_selector: x";
    Daemon daemon(settings);
    REQUIRE(daemon.start());
    auto id = text(daemon.open(now_rfc3339()), "id");
    auto path = "/api/v1/incidents/" + id;
    std::string list = "subject_ref,name,phone,email\n";
    for (int i = 0; i < 12; ++i)
        list += "KH-" + std::to_string(i) + ",Người Mật " + std::to_string(i) + ",+849000001" + std::to_string(10 + i) +
                "," + (i % 2 == 0 ? "khach" + std::to_string(i) + "@hopthu.test" : "") + "\n";
    list += "KH-x,Không Ai,,\n";
    REQUIRE(daemon.call("an", "POST", path + "/subjects", list, {{"Content-Type", "text/csv"}}).status == 200);
    auto reply = daemon.call("an", "GET", path + "/notice/readiness");
    INFO(reply.body);
    REQUIRE(reply.status == 200);
    auto look = reply.parsed();
    CHECK(text(look, "people") == "13");
    CHECK(text(look, "none") == "1");
    auto channels = at(look, "channels").as_array();
    REQUIRE(channels.size() == 2);
    CHECK(text(channels[0], "can_reach") == "6");
    CHECK(text(channels[0], "first") == "6");
    CHECK(text(channels[0], "cost_vnd") == "300");
    CHECK(text(channels[1], "can_reach") == "12");
    CHECK(text(channels[1], "first") == "6");
    CHECK(at(look, "cost_vnd").is_null());  // the price of a text message is not configured
    REQUIRE(at(look, "previews").as_array().size() == 10);
    CHECK(reply.body.find("Người Mật") == std::string::npos);
    CHECK(reply.body.find("@hopthu.test") == std::string::npos);
    CHECK(at(daemon.call("viewer", "GET", path + "/notice/readiness").parsed(), "previews").as_array().empty());
    CHECK(daemon.call("viewer", "GET", path + "/notice/readiness/opened").status == 403);
    auto opened = daemon.call("an", "GET", path + "/notice/readiness/opened");
    REQUIRE(opened.status == 200);
    CHECK(opened.body.find("Người Mật") != std::string::npos);
    auto shown = daemon.call("dpo", "GET", path + "/timeline?kind=subject_shown").parsed();
    std::int64_t people = 0;
    auto items = at(shown, "items").as_array();
    for (const auto& each : items) people += at(each, "count").is_null() ? 1 : at(each, "count").as_int64();
    CHECK(people == 10);
    CHECK(daemon.world().received("/sms").empty());  // nothing was sent by looking

    // Nobody of a list whom a channel reaches is no release worth making.
    auto other = "/api/v1/incidents/" + text(daemon.open(now_rfc3339()), "id");
    CHECK(has(daemon.call("an", "GET", other + "/notice/readiness").body, "\"nobody\""));
    REQUIRE(
        daemon.call("an", "POST", other + "/subjects", "subject_ref,name\nKH-1,Một\n", {{"Content-Type", "text/csv"}})
            .status == 200);
    CHECK(has(daemon.call("an", "GET", other + "/notice/readiness").body, "\"no_channel\""));

    // The address of the whole notice counts with the letters that it gets at the release.
    auto foreseen = text(at(look, "previews").as_array().front(), "sms.text");
    auto ids = json::serialize(at(look, "warnings"));
    CHECK(ids.find("\"nobody\"") == std::string::npos);
    REQUIRE(daemon.post("dpo", path + "/notice/release", json::object{}).status < 300);
    REQUIRE(testkit::wait_until([&] { return daemon.world().received("/sms").size() == 6; }));
    auto sent = parse_json(daemon.world().received("/sms").front().body);
    REQUIRE(sent);
    CHECK(text(*sent, "data.short_text").size() == foreseen.size());
}
