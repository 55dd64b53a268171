#include "base/network.hpp"

#include "testkit/catch.hpp"

using namespace breachd;

namespace {

bool inside(std::string_view network, std::string_view peer) {
    auto parsed = parse_network(network);
    REQUIRE(parsed.has_value());
    return contains(std::vector{*parsed}, peer);
}

}  // namespace

TEST_CASE("a network holds the addresses of its prefix and no others") {
    CHECK(inside("10.0.0.0/8", "10.255.0.1"));
    CHECK_FALSE(inside("10.0.0.0/8", "11.0.0.1"));
    CHECK(inside("192.168.4.128/25", "192.168.4.128"));
    CHECK_FALSE(inside("192.168.4.128/25", "192.168.4.127"));
    CHECK(inside("0.0.0.0/0", "203.0.113.9"));
    CHECK_FALSE(inside("0.0.0.0/0", "2001:db8::1"));
    CHECK(inside("2001:db8::/32", "2001:db8:1::7"));
    CHECK_FALSE(inside("2001:db8::/32", "2001:db9::1"));
    CHECK(inside("::/0", "2001:db8::1"));
}

TEST_CASE("one address is a network of one") {
    CHECK(inside("10.0.4.7", "10.0.4.7"));
    CHECK_FALSE(inside("10.0.4.7", "10.0.4.8"));
    CHECK(inside("::1", "::1"));
}

TEST_CASE("an IPv4 peer on an IPv6 socket is the IPv4 peer") {
    CHECK(inside("10.0.0.0/8", "::ffff:10.1.2.3"));
    CHECK(inside("10.1.2.3", "::ffff:10.1.2.3"));
}

TEST_CASE("a link-local peer is its address, whatever interface it came over") {
    CHECK(inside("fe80::/10", "fe80::1%eth0"));
    CHECK_FALSE(inside("2001:db8::/32", "fe80::1%eth0"));
    CHECK_FALSE(parse_network("fe80::1%eth0").has_value());
}

TEST_CASE("a peer without an IP address is in no network") {
    CHECK_FALSE(inside("0.0.0.0/0", "unix"));
    CHECK_FALSE(inside("::/0", "?"));
    CHECK_FALSE(inside("::/0", std::string(60, ':')));
    CHECK_FALSE(inside("0.0.0.0/0", std::string_view("10.0.0.1\0", 9)));
    CHECK_FALSE(contains(std::vector<Network>{}, "10.0.0.1"));
}

TEST_CASE("a network that cannot be meant is refused") {
    for (auto text : {"", "ten", "10.0.0", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8x", "::/129",
                      "10.0.0.1/8", "2001:db8::1/32"}) {
        INFO(text);
        CHECK_FALSE(parse_network(text).has_value());
    }
}
