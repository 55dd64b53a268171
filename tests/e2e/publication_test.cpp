// The public notice that was ordered is published, however often the daemon dies meanwhile.
#include <fmt/format.h>
#include <sys/stat.h>

#include <filesystem>
#include <thread>

#include "base/rng.hpp"
#include "e2e/daemon.hpp"

using namespace breachd;
using namespace breachd::e2e;

namespace {

void order(Daemon& daemon, const std::string& id) {
    auto path = "/api/v1/incidents/" + id + "/public-notice";
    CHECK(daemon.post("an", path, json::object{{"reason", "quyết định"}}).status == 202);
    daemon.post("dpo", path, json::object{{"reason", "quyết định"}});  // may be cut off by the kill, as any call
}

bool is_published(const json::value& incident) { return text(incident, "public_notice.state") == "published"; }

}  // namespace

TEST_CASE("kill -9 while a public notice goes up: each that was ordered is published, and reads back", "[soak]") {
    const int kills = testkit::often(6, 40);
    Settings settings;
    settings.publish = "propose";  // nothing but the order publishes it
    Daemon daemon(settings);
    REQUIRE(daemon.start());
    Rng rng(20261129);
    int published = 0, ordered = 0, cut_off = 0;
    for (int kill = 0; kill < kills; ++kill) {
        auto id = text(daemon.open(now_rfc3339()), "id");
        std::thread ordering([&] { order(daemon, id); });
        std::this_thread::sleep_for(std::chrono::milliseconds(rng.below(60)));
        ordering.join();
        daemon.kill();
        REQUIRE(daemon.start());
        auto state = daemon.incident(id);
        cut_off += !is_published(state);
        ++ordered;
        published += daemon.wait_incident(id, is_published);
        auto page = daemon.call("", "GET", text(daemon.incident(id), "public_notice.url").substr(daemon.url().size()));
        CHECK(page.status == 200);
        CHECK(page.body.find(id) != std::string::npos);
    }
    WARN(cut_off << " of " << ordered << " were cut off by the kill");
    CHECK(published == ordered);
    testkit::figure("publication_kills",
                    fmt::format("published {} of {}, {} of them cut off by kill -9", published, ordered, cut_off));
}

TEST_CASE("what is published may be read by a web server, whatever the daemon's umask") {
    Daemon daemon;
    REQUIRE(daemon.start({"sh", "-c", "umask 0077; exec \"$@\"", "sh"}));
    auto id = text(daemon.open(now_rfc3339()), "id");
    order(daemon, id);
    REQUIRE(daemon.wait_incident(id, is_published));
    struct stat found {};
    int files = 0;
    for (const auto& item : std::filesystem::recursive_directory_iterator(daemon.path("public"))) {
        REQUIRE(::stat(item.path().c_str(), &found) == 0);
        INFO(item.path());
        CHECK((found.st_mode & 0777) == (item.is_directory() ? 0755u : 0644u));
        files += !item.is_directory();
    }
    CHECK(files > 0);
}
