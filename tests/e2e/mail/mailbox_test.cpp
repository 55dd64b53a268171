// Mails that come back by IMAP, from a real Dovecot.
#include <algorithm>

#include "e2e/daemon.hpp"
#include "testkit/dovecot.hpp"
#include "testkit/held_line.hpp"
#include "testkit/process.hpp"
#include "unit/bounces/mails.hpp"

using namespace breachd;
using namespace breachd::e2e;
using breachd::bounces::report_mail;

namespace {

constexpr const char* kPassword = "bounces.password";

bool possible() {
    if (testkit::Dovecot::possible()) return true;
    WARN("only root can start a server of mailboxes of its own: not run");
    return false;
}

Settings settings_for(const testkit::Dovecot& dovecot, const std::string& relay, const std::string& url,
                      const std::string& more = "") {
    Settings out;
    out.email_url = relay;
    out.extra = "bounces: {imap: {url: \"" + url + "\", user: " + dovecot.user() + ", password_file: " + kPassword +
                ", every: 1s" + more + "}}\n";
    return out;
}

// An incident whose two people were told by e-mail.
std::string told(Daemon& daemon) {
    auto id = text(daemon.open(now_rfc3339()), "id");
    auto path = "/api/v1/incidents/" + id;
    REQUIRE(daemon
                .call("an", "POST", path + "/subjects",
                      "subject_ref,name,email\nKH-1,Một,khach1@hopthu.test\nKH-2,Hai,khach2@hopthu.test\n",
                      {{"Content-Type", "text/csv"}})
                .status < 300);
    REQUIRE(daemon.post("dpo", path + "/notice/release", json::object{}).status < 300);
    REQUIRE(daemon.wait_incident(id, [](const auto& it) {
        return text(it, "notice_run.state") == "done" && text(it, "notice_run.told") == "2";
    }));
    return id;
}

bool taken_back(const json::value& it) {
    return text(it, "notice_run.told") == "1" && text(it, "notice_run.unreachable") == "1";
}

std::string report_about(const std::string& incident) {
    return report_mail("failed", "5.1.1", incident + "-1-email-v1", "", "khach1@hopthu.test");
}

// The row of the mailbox: "state: sentence".
std::string readiness(Daemon& daemon) {
    for (const auto& row : daemon.all("/api/v1/readiness"))
        if (text(row, "id") == "mailbox") return text(row, "state") + ": " + text(row, "what.en");
    return "";
}

// Over TLS, as Dovecot's log says; 2.4 has another word for it.
bool signed_in(const testkit::Dovecot& dovecot) {
    auto log = dovecot.log(), user = " user=<" + dovecot.user() + ">";
    auto at = std::min(log.find("Login:" + user), log.find("Logged in:" + user));
    return at != log.npos && log.substr(at, log.find('\n', at) - at).find(", TLS") != log.npos;
}

bool says(Daemon& daemon, const std::string& line) {
    return daemon.call("an", "GET", "/metrics").body.find("\n" + line + "\n") != std::string::npos;
}

}  // namespace

TEST_CASE("a report in a mailbox over TLS takes back told, also when the server came up after the daemon") {
    if (!possible()) return;
    testkit::SmtpSink relay;
    testkit::Dovecot dovecot;
    Daemon daemon(settings_for(dovecot, relay.url(), dovecot.tls_url() + "/INBOX", ", ca_file: " + dovecot.ca()));
    testkit::spill(daemon.path(kPassword), dovecot.password() + "\n");
    REQUIRE(daemon.start());
    CHECK(testkit::wait_until([&] { return says(daemon, "breachd_bounces_mailbox_up 0"); }));
    CHECK(readiness(daemon).starts_with("bad: the mailbox of mails that come back cannot be read: no connection"));
    auto id = told(daemon);
    dovecot.put("1", report_about(id));
    dovecot.start();
    INFO(dovecot.log());
    REQUIRE(daemon.wait_incident(id, taken_back));
    CHECK(testkit::wait_until([&] { return dovecot.read() == 1; }));
    CHECK(testkit::wait_until([&] { return says(daemon, "breachd_bounces_mailbox_up 1"); }));
    CHECK(readiness(daemon).starts_with("ok"));
    CHECK(signed_in(dovecot));
    // The same report again changes nothing, and is marked, too.
    auto run = [&] { return json::serialize(at(daemon.incident(id), "notice_run")); };
    auto before = run();
    dovecot.put("2", report_about(id));
    CHECK(testkit::wait_until([&] { return dovecot.read() == 2; }));
    CHECK(run() == before);
    CHECK(daemon.log().find("hopthu.test") == std::string::npos);
    CHECK(daemon.log().find(dovecot.password()) == std::string::npos);
    CHECK(daemon.stop() == 0);
}

