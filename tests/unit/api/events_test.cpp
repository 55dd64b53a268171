#include "api_harness.hpp"

namespace breachd::api {

namespace {

const std::string kStart = "GET /api/v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer bnd_viewer\r\n";

void append(Api& api, int count) {
    for (int i = 0; i < count; ++i) {
        api.store->begin();
        api.store->journal().append(api.now, "", "system", ConfigurationLoaded{"abc"});
        api.store->commit();
    }
    api.server->journal_moved(api.store->journal().size());
}

}  // namespace

TEST_CASE("a stream of events tells what is journalled from then on, in order") {
    Api api;
    append(api, 2);
    Wire wire(api.port());
    wire.send(kStart + "\r\n");
    CHECK(wire.read_until("\r\n\r\n").find("Content-Type: text/event-stream") != std::string::npos);
    append(api, 1);
    auto event = wire.read_until("id: 3\nevent: configuration_loaded\ndata: {");
    CHECK_FALSE(event.empty());
    CHECK(event.find("id: 2\n") == std::string::npos);
    append(api, 600);  // more than one batch
    CHECK_FALSE(wire.read_until("id: 603\n").empty());
}

TEST_CASE("streams that share a reading miss nothing, wherever each of them stands") {
    Api api;
    append(api, 5);
    std::vector<std::unique_ptr<Wire>> wires;
    for (int after = 0; after < 6; ++after) {
        wires.push_back(std::make_unique<Wire>(api.port()));
        wires.back()->send(kStart + "Last-Event-ID: " + std::to_string(after) + "\r\n\r\n");
    }
    for (int i = 0; i < 20; ++i) append(api, 1);
    for (std::size_t after = 0; after < wires.size(); ++after) {
        auto text = wires[after]->read_until("id: 25\n");
        for (int seq = 1; seq < 25; ++seq) {
            auto line = "\nid: " + std::to_string(seq) + "\n";
            INFO("after " << after << ": " << seq);
            CHECK((text.find(line) != std::string::npos) == (seq > static_cast<int>(after)));
            CHECK(text.find(line) == text.rfind(line));
        }
    }
}

TEST_CASE("Last-Event-ID goes on where a stream broke off") {
    Api api;
    append(api, 5);
    Wire wire(api.port());
    wire.send(kStart + "Last-Event-ID: 3\r\n\r\n");
    auto text = wire.read_until("id: 5\n");
    CHECK(text.find("id: 4\n") != std::string::npos);
    CHECK(text.find("id: 3\n") == std::string::npos);
    CHECK(api.call("GET", "/api/v1/events", "", {{"Last-Event-ID", "x"}}).status == 400);
}

TEST_CASE("a quiet stream shows signs of life, and there are only so many streams") {
    Api api([](ServerSettings& options, Services&) {
        options.limits.heartbeat = std::chrono::milliseconds(50);
        options.limits.streams_max = 2;
    });
    Wire a(api.port()), b(api.port()), c(api.port());
    a.send(kStart + "\r\n");
    CHECK_FALSE(a.read_until("retry: 3000\n\n").empty());
    CHECK_FALSE(a.read_until(": \n\n").empty());
    b.send(kStart + "\r\n");
    CHECK_FALSE(b.read_until(": \n\n").empty());
    c.send(kStart + "\r\n");
    CHECK(status_of_response(c.read_response()) == 503);
    CHECK(api.call("GET", "/metrics").body.find("breachd_event_streams 2") != std::string::npos);
}

TEST_CASE("a stream that was closed gives its place at once: 64 opened and closed, and 64 more") {
    Api api([](ServerSettings& options, Services&) {
        options.limits.heartbeat = std::chrono::minutes(10);  // no sign of life finds out who is gone
        options.limits.tick = std::chrono::minutes(10);
    });
    auto all_open = [&] {
        std::vector<std::unique_ptr<Wire>> wires;
        int open = 0;
        for (int i = 0; i < 64; ++i) {
            wires.push_back(std::make_unique<Wire>(api.port()));
            wires.back()->send(kStart + "\r\n");
            open += wires.back()->read_until("\r\n\r\n").find("text/event-stream") != std::string::npos ? 1 : 0;
        }
        return open;
    };
    CHECK(all_open() == 64);
    CHECK(all_open() == 64);
}

}  // namespace breachd::api
