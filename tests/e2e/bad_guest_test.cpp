// Guests who take more than their part: short connections in a row, readers that do not read, one link again and again.
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "e2e/daemon.hpp"
#include "testkit/sockets.hpp"

using namespace breachd;
using namespace breachd::e2e;
using Milliseconds = std::chrono::duration<double, std::milli>;

namespace {

int port_of(const Daemon& daemon) { return std::stoi(daemon.url().substr(daemon.url().rfind(':') + 1)); }

// The status of one GET on a connection of its own, read to its end.
int one_short_connection(int port) {
    int fd = testkit::dial(port);
    if (fd < 0) return 0;
    timeval limit{10, 0};
    ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    testkit::say(fd, "GET /-/healthy HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    std::string got;
    for (char piece[4096];;) {
        auto n = ::recv(fd, piece, sizeof piece, 0);
        if (n <= 0) break;
        got.append(piece, static_cast<std::size_t>(n));
    }
    ::close(fd);
    return got.starts_with("HTTP/1.1 ") ? std::stoi(got.substr(9, 3)) : 0;
}

void limit_connections(Daemon& daemon, const std::string& limits) {
    auto yaml = testkit::slurp(daemon.path("breachd.yaml"));
    yaml.insert(yaml.find(", serve_notices: true}"), ", limits: {" + limits + "}");
    testkit::spill(daemon.path("breachd.yaml"), yaml);
}

}  // namespace

TEST_CASE("only open connections count: 500 short ones in a row, and 16 side by side, are all served") {
    Daemon daemon;
    limit_connections(daemon, "connections_per_address: 24");
    REQUIRE(daemon.start());
    const int port = port_of(daemon);
    std::atomic<bool> done{false};
    std::atomic<int> number{0}, alerts{0}, refused_alerts{0};
    std::thread sender([&] {
        while (!done) ++(daemon.alert(++number).status == 202 ? alerts : refused_alerts);
    });
    int refused = 0;
    for (int i = 0; i < 500; ++i) refused += one_short_connection(port) == 200 ? 0 : 1;
    CHECK(refused == 0);
    std::atomic<int> refused_beside{0};
    std::vector<std::thread> beside;
    for (int t = 0; t < 16; ++t)
        beside.emplace_back([&] {
            for (int i = 0; i < 125; ++i) refused_beside += one_short_connection(port) == 200 ? 0 : 1;
        });
    for (auto& thread : beside) thread.join();
    done = true;
    sender.join();
    CHECK(refused_beside == 0);
    CHECK(refused_alerts == 0);
    WARN("500 short connections in a row: " << refused << " refused; 2,000 by 16 side by side: " << refused_beside
                                            << " refused; alerts meanwhile: " << alerts << ", refused "
                                            << refused_alerts);
}

TEST_CASE("500 readers of 150 pipelined documents, who read nothing, do not keep an alert waiting") {
    Daemon daemon;
    limit_connections(daemon, "connections_per_address: 1000");
    REQUIRE(daemon.start());
    const int port = port_of(daemon);
    std::string requests;
    for (int i = 0; i < 150; ++i) requests += "GET /api/v1/openapi.yaml HTTP/1.1\r\nHost: x\r\n\r\n";
    std::vector<int> readers;
    std::vector<double> took;
    auto alert = [&](int number) {
        auto began = std::chrono::steady_clock::now();
        CHECK(daemon.alert(number, "other-host").status == 202);
        took.push_back(Milliseconds(std::chrono::steady_clock::now() - began).count());
    };
    for (int i = 0; i < 500; ++i) {
        int fd = testkit::dial(port);
        REQUIRE(fd >= 0);
        ::send(fd, requests.data(), requests.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        readers.push_back(fd);
        if (i % 10 == 9) alert(i);
    }
    for (int i = 0; i < 50; ++i) alert(1000 + i);
    std::sort(took.begin(), took.end());
    WARN("one alert beside 500 readers who do not read: median "
         << took[took.size() / 2] << " ms, p99 " << took[took.size() * 99 / 100] << " ms, most " << took.back()
         << " ms");
    for (int fd : readers) ::close(fd);
}

TEST_CASE("one acknowledge link posted 300 times is one entry of the journal, and opening it is none") {
    Daemon daemon;
    REQUIRE(daemon.start());
    REQUIRE(daemon.alert(1).status == 202);
    REQUIRE(daemon.world().wait_for(1, "/page"));
    auto page = parse_json(daemon.world().received("/page").at(0).body);
    REQUIRE(page);
    auto url = text(*page, "data.ack_url");
    if (url.empty()) url = text(*page, "ack_url");
    INFO(json::serialize(*page));
    REQUIRE_FALSE(url.empty());
    auto path = url.substr(url.find("/a/"));
    for (int i = 0; i < 20; ++i) CHECK(daemon.call("", "GET", path).status == 200);
    for (int i = 0; i < 300; ++i) REQUIRE(daemon.call("", "POST", path).status == 200);
    for (int i = 0; i < 20; ++i) CHECK(daemon.call("", "GET", path).status == 200);
    auto id = text(daemon.all("/api/v1/incidents").at(0), "id");
    int entries = 0;
    for (const auto& entry : daemon.all("/api/v1/incidents/" + id + "/timeline"))
        entries += text(entry, "kind") == "acknowledged" ? 1 : 0;
    CHECK(entries == 1);
}
