// The two files of a data directory and the master key from outside: nothing missing is taken for new, what --check
// calls good starts, and a damaged page wakes people.
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "e2e/daemon.hpp"

using namespace breachd;
using namespace breachd::e2e;

namespace {

namespace fs = std::filesystem;

bool has(const std::string& in, std::string_view part) { return in.find(part) != std::string::npos; }

// A checkout under /root is read by root alone.
bool is_open_to_all(fs::path folder) {
    for (; folder.has_relative_path(); folder = folder.parent_path())
        if ((fs::status(folder).permissions() & fs::perms::others_exec) == fs::perms::none) return false;
    return true;
}

testkit::Ran ctl(std::vector<std::string> words) {
    words.insert(words.begin(), breachctl_program());
    return testkit::run(words);
}

// The three that must agree: the two checks, and the start. What they say; "" when all are content.
std::string said_by_all(Daemon& daemon) {
    auto config = daemon.path("breachd.yaml");
    auto files = testkit::files_below(daemon.path("data"));
    auto check = testkit::run({breachd_program(), "--config", config, "--check"});
    auto check_config = ctl({"check-config", config, "--here"});
    CHECK(testkit::files_below(daemon.path("data")) == files);
    auto start = check.code == 0 ? testkit::Ran{0, "", ""} : testkit::run({breachd_program(), "--config", config});
    INFO(check.err << check_config.err << start.out << start.err);
    CHECK(check.code == check_config.code);
    CHECK(check.code == start.code);
    if (check.code == 0) return "";
    for (const auto& error : {check_config.err, start.out + start.err}) {
        auto line = check.err.substr(0, check.err.find('\n'));
        CHECK(has(error, line));
    }
    return check.err;
}

struct Used : Daemon {
    Used() {
        REQUIRE(start());
        REQUIRE(alert(1).status == 202);
        REQUIRE(stop() == 0);
    }
};

void put(const std::string& from, const std::string& to) {
    fs::copy_file(from, to, fs::copy_options::overwrite_existing);
}

}  // namespace

TEST_CASE(
    "keys that are gone, emptied or older, and keys without their database, stop the start, and nothing is made") {
    Used daemon;
    auto keys = daemon.path("data/keys.db"), database = daemon.path("data/breachd.db");
    put(keys, daemon.path("older.db"));
    CHECK(said_by_all(daemon).empty());
    REQUIRE(daemon.start());
    daemon.open(now_rfc3339());
    REQUIRE(daemon.stop() == 0);
    put(keys, daemon.path("kept.db"));

    fs::remove(keys);
    CHECK(has(said_by_all(daemon), keys + ": tệp khóa bị thiếu hoặc trống"));
    testkit::spill(keys, "");
    CHECK(has(said_by_all(daemon), "the keys are missing or emptied"));
    put(daemon.path("older.db"), keys);
    CHECK(has(said_by_all(daemon), "the keys are older than the database"));
    Used other;
    put(other.path("data/keys.db"), keys);
    CHECK(has(said_by_all(daemon), "these are the keys of another database"));
    put(daemon.path("kept.db"), keys);
    put(database, daemon.path("database.db"));
    fs::remove(database);
    CHECK(has(said_by_all(daemon), "the database is missing or empty"));
    put(daemon.path("database.db"), database);
    REQUIRE(daemon.start());
}

TEST_CASE("rotation beside a running daemon is refused, says who works there, and changes nothing") {
    Daemon daemon;
    REQUIRE(daemon.start());
    REQUIRE(daemon.alert(1).status == 202);
    REQUIRE(ctl({"keys", "init", daemon.path("next.key")}).code == 0);
    auto rotate = [&] {
        return ctl({"keys", "rotate", "--config", daemon.path("breachd.yaml"), "--new", daemon.path("next.key")});
    };
    auto refused = rotate();
    CHECK(refused.code == 1);
    CHECK(has(refused.err, "breachd (pid " + std::to_string(daemon.pid()) + ")"));
    daemon.open(now_rfc3339());
    REQUIRE(daemon.stop() == 0);
    REQUIRE(daemon.start());  // under the old key
    CHECK(daemon.all("/api/v1/alerts").size() == 1);
    REQUIRE(daemon.stop() == 0);
    CHECK(rotate().code == 0);
    put(daemon.path("next.key"), daemon.path("master.key"));
    REQUIRE(daemon.start());
    CHECK(daemon.all("/api/v1/alerts").size() == 1);
}

