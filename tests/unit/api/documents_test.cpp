#include <atomic>
#include <future>
#include <thread>

#include "api_harness.hpp"
#include "testkit/json_schema.hpp"
#include "testkit/sample.hpp"

namespace breachd::api {

namespace {

const std::string kIncident = "/api/v1/incidents/INC-2026-0001";

// The engine's part: the entry that opens the incident, documents kept, heads signed.
struct Desk {
    Api api;
    Desk() {
        api.settings = std::make_shared<Settings>(sample::settings());
        api.put_incident("INC-2026-0001", "Lộ dữ liệu vị trí");
        auto facts = sample::incident();
        IncidentOpened opened;
        opened.title = facts.title;
        opened.detected_at = facts.detected_at;
        opened.kinds = facts.kinds;
        opened.edition = facts.edition;
        api.store->begin();
        api.store->journal().append(api.now, "INC-2026-0001", "system", opened);
        api.store->commit();
        api.engine = [this](const engine::Envelope& envelope) -> Result<engine::Answer> {
            if (!std::holds_alternative<engine::SignHead>(envelope.command)) return engine::Done{};
            api.store->begin();
            api.store->journal().append(api.now, "INC-2026-0001", "system", Confirmed{"vâng"});
            api.store->heads().sign(api.now);
            api.store->commit();
            return engine::Signed{"note"};
        };
    }
};

}  // namespace

TEST_CASE("GET builds a report from the facts and keeps nothing, POST keeps it under its hash") {
    Desk desk;
    const std::pair<const char*, const char*> formats[] = {{"pdf", "%PDF-"}, {"docx", "PK"}, {"json", "{"}};
    for (auto [format, start] : formats) {
        INFO(format);
        auto before = desk.api.count();
        auto reply = desk.api.call("GET", kIncident + "/report?form=mau-08&format=" + format, "", {}, "viewer");
        REQUIRE(reply.status == 200);
        CHECK(reply.body.starts_with(start));
        CHECK(reply.header("x-document-sha256") == hex(sha256(reply.body)));
        CHECK(desk.api.count() == before);
        reply = desk.api.call("POST", kIncident + "/report?form=mau-08&format=" + format, "", {}, "responder");
        REQUIRE(reply.status == 201);
        CHECK(reply.header("location") == kIncident + "/documents/" + hex(sha256(reply.body)));
        auto kept = desk.api.last_command<engine::KeepDocument>();
        CHECK(kept.bytes == reply.body);
        CHECK(kept.kind == "report");
    }
    CHECK(desk.api.call("GET", kIncident + "/report?form=mau-08&format=exe").status == 400);
    CHECK(desk.api.call("GET", kIncident + "/report?form=mau-99").status == 422);
    CHECK(desk.api.call("GET", "/api/v1/incidents/INC-2026-0002/report").status == 404);
    CHECK(desk.api.call("POST", kIncident + "/report", "", {}, "viewer").status == 403);
}

TEST_CASE("the number of a report is the caller's, one line and short") {
    Desk desk;
    auto with = desk.api.call("GET", kIncident + "/report?form=mau-08&format=json&number=12/BC-VD");
    REQUIRE(with.status == 200);
    CHECK(with.body.find("12/BC-VD") != std::string::npos);
    CHECK(desk.api.call("GET", kIncident + "/report?number=a%0Ab").status == 400);
    CHECK(desk.api.call("GET", kIncident + "/report?number=" + std::string(65, '1')).status == 400);
    auto unknown = desk.api.call("GET", kIncident + "/report?form=xx");
    CHECK(unknown.parsed().at("errors").at(0).at("pointer") == "form");
}

TEST_CASE("a filing without bytes or hash files what the daemon builds then") {
    Desk desk;
    CHECK(
        desk.api
            .call("POST", kIncident + "/report/filings", R"({"form":"mau-08","channel":"portal","receipt_number":"7"})")
            .status == 200);
    auto filing = desk.api.last_command<engine::RecordFiling>();
    CHECK(filing.bytes.starts_with("%PDF-"));
    CHECK(filing.media_type == "application/pdf");
    CHECK(filing.as_built);  // nobody has signed it
    CHECK(filing.receipt_number == "7");
}

TEST_CASE("completeness names the fields, and the notice what it lacks") {
    Desk desk;
    auto fields = desk.api.call("GET", kIncident + "/report/completeness?form=mau-08").parsed();
    CHECK_FALSE(fields.at("fields").as_array().empty());
    CHECK(desk.api.call("GET", kIncident + "/report/completeness?form=nosuch").status == 422);
    auto notice = desk.api.call("GET", kIncident + "/notice");
    REQUIRE(notice.status == 200);
    auto draft = notice.parsed();
    for (const char* member : {"vi", "en"})
        for (const char* field : {"subject", "body", "short"}) CHECK(draft.at(member).at(field).is_string());
    CHECK(draft.at("missing").is_array());
    CHECK(draft.at("released").is_null());
    CHECK(draft.at("sha256").as_string().size() == 64);
    CHECK(draft.at("authors").is_array());
    CHECK(draft.at("approvals").as_array().empty());
    CHECK(draft.at("before").is_null());  // it is what the facts make
}

TEST_CASE("the public page is shown before it is public, with the hash that a release approves") {
    Desk desk;
    auto draft = desk.api.call("GET", kIncident + "/notice").parsed();
    auto reply = desk.api.call("GET", kIncident + "/public-notice/preview?of=draft", "", {}, "viewer");
    REQUIRE(reply.status == 200);
    auto page = reply.parsed();
    CHECK(page.at("sha256") == draft.at("page_sha256"));
    CHECK(page.at("vi").as_string().starts_with("<!DOCTYPE html>"));
    CHECK(page.at("en").as_string().find("Notice of a personal data incident") != std::string::npos);
    CHECK(page.at("approved_sha256").is_null());
    CHECK(page.at("missing").is_array());
    CHECK(desk.api.call("GET", kIncident + "/public-notice/preview").status == 200);
    CHECK(desk.api.call("GET", kIncident + "/public-notice/preview?of=both").status == 422);
    CHECK(desk.api.count() == 0);  // a look writes nothing
}

TEST_CASE("documents are read from the journal: a full queue, or a store that cannot be written, holds up none") {
    Desk desk;
    desk.api.full = [] { return true; };
    for (const char* document : {"/notice", "/report?form=mau-08", "/report/completeness?form=mau-08"})
        CHECK(desk.api.call("GET", kIncident + document, "", {}, "viewer").status == 200);
    CHECK(desk.api.call("GET", "/api/v1/incidents/INC-2026-0002/notice").status == 404);
    CHECK(desk.api.count() == 0);
}

TEST_CASE("POST has a head signed and gives the evidence bundle up to it, GET signs nothing and uses what is signed") {
    Desk desk;
    CHECK(desk.api.call("GET", kIncident + "/evidence", "", {}, "auditor").status == 503);  // no head yet
    CHECK(desk.api.count() == 0);
    auto signed_now = desk.api.call("POST", kIncident + "/evidence", "", {}, "auditor");
    REQUIRE(signed_now.status == 200);
    CHECK(desk.api.count() == 1);
    auto reply = desk.api.call("GET", kIncident + "/evidence", "", {}, "auditor");
    REQUIRE(reply.status == 200);
    CHECK(desk.api.count() == 1);
    CHECK(reply.header("content-type") == "application/zip");
    CHECK(reply.body.starts_with("PK"));
    desk.api.store->begin();
    desk.api.store->journal().append(desk.api.now, "INC-2026-0001", "system", Closed{""});
    desk.api.store->commit();
    CHECK(desk.api.call("GET", kIncident + "/evidence", "", {}, "auditor").status == 503);  // the last entry has none
    CHECK(desk.api.call("GET", "/api/v1/incidents/INC-2026-0002/evidence").status == 404);
    CHECK(desk.api.call("GET", kIncident + "/evidence", "", {}, "viewer").status == 403);
}

TEST_CASE("a frozen document is given back byte for byte, and only under its own incident") {
    Desk desk;
    std::string bytes = "%PDF-1.7 đã nộp";
    std::string hash = hex(sha256(bytes));
    desk.api.store->begin();
    desk.api.store->documents().put(
        {hash, "INC-2026-0001", "report", "mau-08.pdf", "application/pdf\r\nSet-Cookie: x=1", desk.api.now, bytes});
    desk.api.store->commit();
    auto reply = desk.api.call("GET", kIncident + "/documents/" + hash);
    CHECK(reply.body == bytes);
    CHECK(reply.header("set-cookie").empty());
    CHECK(desk.api.call("GET", kIncident + "/documents").parsed().at("items").at(0).at("sha256").as_string() == hash);
    CHECK(desk.api.call("GET", "/api/v1/incidents/INC-2026-0002/documents/" + hash).status == 404);
}

TEST_CASE("attachments and people present are printed as given, one line each") {
    Desk desk;
    FactChanged papers{"attachments", json::array{}, json::array{"Phụ lục", "B"}, {}, ""};
    desk.api.store->begin();
    desk.api.store->journal().append(desk.api.now, "INC-2026-0001", "an", papers);
    desk.api.store->commit();
    auto reply = desk.api.call("GET", kIncident + "/report?form=mau-08&format=json");
    REQUIRE(reply.status == 200);
    CHECK(reply.parsed().at("facts").at("attachments").as_array().size() == 2);
    CHECK(reply.body.find("b) B.") == std::string::npos);  // label and value are members of their own
    CHECK(reply.body.find(R"x("label":"a)","number":"","value":"Phụ lục;")x") != std::string::npos);
    auto record = desk.api.call("GET", kIncident + "/report?form=bien-ban&format=json&present=An");
    CHECK(record.body.find("Thành phần khác có mặt: An") != std::string::npos);
    CHECK(desk.api.call("GET", kIncident + "/report?present=a%0Ab").status == 400);
    CHECK(desk.api.call("GET", kIncident + "/report?present=" + std::string(501, 'x')).status == 400);
}

