// Mails that come back: by LMTP from a real Postfix, and out of a spool directory.
#include <filesystem>
#include <fstream>

#include "e2e/daemon.hpp"
#include "testkit/postfix.hpp"
#include "testkit/process.hpp"

using namespace breachd;
using namespace breachd::e2e;

namespace {

constexpr const char* kCsv = "text/csv";

std::string import_people(Daemon& daemon, const std::string& csv) {
    auto id = text(daemon.open(now_rfc3339()), "id");
    auto path = "/api/v1/incidents/" + id;
    auto imported = daemon.call("an", "POST", path + "/subjects", csv, {{"Content-Type", kCsv}});
    INFO(imported.body);
    REQUIRE(imported.status < 300);
    REQUIRE(daemon.post("dpo", path + "/notice/release", json::object{}).status < 300);
    return id;
}

// State and code of each person's e-mail, by number.
std::map<std::string, std::string> e_mails(Daemon& daemon, const std::string& id) {
    std::map<std::string, std::string> out;
    for (const auto& row : daemon.all("/api/v1/incidents/" + id + "/deliveries"))
        if (text(row, "channel") == "email") out[text(row, "subject")] = text(row, "state") + " " + text(row, "cause");
    return out;
}

std::string report(const std::string& key, const std::string& to) {
    return "From: MAILER-DAEMON@relay.test\nTo: thongbao@vidu.test\nSubject: Undelivered Mail Returned to Sender\n"
           "Auto-Submitted: auto-replied\nMIME-Version: 1.0\nContent-Type: multipart/report; "
           "report-type=delivery-status; boundary=\"B\"\n\n--B\nContent-Type: text/plain\n\nkhông có người này\n\n"
           "--B\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; relay.test\n\nFinal-Recipient: rfc822; " +
           to +
           "\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\n\n--B\nContent-Type: "
           "text/rfc822-headers\n\nMessage-ID: <" +
           key + "@vidu.test>\n\n--B--\n";
}

}  // namespace

TEST_CASE("a third of the letters comes back from a real mail server: each person's state is the truth of the boxes") {
    if (!testkit::Postfix::possible()) {
        WARN("only root can start a mail server of its own: not run");
        return;
    }
    auto lmtp = testkit::free_port();
    std::vector<std::string> boxes;
    std::string csv = "subject_ref,name,email,phone\n";
    for (int i = 0; i < 30; ++i) {
        auto box = "khach" + std::to_string(i);
        boxes.push_back(box);
        bool back = i % 3 == 0;
        csv += "KH-" + std::to_string(i) + ",Người " + std::to_string(i) + "," + box +
               (back ? "@bat-ve.test," : "@hopthu.test,") + (i % 6 == 0 ? "09000001" + std::to_string(10 + i) : "") +
               "\n";
    }
    testkit::Postfix postfix(boxes, lmtp);
    Settings settings;
    settings.email_url = postfix.url();
    settings.email_options = "rate: 500/s, bounce_address: tra-ve@tra-ve.test";
    settings.extra = "bounces: {lmtp: {listen: \"127.0.0.1:" + std::to_string(lmtp) + "\"}}\n";
    Daemon daemon(settings);
    REQUIRE(daemon.start());
    auto id = import_people(daemon, csv);
    // Ten came back; five of these have a telephone.
    bool settled = daemon.wait_incident(id, [](const auto& it) {
        return text(it, "notice_run.told") == "25" && text(it, "notice_run.unreachable") == "5";
    });
    INFO(postfix.log() << daemon.log());
    REQUIRE(settled);
    CHECK(daemon.world().received("/sms").size() == 5);
    auto states = e_mails(daemon, id);
    for (int i = 0; i < 30; ++i) {
        INFO(i << " " << states[std::to_string(i + 1)]);
        CHECK(states[std::to_string(i + 1)] == (i % 3 == 0 ? "failed address_unknown" : "accepted "));
        // The relay took it; its own way to the box takes a moment.
        auto arrived = [&] { return !postfix.mailbox(boxes[static_cast<std::size_t>(i)]).empty(); };
        CHECK((i % 3 == 0 ? !arrived() : testkit::wait_until(arrived)));
    }
    CHECK(daemon.wait_incident(id, [](const auto& it) { return text(it, "public_notice.state") == "published"; }));
}

TEST_CASE("a report in the spool takes back told, its file is kept, and what nobody can read is listed for a human") {
    Settings settings;
    settings.order = "[sms]";
    settings.extra = "bounces: {directory: bounces}\n";
    Daemon daemon(settings);
    REQUIRE(daemon.start());
    auto spool = std::filesystem::path(daemon.path("bounces"));
    REQUIRE(testkit::wait_until([&] { return std::filesystem::exists(spool / "done"); }));
    std::ofstream(spool / "la.eml") << "From: x@y.test\nSubject: Mua hàng\n\nRẻ!\n";
    std::ofstream(spool / "qmail.eml") << "From: MAILER-DAEMON@relay.test\nTo: tra-ve+12-0123456789abcdef@vidu.test\n\n"
                                          "I'm afraid I wasn't able to deliver your message.\n";
    std::ofstream(spool / "khong-biet.eml") << report("INC-2026-0001-1-email-v1", "khongton@hopthu.test");
    REQUIRE(testkit::wait_until([&] {
        return std::filesystem::exists(spool / "failed/la.eml") &&
               std::filesystem::exists(spool / "failed/qmail.eml") &&
               std::filesystem::exists(spool / "failed/khong-biet.eml");
    }));
    auto waiting = daemon.all("/api/v1/quarantine");
    REQUIRE(waiting.size() == 1);
    CHECK(text(waiting[0], "source") == "bounces");
}

TEST_CASE("the report of the field takes back the letter that it names") {
    if (!testkit::Postfix::possible()) {
        WARN("only root can start a mail server of its own: not run");
        return;
    }
    testkit::Postfix postfix({"khach1", "khach2"});
    Settings settings;
    settings.email_url = postfix.url();
    settings.extra = "bounces: {directory: bounces}\n";
    Daemon daemon(settings);
    REQUIRE(daemon.start());
    auto id =
        import_people(daemon, "subject_ref,name,email\nKH-1,Một,khach1@hopthu.test\nKH-2,Hai,khach2@hopthu.test\n");
    REQUIRE(daemon.wait_incident(id, [](const auto& it) { return text(it, "notice_run.state") == "done"; }));
    auto spool = std::filesystem::path(daemon.path("bounces"));
    std::ofstream(spool / "1.eml") << report(id + "-1-email-v1", "khach1@hopthu.test");
    REQUIRE(daemon.wait_incident(id, [](const auto& it) {
        return text(it, "notice_run.told") == "1" && text(it, "notice_run.unreachable") == "1";
    }));
    CHECK(e_mails(daemon, id)["1"] == "failed address_unknown");
    CHECK(testkit::wait_until([&] { return std::filesystem::exists(spool / "done/1.eml"); }));
}
