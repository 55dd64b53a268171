// breachctl from outside: exit codes, what scripts read, keys and backups, the drill.
#include <sys/stat.h>

#include <filesystem>
#include <thread>

#include "e2e/daemon.hpp"

using namespace breachd;
using namespace breachd::e2e;

namespace {

testkit::Ran ctl(std::vector<std::string> words, std::chrono::milliseconds limit = std::chrono::seconds(60)) {
    words.insert(words.begin(), breachctl_program());
    return testkit::run(std::move(words), "", limit);
}

}  // namespace

TEST_CASE("exit codes: 0 done, 1 no, 2 wrong usage") {
    CHECK(ctl({"--help"}).code == 0);
    CHECK(ctl({"--version"}).code == 0);
    CHECK(ctl({"incident", "--help"}).code == 0);
    CHECK(ctl({"incident", "no-such-verb"}).err.find("incident no-such-verb") != std::string::npos);
    CHECK(ctl({"incident", "--help"}).out.find("incident reopen INCIDENT --reason …") != std::string::npos);
    CHECK(ctl({}).code == 2);
    CHECK(ctl({"no-such-command"}).code == 2);
    CHECK(ctl({"incident", "show"}).code == 2);
    CHECK(ctl({"incident", "list", "--no-such-option"}).code == 2);
    CHECK(ctl({"incident", "hold", "INC-1", "perhaps", "--reason", "x"}).code == 2);
    CHECK(ctl({"-o", "xml", "clock", "list"}).code == 2);
    auto nobody = ctl({"--server", "http://127.0.0.1:1", "clock", "list"});
    CHECK(nobody.code == 1);
    CHECK_FALSE(nobody.err.empty());
    auto missing = ctl({"check-config", "/no/such/file"});
    CHECK(missing.code == 1);
    CHECK(missing.err.find("không có tệp này / no such file") != std::string::npos);
    auto helped = ctl({"help", "incident", "hold"});
    CHECK(helped.code == 0);
    CHECK(helped.out.find("breachctl incident hold INCIDENT on|off --reason …") != std::string::npos);
    CHECK(ctl({"help", "no-such-command"}).code == 2);
    CHECK(ctl({"completion", "bash"}).out.starts_with("# breachctl completion bash"));
}

TEST_CASE("a master key is made once, for its owner only, and never overwritten") {
    testkit::ScratchDirectory scratch;
    CHECK(ctl({"keys", "init", scratch / "master.key"}).code == 0);
    struct stat facts {};
    REQUIRE(::stat((scratch / "master.key").c_str(), &facts) == 0);
    CHECK((facts.st_mode & 0777) == 0600);
    auto key = testkit::slurp(scratch / "master.key");
    CHECK(key.size() == 65);
    CHECK(ctl({"keys", "init", scratch / "master.key"}).code == 1);
    CHECK(testkit::slurp(scratch / "master.key") == key);
}