TEST_CASE("what --check calls good starts: the master key's presence and mode, its owner, the ports, the directory") {
    Daemon daemon;
    auto key = daemon.path("master.key");
    CHECK(said_by_all(daemon).empty());  // before the first start
    ::chmod(key.c_str(), 0644);
    CHECK(has(said_by_all(daemon), "chmod 600"));
    fs::rename(key, daemon.path("away.key"));
    CHECK(has(said_by_all(daemon), "breachctl keys init"));
    fs::rename(daemon.path("away.key"), key);
    ::chmod(key.c_str(), 0600);
    {
        auto port = std::stoi(daemon.url().substr(daemon.url().rfind(':') + 1));
        testkit::WebhookReceiver other;
        auto text = testkit::slurp(daemon.path("breachd.yaml"));
        auto taken = text;
        for (auto at = taken.find("listen: \"127.0.0.1:"); at != taken.npos; at = taken.npos)
            taken.replace(at, 19 + std::to_string(port).size(), "listen: \"127.0.0.1:" + std::to_string(other.port()));
        testkit::spill(daemon.path("breachd.yaml"), taken);
        CHECK(has(said_by_all(daemon), "Address already in use"));
        testkit::spill(daemon.path("breachd.yaml"), text);
    }
    testkit::spill(daemon.path("data"), "a file");
    CHECK(has(said_by_all(daemon), "is not a directory"));
    fs::remove(daemon.path("data"));
    REQUIRE(daemon.start());
    // Its own ports and lease are nothing in its way.
    CHECK(testkit::run({breachd_program(), "--config", daemon.path("breachd.yaml"), "--check"}).code == 0);
    CHECK(ctl({"check-config", daemon.path("breachd.yaml")}).code == 0);
}

TEST_CASE("root checks with the rights of the user who owns the data directory") {
    if (::geteuid() != 0 || !is_open_to_all(BREACHD_SOURCE_DIR)) return;  // it reads the playbooks of the tree
    Used daemon;
    constexpr uid_t kNobody = 65534;
    auto folder = fs::path(daemon.path("breachd.yaml")).parent_path();
    ::chmod(folder.c_str(), 0711);
    for (const char* open : {"breachd.yaml", "hook.secret"}) ::chmod(daemon.path(open).c_str(), 0644);
    ::chmod(daemon.path("tokens").c_str(), 0755);
    for (const auto& file : testkit::files_below(daemon.path("tokens"))) ::chmod(file.c_str(), 0644);
    for (const char* own : {"data", "data/breachd.db", "data/keys.db", "data/breachd.lock"})
        REQUIRE(::chown(daemon.path(own).c_str(), kNobody, kNobody) == 0);
    auto check = [&] { return testkit::run({breachd_program(), "--config", daemon.path("breachd.yaml"), "--check"}); };
    auto refused = check();
    INFO(refused.out << refused.err);
    CHECK(refused.code == 1);
    CHECK(has(refused.err, daemon.path("master.key")));
    CHECK(has(refused.err, "Permission denied"));
    CHECK(has(refused.out, "(user nobody)"));
    CHECK(has(ctl({"check-config", daemon.path("breachd.yaml")}).err, "Permission denied"));
    REQUIRE(::chown(daemon.path("master.key").c_str(), kNobody, kNobody) == 0);
    REQUIRE(::chown(daemon.path("data/keys.db").c_str(), 0, 0) == 0);
    CHECK(has(check().err, daemon.path("data/keys.db")));
    REQUIRE(::chown(daemon.path("data/keys.db").c_str(), kNobody, kNobody) == 0);
    auto good = check();
    INFO(good.out << good.err);
    CHECK(good.code == 0);
}