TEST_CASE("attachments of one report stand after those of the fact, composed, and change no fact") {
    Desk desk;
    FactChanged papers{"attachments", json::array{}, json::array{"Phụ lục"}, {}, ""};
    desk.api.store->begin();
    desk.api.store->journal().append(desk.api.now, "INC-2026-0001", "an", papers);
    desk.api.store->commit();
    // "Ảnh" with its mark on its own, then one with a semicolon: a title is what one parameter holds.
    auto asked = kIncident + "/report?form=mau-08&format=json&attachments=A%CC%89nh&attachments=B%3B%20C&attachments=";
    for (const char* method : {"GET", "POST"}) {
        auto reply = desk.api.call(method, asked);
        REQUIRE(reply.status / 100 == 2);
        CHECK(json::serialize(reply.parsed().at("facts").at("attachments")) == R"(["Phụ lục","Ảnh","B; C"])");
        CHECK(reply.body.find(R"x("label":"b)","number":"","value":"Ảnh;")x") != std::string::npos);
        CHECK(reply.body.find(R"x("label":"c)","number":"","value":"B; C.")x") != std::string::npos);
    }
    auto plain = desk.api.call("GET", kIncident + "/report?form=mau-08&format=json");
    CHECK(plain.parsed().at("facts").at("attachments").as_array().size() == 1);
    for (auto wrong : {"a%0Ab", "%FF"}) {
        auto refused = desk.api.call("GET", kIncident + "/report?attachments=" + wrong);
        CHECK(refused.status == 400);
        CHECK(refused.body.find("must be one line of at most 500 bytes") != std::string::npos);
    }
    CHECK(desk.api.call("GET", kIncident + "/report?attachments=" + std::string(500, 'x')).status == 200);
    CHECK(desk.api.call("GET", kIncident + "/report?attachments=" + std::string(501, 'x')).status == 400);
    std::string many;
    for (int i = 0; i < 51; ++i) many += "&attachments=x";
    CHECK(desk.api.call("GET", kIncident + "/report?form=mau-08" + many).status == 400);
    CHECK(desk.api.call("GET", kIncident + "/report?form=mau-08" + many.substr(14)).status == 200);
    auto filing = R"({"form":"mau-08","channel":"portal","attachments":["a\nb"]})";
    CHECK(desk.api.call("POST", kIncident + "/report/filings", filing).status == 422);
}

