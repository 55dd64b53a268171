// Bounds of the intake at the limit and one beyond it: rate, batch, depth, address; and which status says "later".
#include "api_harness.hpp"

#include <atomic>
#include <deque>

#include "ingest/format.hpp"
#include "ingest/mapped.hpp"
#include "intake/rate.hpp"

namespace breachd::api {

namespace {

struct Bounded {
    Api api;
    explicit Bounded(std::function<void(Source&)> change) {
        api.engine = [](const engine::Envelope&) { return engine::Accepted{}; };
        auto access = std::make_shared<Access>(*api.access.load());
        Source source;
        source.name = "s";
        source.format = "generic";
        source.token_sha256 = sha256("bnd_s");
        change(source);
        access->sources.push_back(std::move(source));
        api.access = access;
    }
    testkit::HttpReply post(const std::string& body) { return api.call("POST", "/api/v1/alerts/s", body, {}, "s"); }
};

std::string batch(int alerts) {
    std::string out = "[";
    for (int i = 0; i < alerts; ++i) out += i == 0 ? R"({"title":"x"})" : R"(,{"title":"x"})";
    return out + "]";
}

Source limited(double rate, double burst) {
    Source source;
    source.name = "s";
    source.rate_per_second = rate;
    source.burst = burst;
    return source;
}

const Instant kAt = instant_from_ms(1'700'000'000'000);

// An Api with room for 1,000 bytes of bodies, whose engine answers when the test says so.
struct SlowApi {
    std::mutex mutex;
    std::deque<engine::Answered> waiting;
    Api api{[this](ServerSettings& options, Services& services) {
        options.limits.bodies_bytes_max = 1000;
        services.submit = [this](engine::Envelope&& envelope) {
            std::lock_guard lock(mutex);
            waiting.push_back(envelope.answer);
            return true;
        };
    }};

    // The head of a request with the token of `source`.
    static std::string head(const std::string& source, const std::string& more) {
        return "POST /api/v1/alerts/" + source + " HTTP/1.1\r\nHost: x\r\n" + "Authorization: Bearer bnd_" + source +
               "\r\n" + more + "\r\n";
    }
    static std::string alert(std::size_t bytes) {
        return head("other", "Content-Length: " + std::to_string(bytes) + "\r\n") + std::string(bytes, 'x');
    }
    bool wait_for(std::size_t count) {
        return testkit::wait_until([&] {
            std::lock_guard lock(mutex);
            return waiting.size() == count;
        });
    }
    std::string metrics() { return api.call("GET", "/metrics", "", {}, "").body; }
    void answer_one() {
        std::lock_guard lock(mutex);
        waiting.front()(engine::Accepted{});
        waiting.pop_front();
    }
};

}  // namespace

TEST_CASE("a bucket holds its burst, fills with its rate, and says how long to wait") {
    using std::chrono::milliseconds;
    intake::RateLimits rates;
    auto source = limited(2, 4);
    for (int i = 0; i < 4; ++i) {
        CHECK(rates.wait(source, kAt) == 0);
        rates.spend(source, 1, kAt);
    }
    CHECK(rates.wait(source, kAt) == 1);
    CHECK(rates.wait(source, kAt + milliseconds(499)) == 1);
    CHECK(rates.wait(source, kAt + milliseconds(500)) == 0);
    rates.spend(source, 10, kAt + milliseconds(500));         // more than the bucket, for one token
    CHECK(rates.wait(source, kAt + milliseconds(500)) == 5);  // in debt by 9
    CHECK(rates.wait(source, kAt + milliseconds(5499)) == 1);
    CHECK(rates.wait(source, kAt + milliseconds(5501)) == 0);
    rates.spend(source, 4, kAt + std::chrono::hours(1));
    CHECK(rates.wait(source, kAt) == 1);  // a clock set back fills nothing
    CHECK(rates.wait(limited(0, 1), kAt) == 0);
}

TEST_CASE("what the engine did not take costs nothing of the rate") {
    Bounded bounded([](Source& source) {
        source.rate_per_second = 0.001;
        source.burst = 1;
    });
    std::atomic<bool> full{true};
    bounded.api.full = [&] { return full.load(); };
    CHECK(bounded.post(R"({"title":"x"})").status == 429);
    full = false;
    CHECK(bounded.post(batch(20)).status == 202);  // more than the burst
    CHECK(bounded.post(R"({"title":"x"})").status == 429);
    CHECK(bounded.api.count() == 1);
}

TEST_CASE("bodies that nobody has proven yet have room together, and those of a known token are not counted") {
    Api api([](ServerSettings& options, Services&) { options.limits.unproven_bytes_max = 1000; });
    api.engine = [](const engine::Envelope&) { return engine::Accepted{}; };
    auto access = std::make_shared<Access>(*api.access.load());
    access->sources.push_back(source_of("signed", "generic"));
    access->sources.back().signature = signature_style("github");
    access->sources.back().signature_secrets = {"secret-of-the-sender-0123456789"};
    api.access = access;
    const std::string head =
        "POST /api/v1/alerts/signed HTTP/1.1\r\nHost: x\r\nX-Hub-Signature-256: sha256=00\r\nContent-Length: "
        "2000\r\n\r\n";
    {
        Wire first(api.port()), second(api.port());
        first.send(head + std::string(600, 'x'));
        CHECK(api.call("GET", "/-/healthy", "", {}, "").status == 200);  // behind it in the loop
        second.send(head + std::string(600, 'x'));
        CHECK(status_of_response(second.read_response()) == 429);
        CHECK(api.call("POST", "/api/v1/alerts/other", R"({"title":")" + std::string(1500, 'x') + "\"}", {}, "other")
                  .status == 202);
    }
    CHECK(testkit::wait_until([&] {  // the first is gone, and its room is free again
        Wire third(api.port());
        third.send(head + std::string(600, 'x') + std::string(1400, 'y'));
        return status_of_response(third.read_response()) == 429;
    }));
    CHECK(testkit::wait_until([&] {
        Wire whole(api.port());
        whole.send(
            "POST /api/v1/alerts/signed HTTP/1.1\r\nHost: x\r\nX-Hub-Signature-256: sha256=00\r\nContent-Length: "
            "900\r\n\r\n" +
            std::string(900, 'x'));
        return status_of_response(whole.read_response()) == 401;
    }));
    CHECK(api.call("GET", "/metrics", "", {}, "")
              .body.find(R"(breachd_alerts_refused_total{source="signed",reason="overload"})") != std::string::npos);
}

