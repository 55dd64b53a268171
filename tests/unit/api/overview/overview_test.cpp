// The words of all answers, what waits for me, and lists for the first screen.
#include <set>
#include "unit/api/api_harness.hpp"

#include "config/config.hpp"
#include "testkit/sample_law.hpp"

namespace breachd::api {

namespace {

Settings law() {
    auto out = testkit::sample_settings();
    out.editions = load_editions(BREACHD_SOURCE_DIR "/playbooks/law").value();
    return out;
}

json::object by_id(const json::value& list, std::string_view id, const char* key = "id") {
    for (const auto& item : list.as_array())
        if (std::string_view(item.at(key).as_string()) == id) return item.as_object();
    FAIL("nothing is called so: " << id);
    throw 0;
}

// An incident with a call that nobody has answered, and a page to `an`.
void put_called(Api& api, const std::string& id, const std::string& title, int severity = 80) {
    Incident incident;
    incident.id = id;
    incident.title = title;
    incident.severity = severity;
    incident.version = incident.version_by_people = 3;
    incident.opened_at = incident.detected_at = api.now;
    incident.called_for = Explanation{};
    incident.escalation.started_at = api.now;
    Obligation report;
    report.id = "authority-report";
    report.starts_at = api.now;
    report.due_at = api.now + std::chrono::hours(72 - severity / 10);
    incident.obligations.push_back(report);
    incident.tasks.push_back({"general/a", "Việc một", {}, TaskState::open, {}, "", "responder", ""});
    incident.facts_changed["title"] = {3, "token:an", api.now};
    store::PageRow page;
    page.id = "pg-" + id;
    page.incident = id;
    page.person = "an";
    page.channel = "pager";
    page.why = "{}";
    page.state = store::SendState::accepted;
    page.created_at = api.now;
    api.store->begin();
    api.store->incidents().put(incident, report.due_at);
    api.store->pages().put(page);
    api.store->commit();
}

}  // namespace

TEST_CASE("the vocabulary has the law's own labels, articles and where the form prints a fact") {
    Api api;
    static_cast<LawSettings&>(*api.settings) = law();
    auto reply = api.call("GET", "/api/v1/vocabulary", "", {}, "viewer");
    REQUIRE(reply.status == 200);
    auto words = reply.parsed();
    CHECK(words.at("edition") == "vn-356-2025");
    auto location = by_id(words.at("kinds"), "location");
    CHECK(location.at("sensitive") == true);
    CHECK(std::string(location.at("article").at("vi").as_string()).find("Điều 4") != std::string::npos);
    auto duty = by_id(words.at("duties"), "authority-report");
    CHECK(duty.at("within_s") == 72 * 3600);
    CHECK(duty.at("label").at("vi") == "báo cáo cơ quan chuyên trách");
    auto measures = by_id(words.at("facts"), "measures", "name");
    CHECK(measures.at("printed").at(0).at("number") == "2.8");
    CHECK(measures.at("type") == "text");
    CHECK(by_id(words.at("facts"), "act", "name").at("choices").as_array().size() ==
          words.at("acts").as_array().size());
    CHECK(by_id(words.at("states").at("incident"), "open").at("label").at("vi") == "mới mở");
    auto tag = reply.header("etag");
    CHECK(api.call("GET", "/api/v1/vocabulary", "", {{"If-None-Match", tag}}).status == 304);
    CHECK(api.call("GET", "/api/v1/vocabulary?edition=vn-13-2023").parsed().at("edition") == "vn-13-2023");
    CHECK(api.call("GET", "/api/v1/vocabulary?edition=none").status == 404);
}

TEST_CASE("me: who I am, my pages, what waits for me, and what I may do") {
    Api api;
    api.access.load()->tokens.push_back({"an", Role::responder, sha256("bnd_an")});
    put_called(api, "INC-2026-0001", "Rò rỉ vị trí");
    auto me = api.call("GET", "/api/v1/me", "", {}, "an").parsed();
    CHECK(me.at("actor") == "token:an");
    CHECK(me.at("person").at("name") == "Nguyễn An");
    CHECK(me.at("session").is_null());
    CHECK(me.at("pages").at(0).at("incident_id") == "INC-2026-0001");
    CHECK(me.at("pages").at(0).at("title") == "Rò rỉ vị trí");
    std::set<std::string> kinds;
    for (const auto& item : me.at("waiting").as_array()) kinds.insert(std::string(item.at("kind").as_string()));
    CHECK(kinds == std::set<std::string>{"acknowledgement", "report"});  // the task is another's
    auto report = by_id(me.at("waiting"), "report", "kind");
    CHECK(report.at("what").at("vi") == "Nộp báo cáo: báo cáo cơ quan chuyên trách");
    auto can = json::serialize(me.at("can"));
    CHECK(can.find("\"acknowledgeIncident\"") != std::string::npos);
    CHECK(can.find("\"holdIncident\"") == std::string::npos);
    auto responder = api.call("GET", "/api/v1/me", "", {}, "responder").parsed();
    CHECK(responder.at("pages").as_array().empty());
    CHECK(responder.at("person").is_null());
    CHECK(by_id(responder.at("waiting"), "task", "kind").at("what").at("vi") == "Làm việc đã giao: Việc một");
    CHECK(api.call("GET", "/api/v1/me", "", {}, "viewer").parsed().at("waiting").as_array().empty());
    CHECK(api.call("GET", "/api/v1/me", "", {}, "").status == 401);
}

TEST_CASE("incidents are found by text without marks, sorted, counted by state, and shown as small rows") {
    Api api;
    put_called(api, "INC-2026-0001", "Rò rỉ vị trí", 10);
    put_called(api, "INC-2026-0002", "Mất máy tính", 90);
    auto found = api.call("GET", "/api/v1/incidents?view=light&q=ro%20RI").parsed();
    REQUIRE(found.at("items").as_array().size() == 1);
    const auto& row = found.at("items").at(0);
    CHECK(row.at("id") == "INC-2026-0001");
    CHECK(row.at("next_duty").at("label").at("vi") == "báo cáo cơ quan chuyên trách");
    CHECK(row.at("next_duty").at("next_step").at("vi") == "tiếp nhận sự cố");
    CHECK_FALSE(row.as_object().contains("obligations"));
    CHECK(found.at("counts").at("open") == 1);
    CHECK(api.call("GET", "/api/v1/incidents?q=100%25").parsed().at("items").as_array().empty());
    auto worst = api.call("GET", "/api/v1/incidents?view=light&sort=severity&limit=1").parsed();
    CHECK(worst.at("items").at(0).at("id") == "INC-2026-0002");
    CHECK(worst.at("counts").at("all") == 2);
    auto rest = api.call("GET", "/api/v1/incidents?view=light&sort=severity&limit=1&cursor=" +
                                    std::string(worst.at("next").as_string()));
    CHECK(rest.parsed().at("items").at(0).at("id") == "INC-2026-0001");
    CHECK(rest.parsed().at("next").is_null());
    auto soonest = api.call("GET", "/api/v1/incidents?view=light&sort=due").parsed();
    CHECK(soonest.at("items").at(0).at("id") == "INC-2026-0002");
    CHECK(api.call("GET", "/api/v1/incidents?state=closed").parsed().at("counts").at("open") == 2);
    CHECK(api.call("GET", "/api/v1/incidents?sort=size").status == 400);
    CHECK(api.call("GET", "/api/v1/incidents?view=huge").status == 400);
}

TEST_CASE("a small row says by when, what next and how many, the whole incident says who set a fact") {
    Api api;
    put_called(api, "INC-2026-0001", "Rò rỉ");
    auto reply = api.call("GET", "/api/v1/incidents/INC-2026-0001");
    CHECK(reply.header("etag") == "\"3\"");
    CHECK(reply.parsed().at("facts_changed").at("title").at("by") == "token:an");
    auto clock = api.call("GET", "/api/v1/clocks").parsed().at("items").at(0);
    CHECK(clock.at("next_step").at("en") == "take the incident over");
    CHECK(clock.at("label").at("en") == "report to the authority");
}

TEST_CASE("facts that somebody else changed are answered with 412 and both values") {
    Api api;
    api.engine = [&](const engine::Envelope& envelope) -> Result<engine::Answer> {
        CHECK(envelope.if_match == 3);
        return engine::Answer(
            engine::Conflicting{7, {{"/measures", "khóa tài khoản", "ngắt máy chủ", "token:dpo", api.now}}});
    };
    auto reply = api.call("PATCH", "/api/v1/incidents/INC-2026-0001", R"({"measures":"ngắt máy chủ"})",
                          {{"If-Match", "\"3\""}, {"Accept-Language", "vi"}});
    CHECK(reply.status == 412);
    CHECK(reply.header("content-type") == "application/problem+json");
    CHECK(reply.header("etag") == "\"7\"");
    auto conflict = reply.parsed().at("conflicts").at(0);
    CHECK(conflict.at("pointer") == "/measures");
    CHECK(conflict.at("theirs") == "khóa tài khoản");
    CHECK(conflict.at("yours") == "ngắt máy chủ");
    CHECK(conflict.at("by") == "token:dpo");
    CHECK(std::string(reply.parsed().at("detail").as_string()).starts_with("trong lúc đó"));
}

TEST_CASE("owners, comments and tasks become commands") {
    Api api;
    const std::string incident = "/api/v1/incidents/INC-2026-0001";
    api.call("POST", incident + "/assign", R"({"owner":"an"})");
    CHECK(api.last_command<engine::AssignIncident>().owner == "an");
    api.call("POST", incident + "/comments", R"({"text":"đã gọi"})");
    CHECK(api.last_command<engine::AddComment>().text == "đã gọi");
    CHECK(api.call("POST", incident + "/comments", "{}").status == 422);
    api.call("PATCH", incident + "/tasks/general%2Fa", R"({"note":"mai làm"})");
    CHECK(api.last_command<engine::AssignTask>().task == "general/a");
    CHECK_FALSE(api.last_command<engine::AssignTask>().owner);
    api.call("DELETE", incident + "/tasks/general%2Fa/done", R"({"note":"nhầm"})");
    CHECK(api.last_command<engine::ReopenTask>().note == "nhầm");
    CHECK(api.call("POST", incident + "/assign", "{}", {}, "viewer").status == 403);
}

TEST_CASE("now: the first screen in one call") {
    Api api;
    api.settings->on_call.channels = {"pager"};
    put_called(api, "INC-2026-0001", "Rò rỉ vị trí");
    auto now = api.call("GET", "/api/v1/now", "", {}, "viewer").parsed();
    CHECK(now.at("clocks").at(0).at("next_step").at("vi") == "tiếp nhận sự cố");
    CHECK(now.at("clocks").at(0).at("incident_id") == "INC-2026-0001");
    const auto& call = now.at("unanswered").at(0);
    CHECK(call.at("incident") == "INC-2026-0001");
    CHECK(call.at("since").as_string() == format_rfc3339(api.now));
    CHECK(call.at("pages") == 1);
    CHECK(call.at("people").at(0) == "an");
    CHECK(now.at("reports").as_array().size() == 1);
    CHECK(now.at("tasks").as_array().empty());  // none is overdue
    CHECK(now.at("runs").as_array().empty());
    CHECK(now.at("channels").at(0).at("state") == "down");
    CHECK(now.at("channels").at(0).at("last_sent_at").as_string() == format_rfc3339(api.now));
    CHECK(now.at("counts").at("open") == 1);
    CHECK(now.at("health").at("store") == "whole");
    CHECK(now.at("health").at("verified_at").is_null());
    CHECK(now.at("on_call").as_object().contains("rosters"));
}

TEST_CASE("the first screen is made once for everybody, and never from before one's own change") {
    Api api;
    for (int i = 1; i <= 5; ++i) {
        api.put_incident("INC-2026-000" + std::to_string(i), "Rò rỉ");
        api.server->journal_moved(api.store->journal().size() + i);
        CHECK(api.call("GET", "/api/v1/now", "", {}, "viewer").parsed().at("counts").at("all") == i);
    }
}

TEST_CASE("readiness has its rows, their states counted, and what to do in both languages") {
    Api api;
    auto reply = api.call("GET", "/api/v1/readiness", "", {}, "admin");
    REQUIRE(reply.status == 200);
    auto assets = by_id(reply.parsed().at("items"), "assets");
    CHECK(assets.at("state") == "warn");
    CHECK_FALSE(assets.at("do").at("vi").as_string().empty());
    auto counts = reply.parsed().at("counts");
    CHECK(counts.at("ok").as_int64() + counts.at("warn").as_int64() + counts.at("bad").as_int64() +
              counts.at("unknown").as_int64() ==
          static_cast<std::int64_t>(reply.parsed().at("items").as_array().size()));
}

TEST_CASE("the configuration is shown file by file with its warnings, to those who may see it") {
    Api api;
    api.settings->as_read = "--- breachd/breachd.yaml\nmode: live\n--- templates/notice.vi.body\nXin chào\n";
    api.settings->sha256 = "abc";
    Asset asset;
    asset.name = "gps-db";
    asset.kinds = {"location"};
    api.settings->assets = {asset};
    auto shown = api.call("GET", "/api/v1/configuration", "", {}, "admin").parsed();
    CHECK(shown.at("files").as_array().size() == 2);
    CHECK(shown.at("files").at(0).at("text") == "mode: live\n");
    CHECK(shown.at("warnings").at(0) == "breachd.yaml:3:1: a warning");
    CHECK(shown.at("effective").at("tokens").at(0).at("role") == "viewer");
    CHECK(api.call("GET", "/api/v1/configuration", "", {}, "viewer").status == 403);
    auto assets = api.call("GET", "/api/v1/assets", "", {}, "viewer").parsed();
    CHECK(assets.at("items").at(0).at("name") == "gps-db");
    CHECK(assets.at("items").at(0).at("forecast").is_null());
}

TEST_CASE("who stands in on call is said, listed and taken back") {
    Api api;
    api.engine = [&](const engine::Envelope& envelope) -> Result<engine::Answer> {
        const auto& order = std::get<engine::OverrideOnCall>(envelope.command);
        return engine::Answer(engine::Overridden{
            {"OV-1", order.roster, order.person, api.now, *order.until, envelope.person, order.reason}});
    };
    auto reply = api.call("POST", "/api/v1/oncall/overrides",
                          R"({"roster":"soc","person":"binh","until":"2026-12-01T00:00:00Z","reason":"nghỉ phép"})");
    CHECK(reply.status == 201);
    CHECK(reply.parsed().at("override_id") == "OV-1");
    CHECK(reply.parsed().at("by") == "dpo");
    CHECK(api.call("POST", "/api/v1/oncall/overrides", "{}").status == 422);
    CHECK(api.call("GET", "/api/v1/oncall/overrides").parsed().at("items").as_array().empty());
    CHECK(api.call("GET", "/api/v1/oncall/gaps").parsed().at("items").at(0).at("roster") == "soc");
    CHECK(api.call("GET", "/api/v1/oncall/gaps?from=2026-12-02T00:00:00Z&to=2026-12-01T00:00:00Z").status == 400);
    api.engine = [](const engine::Envelope&) -> Result<engine::Answer> { return engine::Answer(engine::Done{}); };
    CHECK(api.call("DELETE", "/api/v1/oncall/overrides/OV-1", R"({"reason":"đi làm lại"})").status == 200);
    CHECK(api.last_command<engine::EndOverride>().override_id == "OV-1");
    CHECK(api.call("DELETE", "/api/v1/oncall/overrides/OV-1", "", {}, "viewer").status == 403);
}

}  // namespace breachd::api
