#include "api_harness.hpp"
#include "core/oncall/ack_token.hpp"

namespace breachd::api {

namespace {

const std::string kIncident = "/api/v1/incidents/INC-2026-0001";

}  // namespace

TEST_CASE("a cursor that no list gave is 400 and named, never an empty list") {
    Api api;
    api.put_incident("INC-2026-0001", "Rò rỉ");
    for (const char* list : {"alerts", "quarantine", "incidents", "incidents/INC-2026-0001/timeline",
                             "incidents/INC-2026-0001/pages", "incidents/INC-2026-0001/deliveries"}) {
        INFO(list);
        auto path = std::string("/api/v1/") + list;
        CHECK(api.call("GET", path).status == 200);
        for (const char* cursor : {"!!", "garbage", "MQ%3D%3Dx"}) {
            auto reply = api.call("GET", path + "?cursor=" + cursor);
            CHECK(reply.status == 400);
            REQUIRE(reply.status == 400);
            CHECK(reply.parsed().at("errors").at(0).at("pointer") == "cursor");
        }
    }
}

TEST_CASE("a cursor holds for the list that gave it, with its filters, and for no other") {
    Api api;
    for (int i = 1; i <= 3; ++i) api.put_incident("INC-2026-000" + std::to_string(i), "Sự cố");
    auto next = api.call("GET", "/api/v1/incidents?limit=1").parsed().at("next");
    auto cursor = "cursor=" + std::string(next.as_string());
    CHECK(api.call("GET", "/api/v1/incidents?limit=2&" + cursor).status == 200);
    for (const char* other : {"incidents?state=open&", "incidents/INC-2026-0001/pages?", "alerts?", "clocks?"}) {
        INFO(other);
        auto reply = api.call("GET", std::string("/api/v1/") + other + cursor);
        REQUIRE(reply.status == 400);
        CHECK(reply.parsed().at("errors").at(0).at("pointer") == "cursor");
    }
}

TEST_CASE("while the store cannot be written, what is not taken in is 503, not 429") {
    Api api([](ServerSettings&, Services& services) { services.ready = [] { return false; }; });
    auto link = "/a/" + make_ack_token(kAckKey, {"INC-2026-0001", 0, "an", api.now + std::chrono::hours(1)});
    bool at_the_door = GENERATE(true, false);  // refused before the engine, or by its step that was rolled back
    api.full = [=] { return at_the_door; };
    api.engine = [](const engine::Envelope&) { return Error{ErrorCode::unavailable, "not now", ""}; };
    const std::string reason = R"({"reason":"x"})";
    for (auto [method, path, body] : std::vector<std::tuple<const char*, std::string, std::string>>{
             {"POST", "/api/v1/incidents", R"({"title":"x","detected_at":"2026-11-23T03:00:00Z"})"},
             {"PATCH", kIncident, R"({"title":"y"})"},
             {"POST", kIncident + "/acknowledge", "{}"},
             {"POST", kIncident + "/confirm", "{}"},
             {"POST", kIncident + "/dismiss", reason},
             {"POST", kIncident + "/remedy", R"({"what":"x"})"},
             {"POST", kIncident + "/close", "{}"},
             {"POST", kIncident + "/hold", R"({"on":true,"reason":"x"})"},
             {"POST", kIncident + "/subjects", "subject_ref,email\n1,a@vidu.test\n"},
             {"POST", kIncident + "/subjects/complete", reason},
             {"PUT", kIncident + "/notice", R"({"vi":{"subject":"x"}})"},
             {"POST", kIncident + "/notice/release", "{}"},
             {"POST", kIncident + "/notice/pause", reason},
             {"POST", kIncident + "/public-notice", reason},
             {"POST", kIncident + "/evidence", "{}"},
             {"POST", "/api/v1/channels/pager/test", R"({"to":"an"})"},
             {"POST", link, ""}}) {
        testkit::HttpHeaders headers;
        if (path.ends_with("/subjects")) headers.emplace("Content-Type", "text/csv");
        auto reply = api.call(method, path, body, headers, path == link ? "" : "dpo");
        INFO(method << " " << path << " " << reply.body);
        CHECK(reply.status == 503);
        CHECK(reply.header("retry-after") == "1");
    }
    auto alert = api.call("POST", "/api/v1/alerts/wazuh", R"({"rule":{"level":12},"id":"1"})", {}, "wazuh");
    CHECK(alert.status == 503);
    CHECK(alert.header("retry-after") == "1");
}

TEST_CASE("each call that changes an incident becomes one command with who asked and for which version") {
    Api api;
    auto reply =
        api.call("POST", kIncident + "/acknowledge", R"({"note":"đang xem"})", {{"If-Match", "\"6\""}}, "responder");
    CHECK(reply.status == 200);
    CHECK(reply.header("etag") == "\"7\"");
    auto envelope = api.last();
    CHECK(envelope.incident == "INC-2026-0001");
    CHECK(envelope.actor == "token:responder");
    CHECK(envelope.person == "responder");
    CHECK(envelope.if_match == 6);
    CHECK(api.last_command<engine::Acknowledge>().note == "đang xem");
    CHECK(api.last_command<engine::Acknowledge>().via == "api");

    api.call("POST", kIncident + "/confirm", "");
    CHECK(api.last_command<engine::Confirm>().note.empty());
    api.call("POST", kIncident + "/dismiss", R"({"reason":"báo động giả"})");
    CHECK(api.last_command<engine::Dismiss>().reason == "báo động giả");
    CHECK(api.last().is_dpo);
    api.call("POST", kIncident + "/merge", R"({"reason":"cùng một vi phạm","duplicate_of":"INC-2026-0002"})");
    CHECK(api.last_command<engine::Dismiss>().duplicate_of == "INC-2026-0002");
    api.call("POST", "/api/v1/dismissals", R"({"reason":"đã xem","incidents":["INC-2026-0001"]})");
    CHECK(api.last_command<engine::ConfirmDismissals>().incidents == std::vector<std::string>{"INC-2026-0001"});
    api.call("POST", kIncident + "/reopen", R"({"reason":"tái diễn"})");
    CHECK(api.last_command<engine::Reopen>().reason == "tái diễn");
    api.call("POST", kIncident + "/remedy", R"({"reason":"ghi nhầm ngày","remedied_at":"2026-11-23T05:00:00Z"})");
    CHECK(api.last_command<engine::Remedy>().reason == "ghi nhầm ngày");
    api.call("PATCH", kIncident + "/report/filings/2", R"({"reason":"bưu điện báo","receipt":"TN-7"})");
    CHECK(api.last_command<engine::ChangeFiling>().change.number == 2);
    CHECK(api.last_command<engine::ChangeFiling>().change.receipt_number == "TN-7");
    CHECK(api.call("PATCH", kIncident + "/report/filings/two", "{}").status == 404);
    api.call("POST", kIncident + "/notice/approve", R"({"sha256":"abc"})", {}, "responder");
    CHECK(api.last_command<engine::ApproveNotice>().sha256 == "abc");
    CHECK_FALSE(api.last().is_dpo);
    api.call("POST", kIncident + "/notice/release", R"({"alone":true,"reason":"không có ai khác"})");
    CHECK(api.last_command<engine::ReleaseNotice>().alone == "không có ai khác");
    CHECK(api.call("POST", kIncident + "/notice/release", R"({"alone":true})").status == 422);
    api.call("POST", kIncident + "/remedy", R"({"remedied_at":"2026-11-23T05:00:00Z","what":"khóa cổng"})");
    CHECK(api.last_command<engine::Remedy>().remedied_at == parse_rfc3339("2026-11-23T05:00:00Z").value());
    CHECK(api.last_command<engine::Remedy>().what == "khóa cổng");
    api.call("POST", kIncident + "/close", R"({"note":"xong"})");
    CHECK(api.last_command<engine::Close>().note == "xong");
    api.call("POST", kIncident + "/hold", R"({"on":false,"reason":"hết tranh chấp"})");
    CHECK_FALSE(api.last_command<engine::Hold>().on);
    api.call("POST", kIncident + "/inspections", R"({"decision_number":"12/QĐ","scope":"hồ sơ","at_once":true})");
    CHECK(api.last_command<engine::AnnounceInspection>().order.decision_number == "12/QĐ");
    CHECK(api.last_command<engine::AnnounceInspection>().order.at_once);
    CHECK_FALSE(api.last_command<engine::AnnounceInspection>().order.received_at);
    api.call("POST", kIncident + "/obligations/authority-report/not-applicable",
             R"({"reason":"không phải dữ liệu cá nhân"})");
    CHECK(api.last_command<engine::MarkNotApplicable>().obligation == "authority-report");
    api.call("POST", kIncident + "/tasks/isolate/done", R"({"note":"đã cô lập"})");
    CHECK(api.last_command<engine::CompleteTask>().task == "isolate");
    api.call("PATCH", kIncident, R"({"place":"Hà Nội","reason":"x"})",
             {{"Content-Type", "application/merge-patch+json"}});
    CHECK(api.last_command<engine::PatchIncident>().patch.at("place").as_string() == "Hà Nội");
    api.call("PUT", kIncident + "/notice", R"({"vi":{"subject":"s"}})");
    CHECK(api.last_command<engine::PutNotice>().draft.contains("vi"));
    api.call("POST", kIncident + "/notice/release", "");
    CHECK(api.last().person == "dpo");
    api.last_command<engine::ReleaseNotice>();
    api.call("POST", kIncident + "/notice/pause", R"({"reason":"sai mẫu"})");
    CHECK(api.last_command<engine::PauseNotice>().reason == "sai mẫu");
    api.call("POST", kIncident + "/public-notice", R"({"reason":"quá nhiều người không liên hệ được"})");
    CHECK_FALSE(api.last_command<engine::PublishNotice>().reason.empty());
    api.call("POST", kIncident + "/public-notice/approve", R"({"page_sha256":"ab"})");
    CHECK(api.last_command<engine::ApprovePage>().page_sha256 == "ab");
    api.call("POST", kIncident + "/public-notice/withdraw", R"({"reason":"đăng nhầm"})");
    CHECK(api.last_command<engine::WithdrawNotice>().reason == "đăng nhầm");
    api.call("POST", "/api/v1/channels/pager/test", R"({"to":"an"})");
    CHECK(api.last_command<engine::SendTest>().to == "an");
    CHECK(api.call("POST", "/api/v1/channels/nosuch/test", "{}").status == 404);
}

TEST_CASE("faults of a body come all at once, each with its pointer") {
    Api api;
    auto reply = api.call("POST", kIncident + "/remedy", R"({"remedied_at":"yesterday","what":7})");
    CHECK(reply.status == 422);
    auto errors = reply.parsed().at("errors").as_array();
    REQUIRE(errors.size() == 2);
    CHECK(reply.body.find("/remedied_at") != std::string::npos);
    CHECK(reply.body.find("/what") != std::string::npos);
    CHECK(api.call("POST", kIncident + "/dismiss", "{}").status == 422);
    CHECK(api.call("POST", kIncident + "/dismiss", "[]").status == 422);
    CHECK(api.call("POST", kIncident + "/dismiss", "{").status == 400);
    CHECK(api.call("POST", kIncident + "/confirm", "{}", {{"If-Match", "seven"}}).status == 400);
    CHECK(api.count() == 0);
}

TEST_CASE("what the engine refuses becomes the problem of its kind") {
    Api api;
    const std::pair<ErrorCode, int> kinds[] = {{ErrorCode::not_found, 404}, {ErrorCode::conflict, 409},
                                               {ErrorCode::stale, 412},     {ErrorCode::unprocessable, 422},
                                               {ErrorCode::forbidden, 403}, {ErrorCode::unavailable, 503}};
    for (auto [code, status] : kinds) {
        api.engine = [code = code](const engine::Envelope&) -> Result<engine::Answer> {
            return Error{code, "because", "/place"};
        };
        auto reply = api.call("POST", kIncident + "/confirm", "{}");
        CHECK(reply.status == status);
        CHECK(reply.parsed().at("status").to_number<int>() == status);
        CHECK(reply.body.find("because") != std::string::npos);
    }
}

TEST_CASE("what waits for a second person is 202, and a list of decisions says each") {
    Api api;
    api.engine = [](const engine::Envelope&) { return engine::Changed{sample_incident("INC-2026-0001", 7), {}, true}; };
    CHECK(api.call("POST", kIncident + "/dismiss", R"({"reason":"báo động giả"})").status == 202);
    api.engine = [](const engine::Envelope&) {
        return engine::Decided{{{"INC-2026-0001", ""}, {"INC-2026-0002", "nobody proposed to dismiss it"}}};
    };
    auto items = api.call("POST", "/api/v1/dismissals", R"({"reason":"x","incidents":["INC-2026-0001"]})").parsed();
    CHECK(items.at("items").at(0).at("done") == true);
    CHECK(items.at("items").at(1).at("detail") == "nobody proposed to dismiss it");
}

TEST_CASE("opening by hand is 201 with the incident's address") {
    Api api;
    api.engine = [](const engine::Envelope&) { return engine::Opened{sample_incident("INC-2026-0009", 1), {}}; };
    auto reply =
        api.call("POST", "/api/v1/incidents", R"({"title":"qua điện thoại","detected_at":"2026-11-23T02:00:00Z"})");
    CHECK(reply.status == 201);
    CHECK(reply.header("location") == "/api/v1/incidents/INC-2026-0009");
    CHECK(reply.header("etag") == "\"1\"");
}

TEST_CASE("an incident is read with its ETag and with how late it is now") {
    Api api;
    api.put_incident("INC-2026-0001", "Lộ dữ liệu vị trí");
    auto reply = api.call("GET", kIncident, "", {}, "viewer");
    REQUIRE(reply.status == 200);
    CHECK(reply.header("etag") == "\"3\"");
    CHECK(reply.header("cache-control") == "no-store");
    CHECK(reply.header("x-content-type-options") == "nosniff");
    auto incident = reply.parsed();
    CHECK(incident.at("title").as_string() == "Lộ dữ liệu vị trí");
    CHECK(incident.at("obligations").at(0).at("late_by_s").to_number<int>() == 3600);
    CHECK(api.call("GET", "/api/v1/incidents/INC-2026-0002").status == 404);
    CHECK(api.call("GET", "/api/v1/incidents/INC-2026-0002/timeline").status == 404);
    CHECK(api.call("GET", kIncident + "/public-notice").parsed().at("state").as_string() == "none");
    auto clocks = api.call("GET", "/api/v1/clocks").parsed();
    CHECK(clocks.at("items").as_array().size() == 1);
    CHECK(clocks.at("next").is_null());
}

TEST_CASE("lists come in pages with a cursor, and odd parameters are refused") {
    Api api;
    for (int i = 1; i <= 5; ++i) api.put_incident("INC-2026-000" + std::to_string(i), "Sự cố");
    std::string cursor;
    std::size_t seen = 0;
    for (int page = 0; page < 5; ++page) {
        auto reply =
            api.call("GET", "/api/v1/incidents?limit=2" + (cursor.empty() ? "" : "&cursor=" + cursor)).parsed();
        seen += reply.at("items").as_array().size();
        if (reply.at("next").is_null()) break;
        cursor = std::string(reply.at("next").as_string());
    }
    CHECK(seen == 5);
    CHECK(api.call("GET", "/api/v1/incidents?limit=0").status == 400);
    CHECK(api.call("GET", "/api/v1/incidents?limit=1001").status == 400);
    CHECK(api.call("GET", "/api/v1/incidents?state=sleeping").status == 400);
    CHECK(api.call("GET", "/api/v1/incidents?due_before=tomorrow").status == 400);
    CHECK(api.call("GET", "/api/v1/incidents?state=%zz").status == 400);
}

TEST_CASE("a filing takes bytes, or the hash of kept bytes, and refuses two that differ") {
    Api api;
    const std::string start = R"({"form":"mau-08","channel":"portal","receipt_number":"123")";
    api.call("POST", kIncident + "/report/filings", start + R"(,"document_base64":")" + base64("%PDF-") + "\"}");
    CHECK(api.last_command<engine::RecordFiling>().bytes == "%PDF-");
    CHECK(api.last_command<engine::RecordFiling>().receipt_number == "123");
    std::string hash = hex(sha256("%PDF-"));
    api.call("POST", kIncident + "/report/filings", start + R"(,"sha256":")" + hash + "\"}");
    CHECK(api.last_command<engine::RecordFiling>().sha256 == hash);
    CHECK(api.last_command<engine::RecordFiling>().bytes.empty());
    CHECK(api.call("POST", kIncident + "/report/filings",
                   start + R"(,"sha256":")" + hash + R"(","document_base64":")" + base64("other") + "\"}")
              .status == 422);
    CHECK(api.call("POST", kIncident + "/report/filings", start + R"(,"sha256":"abc"})").status == 422);
    auto empty = api.call("POST", kIncident + "/report/filings", start + R"(,"document_base64":""})");
    CHECK(empty.body.find("the document is empty") != std::string::npos);
    auto none = api.call("POST", kIncident + "/report/filings", R"({"form":"controller","channel":"post"})");
    CHECK(none.status == 422);
    CHECK(none.body.find("/document_base64") != std::string::npos);
    CHECK(api.call("POST", kIncident + "/report/filings", "{}").parsed().at("errors").as_array().size() == 2);
    // the engine knows no such incident
    CHECK(api.call("POST", kIncident + "/report/filings", start + "}").status == 404);
}

