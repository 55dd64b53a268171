// Publishers with a proxy: what they are sent and the read-back of their pages go that way, and no other way.
#include <cstdlib>

#include "base/digest.hpp"
#include "core/journal/because.hpp"
#include "core/words/reasons.hpp"
#include "publish_scene.hpp"
#include "testkit/proxy.hpp"

namespace breachd::delivery {

namespace {

const std::string kPage = "/INC-2026-0001/index.html";
const std::string kPassword = "breachd:mat-khau";

// A site that takes every kind of publication and shows it.
class AnySite {
  public:
    AnySite()
        : site_([this](const Asked& one) -> Said {
              if (one.target == "/banner") return {204};
              if (one.target.starts_with("/wp-json") && one.method == "GET") return {200, "[]"};
              if (!one.target.starts_with("/wp-json")) return site_.keep(one);
              site_.show("/thong-bao/", text_member(parse_json(one.body).value().get_object(), "content"));
              return {201, json::serialize(json::object{{"id", 17}, {"link", url() + "/thong-bao/"}})};
          }) {}
    std::string url() const { return site_.url(); }
    PublicSite& site() { return site_; }
    // What it was asked, as a proxy hears it.
    std::vector<std::string> lines() const {
        std::vector<std::string> out;
        for (const auto& one : site_.asked()) out.push_back(one.method + " " + url() + one.target + " HTTP/1.1");
        return out;
    }

  private:
    PublicSite site_;
};

std::vector<Publisher> all_over_http(const std::string& url, const std::string& proxy) {
    std::vector<Publisher> out{
        publisher_of("webdav", url + "/dav", {{"to", url + "/dav"}, {"token", "the-bai"}}),
        publisher_of("s3", url + "/tb",
                     {{"endpoint", url}, {"bucket", "tb"}, {"region", "hn"}, {"access_key", "a"}, {"secret_key", "k"}}),
        publisher_of("wordpress", url, {{"username", "breachd"}, {"password", "abcd"}}),
        publisher_of("webhook", "", {{"to", url + "/banner"}, {"secret", "kho-doan-lam"}})};
    for (auto& each : out) each.proxy = proxy;
    return out;
}

}  // namespace

TEST_CASE("every publisher over HTTP goes through its proxy, with the read-back, past those of the environment") {
    AnySite site;
    testkit::Proxy proxy(kPassword, true), other;
    ::setenv("http_proxy", other.url().c_str(), 1);
    auto publishers = all_over_http(site.url(), "http://" + kPassword + "@" + proxy.address());
    auto done = outcome_of(order_for(publishers));
    ::unsetenv("http_proxy");
    INFO(reason_sentence(done.why, "en"));
    CHECK(done.published);
    CHECK(done.url == site.url() + "/dav" + kPage);
    auto lines = proxy.requests();
    CHECK(lines == site.lines());
    for (const auto& line : {"PUT " + site.url() + "/dav" + kPage, "GET " + site.url() + "/dav" + kPage,
                             "PUT " + site.url() + "/tb" + kPage, "GET " + site.url() + "/tb" + kPage,
                             "POST " + site.url() + "/wp-json/wp/v2/pages", "GET " + site.url() + "/thong-bao/",
                             "POST " + site.url() + "/banner"}) {
        INFO(line);
        CHECK(std::count(lines.begin(), lines.end(), line + " HTTP/1.1") == 1);
    }
    CHECK(other.requests().empty());
    for (const auto& one : site.site().asked()) CHECK(one.header("proxy-authorization").empty());
}

TEST_CASE("a proxy that refuses, or that is not there, is named as a cause, nothing goes past it") {
    AnySite site;
    testkit::Proxy proxy(kPassword, true);
    auto outcome = [&](const std::string& through) {
        return outcome_of(order_for({all_over_http(site.url(), through).front()})).why;
    };
    CHECK(outcome(proxy.url()) ==
          because::publisher_refused("webdav", site.url() + "/dav", "http 407", Cause::sign_in_refused));
    auto nobody = "http://breachd:mat-khau@127.0.0.1:" + std::to_string(testkit::free_port());
    auto why = outcome(nobody);
    CHECK(why == because::publisher_refused("webdav", site.url() + "/dav", "", Cause::not_connected));
    CHECK(reason_sentence(why, "en").find("mat-khau") == std::string::npos);
    CHECK(site.site().asked().empty());
}

TEST_CASE("a directory's page is read back through its proxy") {
    AnySite site;
    testkit::ScratchDirectory scratch;
    testkit::Proxy proxy("", true);
    Publisher publisher{"directory", scratch.path(), site.url()};
    publisher.proxy = proxy.url();
    site.site().show(kPage, "<html>" + site.url());
    CHECK(outcome_of(order_for({publisher})).published);
    CHECK(proxy.requests() == std::vector<std::string>{"GET " + site.url() + kPage + " HTTP/1.1"});
}

TEST_CASE("later, each page is read back the way of its own publisher, wherever that stands in the list by now") {
    AnySite here, there;
    testkit::Proxy proxy("", true);
    Publisher straight{"directory", "public", here.url()}, through{"directory", "public", there.url()};
    through.proxy = proxy.url();
    const std::string page = "<html>trang</html>";
    for (auto* site : {&here, &there}) site->site().show(kPage, page);
    auto read_back = [&](const std::vector<Publisher>& publishers, const std::string& url) {
        auto order = order_for(publishers);
        Collector collector;
        Delivery delivery(settings_of({}), collector.hooks());
        CHECK(delivery.submit(engine::ReadBack{order.incident, url, hex(sha256(page)), order.settings}));
        REQUIRE(testkit::wait_until([&] { return !collector.read_back().empty(); }, std::chrono::seconds{20}));
        CHECK(collector.read_back().back().why == Reason{});
        return proxy.requests();
    };
    const auto line = "GET " + there.url() + kPage + " HTTP/1.1";
    CHECK(read_back({straight, through}, here.url() + kPage) == std::vector<std::string>{line});
    CHECK(here.site().asked().size() == 1);
    CHECK(read_back({straight, through}, there.url() + kPage) == std::vector<std::string>{line, line});
}

}  // namespace breachd::delivery
