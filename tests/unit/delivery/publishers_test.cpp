// Every type of publisher against a server that answers as such servers do.
#include "base/digest.hpp"
#include "core/journal/because.hpp"
#include "core/words/reasons.hpp"
#include "notifiers/signature.hpp"
#include "publish_scene.hpp"

namespace breachd::delivery {

namespace {

const std::string kPage = "/INC-2026-0001/index.html";

Publisher webdav_to(const PublicSite& site, const std::string& shown_at) {
    return publisher_of("webdav", shown_at,
                        {{"to", site.url() + "/dav/"}, {"username", "breachd"}, {"password", "kho-doan-lam"}});
}

Publisher s3_at(const std::string& endpoint, const std::string& shown_at, const std::string& style) {
    return publisher_of("s3", shown_at,
                        {{"endpoint", endpoint},
                         {"bucket", "thong-bao"},
                         {"region", "ap-southeast-1"},
                         {"prefix", "/cong-khai/"},
                         {"access_key", "AKIDEXAMPLE"},
                         {"secret_key", "kho-doan:lam"},
                         {"style", style}});
}

Publisher wordpress_at(const PublicSite& site) {
    return publisher_of("wordpress", site.url(), {{"username", "breachd"}, {"password", "abcd efgh"}});
}

Publisher banner_at(const PublicSite& site) {
    return publisher_of("webhook", "", {{"to", site.url() + "/banner"}, {"secret", "kho-doan-lam"}});
}

// The signature of AWS SigV4 by the book, of what the server received.
std::string sigv4_of(const Asked& asked, const std::string& secret) {
    auto authorization = asked.header("authorization");
    auto part = [&](const std::string& name) {
        auto at = authorization.find(name + "=") + name.size() + 1;
        return authorization.substr(at, authorization.find(',', at) - at);
    };
    auto names = part("SignedHeaders"), scope = part("Credential");
    scope = scope.substr(scope.find('/') + 1);
    std::string canonical = asked.method + "\n" + asked.target + "\n\n";
    for (std::size_t at = 0; at < names.size();) {
        auto end = std::min(names.find(';', at), names.size());
        auto name = names.substr(at, end - at);
        canonical += name + ":" + asked.header(name) + "\n";
        at = end + 1;
    }
    canonical += "\n" + names + "\n" + hex(sha256(asked.body));
    auto to_sign = "AWS4-HMAC-SHA256\n" + asked.header("x-amz-date") + "\n" + scope + "\n" + hex(sha256(canonical));
    std::string key = "AWS4" + secret;
    for (std::size_t at = 0; at < scope.size();) {
        auto end = std::min(scope.find('/', at), scope.size());
        key = std::string(as_bytes(hmac_sha256(key, scope.substr(at, end - at))));
        at = end + 1;
    }
    return hex(hmac_sha256(key, to_sign));
}

std::string signature_in(const Asked& asked) {
    auto authorization = asked.header("authorization");
    return authorization.substr(authorization.find("Signature=") + 10);
}

}  // namespace

TEST_CASE("webdav: each file is put with the sign-in, a missing folder is made, and the page is read back") {
    bool folder = false;
    PublicSite site([&](const Asked& one) -> Said {
        if (one.header("authorization") != "Basic YnJlYWNoZDpraG8tZG9hbi1sYW0=" && one.method != "GET") return {401};
        if (one.method == "MKCOL") {
            CHECK(one.target == "/dav/INC-2026-0001/");
            folder = true;
            return {201};
        }
        if (one.method == "PUT" && !folder) return {409};
        return site.keep(one);
    });
    auto publisher = webdav_to(site, site.url() + "/dav");
    auto done = outcome_of(order_for({publisher}));
    CHECK(done.why == Reason{});
    CHECK(done.published);
    CHECK(done.url == site.url() + "/dav" + kPage);
    CHECK(done.sha256 == hex(sha256(site.page("/dav" + kPage))));
    CHECK(site.page("/dav/feed.xml") == "<feed/>");
    CHECK(site.asked("PUT").back().header("content-type") == "text/plain; charset=utf-8");
    CHECK(site.asked("PUT").front().header("content-type") == "text/html; charset=utf-8");
    auto before = site.asked("MKCOL").size();
    CHECK(outcome_of(order_for({publisher})).published);  // again: the same pages, no second folder
    CHECK(site.asked("MKCOL").size() == before);
}

TEST_CASE("webdav: a token signs in as well, and a refusal names type, place and cause but no secret") {
    PublicSite site([&](const Asked& one) -> Said {
        return one.header("authorization") == "Bearer the-bai-dai" || one.method == "GET" ? site.keep(one)
                                                                                          : Said{403, "kho-doan-lam"};
    });
    auto with_token =
        publisher_of("webdav", site.url() + "/dav", {{"to", site.url() + "/dav"}, {"token", "the-bai-dai"}});
    CHECK(outcome_of(order_for({with_token})).published);
    auto refused = outcome_of(order_for({webdav_to(site, site.url() + "/dav")}));
    CHECK_FALSE(refused.published);
    CHECK(refused.why == because::publisher_refused("webdav", site.url() + "/dav", "http 403", Cause::sign_in_refused));
    auto words = reason_sentence(refused.why, "vi") + reason_sentence(refused.why, "en");
    CHECK(words.find("ơi đăng webdav (" + site.url() + "/dav) không nhận trang: http 403") != words.npos);
    CHECK(words.find("kho-doan") == words.npos);
}

TEST_CASE("a publisher that cannot be reached does not keep the notice from the others, and is named") {
    PublicSite site;
    auto dead = publisher_of("webdav", site.url() + "/a",
                             {{"to", "http://127.0.0.1:" + std::to_string(testkit::free_port())}, {"token", "x"}});
    auto alive = publisher_of("webdav", site.url() + "/b", {{"to", site.url() + "/b"}, {"token", "x"}});
    auto done = outcome_of(order_for({dead, alive}));
    CHECK_FALSE(done.published);
    CHECK(done.why.code == ReasonCode::publisher_refused);
    CHECK(reason_sentence(done.why, "en").find("no connection") != std::string::npos);
    CHECK(site.page("/b" + kPage) == "<html>" + site.url() + "/b");
}

TEST_CASE("s3: objects are put with a signature that the rules of AWS SigV4 give, in both styles of address") {
    PublicSite site;
    for (const std::string style : {"path", "virtual_host"}) {
        auto path = style == "path" ? std::string("/thong-bao/cong-khai") : std::string("/cong-khai");
        auto before = site.asked("PUT").size();
        auto done = outcome_of(order_for({s3_at("http://localhost:" + site.port(), site.url() + path, style)}));
        INFO(style << " " << reason_sentence(done.why, "en"));
        CHECK(done.published);
        auto puts = site.asked("PUT");
        REQUIRE(puts.size() == before + 2);
        const auto& page = puts[before];
        CHECK(page.target == path + kPage);
        CHECK(page.header("host") == (style == "path" ? "localhost:" : "thong-bao.localhost:") + site.port());
        CHECK(page.header("content-type") == "text/html; charset=utf-8");
        CHECK(page.header("x-amz-content-sha256") == hex(sha256(page.body)));
        CHECK(page.header("authorization").find("/ap-southeast-1/s3/aws4_request") != std::string::npos);
        CHECK(signature_in(page) == sigv4_of(page, "kho-doan:lam"));
        CHECK(signature_in(puts.back()) == sigv4_of(puts.back(), "kho-doan:lam"));
    }
}

TEST_CASE("wordpress: one page a notice, made once and written again, read back by the hash in it") {
    std::string stored;
    int made = 0, written = 0;
    PublicSite site([&](const Asked& one) -> Said {
        if (one.target.starts_with("/wp-json/wp/v2/pages")) {
            CHECK(one.header("authorization") == "Basic YnJlYWNoZDphYmNkIGVmZ2g=");
            if (one.method == "GET") return {200, made > 0 ? R"([{"id":17}])" : "[]"};
            (one.target.ends_with("/17") ? written : made) += 1;
            auto page = parse_json(one.body).value().get_object();
            CHECK(page["slug"] == "thong-bao-inc-2026-0001");
            CHECK(page["status"] == "publish");
            CHECK(page["title"] == "Thông báo");
            stored = page["content"].get_string().c_str();
            return {201, json::serialize(json::object{{"id", 17}, {"link", site.url() + "/thong-bao-inc-2026-0001/"}})};
        }
        return {200, "<html><header>Ví Dụ</header>" + stored + "</html>"};
    });
    for (int round = 0; round < 2; ++round) {
        auto done = outcome_of(order_for({wordpress_at(site)}));
        INFO(reason_sentence(done.why, "en"));
        CHECK(done.published);
        CHECK(done.url == site.url() + "/thong-bao-inc-2026-0001/");
        CHECK(done.sha256 == hex(sha256("<p>nội dung</p>\n")));
    }
    CHECK(made == 1);
    CHECK(written == 1);
}

TEST_CASE("wordpress: a page that does not show what was put, and an answer that cannot be read, prove nothing") {
    std::string answer;
    PublicSite site([&](const Asked& one) -> Said {
        if (one.method == "GET") return {200, one.target.starts_with("/wp-json") ? "[]" : "<html>yesterday's</html>"};
        return {201, answer};
    });
    answer = json::serialize(json::object{{"id", 17}, {"link", site.url() + "/trang"}});
    CHECK(outcome_of(order_for({wordpress_at(site)})).why == because::page_differs(site.url() + "/trang"));
    auto linked = [&](const std::string& path) { return R"({"id":17,"link":")" + site.url() + path + "\"}"; };
    for (const auto& wrong : std::vector<std::string>{
             "", "{}", "[17]", R"({"link":"http://127.0.0.1.evil.test/x"})", R"({"link":17})",
             linked(R"(/trang\u0000.evil.test)"), linked(R"(/trang\u007f)"), linked("/" + std::string(2000, 'a'))}) {
        answer = wrong;
        INFO(wrong);
        CHECK(outcome_of(order_for({wordpress_at(site)})).why ==
              because::publisher_refused("wordpress", site.url(), "", Cause::answer_unclear));
    }
}