TEST_CASE("incidents by command line: open, set, list, show, clocks, timeline") {
    Daemon daemon;
    REQUIRE(daemon.start());
    auto run = [&](std::vector<std::string> words) {
        std::vector<std::string> all{"--server", daemon.url(), "--token-file", daemon.token_file("an")};
        all.insert(all.end(), words.begin(), words.end());
        return ctl(all);
    };
    auto opened = run({"-o", "json", "incident", "open", "--title", "Điện thoại báo", "--detected-at",
                       "2026-11-20T17:30:00+07:00", "--kind", "location:1200:1000"});
    INFO(opened.out << opened.err);
    REQUIRE(opened.code == 0);
    auto id = text(parse_json(opened.out).value(), "id");
    CHECK(run({"incident", "open", "--title", "x", "--detected-at", "2026-11-20 17:30"}).code == 2);
    CHECK(run({"incident", "set", id, "place=Huế", "description=Mất máy chủ"}).code == 0);
    auto shown = run({"incident", "show", id});
    CHECK(shown.code == 0);
    CHECK(shown.out.find("17 giờ 30 phút ngày 20/11/2026") != std::string::npos);
    CHECK(run({"incident", "list"}).out.find(id) != std::string::npos);
    testkit::spill(daemon.path("draft.json"), R"({"vi": {"short": "Dữ liệu của Quý khách bị ảnh hưởng."}})");
    auto edited = run({"notice", "edit", id, daemon.path("draft.json")});
    CHECK(edited.code == 0);
    CHECK(edited.out.find("[guidance]") != std::string::npos);  // what is missing is said, not "nothing"
    CHECK(run({"clock", "list"}).out.find("subjects-location-biometric") != std::string::npos);
    CHECK(run({"incident", "timeline", id}).code == 0);
    CHECK(run({"oncall", "show"}).code == 0);
    auto refused = run({"incident", "close", id});
    CHECK(refused.code == 1);
    CHECK(refused.err.find("409") != std::string::npos);
    CHECK(run({"incident", "show", "INC-1999-0001"}).code == 1);
    CHECK(run({"ready"}).code == 0);
    CHECK(run({"channel", "test", "pager", "--to", "an"}).code == 0);
    CHECK(run({"channel", "check", "pager"}).code == 0);
    CHECK(run({"channel", "list"}).out.find("webhook") != std::string::npos);
    CHECK(daemon.world().wait_for(1, "/page"));
}

TEST_CASE("the daemon's errors come in both languages, with the fact's name") {
    Daemon daemon;
    REQUIRE(daemon.start());
    auto id = text(daemon.open("2026-11-20T17:30:00+07:00"), "id");
    auto ran = testkit::run({breachctl_program(), "--server", daemon.url(), "--token-file", daemon.token_file("an"),
                             "incident", "set", id, "occurred_from=hôm qua"},
                            "", std::chrono::seconds(60));
    INFO(ran.err);
    CHECK(ran.code == 1);
    for (const char* part :
         {"không phải thời điểm", "not an RFC 3339 time", "/occurred_from", "(thời điểm bắt đầu xảy ra)"})
        CHECK(ran.err.find(part) != std::string::npos);
}

TEST_CASE("a command prints what it was asked for, all of it, and fails when what it asked for was not done") {
    Daemon daemon;
    REQUIRE(daemon.start());
    auto run = [&](const std::string& who, std::vector<std::string> words) {
        std::vector<std::string> all{"--server", daemon.url(), "--token-file", daemon.token_file(who)};
        all.insert(all.end(), words.begin(), words.end());
        return ctl(all);
    };
    auto id = text(daemon.open("2026-11-20T17:30:00+07:00"), "id");
    REQUIRE(run("dpo", {"incident", "hold", id, "on", "--reason", "thanh tra"}).code == 0);
    auto shown = run("an", {"incident", "show", id});
    INFO(shown.out);
    CHECK(shown.out.find("H-1: thanh tra (dpo, ") != std::string::npos);
    std::string list = "subject_ref,name,email\n";
    for (int i = 0; i < 130; ++i) list += "KH-" + std::to_string(i) + ",Người Thử,kh" + std::to_string(i) + "@x.test\n";
    testkit::spill(daemon.path("people.csv"), list);
    auto imported = run("an", {"subjects", "import", id, daemon.path("people.csv")});
    INFO(imported.out << imported.err);
    CHECK(imported.code == 0);
    CHECK(imported.out.find("người mới / new") != std::string::npos);
    CHECK(imported.out.find("opened_at") == std::string::npos);
    REQUIRE(run("dpo", {"notice", "release", id}).code == 0);
    CHECK(daemon.wait_incident(id, [&](const json::value&) {
        auto rows = run("an", {"-o", "json", "notice", "status", id});
        auto parsed = parse_json(rows.out);
        return parsed && parsed->is_array() && parsed->get_array().size() == 130;
    }));
    CHECK(run("an", {"incident", "pages", id}).out.find("LẦN / ATTEMPTS") != std::string::npos);
    daemon.world().answer([](const auto&) { return WebhookReceiver::Reply{400, "{}"}; });
    auto refused = run("an", {"channel", "test", "pager", "--to", "an"});
    CHECK(refused.code == 1);
    CHECK(refused.err.find("rejected") != std::string::npos);
}