TEST_CASE("a mailbox whose server nobody vouches for is not signed in to") {
    if (!possible()) return;
    testkit::Dovecot dovecot;
    dovecot.start();
    Daemon daemon(settings_for(dovecot, "smtp://127.0.0.1:1", dovecot.tls_url()));
    testkit::spill(daemon.path(kPassword), dovecot.password() + "\n");
    REQUIRE(daemon.start());
    CHECK(testkit::wait_until([&] { return readiness(daemon).find("TLS failed") != std::string::npos; }));
    CHECK(dovecot.log().find("tra-ve") == std::string::npos);
}

TEST_CASE("a wrong password of the mailbox is said in words, and the daemon does its work") {
    if (!possible()) return;
    testkit::SmtpSink relay;
    testkit::Dovecot dovecot;
    dovecot.start();
    // By STARTTLS: a CA is named.
    Daemon daemon(settings_for(dovecot, relay.url(), dovecot.url(), ", ca_file: " + dovecot.ca()));
    testkit::spill(daemon.path(kPassword), "sai-mat-khau\n");
    REQUIRE(daemon.start());
    CHECK(testkit::wait_until([&] { return says(daemon, "breachd_bounces_mailbox_up 0"); }));
    CHECK(readiness(daemon).find("the provider refused our credentials") != std::string::npos);
    told(daemon);
    CHECK(daemon.log().find("cannot be read: the provider refused our credentials") != std::string::npos);
    CHECK(daemon.log().find("sai-mat-khau") == std::string::npos);
    REQUIRE(daemon.stop() == 0);
    testkit::spill(daemon.path(kPassword), dovecot.password() + "\n");
    REQUIRE(daemon.start());
    CHECK(testkit::wait_until([&] { return says(daemon, "breachd_bounces_mailbox_up 1"); }));
    CHECK(signed_in(dovecot));
}

TEST_CASE("a kill between the report's way to the disk and its mark loses nothing and counts nothing twice") {
    if (!possible()) return;
    testkit::SmtpSink relay;
    testkit::Dovecot dovecot;
    dovecot.start();
    testkit::HeldLine line(dovecot.port(), "UID STORE");
    Daemon daemon(settings_for(dovecot, relay.url(), "imap://" + line.address()));
    testkit::spill(daemon.path(kPassword), dovecot.password() + "\n");
    REQUIRE(daemon.start());
    auto id = told(daemon);
    dovecot.put("1", report_about(id));
    REQUIRE(testkit::wait_until([&] { return line.held(); }));
    daemon.kill();
    CHECK(dovecot.read() == 0);
    line.let_go();
    REQUIRE(daemon.start());
    CHECK(testkit::wait_until([&] { return dovecot.read() == 1; }));
    CHECK(daemon.wait_incident(id, taken_back));
    int failed = 0;
    for (const auto& row : daemon.all("/api/v1/incidents/" + id + "/deliveries"))
        failed += text(row, "state") == "failed" ? 1 : 0;
    CHECK(failed == 1);
}

TEST_CASE("a thousand mails of all kinds are all taken and marked, what nobody can read is listed once each") {
    if (!possible()) return;
    testkit::Dovecot dovecot;
    dovecot.start();
    for (int i = 0; i < 1000; ++i) {
        auto number = std::to_string(i);
        auto mail = i % 10 == 0 ? "From: MAILER-DAEMON@relay.test\nTo: tra-ve+" + number +
                                      "-0123456789abcdef@vidu.test\n\nI wasn't able to deliver your message.\n"
                    : i % 10 == 1 ? report_mail("delayed", "4.4.1", "K-" + number)
                    : i % 10 == 2 ? report_mail("failed", "5.1.1", "K-" + number)
                    : i % 10 == 3 ? std::string(breachd::bounces::kVacation)
                                  : "From: x@y.test\nSubject: Mua hàng " + number + "\n\nRẻ!\n";
        dovecot.put(number, mail);
    }
    Daemon daemon(settings_for(dovecot, "smtp://127.0.0.1:1", dovecot.url()));
    testkit::spill(daemon.path(kPassword), dovecot.password() + "\n");
    REQUIRE(daemon.start());
    CHECK(testkit::wait_until([&] { return dovecot.read() == 1000; }, std::chrono::seconds(60)));
    INFO(daemon.log());
    CHECK(daemon.all("/api/v1/quarantine").size() == 100);
}