TEST_CASE("webhook: an app hears of the notice and where its page is, signed, and after the page is up") {
    PublicSite site, app([](const Asked&) -> Said { return {200, R"({"id":"b-1"})"}; });
    auto page = publisher_of("webdav", site.url(), {{"to", site.url()}, {"token", "x"}});
    auto done = outcome_of(order_for({page, banner_at(app)}));
    INFO(reason_sentence(done.why, "en"));
    CHECK(done.published);
    CHECK(done.url == site.url() + kPage);
    REQUIRE(app.asked().size() == 1);
    auto heard = app.asked().front();
    auto body = parse_json(heard.body).value().get_object();
    CHECK(body["type"] == "public_notice");
    CHECK(text_member(body["data"].get_object(), "url") == site.url() + kPage);
    CHECK(body["data"].at("incident_id") == "INC-2026-0001");
    CHECK(text_member(body["data"].at("title").get_object(), "vi") == "Thông báo");
    auto now = instant_from_ms(1'764'400'000'000);
    CHECK(verify_webhook({"kho-doan-lam"}, heard.header("webhook-id"), heard.header("webhook-timestamp"),
                         heard.header("webhook-signature"), heard.body, now));
}

TEST_CASE("webhook: what was heard before is heard, what the app refuses is not published") {
    Said answer;
    PublicSite site, app([&](const Asked&) { return answer; });
    auto page = publisher_of("webdav", site.url(), {{"to", site.url()}, {"token", "x"}});
    auto outcome = [&](Said said) {
        answer = std::move(said);
        return outcome_of(order_for({page, banner_at(app)}));
    };
    CHECK(outcome({409}).published);
    CHECK(outcome({204}).published);
    CHECK(outcome({200, R"({"status":"failed"})"}).why ==
          because::publisher_refused("webhook", app.url(), "http 200", Cause::refused));
    CHECK(outcome({500}).why == because::publisher_refused("webhook", app.url(), "http 500", Cause::service_down));
}