TEST_CASE("the text of a notice is tested, sent to a second person, refused and approved by command line") {
    Daemon daemon;
    REQUIRE(daemon.start());
    auto run = [&](const std::string& who, std::vector<std::string> words) {
        std::vector<std::string> all{"--server", daemon.url(), "--token-file", daemon.token_file(who)};
        all.insert(all.end(), words.begin(), words.end());
        return ctl(all);
    };
    auto id = text(daemon.open("2026-11-20T17:30:00+07:00"), "id");
    std::string hash;
    auto settled = [&, same = 0]() mutable {  // the engine is still at work on what was just opened
        auto now = text(parse_json(run("an", {"-o", "json", "notice", "preview", id}).out).value(), "sha256");
        return (same = std::exchange(hash, now) == now ? same + 1 : 0) == 30;
    };
    REQUIRE(testkit::wait_until(settled, std::chrono::seconds(20)));
    auto asked = run("an", {"notice", "request", id, "--sha256", hash.substr(0, 12), "--note", "xem hộ"});
    INFO(asked.out << asked.err);
    CHECK(asked.code == 0);
    CHECK(run("dpo", {"notice", "refuse", id, "--sha256", hash, "--reason", "thiếu số điện thoại"}).code == 0);
    CHECK(run("an", {"notice", "diff", id}).out.find(hash) != std::string::npos);
    CHECK(run("dpo", {"notice", "approve", id, "--sha256", hash}).code == 0);
    auto other = run("dpo", {"notice", "refuse", id, "--sha256", "00000000", "--reason", "x"});
    CHECK(other.code == 1);
    CHECK(other.err.find("the text has changed, read it again") != std::string::npos);
    auto tested = run("an", {"notice", "test", id, "--channel", "sms", "--language", "vi"});
    INFO(tested.out << tested.err);
    CHECK(tested.code == 0);
    CHECK(run("an", {"notice", "test", id, "--channel", "no-such"}).code == 1);
    auto decided = run("dpo", {"inspection", "open", id, "--decision", "12/QĐ-TTr", "--at-once"});
    INFO(decided.err);
    CHECK(decided.code == 0);
}

TEST_CASE("an answer for people is no JSON") {
    Daemon daemon;
    REQUIRE(daemon.start());
    auto id = text(daemon.open("2026-11-20T17:30:00+07:00"), "id");
    for (std::vector<std::string> words : {std::vector<std::string>{"vocabulary"},
                                           {"now"},
                                           {"me"},
                                           {"channel", "list"},
                                           {"incident", "show", id},
                                           {"subjects", "status", id},
                                           {"notice", "diff", id},
                                           {"public-notice", "status", id},
                                           {"report", "completeness", id}}) {
        words.insert(words.begin(), {"--server", daemon.url(), "--token-file", daemon.token_file("dpo")});
        auto said = ctl(words);
        INFO(said.out << said.err);
        CHECK(said.code == 0);
        CHECK(said.out.find("{\"") == std::string::npos);
        CHECK(said.out.find("[\"") == std::string::npos);
    }
}

