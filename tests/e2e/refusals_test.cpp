// What is refused, and how: the status, the problem document, and nothing changed.
#include <fmt/format.h>

#include "e2e/daemon.hpp"

using namespace breachd;
using namespace breachd::e2e;

namespace {

void check_problem(const HttpReply& reply, int status) {
    INFO(reply.status << " " << reply.body);
    CHECK(reply.status == status);
    CHECK(reply.header("content-type").starts_with("application/problem+json"));
    CHECK_FALSE(text(reply.parsed(), "title").empty());
    CHECK(text(reply.parsed(), "status") == std::to_string(status));
}

}  // namespace

TEST_CASE("who is not known is 401, who may not is 403, what is not there is 404") {
    Daemon daemon;
    REQUIRE(daemon.start());
    auto id = text(daemon.open(now_rfc3339()), "id");
    auto path = "/api/v1/incidents/" + id;

    check_problem(daemon.call("", "GET", "/api/v1/incidents"), 401);
    check_problem(daemon.call("", "GET", "/api/v1/incidents", "", {{"Authorization", "Bearer wrong-token-0123456789"}}),
                  401);
    check_problem(daemon.call("", "POST", "/api/v1/alerts/wazuh", wazuh_alert(1, "gps-db-1")), 401);
    check_problem(daemon.post("viewer", path + "/confirm", json::object{}), 403);
    check_problem(daemon.call("wazuh", "GET", "/api/v1/incidents"), 403);
    check_problem(daemon.call("wazuh", "POST", "/api/v1/alerts/unknown", wazuh_alert(1, "gps-db-1")), 404);
    check_problem(daemon.call("dpo", "GET", "/api/v1/incidents/INC-1999-0001"), 404);
    check_problem(daemon.call("dpo", "GET", "/api/v1/nothing-here"), 404);
    auto wrong_method = daemon.call("dpo", "DELETE", path);
    CHECK(wrong_method.status == 405);
}

TEST_CASE("an unreadable alert is kept whole in quarantine, answered 422, and on-call hears of it") {
    Daemon daemon;
    REQUIRE(daemon.start());
    auto reply = daemon.call("wazuh", "POST", "/api/v1/alerts/wazuh", "{\"rule\": {\"level\": ");
    check_problem(reply, 422);
    auto quarantine = text(reply.parsed(), "quarantine_id");
    REQUIRE_FALSE(quarantine.empty());
    bool listed = false;
    for (const auto& item : daemon.all("/api/v1/quarantine"))
        listed = listed || json::serialize(item).find(quarantine) != std::string::npos;
    CHECK(listed);
    CHECK(daemon.world().wait_for(1, "/page"));
}

TEST_CASE("a body over its limit is 413 and leaves nothing behind") {
    Daemon daemon;
    REQUIRE(daemon.start());
    check_problem(daemon.call("wazuh", "POST", "/api/v1/alerts/wazuh", std::string(80 * 1024, ' ')), 413);
    CHECK(daemon.all("/api/v1/alerts").empty());
}

TEST_CASE("an import is all or nothing: bad lines are named") {
    Daemon daemon;
    REQUIRE(daemon.start());
    auto id = text(daemon.open(now_rfc3339()), "id");
    std::string good = "subject_ref,name,email,phone,zalo_id,push_token,language,kinds\nKH-1,A,a@hopthu.test,,,,vi,\n";
    auto bad = daemon.call("an", "POST", "/api/v1/incidents/" + id + "/subjects",
                           good + ",B,b@hopthu.test,,,,vi,\n,không mã,,,,,vi,\n", {{"Content-Type", "text/csv"}});
    check_problem(bad, 422);
    auto errors = at(bad.parsed(), "errors");
    REQUIRE(errors.is_array());
    CHECK(errors.get_array().size() >= 2);
    INFO(bad.body);
    CHECK(json::serialize(errors).find('3') != std::string::npos);
    CHECK(text(daemon.incident(id), "notice_run.subjects") == "0");
    CHECK(daemon.call("an", "POST", "/api/v1/incidents/" + id + "/subjects", good, {{"Content-Type", "text/csv"}})
              .status < 300);
    CHECK(text(daemon.incident(id), "notice_run.subjects") == "1");
}

