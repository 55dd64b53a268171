#include "api_harness.hpp"
#include "testkit/workbook.hpp"

namespace breachd::api {

namespace {

const std::string kPath = "/api/v1/incidents/INC-2026-0001/subjects";

// Counts what an engine would stage.
struct Staging {
    std::mutex mutex;
    int begun = 0, finished = 0, checked = 0, aborted = 0;
    std::size_t rows = 0, largest = 0;
    std::string sha256_text, rejected;
    std::size_t rejected_largest = 0;  // that came with one command
    std::vector<std::size_t> differing;

    Result<engine::Answer> operator()(const engine::Envelope& envelope) {
        std::lock_guard lock(mutex);
        if (std::holds_alternative<engine::BeginImport>(envelope.command)) {
            ++begun;
            return engine::Answer(engine::ImportBegun{"I-" + std::to_string(begun), add_plain});
        } else if (auto* chunk = std::get_if<engine::ImportChunk>(&envelope.command)) {
            rows += chunk->rows.size();
            rejected += chunk->rejected;
            rejected_largest = std::max(rejected_largest, chunk->rejected.size());
            if (chunk->rows.size() > 1 && !differing.empty())
                return engine::Answer(engine::ImportStaged{differing, {}});
            largest = std::max(largest, chunk->rows.size());
        } else if (auto* finish = std::get_if<engine::FinishImport>(&envelope.command)) {
            ++finished;
            sha256_text = finish->sha256;
            checked += finish->check ? 1 : 0;
            rejected += finish->rejected;
            rejected_largest = std::max(rejected_largest, finish->rejected.size());
            engine::Imported imported;
            imported.incident = sample_incident("INC-2026-0001", 8);
            imported.rows = static_cast<std::int64_t>(rows);
            imported.import_id = "I-1";
            return engine::Answer(imported);
        } else if (std::holds_alternative<engine::AbortImport>(envelope.command)) {
            ++aborted;
        }
        return engine::Answer(engine::Done{});
    }
};

std::string list_of(int count) {
    std::string out = "subject_ref,name,email\n";
    for (int i = 0; i < count; ++i)
        out += "KH" + std::to_string(i) + ",\"Nguyễn, Văn\",kh" + std::to_string(i) + "@vidu.test\n";
    return out;
}

}  // namespace

TEST_CASE("a list of people is staged in chunks of at most 4,000 and finished once, with the hash of the file") {
    Api api;
    Staging staging;
    api.engine = std::ref(staging);
    std::string list = list_of(12'345);
    auto reply = api.call("POST", kPath, list, {{"Content-Type", "text/csv; charset=utf-8"}});
    CHECK(reply.status == 200);
    CHECK(staging.begun == 1);
    CHECK(staging.rows == 12'345);
    CHECK(staging.largest <= 4000);
    CHECK(staging.finished == 1);
    CHECK(staging.aborted == 0);
    CHECK(staging.sha256_text == hex(sha256(list)));
}

TEST_CASE("check=true only looks: what was staged is aborted, and another value is refused") {
    Api api;
    Staging staging;
    api.engine = std::ref(staging);
    CHECK(api.call("POST", kPath + "?check=true", list_of(700), {{"Content-Type", "text/csv"}}).status == 200);
    CHECK(staging.checked == 1);
    CHECK(testkit::wait_until([&] { return staging.aborted == 1; }));
    CHECK(api.call("POST", kPath + "?check=perhaps", list_of(1), {{"Content-Type", "text/csv"}}).status == 400);
    CHECK(staging.begun == 1);
}

TEST_CASE("lines that cannot be used go to the engine in bounded pieces without a row, and of a check none is kept") {
    Api api;
    Staging staging;
    api.engine = std::ref(staging);
    std::string list = "subject_ref,name,email\n";
    for (int i = 0; i < 60'000; ++i) list += "-,-,-\n";
    list += "KH1,Lê An,an@vidu.test\n";
    bool checks = GENERATE(false, true);
    auto reply = api.call("POST", kPath + (checks ? "?check=true" : ""), list, {{"Content-Type", "text/csv"}});
    REQUIRE(reply.status == 200);
    CHECK(reply.parsed().at("import").at("rejected_total") == 60'000);
    CHECK(reply.parsed().at("import").at("rejected").as_array().size() == 1000);
    CHECK(std::count(staging.rejected.begin(), staging.rejected.end(), '\n') == (checks ? 0 : 60'000));
    CHECK(staging.rejected_largest < 4'000'000);
    CHECK(staging.rows == 1);
}

TEST_CASE("one bad line and nothing is imported, the answer names every bad line and no value") {
    Api api;
    Staging staging;
    api.engine = std::ref(staging);
    std::string list = list_of(2000);
    list += ",Bí Mật,x@vidu.test\n" + list_of(3).substr(23) + ",Bí Mật,y@vidu.test\n";
    auto reply = api.call("POST", kPath, list, {{"Content-Type", "text/csv"}});
    CHECK(reply.status == 422);
    auto errors = reply.parsed().at("errors").as_array();
    REQUIRE(errors.size() == 2);
    CHECK(std::string(errors[0].at("pointer").as_string()).starts_with("line 2002 column 1"));
    CHECK(std::string(errors[1].at("pointer").as_string()).starts_with("line 2006"));
    CHECK(reply.body.find("Bí Mật") == std::string::npos);
    CHECK(reply.body.find("vidu.test") == std::string::npos);
    CHECK(staging.finished == 0);
    CHECK(testkit::wait_until([&] {
        std::lock_guard lock(staging.mutex);
        return staging.aborted == staging.begun;
    }));
}

TEST_CASE("NDJSON is taken too, another type is 415, an empty list is a fault") {
    Api api;
    Staging staging;
    api.engine = std::ref(staging);
    CHECK(api.call("POST", kPath, "{\"subject_ref\":\"a\"}\n{\"subject_ref\":\"b\"}",
                   {{"Content-Type", "application/x-ndjson"}})
              .status == 200);
    CHECK(staging.rows == 2);
    CHECK(api.call("POST", kPath, "x", {{"Content-Type", "application/json"}}).status == 415);
    CHECK(api.call("POST", kPath, "subject_ref\n", {{"Content-Type", "text/csv"}}).status == 422);
    CHECK(api.call("POST", kPath, list_of(1), {{"Content-Type", "text/csv"}}, "viewer").status == 403);
}

TEST_CASE("what the engine refuses ends the import with its answer") {
    Api api;
    Staging staging;
    api.engine = [&](const engine::Envelope& envelope) -> Result<engine::Answer> {
        if (std::holds_alternative<engine::BeginImport>(envelope.command))
            return Error{ErrorCode::conflict, "the incident is closed", ""};
        return staging(envelope);
    };
    CHECK(api.call("POST", kPath, list_of(10), {{"Content-Type", "text/csv"}}).status == 409);
    CHECK(staging.rows == 0);
    api.engine = [&](const engine::Envelope& envelope) -> Result<engine::Answer> {
        if (std::holds_alternative<engine::ImportChunk>(envelope.command) && staging.rows >= 1000)
            return Error{ErrorCode::unavailable, "the disk is full", ""};
        return staging(envelope);
    };
    CHECK(api.call("POST", kPath, list_of(5000), {{"Content-Type", "text/csv"}}).status == 503);
    CHECK(staging.finished == 0);
    CHECK(testkit::wait_until([&] {
        std::lock_guard lock(staging.mutex);
        return staging.aborted == 1;
    }));
}

TEST_CASE("a client that leaves in the middle leaves nothing staged, and a slow engine slows the upload") {
    Staging staging;
    std::mutex mutex;
    std::vector<std::function<void()>> held;
    Api api([&](ServerSettings&, Services& services) {
        services.submit = [&](engine::Envelope&& envelope) {
            std::lock_guard lock(mutex);
            auto shared = std::make_shared<engine::Envelope>(std::move(envelope));
            held.push_back([shared, &staging] {
                auto reply = staging(*shared);
                if (shared->answer) shared->answer(std::move(reply));
            });
            return true;
        };
    });
    {
        Wire wire(api.port());
        std::string list = list_of(60'000);
        std::string head = "POST " + kPath +
                           " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer bnd_dpo\r\nContent-Type: "
                           "text/csv\r\nContent-Length: 9999999\r\n\r\n";
        std::thread sender([&] { wire.send(head + list); });
        for (int round = 0; round < 5; ++round) {
            REQUIRE(testkit::wait_until([&] {
                std::lock_guard lock(mutex);
                return !held.empty();
            }));
            std::lock_guard lock(mutex);
            CHECK(held.size() <= 2);  // two commands under way, whatever was sent
            for (auto& go : std::exchange(held, {})) go();
        }
        for (bool sent = false; !sent;) {  // let the rest through
            {
                std::lock_guard lock(mutex);
                for (auto& go : held) go();
                held.clear();
            }
            std::lock_guard lock(staging.mutex);
            sent = staging.rows > 54'000;
        }
        sender.join();
    }
    CHECK(testkit::wait_until([&] {
        {
            std::lock_guard lock(mutex);
            for (auto& go : held) go();
            held.clear();
        }
        std::lock_guard lock(staging.mutex);
        return staging.aborted == 1;
    }));
    CHECK(staging.finished == 0);
}

TEST_CASE("the event stream tells how far a list is, once a second at most, beside the journal and without names") {
    Api api([](ServerSettings& options, Services&) { options.limits.tick = std::chrono::milliseconds(250); });
    Staging staging;
    api.engine = [&](const engine::Envelope& envelope) {
        if (std::holds_alternative<engine::ImportChunk>(envelope.command))
            std::this_thread::sleep_for(std::chrono::milliseconds(120));
        return staging(envelope);
    };
    Wire wire(api.port());
    wire.send("GET /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer bnd_viewer\r\n\r\n");
    REQUIRE_FALSE(wire.read_until("retry: 3000\n\n").empty());
    std::string list = list_of(120'000);
    auto began = std::chrono::steady_clock::now();
    std::thread sender([&] { CHECK(api.call("POST", kPath, list, {{"Content-Type", "text/csv"}}).status == 200); });
    const std::string head = "event: import_progress\ndata: ";
    std::string text;
    std::vector<json::object> said;
    for (std::size_t at = 0; said.size() < 2;) {
        auto more = wire.read_until("\n\n");
        if (more.empty()) break;
        text += more;
        for (auto from = text.find(head, at); from != std::string::npos; from = text.find(head, at)) {
            auto end = text.find("\n\n", from);
            if (end == std::string::npos) break;
            said.push_back(parse_json(text.substr(from + head.size(), end - from - head.size()))->as_object());
            at = end;
        }
    }
    CHECK(text.find("vidu.test") == std::string::npos);
    CHECK(text.find("id: ") == std::string::npos);
    CHECK(std::chrono::steady_clock::now() - began >= std::chrono::seconds(1));
    sender.join();
    REQUIRE(said.size() >= 2);
    CHECK(said[0].at("incident_id") == "INC-2026-0001");
    CHECK(said[0].at("import_id") == "I-1");
    CHECK(said[0].at("rejected") == 0);
    CHECK(said[0].at("rows").as_int64() > 0);
    CHECK(said[1].at("rows").as_int64() > said[0].at("rows").as_int64());
    CHECK(said[1].at("bytes").as_int64() > said[0].at("bytes").as_int64());
    CHECK(said[1].at("bytes_total") == static_cast<std::int64_t>(list.size()));
}

TEST_CASE("a list that the incident has already is said to be so, and again=true asks for it all the same") {
    Api api;
    api.engine = [&](const engine::Envelope& envelope) -> Result<engine::Answer> {
        if (std::holds_alternative<engine::BeginImport>(envelope.command))
            return engine::Answer(engine::ImportBegun{"I-1", add_plain});
        auto* finish = std::get_if<engine::FinishImport>(&envelope.command);
        if (finish == nullptr) return engine::Answer(engine::Done{});
        engine::Imported imported;
        imported.incident = sample_incident("INC-2026-0001", 8);
        if (!finish->again) imported.imported_at = api.now;
        imported.import_id = finish->again ? "I-1" : "";
        return engine::Answer(imported);
    };
    auto said = api.call("POST", kPath, list_of(3), {{"Content-Type", "text/csv"}}).parsed().at("import").as_object();
    CHECK(said.at("imported_at") == "2026-11-23T03:00:00Z");
    CHECK(said.at("duplicates") == 3);
    CHECK_FALSE(said.contains("id"));
    said = api.call("POST", kPath + "?again=true", list_of(3), {{"Content-Type", "text/csv"}})
               .parsed()
               .at("import")
               .as_object();
    CHECK(said.at("imported_at").is_null());
    CHECK(said.at("id") == "I-1");
}

TEST_CASE(
    "what was repaired and what cannot be used is in the answer by line, with its shape, and kept with the import") {
    Api api;
    Staging staging;
    api.engine = std::ref(staging);
    const std::string list =
        "Mã;Họ và tên;Điện thoại\nKH-1;Một;912000001\nKH-2;Hai;9.12E+08\nKH-3;Ba;0912000003 / 0987000003\n;;\n";
    auto reply = api.call("POST", kPath, list, {{"Content-Type", "text/csv"}});
    REQUIRE(reply.status == 200);
    auto said = reply.parsed().at("import");
    CHECK(said.at("id") == "I-1");
    CHECK(said.at("rows") == 3);
    CHECK(said.at("separator") == ";");
    CHECK(said.at("encoding") == "UTF-8");
    CHECK(said.at("blank_rows") == 1);
    CHECK(said.at("repaired_total") == 2);
    CHECK(said.at("repaired").at(0).at("line") == 2);
    CHECK(said.at("repaired").at(0).at("column") == 3);
    CHECK(said.at("repaired").at(0).at("what") == "the lost leading zero was put back");
    CHECK(said.at("repaired").at(1).at("line") == 4);
    CHECK(said.at("repaired").at(1).at("what") ==
          "the cell has several numbers: each is tried when the one before it fails");
    REQUIRE(said.at("rejected").as_array().size() == 1);
    CHECK(said.at("rejected").at(0).at("line") == 3);
    CHECK(said.at("rejected").at(0).at("cause") == "a spreadsheet lost digits of it");
    CHECK(said.at("rejected").at(0).at("value") == "9.•••+•8");
    CHECK(staging.rejected.find("lost digits") != std::string::npos);
    CHECK(staging.rejected.find("0987000003") == std::string::npos);
    auto vietnamese = api.call("POST", kPath, list, {{"Content-Type", "text/csv"}, {"Accept-Language", "vi"}});
    CHECK(vietnamese.parsed().at("import").at("rejected").at(0).at("cause") == "bảng tính đã làm mất chữ số");
}

TEST_CASE("strict=true refuses a list with a value that cannot be used, by line, and nothing stays") {
    Api api;
    Staging staging;
    api.engine = std::ref(staging);
    const std::string list = "subject_ref,phone\nKH-1,0912000001\nKH-2,9.12E+08\n";
    auto reply = api.call("POST", kPath + "?strict=true", list, {{"Content-Type", "text/csv"}});
    CHECK(reply.status == 422);
    CHECK(reply.parsed().at("errors").at(0).at("pointer") == "line 3 column 2");
    CHECK(staging.finished == 0);
    CHECK(
        api.call("POST", kPath + "?strict=true", "subject_ref,phone\nKH-1,912000001\n", {{"Content-Type", "text/csv"}})
            .status == 200);
}

TEST_CASE("unknown columns are left out only on request, and the answer names them") {
    Api api;
    Staging staging;
    api.engine = std::ref(staging);
    const std::string list = "Hạng,Mã\nA,KH-1\n";
    CHECK(api.call("POST", kPath, list, {{"Content-Type", "text/csv"}}).status == 422);
    auto reply = api.call("POST", kPath + "?ignore_columns=true", list, {{"Content-Type", "text/csv"}});
    CHECK(reply.status == 200);
    CHECK(reply.parsed().at("import").at("ignored_columns").at(0) == "Hạng");
}

TEST_CASE("a row whose person has another address in an earlier row is listed by its line") {
    Api api;
    Staging staging;
    staging.differing = {1};
    api.engine = std::ref(staging);
    auto reply = api.call("POST", kPath, "subject_ref,phone\n\nKH-1,0912000001\nKH-1,0912000002\n",
                          {{"Content-Type", "text/csv"}});
    REQUIRE(reply.status == 200);
    CHECK(reply.parsed().at("import").at("rejected").at(0).at("line") == 4);
}

TEST_CASE("a workbook is known by its bytes, whatever it is said to be") {
    Api api;
    Staging staging;
    api.engine = std::ref(staging);
    auto book = testkit::workbook({{{"Mã", "Điện thoại"}, {"KH-1", "#912000001"}, {"KH-2", "0912000002"}}});
    for (const char* type : {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "text/csv"}) {
        auto reply = api.call("POST", kPath, book, {{"Content-Type", type}});
        INFO(reply.body);
        REQUIRE(reply.status == 200);
        CHECK(reply.parsed().at("import").at("rows") == 2);
        CHECK(reply.parsed().at("import").at("format") == "xlsx");
    }
    CHECK(staging.rows == 4);
    CHECK(staging.sha256_text == hex(sha256(book)));
    CHECK(api.call("POST", kPath, book.substr(0, book.size() / 2), {{"Content-Type", "text/csv"}}).status == 422);
}

}  // namespace breachd::api
