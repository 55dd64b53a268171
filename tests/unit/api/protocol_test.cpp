// What the session does with bytes: limits at the limit and one beyond, broken requests, slow senders, pipelining.
#include <atomic>

#include "api_harness.hpp"

namespace breachd::api {

namespace {

const std::string kAuth = "Authorization: Bearer bnd_dpo\r\n";
const std::string kWazuhAuth = "Authorization: Bearer bnd_wazuh\r\n";

std::string get(const std::string& path, const std::string& more = "") {
    return "GET " + path + " HTTP/1.1\r\nHost: x\r\n" + kAuth + more + "\r\n";
}

int status_for(Api& api, const std::string& bytes) {
    Wire wire(api.port());
    wire.send(bytes);
    return status_of_response(wire.read_response());
}

std::string wazuh_alert(std::size_t size) {
    std::string out = R"({"rule":{"level":12,"description":"x","id":"1"},"id":"1.2","pad":")";
    out.append(size - out.size() - 2, 'p');
    return out + "\"}";
}

std::string post_alert(const std::string& body, const std::string& more = "") {
    return "POST /api/v1/alerts/wazuh HTTP/1.1\r\nHost: x\r\n" + kWazuhAuth + more +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace

TEST_CASE("a head of 16 KiB is taken and one byte more is 431") {
    Api api;
    std::string base = get("/-/healthy", "X-Pad: \r\n");
    std::string pad(16 * 1024 - base.size(), 'a');
    CHECK(status_for(api, get("/-/healthy", "X-Pad: " + pad + "\r\n")) == 200);
    CHECK(status_for(api, get("/-/healthy", "X-Pad: " + pad + "a\r\n")) == 431);
}

TEST_CASE("100 header fields are taken and 101 are 431") {
    Api api;
    auto with_fields = [](int count) {
        std::string more;
        // Host and Authorization are two
        for (int i = 0; i < count - 2; ++i) more += "X-" + std::to_string(i) + ": 1\r\n";
        return get("/-/healthy", more);
    };
    CHECK(status_for(api, with_fields(100)) == 200);
    CHECK(status_for(api, with_fields(101)) == 431);
}

TEST_CASE("a body at the route's limit is taken, one byte more is 413 before any of it is read") {
    Api api;
    api.engine = [](const engine::Envelope&) { return engine::Accepted{}; };
    CHECK(status_for(api, post_alert(wazuh_alert(4096))) == 202);
    Wire wire(api.port());
    wire.send("POST /api/v1/alerts/wazuh HTTP/1.1\r\nHost: x\r\n" + kWazuhAuth + "Content-Length: 4097\r\n\r\n");
    CHECK(status_of_response(wire.read_response()) == 413);
    CHECK(wire.ended());
    CHECK(api.count() == 1);
}

TEST_CASE("a chunked body is held to the same limit without a length") {
    Api api;
    api.engine = [](const engine::Envelope&) { return engine::Accepted{}; };
    auto chunked = [](const std::string& body) {
        std::string out =
            "POST /api/v1/alerts/wazuh HTTP/1.1\r\nHost: x\r\n" + kWazuhAuth + "Transfer-Encoding: chunked\r\n\r\n";
        for (std::size_t at = 0; at < body.size(); at += 1000) {
            std::string piece = body.substr(at, 1000);
            char size[16];
            std::snprintf(size, sizeof size, "%zx\r\n", piece.size());
            out += size + piece + "\r\n";
        }
        return out + "0\r\nX-Trailer: ignored\r\n\r\n";
    };
    CHECK(status_for(api, chunked(wazuh_alert(4096))) == 202);
    CHECK(api.last_command<engine::IngestAlerts>().alerts.at(0).raw.size() == 4096);
    CHECK(status_for(api, chunked(wazuh_alert(4097))) == 413);
    CHECK(api.count() == 1);
}

TEST_CASE("requests that two readers could read in two ways are refused and end the connection") {
    Api api;
    const std::string head = "POST /api/v1/incidents HTTP/1.1\r\nHost: x\r\n" + kAuth;
    const std::string bad[] = {
        head + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        head + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n{}",
        head + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} ",
        head + "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
        head + "Content-Length: -2\r\n\r\n{}",
        head + "Content-Length: +2\r\n\r\n{}",
        head + "Content-Length: 2x\r\n\r\n{}",
        head + "Transfer-Encoding: chunked, gzip\r\n\r\n",
        head + "Transfer-Encoding: gzip\r\n\r\n",
        head + "Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n",
        head + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n{}\r\n0\r\n\r\n",
        head + "Host: y\r\nContent-Length: 2\r\n\r\n{}",
        "POST /api/v1/incidents HTTP/1.1\r\n" + kAuth + "Content-Length: 2\r\n\r\n{}",
        "POST /api/v1/incidents HTTP/1.0\r\nHost: x\r\n" + kAuth +
            "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        head + "Content-Length : 2\r\n\r\n{}",
        "GET  /-/healthy HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /-/healthy HTTP/2.0\r\nHost: x\r\n\r\n",
        "GET /-/healthy\r\n\r\n",
        "GET /-/healthy HTTP/1.1\nHost: x\n\n",
        "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 TLS?\r\n\r\n",
        head + "X: a\x01z\r\nContent-Length: 2\r\n\r\n{}",
    };
    for (const auto& bytes : bad) {
        INFO(bytes);
        Wire wire(api.port());
        wire.send(bytes);
        int status = status_of_response(wire.read_response());
        CHECK(status >= 400);
        CHECK(status < 600);
        CHECK(wire.ended());
    }
    CHECK(api.count() == 0);
    CHECK(status_for(api, get("/-/healthy")) == 200);
}

TEST_CASE("an encoded body is refused with 415 where no alert is sent, or in a coding that is not read") {
    Api api;
    CHECK(status_for(api, post_alert("x", "Content-Encoding: br\r\n")) == 415);
    CHECK(status_for(api, post_alert("x", "Content-Encoding: gzip, zstd\r\n")) == 415);
    CHECK(api.call("POST", "/api/v1/incidents", "{}", {{"Content-Encoding", "gzip"}}).status == 415);
    CHECK(
        api.call("POST", "/api/v1/incidents", "a=1", {{"Content-Type", "application/x-www-form-urlencoded"}}).status ==
        415);
}

TEST_CASE("Expect: 100-continue is answered before the body, and another expectation is refused") {
    Api api;
    Wire wire(api.port());
    wire.send("POST /api/v1/incidents HTTP/1.1\r\nHost: x\r\n" + kAuth +
              "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    CHECK(wire.read_until("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
    wire.send("{}");
    CHECK(status_of_response(wire.read_response()) == 200);
    Wire refused(api.port());
    refused.send("POST /api/v1/incidents HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    CHECK(status_of_response(refused.read_response()) == 401);  // no 100 for somebody who may not
    CHECK(status_for(api, get("/-/healthy", "Expect: a miracle\r\n")) == 417);
}

TEST_CASE("pipelined requests are answered in order, whatever the pieces they come in") {
    Api api;
    std::string three = get("/-/healthy") + "POST /api/v1/incidents HTTP/1.1\r\nHost: x\r\n" + kAuth +
                        "Content-Length: 2\r\n\r\n{}" + get("/nosuch") + get("/-/ready");
    for (std::size_t step : {three.size(), std::size_t{1}, std::size_t{7}}) {
        Wire wire(api.port());
        for (std::size_t at = 0; at < three.size(); at += step) wire.send(std::string_view(three).substr(at, step));
        CHECK(wire.read_response().find("healthy") != std::string::npos);
        CHECK(wire.read_response().find("INC-2026-0001") != std::string::npos);
        CHECK(status_of_response(wire.read_response()) == 404);
        CHECK(wire.read_response().find("ready") != std::string::npos);
    }
}

TEST_CASE("HEAD has the head of GET and no body, another method is 405 with Allow, another path is 404") {
    Api api;
    Wire wire(api.port());
    wire.send("HEAD /-/healthy HTTP/1.1\r\nHost: x\r\n\r\n" + get("/-/ready"));
    std::string head = wire.read_response(true);
    CHECK(head.find("Content-Length: 20") != std::string::npos);
    CHECK(wire.read_response().find("breachd is ready") != std::string::npos);
    auto refused = api.call("DELETE", "/api/v1/incidents");
    CHECK(refused.status == 405);
    CHECK(refused.header("allow") == "POST, GET, HEAD");
    CHECK(api.call("GET", "/nosuch").status == 404);
    CHECK(api.call("GET", "/api/v1/incidents/").status == 404);
}

TEST_CASE("a slow head, a slow body and an idle connection are cut off") {
    Api api([](ServerSettings& options, Services&) {
        options.limits.header_patience = std::chrono::milliseconds(200);
        options.limits.idle_patience = std::chrono::milliseconds(200);
        options.limits.body_grace = std::chrono::milliseconds(200);
    });
    Wire silent(api.port());
    Wire slow_head(api.port());
    slow_head.send("GET /-/healthy HTTP/1.1\r\nHo");
    Wire slow_body(api.port());
    slow_body.send("POST /api/v1/incidents HTTP/1.1\r\nHost: x\r\n" + kAuth + "Content-Length: 2000\r\n\r\n{");
    Wire idle(api.port());
    idle.send(get("/-/healthy"));
    CHECK(status_of_response(idle.read_response()) == 200);
    CHECK(status_of_response(slow_head.read_response()) == 408);
    CHECK(slow_head.ended());
    CHECK(status_of_response(slow_body.read_response()) == 408);
    CHECK(slow_body.ended());
    CHECK(silent.ended());
    CHECK(idle.ended());
}

TEST_CASE("so many connections there may be, of one address and at all, one more is told to come later") {
    bool per_address = GENERATE(true, false);
    Api api([&](ServerSettings& options, Services&) {
        (per_address ? options.limits.connections_per_address_max : options.limits.connections_max) = 3;
    });
    Wire a(api.port()), b(api.port()), c(api.port());
    for (Wire* wire : {&a, &b, &c}) {
        wire->send(get("/-/healthy"));
        CHECK(status_of_response(wire->read_response()) == 200);
    }
    Wire d(api.port());
    auto refused = d.read_response();
    CHECK(status_of_response(refused) == 503);
    CHECK(refused.find("Retry-After: 1\r\n") != std::string::npos);
    CHECK(refused.find("Connection: close\r\n") != std::string::npos);
    CHECK(refused.find("try again") != std::string::npos);
    CHECK(d.ended());
    a.send("GET /-/healthy HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    CHECK(status_of_response(a.read_response()) == 200);
    CHECK(testkit::wait_until([&] {
        Wire again(api.port());
        again.send(get("/-/healthy"));
        return status_of_response(again.read_response()) == 200;
    }));
}

TEST_CASE("short connections one after the other are never refused: only open ones count") {
    bool per_address = GENERATE(true, false);
    Api api([&](ServerSettings& options, Services&) {
        (per_address ? options.limits.connections_per_address_max : options.limits.connections_max) = 3;
        options.limits.tick = std::chrono::minutes(10);  // nothing is tidied up between them
    });
    int refused = 0;
    for (int i = 0; i < 700; ++i) {
        Wire wire(api.port());
        wire.send("GET /-/healthy HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        refused += status_of_response(wire.read_response()) == 200 ? 0 : 1;
        CHECK(wire.ended());
    }
    CHECK(refused == 0);
}

TEST_CASE("a graceful stop finishes what is in flight and takes nothing new") {
    std::function<void()> answer;
    std::atomic<bool> held = false;
    Api api([&](ServerSettings&, Services& services) {
        services.submit = [&](engine::Envelope&& envelope) {
            answer = [reply = envelope.answer] { reply(engine::Kept{"late"}); };
            held = true;
            return true;
        };
    });
    Wire idle(api.port()), busy(api.port());
    idle.send(get("/-/healthy"));
    idle.read_response();
    busy.send("POST /api/v1/incidents HTTP/1.1\r\nHost: x\r\n" + kAuth + "Content-Length: 2\r\n\r\n{}");
    REQUIRE(testkit::wait_until([&] { return held.load(); }));
    api.server->stop(true);
    CHECK(idle.ended());
    answer();
    std::string response = busy.read_response();
    CHECK(response.find("late") != std::string::npos);
    CHECK(response.find("Connection: close") != std::string::npos);
}

TEST_CASE("a client that leaves while the engine works harms nobody") {
    std::mutex mutex;
    std::vector<engine::Answered> answers;
    Api api([&](ServerSettings&, Services& services) {
        services.submit = [&](engine::Envelope&& envelope) {
            std::lock_guard lock(mutex);
            answers.push_back(envelope.answer);
            return true;
        };
    });
    for (int i = 0; i < 20; ++i) {
        Wire wire(api.port());
        wire.send("POST /api/v1/incidents HTTP/1.1\r\nHost: x\r\n" + kAuth + "Content-Length: 2\r\n\r\n{}");
    }
    REQUIRE(testkit::wait_until([&] {
        std::lock_guard lock(mutex);
        return answers.size() == 20;
    }));
    for (auto& answer : answers) answer(engine::Done{});
    CHECK(status_for(api, get("/-/healthy")) == 200);
}

}  // namespace breachd::api