TEST_CASE("a stale If-Match is 412 and changes nothing") {
    Daemon daemon;
    REQUIRE(daemon.start());
    auto id = text(daemon.open(now_rfc3339()), "id");
    auto etag = daemon.call("an", "GET", "/api/v1/incidents/" + id).header("etag");
    REQUIRE_FALSE(etag.empty());
    REQUIRE(daemon.patch(id, json::object{{"place", "Huế"}}).status == 200);
    check_problem(daemon.patch(id, json::object{{"place", "Đà Nẵng"}}, {{"If-Match", etag}}), 412);
    CHECK(text(daemon.incident(id), "place") == "Huế");
    auto fresh = daemon.call("an", "GET", "/api/v1/incidents/" + id).header("etag");
    CHECK(daemon.patch(id, json::object{{"place", "Đà Nẵng"}}, {{"If-Match", fresh}}).status == 200);
}

TEST_CASE("the same Idempotency-Key gives the same answer once, and 422 for another body") {
    Daemon daemon;
    REQUIRE(daemon.start());
    json::object facts{{"title", "Điện thoại báo"}, {"detected_at", now_rfc3339()}};
    HttpHeaders key{{"Idempotency-Key", "k-1"}};
    auto first = daemon.post("an", "/api/v1/incidents", facts, key);
    auto again = daemon.post("an", "/api/v1/incidents", facts, key);
    CHECK(first.status == 201);
    CHECK(again.status == 201);
    CHECK(text(first.parsed(), "id") == text(again.parsed(), "id"));
    CHECK(daemon.all("/api/v1/incidents").size() == 1);
    facts["title"] = "Khác";
    check_problem(daemon.post("an", "/api/v1/incidents", facts, key), 422);
}

TEST_CASE("a notice with an item missing does not go out, nor one released by its drafter") {
    Daemon daemon;
    REQUIRE(daemon.start());
    // Opened by the dpo, who is the drafter then: the first token that writes what will be sent.
    auto facts = notice_facts();
    facts.erase("guidance");
    facts["title"] = "Lộ dữ liệu vị trí";
    facts["detected_at"] = now_rfc3339();
    auto incident = daemon.post("dpo", "/api/v1/incidents", facts).parsed();
    auto path = "/api/v1/incidents/" + text(incident, "id");
    REQUIRE(daemon
                .call("an", "POST", path + "/subjects", "subject_ref,email\nKH-1,a@hopthu.test\n",
                      {{"Content-Type", "text/csv"}})
                .status < 300);
    auto draft = daemon.call("dpo", "GET", path + "/notice").parsed();
    CHECK(json::serialize(at(draft, "missing")).find("guidance") != std::string::npos);
    check_problem(daemon.post("dpo", path + "/notice/release", json::object{}), 409);
    REQUIRE(daemon.patch(text(incident, "id"), json::object{{"guidance", "Đổi mật khẩu."}}).status == 200);
    auto refused = daemon.post("dpo", path + "/notice/release", json::object{});
    CHECK(refused.status == 403);
    CHECK(text(daemon.incident(text(incident, "id")), "notice_run.state") == "none");
}

TEST_CASE("what is not allowed in a state is 409 with the reason") {
    Daemon daemon;
    REQUIRE(daemon.start());
    auto id = text(daemon.open(now_rfc3339()), "id");
    check_problem(daemon.post("dpo", "/api/v1/incidents/" + id + "/close", json::object{}), 409);
    auto path = "/api/v1/incidents/" + id;
    auto proposed = daemon.post("an", path + "/dismiss", json::object{{"reason", "báo nhầm"}});
    CHECK(proposed.status == 202);
    CHECK(text(proposed.parsed(), "dismissal") == "proposed");
    check_problem(daemon.post("an", path + "/dismiss", json::object{{"reason", "báo nhầm"}}), 403);
    REQUIRE(daemon.post("dpo", path + "/dismiss", json::object{{"reason", "đồng ý"}}).status == 200);
    check_problem(daemon.post("an", "/api/v1/incidents/" + id + "/confirm", json::object{}), 409);
}
