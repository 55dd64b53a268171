#include "api/console/console_files.hpp"

#include "api_harness.hpp"

namespace breachd::api {

namespace {

const testkit::HttpHeaders kBrowser{{"Accept", "text/html,application/xhtml+xml,*/*;q=0.8"}};

testkit::HttpReply open(Api& api, const std::string& path, testkit::HttpHeaders headers = kBrowser,
                        const std::string& method = "GET") {
    return api.call(method, path, "", std::move(headers), "");
}

std::string page() {
    for (const auto& file : kConsoleFiles)
        if (file.path == "index.html") return std::string(file.bytes);
    return "";
}

}  // namespace

TEST_CASE("the page of the console is what web/dist holds, byte for byte, and so is every file beside it") {
    REQUIRE_FALSE(kConsoleFiles.empty());
    Api api;
    CHECK(open(api, "/").body == testkit::slurp(BREACHD_SOURCE_DIR "/web/dist/index.html"));
    CHECK(open(api, "/").header("content-type") == "text/html; charset=utf-8");
    for (const auto& file : kConsoleFiles) {
        INFO(file.path);
        auto reply = open(api, "/" + std::string(file.path), {});
        CHECK(reply.status == 200);
        CHECK(reply.body == testkit::slurp(BREACHD_SOURCE_DIR "/web/dist/" + std::string(file.path)));
        CHECK(reply.header("content-type") != "application/octet-stream");
        bool hashed = file.path.starts_with("assets/");
        CHECK(reply.header("cache-control") == (hashed ? "public, max-age=31536000, immutable" : "no-cache"));
        CHECK(open(api, "/" + std::string(file.path), {{"If-None-Match", reply.header("etag")}}).status == 304);
    }
}

TEST_CASE(
    "the console may load nothing from elsewhere, run nothing that stands in its page, and be in nobody's frame") {
    Api api;
    for (const char* path : {"/", "/incidents/INC-2026-0001"}) {
        auto reply = open(api, path);
        auto policy = reply.header("content-security-policy");
        CHECK(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self'; "));
        CHECK(policy.find("unsafe") == std::string::npos);
        CHECK(policy.find("frame-ancestors 'none'") != std::string::npos);
        CHECK(policy.find("base-uri 'none'") != std::string::npos);
        CHECK(reply.header("x-frame-options") == "DENY");
        CHECK(reply.header("x-content-type-options") == "nosniff");
        CHECK(reply.header("referrer-policy") == "no-referrer");
        CHECK(reply.header("cross-origin-opener-policy") == "same-origin");
        CHECK(reply.header("permissions-policy").find("camera=()") != std::string::npos);
        CHECK(reply.header("strict-transport-security").empty());
    }
    auto over_https = std::make_shared<Settings>();
    over_https->public_url = "https://breach.vidu.test";
    api.settings = over_https;
    CHECK(open(api, "/").header("strict-transport-security") == "max-age=31536000");
}

TEST_CASE("an address of the console's own is its page for a browser, an unknown one of a program is a fault") {
    Api api;
    for (const char* path : {"/incidents", "/incidents/INC-2026-0001/people?state=queued", "/apiary", "/about"}) {
        INFO(path);
        CHECK(open(api, path).body == page());
        CHECK(open(api, path, kBrowser, "HEAD").status == 200);
        CHECK(open(api, path, {{"Accept", "application/json"}}).status == 404);
        CHECK(open(api, path, {{"Accept", "text/html;q=0"}}).status == 404);
        CHECK(open(api, path, kBrowser, "POST").status == 404);
    }
    for (const char* path : {"/api", "/api/", "/api/v1/none", "/-/none", "/a", "/metrics/x", "/assets/none.js",
                             "/assets", "/notices", "/assets/../index.html", "/assets/%2e%2e/index.html"}) {
        INFO(path);
        auto reply = open(api, path);
        CHECK(reply.status == 404);
        CHECK(reply.header("content-type") == "application/problem+json");
    }
    CHECK(open(api, "/", kBrowser, "POST").status == 405);
}

TEST_CASE("a browser that reads gzip gets it, with a tag of its own") {
    Api api;
    Wire wire(api.port());
    wire.send("GET / HTTP/1.1\r\nHost: x\r\nAccept-Encoding: br, gzip;q=0.9\r\n\r\n");
    auto packed = wire.read_response();
    CHECK(packed.find("Content-Encoding: gzip\r\n") != std::string::npos);
    CHECK(packed.find("Vary: Accept-Encoding\r\n") != std::string::npos);
    CHECK(packed.find("\r\n\r\n\x1f\x8b") != std::string::npos);
    CHECK(packed.find("-gzip\"\r\n") != std::string::npos);
    wire.send("GET / HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip;q=0\r\n\r\n");
    CHECK(wire.read_response().find("Content-Encoding") == std::string::npos);
}

}  // namespace breachd::api