TEST_CASE("errors are Vietnamese for who asks for it, with the fact's label, English for everybody else") {
    Api api;
    api.engine = [](const engine::Envelope&) -> Result<engine::Answer> {
        return Error{ErrorCode::unprocessable, "may not be null", "/place"};
    };
    auto say = [&](const char* languages) {
        return api.call("PATCH", kIncident, R"({"place":null})", {{"Accept-Language", languages}}, "dpo");
    };
    auto vi = say("vi-VN,vi;q=0.9,en;q=0.8");
    CHECK(vi.status == 422);
    CHECK(vi.header("content-language") == "vi");
    CHECK(vi.parsed().at("title") == "Nội dung không hợp lệ");
    CHECK(vi.parsed().at("detail") == "không được để trống");
    CHECK(vi.parsed().at("errors").at(0).at("label") == "địa điểm");
    for (const char* other : {"en", "en,vi;q=0.5", "", "vim"})
        CHECK(say(other).parsed().at("detail") == "may not be null");
    auto missing = api.call("GET", "/api/v1/nothing", "", {{"Accept-Language", "vi"}});
    CHECK(missing.parsed().at("detail") == "không có gì tại địa chỉ này");
    auto roles = api.call("POST", kIncident + "/confirm", "{}", {{"Accept-Language", "vi"}}, "viewer");
    CHECK(roles.parsed().at("detail") == "vai trò viewer không được làm việc này, chỉ: responder, dpo");
}