TEST_CASE("a damaged page stops the next start, or wakes people when the daemon meets it") {
    Used daemon;
    auto database = daemon.path("data/breachd.db");
    put(database, daemon.path("whole.db"));
    // Every page but the first, whatever it holds.
    auto damage = [&] {
        std::fstream file(database, std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(8192);
        auto size = static_cast<std::streamoff>(fs::file_size(database));
        for (auto at = std::streamoff{8192}; at < size; ++at) file.put('\x5a');
    };
    damage();
    CHECK(has(said_by_all(daemon), "breachctl restore"));
    put(daemon.path("whole.db"), database);
    REQUIRE(daemon.start());
    damage();
    daemon.call("dpo", "GET", "/api/v1/incidents");
    daemon.alert(2);
    auto pages = [&] {
        int out = 0;
        for (const auto& page : daemon.world().received("/page")) out += has(page.body, "KHO LƯU TRỮ BỊ HỎNG") ? 1 : 0;
        return out;
    };
    CHECK(testkit::wait_until([&] { return pages() > 0; }));
}

namespace {

// A run of twenty people at one a second that has begun, and a public page that is up.
std::string waiting_run(Daemon& daemon) {
    auto id = text(daemon.open(now_rfc3339()), "id");
    auto path = "/api/v1/incidents/" + id;
    std::string people = "subject_ref,name,email\n";
    for (int i = 0; i < 20; ++i)
        people += "KH-" + std::to_string(i) + ",Người Thử,kh" + std::to_string(i) + "@vidu.test\n";
    REQUIRE(daemon.call("an", "POST", path + "/subjects", people, {{"Content-Type", "text/csv"}}).status < 300);
    REQUIRE(daemon.post("dpo", path + "/notice/release", json::object{}).status < 300);
    REQUIRE(daemon.post("dpo", path + "/public-notice", {{"reason", "không kịp"}}).status < 300);
    REQUIRE(daemon.wait_incident(id, [](const auto& it) { return text(it, "public_notice.state") == "published"; }));
    REQUIRE(daemon.wait_incident(id, [](const auto& it) { return text(it, "notice_run.told") != "0"; }));
    return id;
}

Settings slow_mail(const std::string& url) {
    Settings settings;
    settings.email_url = url;
    settings.email_options = "rate: 1/s";
    settings.second_person = false;
    settings.order = "[email]";
    settings.publish = "propose";
    return settings;
}

}  // namespace

TEST_CASE("after a restore nothing is sent until a person says so, every surface says it, and the page goes up again") {
    testkit::SmtpSink sink;
    Daemon daemon(slow_mail(sink.url()));
    REQUIRE(daemon.start());
    auto id = waiting_run(daemon);
    auto page = text(daemon.incident(id), "public_notice.url");
    page = page.substr(page.find("/notices"));
    CHECK(daemon.call("", "GET", page).status == 200);
    CHECK(text(daemon.call("viewer", "GET", "/api/v1/store").parsed(), "state") == "normal");
    CHECK(daemon.post("dpo", "/api/v1/store/continue", {{"reason", "thử"}}).status == 409);
    auto config = daemon.path("breachd.yaml");
    REQUIRE(ctl({"backup", daemon.path("backup"), "--config", config}).code == 0);
    REQUIRE(daemon.stop() == 0);
    fs::remove_all(daemon.path("data"));
    fs::remove_all(daemon.path("public"));
    auto restored = ctl({"restore", daemon.path("backup"), "--config", config});
    CHECK(restored.code == 0);
    CHECK(has(restored.out, "restore continue"));

    auto sent = sink.messages().size();
    REQUIRE(daemon.start());  // ready all the same
    auto run = [&](const std::string& who, std::vector<std::string> words) {
        words.insert(words.begin(), {"--server", daemon.url(), "--token-file", daemon.token_file(who)});
        return ctl(std::move(words));
    };
    auto store = daemon.call("viewer", "GET", "/api/v1/store").parsed();
    CHECK(text(store, "state") == "restored");
    CHECK(text(store, "restored.cause") == "by_command");
    CHECK(has(json::serialize(store), "\"incident\":\"" + id + "\",\"subjects\":20,"));
    CHECK(has(daemon.call("", "GET", "/-/healthy").body, "put back from a copy"));
    CHECK(has(daemon.call("", "GET", "/metrics").body, "breachd_store_restored 1"));
    CHECK(has(daemon.log(), "put back from a copy"));
    CHECK(has(run("viewer", {"incident", "list"}).err, "breachctl restore status"));
    CHECK(has(run("viewer", {"restore", "status"}).out, id + ": đã báo / told "));
    CHECK(testkit::wait_until([&] {
        for (const auto& each : daemon.world().received("/page"))
            if (has(each.body, "CƠ SỞ DỮ LIỆU ĐƯỢC PHỤC HỒI")) return true;
        return false;
    }));
    CHECK_FALSE(testkit::wait_until([&] { return sink.messages().size() > sent; }, std::chrono::seconds(3)));
    CHECK(daemon.call("", "GET", page).status == 404);
    CHECK(daemon.post("an", "/api/v1/store/continue", {{"reason", "thử"}}).status == 403);

    auto on = run("admin", {"restore", "continue", "--reason", "đã đối chiếu"});
    INFO(on.out << on.err);
    CHECK(on.code == 0);
    CHECK(testkit::wait_until([&] { return daemon.call("", "GET", page).status == 200; }));
    CHECK(text(daemon.call("viewer", "GET", "/api/v1/store").parsed(), "state") == "normal");
    CHECK(run("viewer", {"incident", "list"}).err.empty());
    CHECK(daemon.wait_incident(
        id, [](const auto& it) { return text(it, "notice_run.told") == "20"; }, std::chrono::seconds(60)));
    REQUIRE(daemon.stop() == 0);
    REQUIRE(daemon.start());
    CHECK(text(daemon.call("viewer", "GET", "/api/v1/store").parsed(), "state") == "normal");
}
