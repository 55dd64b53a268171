#include "api/views/csv.hpp"

#include "api/views/operations.hpp"
#include "unit/api/api_harness.hpp"

namespace breachd::api {

TEST_CASE("a table has a mark for UTF-8, quotes what needs it, and nothing that a spreadsheet would compute") {
    json::array items{json::object{{"seq", -1}, {"summary", "=cmd()|x, \"y\""}, {"at", nullptr}},
                      json::object{{"seq", 2}, {"summary", "Rò rỉ"}}};
    CHECK(csv_text(items, {"seq", "at", "summary"}) ==
          "\xEF\xBB\xBFseq,at,summary\r\n-1,,\"'=cmd()|x, \"\"y\"\"\"\r\n2,,Rò rỉ\r\n");
}

TEST_CASE("a spreadsheet that divides at semicolons computes nothing either") {
    json::array items{json::object{{"name", "A;=cmd|' /C calc'!A0;-1;B"}}};
    CHECK(csv_text(items, {"name"}) == "\xEF\xBB\xBFname\r\n\"A;'=cmd|' /C calc'!A0;'-1;B\"\r\n");
}

TEST_CASE("the timeline is handed out as a table when a table is asked for") {
    Api api;
    api.put_incident("INC-2026-0001", "Rò rỉ");
    auto reply = api.call("GET", "/api/v1/incidents/INC-2026-0001/timeline", "", {{"Accept", "Text/CSV"}});
    CHECK(reply.status == 200);
    CHECK(reply.header("content-type") == "text/csv; charset=utf-8");
    CHECK(reply.header("content-disposition") == "attachment; filename=\"INC-2026-0001-timeline.csv\"");
    CHECK(reply.body.starts_with("\xEF\xBB\xBFseq,at,actor"));
    CHECK(api.call("GET", "/api/v1/incidents/INC-2026-0001/timeline/x").status == 404);
    CHECK(api.call("GET", "/api/v1/audit", "", {}, "viewer").status == 403);
    CHECK(api.call("GET", "/api/v1/audit", "", {}, "auditor").status == 200);
    CHECK(api.call("GET", "/api/v1/retention", "", {}, "viewer").status == 200);
}

TEST_CASE("the calls of a role are named as openapi.yaml names them") {
    auto ids = operation_ids("paths:\n  /a/{b}:\n    parameters: []\n    get:\n      operationId: getB\n");
    CHECK(ids.at({"get", "/a/{b}"}) == "getB");
    auto has = [](Role role, const char* id) {
        auto may = operations_of(role);
        return std::find(may.begin(), may.end(), json::value(id)) != may.end();
    };
    CHECK(has(Role::dpo, "releaseNotice"));
    CHECK_FALSE(has(Role::viewer, "releaseNotice"));
    CHECK(has(Role::viewer, "getMe"));
    CHECK(has(Role::admin, "reload"));
}

}  // namespace breachd::api