TEST_CASE("a backup of a running daemon restores into an empty directory and opens") {
    Daemon daemon;
    REQUIRE(daemon.start());
    auto id = text(daemon.open("2026-11-20T17:30:00+07:00"), "id");
    auto made = ctl({"backup", daemon.path("backup"), "--config", daemon.path("breachd.yaml")});
    INFO(made.out << made.err);
    REQUIRE(made.code == 0);
    CHECK(ctl({"backup", daemon.path("backup"), "--config", daemon.path("breachd.yaml")}).code == 1);  // not empty
    auto verified = ctl({"backup", "verify", daemon.path("backup")});
    INFO(verified.out << verified.err);
    CHECK(verified.code == 0);
    CHECK(verified.out.find("TOÀN VẸN / GOOD") != std::string::npos);
    std::filesystem::copy(daemon.path("backup"), daemon.path("altered"));
    testkit::spill(daemon.path("altered/breachd.db"), testkit::slurp(daemon.path("backup/breachd.db")) + "x");
    CHECK(ctl({"backup", "verify", daemon.path("altered")}).code == 1);
    CHECK(ctl({"restore", daemon.path("backup"), "--config", daemon.path("breachd.yaml")}).code == 1);
    CHECK(daemon.stop() == 0);
    std::filesystem::remove_all(daemon.path("data"));
    auto restored = ctl({"restore", daemon.path("backup"), "--config", daemon.path("breachd.yaml")});
    INFO(restored.out << restored.err);
    REQUIRE(restored.code == 0);
    REQUIRE(daemon.start());
    CHECK(text(daemon.incident(id), "id") == id);
}

TEST_CASE("keys rotate: the new master key opens what the old one sealed, the old one no longer") {
    Daemon daemon;
    REQUIRE(daemon.start());
    REQUIRE(daemon.alert(1).status == 202);
    CHECK(daemon.stop() == 0);
    CHECK(ctl({"keys", "rotate", "--config", daemon.path("breachd.yaml"), "--new", daemon.path("none.key")}).code == 1);
    REQUIRE(ctl({"keys", "init", daemon.path("next.key")}).code == 0);
    auto rotated = ctl({"keys", "rotate", "--config", daemon.path("breachd.yaml"), "--new", daemon.path("next.key")});
    INFO(rotated.out << rotated.err);
    REQUIRE(rotated.code == 0);
    auto refused =
        testkit::run({breachd_program(), "--config", daemon.path("breachd.yaml")}, "", std::chrono::seconds(10));
    CHECK(refused.code == 1);
    std::filesystem::rename(daemon.path("next.key"), daemon.path("master.key"));
    REQUIRE(daemon.start());
    auto alerts = daemon.all("/api/v1/alerts");
    REQUIRE(alerts.size() == 1);
    CHECK(json::serialize(alerts).find("Database dump exfiltrated") != std::string::npos);
}

TEST_CASE("what an alert would do is told without a server") {
    Daemon daemon;
    testkit::spill(daemon.path("alert.json"), wazuh_alert(1, "gps-db-1"));
    auto tried = ctl({"ingest", "try", "--format", "wazuh", daemon.path("alert.json")});
    CHECK(tried.code == 0);
    CHECK(tried.out.find("gps-db-1") != std::string::npos);
    auto tested =
        ctl({"-o", "json", "triage", "test", "--config", daemon.path("breachd.yaml"), daemon.path("alert.json")});
    INFO(tested.out << tested.err);
    REQUIRE(tested.code == 0);
    CHECK(text(parse_json(tested.out).value().as_array()[0], "opens") == "true");
    CHECK(text(parse_json(tested.out).value().as_array()[0], "rule") == "exfiltration");
}