TEST_CASE("all bodies under way have room together until they are answered, one byte more is refused openly") {
    SlowApi slow;
    auto port = slow.api.port();
    Wire first(port), second(port), chunked(port);
    first.send(slow.alert(600));
    REQUIRE(slow.wait_for(1));
    chunked.send(slow.head("other", "Transfer-Encoding: chunked\r\n") + "191\r\n" + std::string(401, 'x') + "\r\n");
    CHECK(status_of_response(chunked.read_response()) == 429);  // before its end came
    second.send(slow.alert(400));
    REQUIRE(slow.wait_for(2));  // at the limit

    Wire over(port), wazuh(port), person(port);
    over.send(slow.alert(1));
    auto refused = over.read_response();
    CHECK(status_of_response(refused) == 429);
    CHECK(refused.find("Retry-After: 1\r\n") != std::string::npos);
    wazuh.send(slow.head("wazuh", "Content-Length: 1\r\n"));  // before a byte of it came
    CHECK(status_of_response(wazuh.read_response()) == 503);
    person.send(
        "POST /api/v1/incidents HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer bnd_dpo\r\n"
        "Content-Length: 2\r\n\r\n{}");
    auto told = person.read_response();
    CHECK(status_of_response(told) == 503);
    CHECK(told.find("Retry-After: 1\r\n") != std::string::npos);
    const std::string counted = R"(breachd_alerts_refused_total{source="other",reason="overload"} 2)";
    CHECK(slow.metrics().find(counted) != std::string::npos);

    slow.answer_one();
    CHECK(status_of_response(first.read_response()) == 202);
    Wire again(port);
    again.send(slow.alert(600));
    CHECK(slow.wait_for(2));
    slow.answer_one();
    slow.answer_one();
}

TEST_CASE("a body whose client has left takes its room until the engine has answered") {
    SlowApi slow;
    auto port = slow.api.port();
    {
        Wire gone(port);
        gone.send(slow.alert(1000));
        REQUIRE(slow.wait_for(1));
    }
    Wire early(port), late(port);
    early.send(slow.alert(1));
    CHECK(status_of_response(early.read_response()) == 429);
    slow.answer_one();
    CHECK(slow.api.call("GET", "/-/healthy", "", {}, "").status == 200);  // behind it in the loop
    late.send(slow.alert(1000));
    CHECK(slow.wait_for(1));
    slow.answer_one();
}

TEST_CASE("a body that stops coming is given up, however much of it came at once") {
    Api api([](ServerSettings& options, Services&) {
        options.limits.body_silence_patience = std::chrono::milliseconds(50);
    });
    Wire wire(api.port());
    wire.send(
        "POST /api/v1/alerts/wazuh HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer bnd_wazuh\r\nContent-Length: "
        "4096\r\n\r\n" +
        std::string(4095, 'x'));
    CHECK(status_of_response(wire.read_response()) == 408);
    CHECK(api.count() == 0);
}

