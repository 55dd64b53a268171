// The first screen, what waits for a person, two officers at one incident, and who stands in on call: on a real daemon.
#include "e2e/daemon.hpp"

using namespace breachd;
using namespace breachd::e2e;

namespace {

bool any(const json::value& list, const std::string& member, const std::string& value) {
    for (const auto& item : list.as_array())
        if (text(item, member) == value) return true;
    return false;
}

// Of the first roster.
std::string on_call(Daemon& daemon) {
    return text(at(daemon.call("dpo", "GET", "/api/v1/oncall").parsed(), "rosters").as_array().at(0), "on_call");
}

testkit::Ran ctl(Daemon& daemon, const std::string& who, std::vector<std::string> words) {
    std::vector<std::string> all{breachctl_program(), "--server", daemon.url(), "--token-file", daemon.token_file(who)};
    all.insert(all.end(), words.begin(), words.end());
    return testkit::run(std::move(all), "", std::chrono::seconds(60));
}

}  // namespace

TEST_CASE("an open incident is on the first screen, in the list and with everybody for whom it waits") {
    Daemon daemon;
    REQUIRE(daemon.start());
    auto id = text(daemon.open(now_rfc3339(-std::chrono::hours(1))), "id");
    REQUIRE(testkit::wait_until([&] { return !daemon.world().received("/page").empty(); }));
    auto now = daemon.call("viewer", "GET", "/api/v1/now").parsed();
    CHECK(any(at(now, "clocks"), "incident_id", id));
    CHECK(any(at(now, "unanswered"), "incident", id));
    CHECK(any(at(now, "reports"), "incident", id));
    CHECK(text(now, "counts.open") == "1");
    auto on_duty = on_call(daemon);
    auto me = daemon.call(on_duty, "GET", "/api/v1/me").parsed();
    CHECK(text(me, "person.id") == on_duty);
    CHECK(any(at(me, "pages"), "incident_id", id));
    CHECK(any(at(me, "waiting"), "kind", "acknowledgement"));
    REQUIRE(daemon.post(on_duty, "/api/v1/incidents/" + id + "/acknowledge", json::object{}).status == 200);
    me = daemon.call(on_duty, "GET", "/api/v1/me").parsed();
    CHECK(at(me, "pages").as_array().empty());
    CHECK_FALSE(any(at(me, "waiting"), "kind", "acknowledgement"));
    CHECK(any(at(me, "waiting"), "kind", "report"));  // it is theirs now
    auto row = daemon.call("viewer", "GET", "/api/v1/incidents?view=light&q=LO").parsed();
    CHECK(text(row, "counts.acknowledged") == "1");
    auto readiness = daemon.call("admin", "GET", "/api/v1/readiness").parsed();
    CHECK(any(at(readiness, "items"), "id", "backup"));
    auto configuration = daemon.call("admin", "GET", "/api/v1/configuration").body;
    CHECK(configuration.find(daemon.hook_secret()) == std::string::npos);
    CHECK(ctl(daemon, on_duty, {"me"}).out.find(id) != std::string::npos);
    CHECK(ctl(daemon, "an", {"now"}).out.find(id) != std::string::npos);
    CHECK(ctl(daemon, "an", {"incident", "comment", id, "đã gọi nhà cung cấp"}).code == 0);
    CHECK(ctl(daemon, "an", {"incident", "timeline", id, "--kind", "comment_added"}).out.find("đã gọi nhà cung cấp") !=
          std::string::npos);
    CHECK(ctl(daemon, "admin", {"configuration", "show"}).code == 0);
    CHECK(ctl(daemon, "admin", {"audit", "list"}).code == 0);
}

TEST_CASE("two officers who save at once lose nothing: other facts are merged, the same fact is shown to the second") {
    Daemon daemon;
    REQUIRE(daemon.start());
    auto id = text(daemon.open(now_rfc3339(-std::chrono::hours(1))), "id");
    auto read = daemon.call("an", "GET", "/api/v1/incidents/" + id);
    HttpHeaders seen{{"If-Match", read.header("etag")}};
    REQUIRE(testkit::wait_until([&] { return !daemon.world().received("/page").empty(); }));
    CHECK(daemon.call("an", "GET", "/api/v1/incidents/" + id).header("etag") == read.header("etag"));  // pages went out
    auto patch = [&](const std::string& who, const json::object& facts) {
        auto headers = seen;
        headers.emplace("Content-Type", "application/merge-patch+json");
        return daemon.call(who, "PATCH", "/api/v1/incidents/" + id, json::serialize(facts), headers);
    };
    REQUIRE(patch("an", {{"measures", "khóa tài khoản"}}).status == 200);
    REQUIRE(patch("binh", {{"guidance", "đổi mật khẩu"}}).status == 200);
    auto refused = patch("binh", {{"measures", "ngắt máy chủ"}});
    REQUIRE(refused.status == 412);
    auto conflict = at(refused.parsed(), "conflicts").as_array().at(0);
    CHECK(text(conflict, "pointer") == "/measures");
    CHECK(text(conflict, "theirs") == "khóa tài khoản");
    CHECK(text(conflict, "by") == "token:an");
    CHECK(text(daemon.incident(id), "measures") == "khóa tài khoản");
    CHECK(text(daemon.incident(id), "facts_changed.guidance.by") == "token:binh");
}

TEST_CASE("whoever stands in is called, also after a restart, until it is taken back") {
    Daemon daemon;
    REQUIRE(daemon.start());
    auto roster = text(at(daemon.call("dpo", "GET", "/api/v1/oncall").parsed(), "rosters").as_array().at(0), "name");
    auto usual = on_call(daemon);
    std::string other = usual == "an" ? "binh" : "an";
    auto said = daemon.post("dpo", "/api/v1/oncall/overrides",
                            json::object{{"roster", roster},
                                         {"person", other},
                                         {"until", now_rfc3339(std::chrono::hours(5))},
                                         {"reason", "đổi ca"}});
    REQUIRE(said.status == 201);
    CHECK(testkit::wait_until([&] { return on_call(daemon) == other; }));
    daemon.kill();
    REQUIRE(daemon.start());
    CHECK(testkit::wait_until([&] { return on_call(daemon) == other; }));
    daemon.open(now_rfc3339(-std::chrono::hours(1)));
    REQUIRE(testkit::wait_until([&] { return !daemon.world().received("/page").empty(); }));
    CHECK(daemon.world().received("/page").front().body.find("\"" + other + "\"") != std::string::npos);
    CHECK(ctl(daemon, "dpo", {"oncall", "override"}).out.find(other) != std::string::npos);
    CHECK(ctl(daemon, "dpo", {"oncall", "end", text(said.parsed(), "override_id")}).code == 0);
    CHECK(testkit::wait_until([&] { return on_call(daemon) == usual; }));
    CHECK(ctl(daemon, "dpo", {"oncall", "gaps"}).code == 0);
}
