#include "delivery/dns/sender_dns.hpp"

#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <resolv.h>

#include <array>

#include "base/network.hpp"
#include "notifiers/smtp/message.hpp"
#include "notifiers/smtp/relay.hpp"
#include "notifiers/smtp/smtp.hpp"

namespace breachd::delivery {

namespace {

constexpr Duration kKept = std::chrono::minutes{10};

json::object one(DnsState state, const std::string& name) {
    return {{"state", std::string(dns_word(state))}, {"name", name}};
}

std::span<const unsigned char> bytes_of(const std::string& text) {
    return {reinterpret_cast<const unsigned char*>(text.data()), text.size()};
}

json::object judged(const Resolver& resolver, const std::string& name,
                    DnsState (*judge)(const std::vector<std::string>&)) {
    auto read = read_dns(bytes_of(resolver.ask(name, DnsType::txt)), DnsType::txt);
    return one(read.readable ? judge(read.values) : DnsState::failed, name);
}

// Of the domain itself, else of the domain that it belongs to (RFC 7489, 6.6.3, with one step up at a time).
json::object dmarc_of(const Resolver& resolver, const std::string& domain) {
    auto own = judged(resolver, "_dmarc." + domain, judge_dmarc);
    for (auto rest = domain; own.at("state") == "missing";) {
        auto dot = rest.find('.');
        if (dot == rest.npos || rest.find('.', dot + 1) == rest.npos) break;
        rest = rest.substr(dot + 1);
        auto above = judged(resolver, "_dmarc." + rest, judge_dmarc);
        if (above.at("state") != "missing") return above;
    }
    return own;
}

std::string reverse_name(const std::string& address) {
    std::array<unsigned char, 16> bytes{};
    std::string out;
    if (inet_pton(AF_INET, address.c_str(), bytes.data()) == 1) {
        for (int i = 3; i >= 0; --i) out += fmt::format("{}.", bytes[static_cast<std::size_t>(i)]);
        return out + "in-addr.arpa";
    }
    if (inet_pton(AF_INET6, address.c_str(), bytes.data()) != 1) return "";
    for (int i = 15; i >= 0; --i) {
        auto byte = bytes[static_cast<std::size_t>(i)];
        out += fmt::format("{:x}.{:x}.", byte & 0xf, byte >> 4);
    }
    return out + "ip6.arpa";
}

bool is_inside(const std::string& address) {
    static const auto kInside = [] {
        std::vector<Network> out;
        for (const char* text : {"127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16",
                                 "::1/128", "fc00::/7", "fe80::/10"})
            if (auto network = parse_network(text)) out.push_back(*network);
        return out;
    }();
    return contains(kInside, address);
}

// A relay in our own network sends on from an address that only its operator knows.
json::object ptr_of(const Resolver& resolver, const std::string& host) {
    auto addresses = resolver.addresses(host);
    if (addresses.empty()) return one(DnsState::failed, host);
    if (is_inside(addresses.front())) return one(DnsState::unknown, host);
    auto read = read_dns(bytes_of(resolver.ask(reverse_name(addresses.front()), DnsType::ptr)), DnsType::ptr);
    if (!read.readable) return one(DnsState::failed, addresses.front());
    return one(read.values.empty() ? DnsState::missing : DnsState::found, addresses.front());
}

// What is asked for each record of a channel.
struct Asked {
    std::string domain, key, relay;  // `key` is empty without a selector
};

Asked asked_of(const Channel& channel) {
    const auto& own = own_config<SmtpConfig>(channel);
    Asked out;
    if (auto from = envelope_address(own.from)) out.domain = from->substr(from->rfind('@') + 1);
    if (!own.dkim_selector.empty()) out.key = own.dkim_selector + "._domainkey." + out.domain;
    if (auto relay = mail_relay(channel, false)) out.relay = relay->host;
    return out;
}

json::object sender_of(const Channel& channel, const Resolver& resolver) {
    auto asked = asked_of(channel);
    json::object out;
    out["spf"] = judged(resolver, asked.domain, judge_spf);
    out["dkim"] = asked.key.empty() ? one(DnsState::unknown, asked.domain) : judged(resolver, asked.key, judge_dkim);
    out["dmarc"] = dmarc_of(resolver, asked.domain);
    out["ptr"] = asked.relay.empty() ? one(DnsState::unknown, asked.domain) : ptr_of(resolver, asked.relay);
    return out;
}

json::object pending_of(const Channel& channel) {
    auto asked = asked_of(channel);
    return {{"spf", one(DnsState::pending, asked.domain)},
            {"dkim", one(DnsState::pending, asked.key.empty() ? asked.domain : asked.key)},
            {"dmarc", one(DnsState::pending, asked.domain)},
            {"ptr", one(DnsState::pending, asked.relay.empty() ? asked.domain : asked.relay)}};
}

std::shared_ptr<const json::object> all_pending(const Settings& settings) {
    json::object out;
    for (const auto& channel : settings.channels)
        if (channel.type == "smtp") out[channel.name] = pending_of(channel);
    return std::make_shared<const json::object>(std::move(out));
}

}  // namespace

Resolver system_resolver() {
    auto ask = [](const std::string& name, DnsType type) {
        struct __res_state state {};
        std::string out;
        if (res_ninit(&state) != 0) return out;
        state.retrans = 3;
        state.retry = 1;
        std::array<unsigned char, NS_MAXMSG> answer{};
        auto length = res_nquery(&state, name.c_str(), ns_c_in, type == DnsType::txt ? ns_t_txt : ns_t_ptr,
                                 answer.data(), answer.size());
        // Without records libresolv says -1 and leaves the answer, whose head says why.
        if (length > 0) {
            out.assign(reinterpret_cast<const char*>(answer.data()), static_cast<std::size_t>(length));
        } else if (state.res_h_errno == HOST_NOT_FOUND || state.res_h_errno == NO_DATA) {
            out.assign(reinterpret_cast<const char*>(answer.data()), NS_HFIXEDSZ);
            for (std::size_t at = 4; at < NS_HFIXEDSZ; ++at) out[at] = 0;  // no sections behind the head
        }
        res_nclose(&state);
        return out;
    };
    auto addresses = [](const std::string& host) {
        std::vector<std::string> out;
        addrinfo hints{}, *found = nullptr;
        hints.ai_socktype = SOCK_STREAM;
        if (getaddrinfo(host.c_str(), nullptr, &hints, &found) != 0) return out;
        for (auto* each = found; each != nullptr; each = each->ai_next) {
            std::array<char, NI_MAXHOST> text{};
            if (getnameinfo(each->ai_addr, each->ai_addrlen, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) == 0)
                out.emplace_back(text.data());
        }
        freeaddrinfo(found);
        return out;
    };
    return {ask, addresses};
}

json::object look_up_senders(const Settings& settings, const Resolver& resolver) {
    json::object out;
    for (const auto& channel : settings.channels)
        if (channel.type == "smtp") out[channel.name] = sender_of(channel, resolver);
    return out;
}

SenderDns::SenderDns(Resolver resolver) : thread_([this, given = std::move(resolver)] { run(given); }) {}

SenderDns::~SenderDns() {
    asked_.close();
    thread_.join();
}

std::shared_ptr<const json::object> SenderDns::known(const std::shared_ptr<const Settings>& settings, Duration steady) {
    bool changed = of_ != settings;
    bool old = changed || steady - asked_at_ > kKept;
    auto question = settings;
    if (changed) known_ = all_pending(*settings);  // before it is asked: what the thread finds stands
    if (old && asked_.try_push(std::move(question))) {
        of_ = settings;
        asked_at_ = steady;
    }
    auto out = known_.load();
    return out ? out : all_pending(*settings);
}

void SenderDns::run(const Resolver& given) {
    // A stop waits for one question at most.
    Resolver resolver = given;
    resolver.ask = [&](const std::string& name, DnsType type) {
        return asked_.closed() ? std::string() : given.ask(name, type);
    };
    for (;;) {
        auto taken = asked_.take(1, std::chrono::seconds{30});
        if (taken.empty() && asked_.closed()) return;
        for (const auto& settings : taken)
            if (!asked_.closed()) known_ = std::make_shared<const json::object>(look_up_senders(*settings, resolver));
    }
}

}  // namespace breachd::delivery
