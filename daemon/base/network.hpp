// IP networks as a configuration names them ("10.0.0.0/8", "2001:db8::/32", one address), and whether a peer is in one.
// An IPv4 address that arrived over an IPv6 socket (::ffff:10.0.0.1) is the IPv4 address. Pure.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace breachd {

struct Network {
    std::array<unsigned char, 16> address{};  // IPv4 as ::ffff:a.b.c.d
    int bits = 128;                           // of the prefix, counted in 128
    bool operator==(const Network&) const = default;
};

// The error says what is wrong: no address, a prefix too long, or bits set behind the prefix ("10.0.0.1/8").
Result<Network> parse_network(std::string_view text);

// Whether one of them holds the peer; false for one that has no IP address ("unix"). The interface of a link-local peer
// ("fe80::1%eth0") is no part of its address.
bool contains(const std::vector<Network>& networks, std::string_view peer);

}  // namespace breachd
