#include <unistd.h>

#include "api_harness.hpp"

namespace breachd::api {

namespace {

struct Site {
    Api api{[](ServerSettings& options, Services&) { options.serve_notices = true; }};
    std::string root = api.scratch / "public";

    Site() {
        testkit::spill(root + "/INC-2026-0001/index.html", "<p>thông báo</p>", 0644);
        testkit::spill(root + "/feed.atom", "<feed/>", 0644);
        testkit::spill(root + "/.hidden", "hidden", 0644);
        testkit::spill(api.scratch / "secret.txt", "secret", 0644);
        REQUIRE(::symlink((api.scratch / "secret.txt").c_str(), (root + "/link.txt").c_str()) == 0);
        REQUIRE(::symlink(api.scratch.path().c_str(), (root + "/up").c_str()) == 0);
        auto settings = std::make_shared<Settings>();
        settings->public_notice.publishers = {{"directory", root, "http://127.0.0.1/notices"}};
        api.settings = settings;
    }
    testkit::HttpReply get(const std::string& path) { return api.call("GET", path, "", {}, ""); }
};

}  // namespace

TEST_CASE("published notices are served with their type, a short cache and a strict policy") {
    Site site;
    auto page = site.get("/notices/INC-2026-0001/index.html");
    CHECK(page.status == 200);
    CHECK(page.body == "<p>thông báo</p>");
    CHECK(page.header("content-type") == "text/html; charset=utf-8");
    CHECK(page.header("cache-control") == "public, max-age=60");
    CHECK(page.header("content-security-policy").starts_with("default-src 'none'"));
    CHECK(site.get("/notices/INC-2026-0001/").body == "<p>thông báo</p>");
    CHECK(site.get("/notices/feed.atom").header("content-type").starts_with("application/atom+xml"));
    CHECK(site.api
              .call("GET", "/notices/feed.atom", "", {{"If-None-Match", site.get("/notices/feed.atom").header("etag")}},
                    "")
              .status == 304);
    CHECK(site.api.call("POST", "/notices/feed.atom", "x", {}, "").status == 405);
}

TEST_CASE("nothing outside the directory is reached under /notices/") {
    Site site;
    for (const char* path :
         {"/notices/../secret.txt", "/notices/%2e%2e/secret.txt", "/notices/..%2fsecret.txt",
          "/notices/%2e%2e%2fsecret.txt", "/notices/INC-2026-0001/../../secret.txt", "/notices//etc/passwd",
          "/notices/%2fetc%2fpasswd", "/notices/..\\secret.txt", "/notices/..%5csecret.txt", "/notices/link.txt",
          "/notices/up/secret.txt", "/notices/.hidden", "/notices/./.hidden", "/notices/feed.atom%00.html",
          "/notices/feed.atom%0a", "/notices/a/b/c/d/e/f/g/h/i/j", "/notices/%252e%252e/secret.txt"}) {
        INFO(path);
        Wire wire(site.api.port());
        wire.send(std::string("GET ") + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
        std::string response = wire.read_response();
        CHECK((status_of_response(response) == 404 || status_of_response(response) == 400));
        CHECK(response.find("secret") == std::string::npos);
    }
}

TEST_CASE("without serve_notices there is nothing under /notices/") {
    Api api;
    CHECK(api.call("GET", "/notices/feed.atom", "", {}, "").status == 404);
}

}  // namespace breachd::api