TEST_CASE("the proof of a sender is taken from the configuration, and said") {
    Settings settings;
    settings.sources = "  - {name: ids, format: suricata}\n";
    settings.extra = "syslog:\n  - {name: udp, transport: udp, listen: \"127.0.0.1:5514\", sources: [ids]}\n";
    Daemon daemon(settings);
    testkit::spill(daemon.path("wazuh.json"), wazuh_alert(1, "gps-db-1"));
    testkit::spill(daemon.path("eve.json"),
                   R"({"event_type":"alert","host":"gps-db-1","src_ip":"10.0.0.1",)"
                   R"("alert":{"signature":"Database dump exfiltrated","severity":1,"signature_id":7}})");
    auto run = [&](std::vector<std::string> words) {
        words.insert(words.begin(), {"triage", "test", "--config", daemon.path("breachd.yaml")});
        return ctl(words);
    };
    auto token = run({"--source", "wazuh", daemon.path("wazuh.json")});
    INFO(token.out << token.err);
    CHECK(token.out.find("MỞ SỰ CỐ / OPENS") != std::string::npos);
    CHECK(token.err.starts_with("wazuh: coi như người gửi được chứng minh bằng / sender taken as proven by: token"));
    auto plain = run({"--source", "ids", daemon.path("eve.json")});
    INFO(plain.out << plain.err);
    CHECK(plain.code == 0);
    CHECK(plain.err.find("sender taken as proven by: none") != std::string::npos);
    CHECK(plain.out.find("CHỈ GỘP / ONLY JOINS: Chỉ gộp vào sự cố cùng nhóm") != std::string::npos);
    CHECK(plain.out.find("Mở sự cố") == std::string::npos);
    auto said = run({"--source", "ids", "--proof", "certificate", daemon.path("eve.json")});
    CHECK(said.out.find("MỞ SỰ CỐ / OPENS") != std::string::npos);
    CHECK(said.err.empty());
    CHECK(run({"--source", "ids", "--proof", "faith", daemon.path("eve.json")}).code == 2);
}

TEST_CASE("what could not be read of a file is told with its place, and a file without an alert is named") {
    Daemon daemon;
    auto good = wazuh_alert(1, "gps-db-1");
    testkit::spill(daemon.path("mixed.json"), "[" + good + R"(,{"rule":7}])");
    testkit::spill(daemon.path("broken.json"), "{\"rule\": ");
    testkit::spill(daemon.path("none.json"), "[]");
    testkit::spill(daemon.path("good.json"), good);
    auto run = [&](std::vector<std::string> files) {
        std::vector<std::string> words{"triage", "test", "--config", daemon.path("breachd.yaml")};
        for (const auto& file : files) words.push_back(daemon.path(file));
        return ctl(words);
    };
    auto mixed = run({"mixed.json"});
    INFO(mixed.out << mixed.err);
    CHECK(mixed.code == 1);
    CHECK(mixed.out.find("gps-db-1") != std::string::npos);
    CHECK(mixed.err.find("mixed.json: /1") != std::string::npos);
    auto none = run({"none.json"});
    CHECK(none.code == 0);
    CHECK(none.err.find("none.json: không có cảnh báo nào / holds no alert") != std::string::npos);
    auto both = run({"broken.json", "good.json"});
    CHECK(both.code == 1);
    CHECK(both.err.find("broken.json") != std::string::npos);
    CHECK(both.out.find("gps-db-1") != std::string::npos);
}

TEST_CASE("one syslog message in a file is read as a listener reads it") {
    Daemon daemon;
    testkit::spill(daemon.path("frame"), "<134>Nov 25 03:00:00 siem wazuh: " + wazuh_alert(1, "gps-db-1") + "\n");
    CHECK(ctl({"ingest", "try", "--format", "wazuh", daemon.path("frame")}).code == 1);
    auto tried = ctl({"ingest", "try", "--format", "wazuh", "--syslog", daemon.path("frame")});
    INFO(tried.out << tried.err);
    CHECK(tried.code == 0);
    CHECK(tried.out.find("gps-db-1") != std::string::npos);
    auto tested = ctl({"triage", "test", "--config", daemon.path("breachd.yaml"), "--syslog", daemon.path("frame")});
    INFO(tested.out << tested.err);
    CHECK(tested.code == 0);
    CHECK(tested.err.find("proven by: none") != std::string::npos);
    CHECK(tested.out.find("ONLY JOINS") != std::string::npos);
}