TEST_CASE("a filing that the daemon builds has the number of the call") {
    Desk desk;
    auto body = R"({"form":"mau-08","channel":"portal","number":"12/TB","present":["An"]})";
    CHECK(desk.api.call("POST", kIncident + "/report/filings", body).status == 200);
    CHECK(desk.api.last_command<engine::RecordFiling>().paper_number == "12/TB");
    CHECK(desk.api.call("POST", kIncident + "/report/filings", R"({"form":"mau-08","channel":"x","present":"a"})")
              .status == 422);
    auto letter = desk.api.call("POST", kIncident + "/report/filings", R"({"form":"controller","channel":"e-mail"})");
    CHECK(letter.status == 422);
    CHECK(letter.body.find("this filing needs its document") != std::string::npos);
}

TEST_CASE("the schema of report.v1 is served, and is the one that the tests of papers check real reports against") {
    Desk desk;
    auto schema = desk.api.call("GET", "/api/v1/schemas/report.v1.json", "", {}, "");
    REQUIRE(schema.status == 200);
    CHECK(schema.header("content-type") == "application/schema+json");
    auto report = desk.api.call("GET", kIncident + "/report?form=mau-08&format=json").parsed();
    for (const auto& fault : testkit::JsonSchema(schema.parsed().as_object()).faults(report)) FAIL_CHECK(fault);
}

TEST_CASE("screens are answered while papers are being made: tables, documents, bundles") {
    std::atomic<bool> readers_open{true};
    Api api([&](ServerSettings& options, Services& services) {
        options.read_threads = 1;
        services.open_reader = [&, open = services.open_reader] {
            while (!readers_open) std::this_thread::sleep_for(std::chrono::milliseconds(1));
            return open();
        };
    });
    api.put_incident("INC-2026-0001", "Lộ dữ liệu vị trí");
    REQUIRE(api.call("GET", kIncident).status == 200);  // the reader of the screens is there; that of the papers waits
    readers_open = false;
    std::vector<std::future<int>> papers;
    for (auto [path, accept] : {std::pair{"/subjects", "text/csv"},
                                {"/timeline", "text/csv"},
                                {"/evidence", "application/zip"},
                                {"/report?form=mau-08", "application/pdf"}})
        papers.push_back(std::async(std::launch::async, [&api, path = kIncident + path, accept = std::string(accept)] {
            return api.call("GET", path, "", {{"Accept", accept}}).status;
        }));
    CHECK(api.call("GET", kIncident).status == 200);
    CHECK(api.call("GET", kIncident + "/timeline").status == 200);
    for (auto& paper : papers) CHECK(paper.wait_for(std::chrono::seconds(0)) == std::future_status::timeout);
    readers_open = true;
    std::vector<int> statuses;
    for (auto& paper : papers) statuses.push_back(paper.get());
    CHECK(statuses == std::vector{200, 200, 503, 404});  // nothing is signed yet, and the journal has no facts
}

}  // namespace breachd::api
