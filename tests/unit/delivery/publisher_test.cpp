#include <httplib.h>

#include <atomic>
#include <thread>

#include "base/digest.hpp"
#include "core/journal/because.hpp"
#include "delivery_harness.hpp"
#include "testkit/catch.hpp"

namespace breachd::delivery {

namespace {

// Serves a directory as an organisation's web site does; may be told to serve something else for a while.
class Site {
  public:
    explicit Site(const std::string& directory) {
        server_.set_mount_point("/notices", directory);
        server_.set_pre_routing_handler([this](const httplib::Request&, httplib::Response& response) {
            if (stale_ <= 0) return httplib::Server::HandlerResponse::Unhandled;
            --stale_;
            response.set_content("yesterday's page", "text/html");
            return httplib::Server::HandlerResponse::Handled;
        });
        port_ = server_.bind_to_any_port("127.0.0.1");
        thread_ = std::thread([this] { server_.listen_after_bind(); });
    }
    ~Site() {
        server_.stop();
        thread_.join();
    }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/notices"; }
    void serve_stale(int times) { stale_ = times; }

  private:
    httplib::Server server_;
    std::atomic<int> stale_{0};
    int port_ = 0;
    std::thread thread_;
};

engine::Publish order(std::vector<Publisher> publishers) {
    auto settings = std::make_shared<Settings>();
    settings->public_notice.publishers = std::move(publishers);
    engine::Publish publish;
    publish.incident = "INC-2026-0001";
    publish.settings = settings;
    return publish;
}

engine::PublishDone done_of(Collector& collector, Delivery& delivery, engine::Publish publish) {
    auto before = collector.published().size();
    CHECK(delivery.submit(std::move(publish)));
    CHECK(testkit::wait_until([&] { return collector.published().size() > before; }, std::chrono::seconds{20}));
    auto all = collector.published();
    CHECK(all.back().first == "INC-2026-0001");
    return all.back().second;
}

}  // namespace

TEST_CASE("a publication is proved by reading the page back over its public URL") {
    testkit::ScratchDirectory scratch;
    Site site(scratch.path());
    Collector collector;
    Delivery delivery(settings_of({}), collector.hooks());
    auto done = done_of(collector, delivery, order({{"directory", scratch.path(), site.url() + "/"}}));
    CHECK(done.published);
    CHECK(done.why == Reason{});
    CHECK(done.url == site.url() + "/INC-2026-0001/index.html");
    CHECK(done.page == "<html>" + site.url());
    CHECK(done.sha256 == hex(sha256(done.page)));
    CHECK(testkit::slurp(scratch / "INC-2026-0001/index.html") == done.page);
    CHECK(testkit::slurp(scratch / "feed.xml") == "<feed/>");
    CHECK(testkit::files_below(scratch.path()).size() == 2);
    // again: the same
    CHECK(done_of(collector, delivery, order({{"directory", scratch.path(), site.url()}})).published);
}

TEST_CASE("a site that lags is asked again, one that serves something else has not published") {
    testkit::ScratchDirectory scratch;
    Site site(scratch.path());
    Collector collector;
    Delivery delivery(settings_of({}), collector.hooks());
    site.serve_stale(2);
    CHECK(done_of(collector, delivery, order({{"directory", scratch.path(), site.url()}})).published);
    site.serve_stale(1000);
    auto done = done_of(collector, delivery, order({{"directory", scratch.path(), site.url()}}));
    CHECK_FALSE(done.published);
    CHECK(done.why.code == ReasonCode::page_differs);
    CHECK(json::serialize(done.why.args).find(site.url()) != std::string::npos);
}

TEST_CASE("every publisher must succeed, and every failure says where") {
    testkit::ScratchDirectory scratch;
    testkit::spill(scratch / "blocked", "a file where a directory should be");
    Site site(scratch / "");
    Collector collector;
    Delivery delivery(settings_of({}), collector.hooks());
    auto nobody = done_of(collector, delivery, order({}));
    CHECK_FALSE(nobody.published);
    CHECK(nobody.why == because::no_publisher());
    auto blocked =
        done_of(collector, delivery,
                order({{"directory", scratch.path(), site.url()}, {"directory", scratch / "blocked/in", site.url()}}));
    CHECK_FALSE(blocked.published);
    CHECK(json::serialize(blocked.why.args).find("blocked") != std::string::npos);
    auto nowhere =
        done_of(collector, delivery,
                order({{"directory", scratch.path(), "http://127.0.0.1:" + std::to_string(testkit::free_port())}}));
    CHECK_FALSE(nowhere.published);
    CHECK_FALSE(nowhere.why == Reason{});
}

TEST_CASE("a stop in the middle of a publication does not wait for it and reports no failure: it is done anew later") {
    testkit::ScratchDirectory scratch;
    Site site(scratch.path());
    site.serve_stale(1000);
    Collector collector;
    Delivery delivery(settings_of({}), collector.hooks());
    CHECK(delivery.submit(order({{"directory", scratch.path(), site.url()}})));
    CHECK(delivery.submit(order({{"directory", scratch.path(), site.url()}})));
    std::this_thread::sleep_for(std::chrono::milliseconds{400});
    delivery.stop(std::chrono::seconds{5});
    CHECK(collector.published().empty());
}

}  // namespace breachd::delivery
