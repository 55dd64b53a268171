#include "http/browser.hpp"

#include "testkit/catch.hpp"

namespace breachd::http {

namespace {

Request request_of(std::string method, std::vector<Header> headers) {
    Request out;
    out.method = std::move(method);
    out.headers = std::move(headers);
    return out;
}

std::string cookie_in(std::string header) { return cookie(request_of("GET", {{"cookie", std::move(header)}}), "c"); }

SentFrom post(std::vector<Header> headers) {
    return sent_from(request_of("POST", std::move(headers)), "https://a.test");
}
SentFrom get(std::vector<Header> headers) { return sent_from(request_of("GET", std::move(headers)), "https://a.test"); }

}  // namespace

TEST_CASE("a cookie is found among others by its whole name, and not at all when it stands there twice") {
    CHECK(cookie_in("c=value") == "value");
    CHECK(cookie_in("a=1; c=value; b=2") == "value");
    CHECK(cookie_in("a=1;c= value ") == "value");
    CHECK(cookie_in("cc=value; xc=1; C=2").empty());
    CHECK(cookie_in("c").empty());
    CHECK(cookie_in("").empty());
    CHECK(cookie_in("c=one; c=two").empty());
    CHECK(cookie(request_of("GET", {{"cookie", "c=one"}, {"cookie", "c=two"}}), "c").empty());
    CHECK(cookie_in("c=a=b") == "a=b");
}

TEST_CASE("an origin is scheme, host and unusual port, as a browser writes it") {
    CHECK(origin_of("https://Breach.VIDU.test") == "https://breach.vidu.test");
    CHECK(origin_of("https://breach.vidu.test:443/x?y#z") == "https://breach.vidu.test");
    CHECK(origin_of("http://localhost:8472/") == "http://localhost:8472");
    CHECK(origin_of("http://[::1]:80") == "http://[::1]");
    CHECK(origin_of("ftp://a").empty());
    CHECK(origin_of("").empty());
}

TEST_CASE("this machine is localhost, 127.* and ::1, and no name that only looks so") {
    for (const char* here : {"localhost", "LOCALHOST:80", "127.0.0.1:8472", "127.8.8.8", "[::1]:1", "x.localhost"})
        CHECK(is_loopback_host(here));
    for (const char* other : {"127.0.0.1.evil.test", "localhost.evil.test", "evil.test", "", "10.0.0.1", "127.evil"})
        CHECK_FALSE(is_loopback_host(other));
}

TEST_CASE("a request that changes something comes from here only with our own Origin") {
    CHECK(post({{"origin", "https://a.test"}}) == SentFrom::here);
    CHECK(post({{"origin", "https://a.test"}, {"sec-fetch-site", "same-origin"}}) == SentFrom::here);
    CHECK(post({{"host", "a.test"}}) == SentFrom::unknown);
    for (const char* other :
         {"https://evil.test", "http://a.test", "https://a.test.evil.test", "null", "https://a.test:8443"})
        CHECK(post({{"host", "a.test"}, {"origin", other}}) == SentFrom::elsewhere);
    for (const char* site : {"cross-site", "same-site", "none"})
        CHECK(post({{"origin", "https://a.test"}, {"sec-fetch-site", site}}) == SentFrom::elsewhere);
}

TEST_CASE("on this machine its own Host is an origin, too, a foreign Host never is") {
    CHECK(post({{"host", "localhost:8472"}, {"origin", "http://localhost:8472"}}) == SentFrom::here);
    CHECK(post({{"host", "localhost:8472"}, {"origin", "http://localhost:9999"}}) == SentFrom::elsewhere);
    CHECK(post({{"host", "evil.test"}, {"origin", "http://evil.test"}}) == SentFrom::elsewhere);
}

TEST_CASE("a request that only reads may come without Origin, and from the address line, but from no other site") {
    CHECK(get({}) == SentFrom::here);
    CHECK(get({{"sec-fetch-site", "none"}}) == SentFrom::here);
    CHECK(get({{"sec-fetch-site", "same-origin"}}) == SentFrom::here);
    CHECK(get({{"sec-fetch-site", "cross-site"}}) == SentFrom::elsewhere);
    CHECK(get({{"sec-fetch-site", "same-site"}}) == SentFrom::elsewhere);
    CHECK(get({{"origin", "https://evil.test"}}) == SentFrom::elsewhere);
}

}  // namespace breachd::http