TEST_CASE("an answer that is no JSON is an error that names the address and the content type") {
    testkit::WebhookReceiver proxy;
    auto asked = [&](const std::string& type, const std::string& body) {
        proxy.answer([=](const testkit::Received&) { return testkit::WebhookReceiver::Reply{200, body, {}, type}; });
        return ctl({"--server", proxy.url(""), "clock", "list"});
    };
    for (const auto& answer : {asked("text/html; charset=utf-8", "<html>Sign in</html>"), asked("text/plain", "0"),
                               asked("application/json", "{"), asked("application/json", "")}) {
        INFO(answer.out << answer.err);
        CHECK(answer.code == 1);
        CHECK(answer.out.empty());
        CHECK(answer.err.find(proxy.url("/api/v1/clocks")) != std::string::npos);
    }
    CHECK(asked("text/html; charset=utf-8", "<html>").err.find("text/html; charset=utf-8") != std::string::npos);
    CHECK(asked("application/json", R"({"items":[],"next":null})").code == 0);
}

TEST_CASE("what is in quarantine can be read whole: place and cause first, then the body") {
    Daemon daemon;
    REQUIRE(daemon.start());
    auto body = "{\"rule\": {\"level\": \"" + std::string(6000, 'x') + " hết";
    auto id =
        text(daemon.call("wazuh", "POST", "/api/v1/alerts/wazuh", body + "\x1b[2J\xc2\x9b").parsed(), "quarantine_id");
    auto run = [&](std::vector<std::string> words) {
        std::vector<std::string> all{"--server", daemon.url(), "--token-file", daemon.token_file("an"), "quarantine"};
        all.insert(all.end(), words.begin(), words.end());
        return ctl(all);
    };
    auto shown = run({"show", id});
    INFO(shown.out << shown.err);
    REQUIRE(shown.code == 0);
    CHECK(shown.out.starts_with("vị trí / place: "));
    CHECK(shown.out.find("nguyên nhân / cause: ") < shown.out.find(body));
    CHECK(shown.out.ends_with(body + "\\x1b[2J\\x9b\n"));  // it must not clear the reader's screen
    auto listed = run({"list"});
    CHECK(listed.out.find("đang chờ / waiting") != std::string::npos);
    CHECK(listed.out.find("INCIDENT") == std::string::npos);
    REQUIRE(run({"discard", id, "--reason", "bài kiểm thử"}).code == 0);
    CHECK(run({"list"}).out.find(id) == std::string::npos);
    CHECK(run({"list", "--all"}).out.find("đã bỏ qua / discarded") != std::string::npos);
    CHECK(run({"show", id}).out.find("discarded") != std::string::npos);
    auto missing = run({"show", "Q-000000000099"});
    CHECK(missing.code == 1);
    CHECK(missing.err.find("404") != std::string::npos);
    CHECK(daemon.log().find("xxxxxxxx") == std::string::npos);
}

TEST_CASE("the drill refuses a live daemon") {
    Daemon daemon;
    REQUIRE(daemon.start());
    auto refused = ctl({"--server", daemon.url(), "drill", "--config", daemon.path("breachd.yaml"), "--directory",
                        daemon.path("drill")});
    INFO(refused.out << refused.err);
    CHECK(refused.code == 1);
    CHECK(daemon.all("/api/v1/incidents").empty());
}

TEST_CASE("the drill passes from the alert to the proved file") {
    Settings settings;
    settings.mode = "drill";
    settings.time_scale = 3600;
    settings.email_url = "smtp://127.0.0.1:" + std::to_string(testkit::free_port());
    Daemon daemon(settings);
    REQUIRE(daemon.start());
    // The drill plays mail itself; pager and SMS go to this test's receiver, which stands on those ports already.
    auto played = ctl({"--server", daemon.url(), "drill", "--config", daemon.path("breachd.yaml"), "--directory",
                       daemon.path("drill"), "--keep-webhooks"},
                      std::chrono::seconds(180));
    INFO(played.out << played.err << daemon.log());
    CHECK(played.code == 0);
    CHECK(testkit::slurp(daemon.path("drill/mau-08.pdf")).substr(0, 5) == "%PDF-");
    for (const auto& message : testkit::files_below(daemon.path("drill/world/mail")))
        CHECK(testkit::slurp(message).find("To: ") != std::string::npos);
}
