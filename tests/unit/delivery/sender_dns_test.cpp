#include "delivery/dns/sender_dns.hpp"

#include <map>

#include "notifiers/smtp/smtp.hpp"
#include "testkit/catch.hpp"
#include "unit/delivery/dns_bytes.hpp"

using namespace breachd;
using namespace breachd::delivery;

namespace {

Settings one_relay(const std::string& relay, const std::string& selector) {
    auto own = std::make_shared<SmtpConfig>();
    own->relay = relay;
    own->from = "thongbao@tin.vidu.test";
    own->dkim_selector = selector;
    Channel channel;
    channel.name = "email";
    channel.type = "smtp";
    channel.own = own;
    Settings out;
    out.channels = {channel};
    return out;
}

struct Zone {
    std::map<std::string, std::string> answers;
    std::vector<std::string> asked;
    std::vector<std::string> addresses{"203.0.113.9"};

    Resolver resolver() {
        return {[this](const std::string& name, DnsType) {
                    asked.push_back(name);
                    auto at = answers.find(name);
                    return at == answers.end() ? no_answer(3) : at->second;
                },
                [this](const std::string&) { return addresses; }};
    }
    std::string state(const std::string& record, const Settings& settings) {
        auto all = look_up_senders(settings, resolver());
        return std::string(all.at("email").at(record).at("state").as_string());
    }
};

}  // namespace

TEST_CASE("the strings of a TXT record are one text, and bytes that are no answer say so") {
    std::string key = "v=DKIM1; p=" + std::string(400, 'A');
    auto answer = txt_answer({key, "other"});
    auto bytes = std::span(reinterpret_cast<const unsigned char*>(answer.data()), answer.size());
    auto read = read_dns(bytes, DnsType::txt);
    CHECK(read.readable);
    CHECK(read.values == std::vector<std::string>{key, "other"});
    CHECK(read_dns(bytes, DnsType::ptr).values.empty());
    CHECK_FALSE(read_dns({}, DnsType::txt).readable);
    CHECK_FALSE(read_dns(bytes.first(7), DnsType::txt).readable);
    auto none = no_answer(3);
    auto missing = read_dns({reinterpret_cast<const unsigned char*>(none.data()), none.size()}, DnsType::txt);
    CHECK(missing.readable);
    CHECK(missing.no_such_name);
    auto failed = no_answer(2);
    CHECK_FALSE(
        read_dns({reinterpret_cast<const unsigned char*>(failed.data()), failed.size()}, DnsType::txt).readable);
    auto name = ptr_answer();
    CHECK(read_dns({reinterpret_cast<const unsigned char*>(name.data()), name.size()}, DnsType::ptr).values ==
          std::vector<std::string>{"mail.vidu.test"});
}

TEST_CASE("a record counts when mail hosts would use it: two SPF, a DMARC without policy, a revoked key do not") {
    CHECK(judge_spf({"x", "v=spf1 ip4:203.0.113.9 -all"}) == DnsState::found);
    CHECK(judge_spf({"v=spf1 -all", "v=spf1 ~all"}) == DnsState::broken);
    CHECK(judge_spf({"v=spf10 -all"}) == DnsState::missing);
    CHECK(judge_dmarc({"v=DMARC1; p=none"}) == DnsState::found);
    CHECK(judge_dmarc({"v=DMARC1; rua=mailto:a@b.test"}) == DnsState::broken);
    CHECK(judge_dmarc({}) == DnsState::missing);
    CHECK(judge_dkim({"v=DKIM1; k=rsa; p=MIGf"}) == DnsState::found);
    CHECK(judge_dkim({"v=DKIM1; p="}) == DnsState::broken);
    CHECK(judge_dkim({}) == DnsState::missing);
}

TEST_CASE("SPF, DKIM, DMARC and the reverse name are looked up where mail hosts look, and a failure is called one") {
    auto settings = one_relay("smtp://relay.vidu.test", "mail2026");
    Zone zone;
    CHECK(zone.state("spf", settings) == "missing");
    CHECK(zone.state("dkim", settings) == "missing");
    CHECK(zone.state("dmarc", settings) == "missing");
    CHECK(zone.state("ptr", settings) == "missing");
    zone.answers = {{"tin.vidu.test", txt_answer({"v=spf1 -all"})},
                    {"mail2026._domainkey.tin.vidu.test", txt_answer({"p=MIGf"})},
                    {"_dmarc.vidu.test", txt_answer({"v=DMARC1; p=reject"})},  // of the domain above
                    {"9.113.0.203.in-addr.arpa", ptr_answer()}};
    for (const char* record : {"spf", "dkim", "dmarc", "ptr"}) CHECK(zone.state(record, settings) == "found");
    zone.answers["tin.vidu.test"] = "";
    CHECK(zone.state("spf", settings) == "failed");
    CHECK(zone.state("dkim", one_relay("smtp://relay.vidu.test", "")) == "unknown");
    zone.addresses = {"127.0.0.1"};
    CHECK(zone.state("ptr", settings) == "unknown");  // where a relay of ours sends from, only its operator knows
    zone.addresses = {};
    CHECK(zone.state("ptr", settings) == "failed");
    zone.addresses = {"2001:db8::1"};
    zone.asked.clear();
    CHECK(zone.state("ptr", settings) == "missing");
    CHECK(zone.asked.back().starts_with("1.0.0.0."));
    CHECK(zone.asked.back().ends_with(".8.b.d.0.1.0.0.2.ip6.arpa"));
}

TEST_CASE("what is known is pending at first, then kept for ten minutes, and asked anew for another configuration") {
    std::atomic<int> asked{0};
    std::atomic<bool> answers{false};
    SenderDns dns({[&](const std::string&, DnsType) {
                       while (!answers) std::this_thread::sleep_for(std::chrono::milliseconds{1});
                       ++asked;
                       return no_answer(3);
                   },
                   [](const std::string&) { return std::vector<std::string>{"203.0.113.9"}; }});
    auto settings = std::make_shared<const Settings>(one_relay("smtp://relay.vidu.test", "x"));
    auto state = [&](Duration steady) {
        auto known = dns.known(settings, steady);
        return std::string(known->at("email").at("spf").at("state").as_string());
    };
    CHECK(state(Duration{0}) == "pending");
    for (const char* record : {"spf", "dkim", "dmarc", "ptr"})
        CHECK_FALSE(dns.known(settings, Duration{0})->at("email").at(record).at("name").as_string().empty());
    answers = true;
    for (int i = 0; i < 500 && state(Duration{1}) != "missing"; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
    CHECK(state(Duration{1}) == "missing");
    auto before = asked.load();
    CHECK(state(std::chrono::minutes{9}) == "missing");
    CHECK(asked == before);
    settings = std::make_shared<const Settings>(one_relay("smtp://relay2.vidu.test", "x"));
    for (int i = 0; i < 500 && asked == before; ++i) {
        state(std::chrono::minutes{9});
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
    CHECK(asked > before);
}