TEST_CASE("a source at its rate is refused openly, with the time to wait, and taken again after it") {
    Bounded bounded([](Source& source) {
        source.rate_per_second = 0.5;
        source.burst = 3;
    });
    CHECK(bounded.post(batch(2)).status == 202);
    CHECK(bounded.post(batch(1)).status == 202);
    auto refused = bounded.post(batch(1));
    CHECK(refused.status == 429);
    CHECK(refused.header("retry-after") == "2");
    CHECK(bounded.api.count() == 2);
    CHECK(bounded.api.call("GET", "/metrics", "", {}, "")
              .body.find(R"(breachd_alerts_refused_total{source="s",reason="rate"} 1)") != std::string::npos);
    // another source has its own
    CHECK(bounded.api.call("POST", "/api/v1/alerts/other", batch(1), {}, "other").status == 202);
}

TEST_CASE("too much is 429 for senders that wait on it and 503 for those that drop on 4xx") {
    for (auto [format, status] :
         {std::pair{"generic", 429}, {"cloudevents", 429}, {"wazuh", 503}, {"alertmanager", 503}, {"splunk", 503}}) {
        INFO(format);
        const auto* row = ingest::find_format(format);
        REQUIRE(row);
        CHECK(row->overload_status == status);
    }
    Bounded bounded([](Source&) {});
    bounded.api.full = [] { return true; };
    auto full = bounded.post(batch(1));
    CHECK(full.status == 429);
    CHECK(full.header("retry-after") == "1");
    CHECK(bounded.api.call("GET", "/metrics", "", {}, "")
              .body.find(R"(breachd_alerts_refused_total{source="s",reason="overload"} 1)") != std::string::npos);
}

TEST_CASE("a batch of 10,000 is taken, with one more, none is taken and the body is kept whole") {
    Bounded bounded([](Source&) {});
    CHECK(bounded.post(batch(10'000)).status == 202);
    CHECK(bounded.api.last_command<engine::IngestAlerts>().alerts.size() == 10'000);
    bounded.post(batch(10'001));
    auto refused = bounded.api.last_command<engine::IngestAlerts>();
    CHECK(refused.alerts.empty());
    REQUIRE(refused.unreadable.size() == 1);
    CHECK(refused.unreadable[0].body == batch(10'001));
}

TEST_CASE("JSON 64 levels deep is read, 65 levels are not") {
    Bounded bounded([](Source& source) { source.format = "wazuh"; });
    auto nested = [](std::size_t levels) {
        return R"({"id":"1.2","rule":{"level":3,"description":"x","id":"1"},"more":)" + std::string(levels - 1, '[') +
               std::string(levels - 1, ']') + "}";
    };
    bounded.post(nested(64));
    CHECK(bounded.api.last_command<engine::IngestAlerts>().alerts.size() == 1);
    bounded.post(nested(65));
    CHECK(bounded.api.last_command<engine::IngestAlerts>().unreadable.size() == 1);
}

TEST_CASE("a body at the source's limit is taken, one byte more is 413 and counted") {
    Bounded bounded([](Source& source) { source.body_bytes_max = 2000; });
    auto padded = [](std::size_t bytes) { return R"({"title":")" + std::string(bytes - 12, 'p') + "\"}"; };
    REQUIRE(padded(2000).size() == 2000);
    CHECK(bounded.post(padded(2000)).status == 202);
    CHECK(bounded.post(padded(2001)).status == 413);
    CHECK(bounded.api.call("GET", "/metrics", "", {}, "")
              .body.find(R"(breachd_alerts_refused_total{source="s",reason="size"} 1)") != std::string::npos);
}

TEST_CASE("an address of 8 KiB is read, one byte more is 414") {
    Api api;
    auto get = [&](std::size_t bytes) {
        return api.call("GET", "/-/healthy?" + std::string(bytes - 11, 'a'), "", {}, "").status;
    };
    CHECK(get(8 * 1024) == 200);
    CHECK(get(8 * 1024 + 1) == 414);
}

TEST_CASE("a mapped source reads with its own mapping") {
    Bounded bounded([](Source& source) {
        source.format = "mapped";
        ingest::MappedFields fields;
        fields.title = "/what/name";
        fields.hosts = {"/where"};
        source.mapping = std::make_shared<const ingest::MappedFields>(fields);
    });
    CHECK(bounded.post(R"({"what":{"name":"Rò rỉ"},"where":"db-1"})").status == 202);
    auto command = bounded.api.last_command<engine::IngestAlerts>();
    REQUIRE(command.alerts.size() == 1);
    CHECK(command.alerts[0].alert.title == "Rò rỉ");
    CHECK(command.alerts[0].alert.hosts == std::vector<std::string>{"db-1"});
}

}  // namespace breachd::api
