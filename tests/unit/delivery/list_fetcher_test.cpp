// Pages of a list at an organisation's own endpoint.
#include "delivery/list_fetcher.hpp"

#include <atomic>
#include <future>

#include "testkit/catch.hpp"
#include "testkit/http.hpp"
#include "testkit/sockets.hpp"

using namespace breachd;
using namespace breachd::delivery;
using std::chrono::milliseconds;

namespace {

Result<ListPage> fetched(ListFetcher& fetcher, ListAsk ask) {
    auto answer = std::make_shared<std::promise<Result<ListPage>>>();
    REQUIRE(fetcher.submit(std::move(ask), [answer](Result<ListPage> page) { answer->set_value(std::move(page)); }));
    return answer->get_future().get();
}

ListAsk ask_of(std::string url) {
    ListAsk ask;
    ask.source.name = "crm";
    ask.source.url = std::move(url);
    ask.source.timeout = std::chrono::seconds{5};
    return ask;
}

}  // namespace

TEST_CASE("a next page is of the same origin, or it is not asked") {
    auto next = [](const char* reference) {
        auto address = next_address("https://crm.test/api/list?page=1", reference);
        return address ? *address : address.error().message;
    };
    CHECK(next("?page=2") == "https://crm.test/api/list?page=2");
    CHECK(next("/api/list/2") == "https://crm.test/api/list/2");
    CHECK(next("https://crm.test:443/x") == "https://crm.test:443/x");
    CHECK(next("HTTPS://CRM.test/x").find("/x") != std::string::npos);
    for (const char* away : {"https://evil.test/x", "//evil.test/x", "http://crm.test/x", "https://crm.test:8443/x",
                             "https://crm.test@evil.test/x", "https://a:b@crm.test/x", "file:///etc/passwd",
                             "https://crm.test.evil.test/"}) {
        INFO(away);
        CHECK(next(away) == "names a next page at another origin: it is not asked");
    }
}

TEST_CASE("a page brings its body and its Link header, the token and the parameters go with the first") {
    testkit::WebhookReceiver crm;
    crm.answer([](const testkit::Received&) { return testkit::WebhookReceiver::Reply{200, "subject_ref\nKH-1\n"}; });
    ListFetcher fetcher;
    auto ask = ask_of(crm.url("/list"));
    ask.source.bearer = "tờ-khóa";
    ask.parameters = {{"since", "2026-11-01 & more"}};
    auto page = fetched(fetcher, ask);
    REQUIRE(page.has_value());
    CHECK(page->body == "subject_ref\nKH-1\n");
    auto got = crm.received();
    REQUIRE(got.size() == 1);
    CHECK(got[0].headers.at("authorization") == "Bearer tờ-khóa");
    CHECK(page->url.find("?since=2026-11-01%20%26%20more") != std::string::npos);
}

TEST_CASE("a page that fails for a while is asked again, one that is refused is not, and the cause is named") {
    testkit::WebhookReceiver crm;
    std::atomic<int> asked{0};
    std::atomic<int> good_after{2}, status{503};
    crm.answer([&](const testkit::Received&) {
        bool good = ++asked > good_after;
        return testkit::WebhookReceiver::Reply{good ? 200 : status.load(), "subject_ref\n"};
    });
    ListFetcher fetcher(milliseconds{5});
    CHECK(fetched(fetcher, ask_of(crm.url("/list"))).has_value());
    CHECK(asked == 3);

    asked = 0;
    good_after = 100;
    CHECK(fetched(fetcher, ask_of(crm.url("/list"))).error().message == "was answered with status 503");
    CHECK(asked == kListTries);
    asked = 0;
    for (int refused : {401, 404, 302}) {
        status = refused;
        CHECK(fetched(fetcher, ask_of(crm.url("/list"))).error().message ==
              "was answered with status " + std::to_string(refused));
    }
    CHECK(asked == 3);
    CHECK(fetched(fetcher, ask_of("http://127.0.0.1:1/")).error().message.starts_with("did not come: "));
}

TEST_CASE("a page that is too long, or breaks off, is no page") {
    testkit::WebhookReceiver crm;
    crm.answer([](const testkit::Received&) { return testkit::WebhookReceiver::Reply{200, std::string(1000, 'x')}; });
    ListFetcher fetcher(milliseconds{5});
    auto ask = ask_of(crm.url("/list"));
    ask.source.page_bytes_max = 1000;
    CHECK(fetched(fetcher, ask).has_value());
    ask.source.page_bytes_max = 999;
    CHECK(fetched(fetcher, ask).error().message == "is longer than page_bytes_max, 999 bytes");
    testkit::TcpServer cut([](int fd) {
        testkit::read_request(fd);
        testkit::say(fd, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nsubject_ref\n");
    });
    CHECK(fetched(fetcher, ask_of("http://" + cut.address() + "/")).error().message.starts_with("did not come: "));
}