TEST_CASE("later, the page is read back at every publisher of files, the answer names the one that shows another") {
    PublicSite site;
    auto at = [&](const std::string& folder) {
        return publisher_of("webdav", site.url() + folder, {{"to", site.url() + folder}, {"token", "x"}});
    };
    auto order = order_for({at("/a"), at("/b")});
    for (const char* folder : {"/a", "/b"}) site.show(folder + kPage, "<html>page</html>");
    auto asked = [&] {
        Collector collector;
        Delivery delivery(settings_of({}), collector.hooks());
        auto url = site.url() + "/a" + kPage;
        CHECK(delivery.submit(engine::ReadBack{order.incident, url, hex(sha256("<html>page</html>")), order.settings}));
        REQUIRE(testkit::wait_until([&] { return !collector.read_back().empty(); }, std::chrono::seconds{20}));
        CHECK(collector.read_back().back().url == url);
        return collector.read_back().back().why;
    };
    CHECK(asked() == Reason{});
    site.show("/b" + kPage, "<html>page</html> and a line more");
    CHECK(asked() == because::page_differs(site.url() + "/b" + kPage));
    site.show("/b" + kPage, "");
    CHECK(asked() == because::page_not_served(site.url() + "/b" + kPage, "http 404", Cause::none));
}

TEST_CASE("later, a page that a site dresses up is read back by its mark") {
    auto main = std::string("<p>nội dung</p>\n");
    std::string shown = "<html>SHA-256: " + hex(sha256(main)) + "</html>";
    PublicSite site([&](const Asked&) -> Said { return {200, shown}; });
    auto order = order_for({wordpress_at(site)});
    auto asked = [&] {
        Collector collector;
        Delivery delivery(settings_of({}), collector.hooks());
        CHECK(delivery.submit(
            engine::ReadBack{order.incident, site.url() + "/trang", hex(sha256(main)), order.settings}));
        REQUIRE(testkit::wait_until([&] { return !collector.read_back().empty(); }, std::chrono::seconds{20}));
        return collector.read_back().back().why;
    };
    CHECK(asked() == Reason{});
    shown = "<html>hacked</html>";
    CHECK(asked() == because::page_differs(site.url() + "/trang"));
}

TEST_CASE("a content page goes to publishers of files only") {
    PublicSite site, app;
    auto order = order_for({banner_at(app), publisher_of("webdav", site.url(), {{"to", site.url()}, {"token", "x"}})});
    order.content = std::make_shared<ReleasedNotice>();
    CHECK(outcome_of(order).published);
    CHECK(app.asked().empty());
    auto nowhere = order_for({banner_at(app)});
    nowhere.content = order.content;
    CHECK(outcome_of(nowhere).why == because::no_publisher());
}

}  // namespace breachd::delivery
