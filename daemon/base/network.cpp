#include "base/network.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>

namespace breachd {

namespace {

constexpr int kV4PrefixBits = 96;

std::optional<Network> parse_address(std::string_view text) {
    Network out;
    char terminated[INET6_ADDRSTRLEN] = {};
    if (text.size() >= sizeof terminated || text.find('\0') != std::string_view::npos) return std::nullopt;
    std::copy(text.begin(), text.end(), terminated);
    if (::inet_pton(AF_INET6, terminated, out.address.data()) == 1) return out;
    if (::inet_pton(AF_INET, terminated, out.address.data() + 12) != 1) return std::nullopt;
    std::fill(out.address.begin(), out.address.begin() + 10, static_cast<unsigned char>(0));
    out.address[10] = out.address[11] = 0xff;
    return out;
}

bool same_bits(const Network& a, const Network& b, int bits) {
    int whole = bits / 8, rest = bits % 8;
    if (!std::equal(a.address.begin(), a.address.begin() + whole, b.address.begin())) return false;
    if (rest == 0) return true;
    auto mask = static_cast<unsigned char>(0xff << (8 - rest));
    auto at = static_cast<std::size_t>(whole);
    return (a.address[at] & mask) == (b.address[at] & mask);
}

bool clear_behind_prefix(const Network& network) {
    for (int bit = network.bits; bit < 128; ++bit)
        if (network.address[static_cast<std::size_t>(bit / 8)] >> (7 - bit % 8) & 1) return false;
    return true;
}

}  // namespace

Result<Network> parse_network(std::string_view text) {
    auto slash = text.find('/');
    auto host = text.substr(0, slash);
    auto network = parse_address(host);
    if (!network)
        return Error{ErrorCode::invalid, "no IP address or network (10.0.0.0/8, 2001:db8::/32)", std::string(text)};
    if (slash == std::string_view::npos) return *network;
    bool v4 = host.find(':') == std::string_view::npos;
    auto digits = text.substr(slash + 1);
    int bits = -1;
    auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    if (failed != std::errc{} || end != digits.data() + digits.size() || bits < 0 || bits > (v4 ? 32 : 128))
        return Error{ErrorCode::invalid,
                     v4 ? "the prefix is a number from 0 to 32" : "the prefix is a number from 0 to 128",
                     std::string(text)};
    network->bits = v4 ? kV4PrefixBits + bits : bits;
    if (!clear_behind_prefix(*network))
        return Error{ErrorCode::invalid, "has bits set behind its prefix: one address, or the network's first one?",
                     std::string(text)};
    return *network;
}

bool contains(const std::vector<Network>& networks, std::string_view peer) {
    auto address = parse_address(peer.substr(0, peer.find('%')));  // fe80::1%eth0: the interface is no part of it
    if (!address) return false;
    return std::any_of(networks.begin(), networks.end(),
                       [&](const Network& each) { return same_bits(each, *address, each.bits); });
}

}  // namespace breachd
