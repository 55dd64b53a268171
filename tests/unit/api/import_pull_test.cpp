// Lists that an endpoint of the organisation hands out page by page.
#include "api_harness.hpp"

namespace breachd::api {

namespace {

const std::string kPath = "/api/v1/incidents/INC-2026-0001/subjects/import";

// An engine that counts, and a source whose pages a function makes.
struct Crm {
    std::mutex mutex;
    std::vector<std::string> refs;
    std::vector<ListAsk> asked;
    int finished = 0, aborted = 0;
    std::function<Result<ListPage>(int page)> page;

    Result<engine::Answer> operator()(const engine::Envelope& envelope) {
        std::lock_guard lock(mutex);
        if (std::holds_alternative<engine::BeginImport>(envelope.command))
            return engine::Answer(engine::ImportBegun{"I-1", add_plain});
        if (auto* chunk = std::get_if<engine::ImportChunk>(&envelope.command)) {
            for (std::size_t i = 0; i < chunk->rows.size(); ++i)
                refs.push_back(deserialise_subject(chunk->rows[i].text).value().subject_ref.reveal());
        } else if (std::holds_alternative<engine::FinishImport>(envelope.command)) {
            ++finished;
            engine::Imported imported;
            imported.incident = sample_incident("INC-2026-0001", 8);
            imported.rows = static_cast<std::int64_t>(refs.size());
            return engine::Answer(imported);
        } else if (std::holds_alternative<engine::AbortImport>(envelope.command)) {
            ++aborted;
        }
        return engine::Answer(engine::Done{});
    }
    bool fetch(ListAsk ask, const std::function<void(Result<ListPage>)>& done) {
        int number = 0;
        {
            std::lock_guard lock(mutex);
            asked.push_back(std::move(ask));
            number = static_cast<int>(asked.size());
        }
        done(page(number));
        return true;
    }
};

std::string url_of(int page) { return "https://crm.test/list?page=" + std::to_string(page); }

ListPage table(int page, bool more) {
    return {url_of(page), more ? "</list?page=" + std::to_string(page + 1) + ">; rel=\"next\"" : "",
            "subject_ref,phone\nKH-" + std::to_string(page) + ",0912000001\n"};
}

ListSource source() {
    ListSource out;
    out.name = "crm";
    out.url = "https://crm.test/list";
    out.parameters = {"since"};
    return out;
}

std::function<void(ServerSettings&, Services&)> serving(Crm& crm, ListSource source) {
    return [&crm, source](ServerSettings& options, Services& services) {
        options.list_sources = {source};
        services.fetch_list = [&crm](ListAsk ask, std::function<void(Result<ListPage>)> done) {
            return crm.fetch(std::move(ask), done);
        };
    };
}

std::string detail(const testkit::HttpReply& reply) { return std::string(reply.parsed().at("detail").as_string()); }

}  // namespace

TEST_CASE("a list of three pages comes in as one, and each page is asked by what the one before says") {
    Crm crm;
    crm.page = [](int page) { return table(page, page < 3); };
    Api api(serving(crm, source()));
    api.engine = std::ref(crm);
    auto reply = api.call("POST", kPath, R"({"from":"crm","parameters":{"since":"2026-11-01"}})");
    INFO(reply.body);
    REQUIRE(reply.status == 200);
    CHECK(crm.refs == std::vector<std::string>{"KH-1", "KH-2", "KH-3"});
    CHECK(crm.finished == 1);
    CHECK(reply.parsed().at("import").at("rows") == 3);
    REQUIRE(crm.asked.size() == 3);
    CHECK(crm.asked[0].parameters == std::vector<std::pair<std::string, std::string>>{{"since", "2026-11-01"}});
    CHECK(crm.asked[1].parameters.empty());
    CHECK(crm.asked[2].before == url_of(2));
    CHECK(crm.asked[2].next == "/list?page=3");
}

TEST_CASE("only lists of the configuration are asked, and only with the parameters that it allows") {
    Crm crm;
    crm.page = [](int page) { return table(page, false); };
    Api api(serving(crm, source()));
    api.engine = std::ref(crm);
    CHECK(api.call("POST", kPath, R"({"from":"https://evil.test/"})").status == 422);
    CHECK(api.call("POST", kPath, R"({"from":"crm","parameters":{"url":"x"}})").status == 422);
    CHECK(api.call("POST", kPath, R"({"from":"crm","parameters":{"since":7}})").status == 422);
    CHECK(api.call("POST", kPath, "{}").status == 422);
    CHECK(api.call("POST", kPath, R"({"from":"crm"})", {}, "viewer").status == 403);
    CHECK(crm.asked.empty());
}

TEST_CASE("a page that does not come ends the import: page and cause are named, and nothing stays") {
    Crm crm;
    crm.page = [](int page) -> Result<ListPage> {
        auto out = table(page, true);
        out.body += "KH-1" + std::to_string(page) + ",0912000002\nKH-2" + std::to_string(page) + ",0912000003\n";
        if (page < 3) return out;  // two that show what file it is, so that rows are with the engine
        return Error{ErrorCode::failed, "was answered with status 503", ""};
    };
    Api api(serving(crm, source()));
    api.engine = std::ref(crm);
    auto reply = api.call("POST", kPath, R"({"from":"crm"})");
    CHECK(reply.status == 502);
    CHECK(detail(reply) == "page 3 of list crm: was answered with status 503");
    CHECK(testkit::wait_until([&] {
        std::lock_guard lock(crm.mutex);
        return crm.aborted == 1;
    }));
    CHECK(crm.finished == 0);
}

TEST_CASE("endless paging ends: at pages_max, at bytes_max, and where the pages go round") {
    auto refusal = [](const std::function<void(ListSource&)>& change, const std::function<ListPage(int)>& page) {
        Crm crm;
        crm.page = [&](int number) { return page(number); };
        auto limited = source();
        change(limited);
        Api api(serving(crm, limited));
        api.engine = std::ref(crm);
        auto reply = api.call("POST", kPath, R"({"from":"crm"})");
        CHECK(reply.status == 502);
        CHECK(crm.finished == 0);
        return detail(reply);
    };
    auto endless = [](int page) { return table(page, true); };
    CHECK(refusal([](ListSource& it) { it.pages_max = 5; }, endless) ==
          "page 6 of list crm: is one more than pages_max, 5");
    CHECK(refusal([](ListSource& it) { it.bytes_max = 100; }, endless) ==
          "page 3 of list crm: goes beyond bytes_max, 100");
    CHECK(refusal([](ListSource&) {}, [](int page) { return table(page % 2, true); }) ==
          "page 3 of list crm: was read already: the pages go round");
}

TEST_CASE("a bad line is named by its place in the whole list") {
    Crm crm;
    crm.page = [](int page) {
        auto out = table(page, page < 3);
        if (page == 2) out.body += ",0912000009\n";
        return out;
    };
    Api api(serving(crm, source()));
    api.engine = std::ref(crm);
    auto reply = api.call("POST", kPath, R"({"from":"crm"})");
    CHECK(reply.status == 422);
    CHECK(reply.parsed().at("errors").at(0).at("pointer") == "line 4 column 1");
    CHECK(crm.asked.size() == 3);
}

}  // namespace breachd::api