TEST_CASE("an answer says which texts held what cannot be printed") {
    Api api;
    auto reply = api.call("PATCH", kIncident, "{\"description\":\"a \ufffe b\",\"parties\":[\"x\\u0001\"]}");
    REQUIRE(reply.status == 200);
    const auto body = reply.parsed();
    REQUIRE(body.at("warnings").as_array().size() == 2);
    CHECK(body.at("warnings").at(0).at("pointer") == "/description");
    CHECK(body.at("warnings").at(0).at("replaced").to_number<int>() == 1);
    CHECK(body.at("warnings").at(1).at("pointer") == "/parties/0");
    CHECK_FALSE(api.call("PATCH", kIncident, R"({"place":"Hà Nội"})").parsed().as_object().contains("warnings"));
}

TEST_CASE("a timeline can leave out the batches of delivery results") {
    Api api;
    api.put_incident("INC-2026-0001", "Rò rỉ");
    api.store->begin();
    for (int i = 0; i < 3; ++i) {
        DeliveriesRecorded batch;
        batch.count = 10;
        api.store->journal().append(api.now, "INC-2026-0001", "system", batch);
    }
    api.store->journal().append(api.now, "INC-2026-0001", "system", Confirmed{"vâng"});
    api.store->commit();
    auto all = api.call("GET", kIncident + "/timeline").parsed().at("items").as_array();
    auto few = api.call("GET", kIncident + "/timeline?no_progress=true").parsed().at("items").as_array();
    CHECK(all.size() == few.size() + 3);
    CHECK(few.back().at("kind") == "confirmed");
    CHECK(api.call("GET", kIncident + "/timeline?no_progress=maybe").status == 400);
}

}  // namespace breachd::api
