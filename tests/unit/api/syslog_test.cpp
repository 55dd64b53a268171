// Syslog over UDP and TCP: what arrives, whose it is, what is kept when it cannot be read or taken.
#include <fmt/format.h>

#include "syslog/feed.hpp"
#include "syslog/sender.hpp"
#include "syslog_harness.hpp"

namespace breachd::api {

using testkit::send_datagram;
using testkit::TcpSender;
using Texts = std::vector<std::string>;
using namespace std::chrono_literals;

namespace {

std::string counted(const std::string& text) { return fmt::format("{} {}", text.size(), text); }

}  // namespace

TEST_CASE("a datagram is one message, and proves nothing of its sender", "[syslog]") {
    SyslogApi api(listener(SyslogTransport::udp));
    send_datagram(api.port(), syslog_message("one\nstill one"));
    send_datagram(api.port(), syslog_message("two\n"));
    REQUIRE(api.wait_titles(2));
    CHECK(api.titles() == Texts{"one still one", "two"});
    CHECK(api.commands().at(0).proof == SenderProof::none);
    CHECK(api.commands().at(0).source == "fw");
    CHECK(api.commands().at(0).alerts.at(0).raw == syslog_message("one\nstill one"));
    CHECK(api.metric("messages_total{listener=\"in\"}") == 2);
}

TEST_CASE("frames of a connection are told apart one by one, in any pieces", "[syslog]") {
    SyslogApi api(listener(SyslogTransport::tcp));
    std::string stream = counted(syslog_message("one\nstill one")) + syslog_message("two") + "\n";
    stream += counted(syslog_message("three")) + syslog_message("four") + '\0' + syslog_message("five");
    TcpSender sender(api.port());
    for (char c : stream) REQUIRE(sender.send({&c, 1}) == 1);
    REQUIRE(api.wait_titles(4));
    sender.close();  // the last line lacks only its end
    REQUIRE(api.wait_titles(5));
    CHECK(api.titles() == Texts{"one still one", "two", "three", "four", "five"});
    CHECK(api.commands().at(0).proof == SenderProof::none);
    CHECK(api.quarantined().empty());
    CHECK(api.wait_metric("connections{listener=\"in\"}", 0));
}

TEST_CASE("what was read at once is handed over as few commands of bounded size", "[syslog]") {
    SyslogApi api(listener(SyslogTransport::tcp));
    api.slow(true);
    std::string stream;
    constexpr std::size_t kMessages = 2000;
    for (std::size_t i = 0; i < kMessages; ++i) stream += syslog_message(fmt::format("m{}", i)) + "\n";
    TcpSender sender(api.port());
    REQUIRE(sender.send(stream) == stream.size());
    api.slow(false);
    REQUIRE(api.wait_titles(kMessages));
    auto titles = api.titles();
    for (std::size_t i = 0; i < kMessages; ++i) REQUIRE(titles[i] == fmt::format("m{}", i));
    std::size_t largest = 0;
    for (const auto& command : api.commands()) largest = std::max(largest, command.alerts.size());
    CHECK(largest <= syslog::Feed::kBatchAlerts);
    CHECK(api.commands().size() < kMessages / 10);
}

TEST_CASE("a message is of the first source whose networks hold its sender", "[syslog]") {
    auto over = GENERATE(SyslogTransport::udp, SyslogTransport::tcp);
    SyslogApi api(listener(over, {"cef", "fw"}),
                  [](Access& access, Limits&) { access.sources[1].allow = {*parse_network("127.0.0.2")}; });
    if (over == SyslogTransport::udp) {
        send_datagram(api.port(), syslog_message("theirs"));
        send_datagram(api.port(), "CEF:0|Vendor|Product|1|100|ours|7|", "127.0.0.2");
        REQUIRE(api.wait_titles(2));
        CHECK(api.commands().back().source == "cef");
    } else {
        TcpSender sender(api.port());
        sender.send(syslog_message("theirs") + "\n");
        REQUIRE(api.wait_titles(1));
    }
    CHECK(api.commands().front().source == "fw");
}

TEST_CASE("a sender that fits no source is turned away, counted and named in the log, without what it said",
          "[syslog]") {
    auto over = GENERATE(SyslogTransport::udp, SyslogTransport::tcp);
    SyslogApi api(listener(over),
                  [](Access& access, Limits&) { access.sources[0].allow = {*parse_network("10.0.0.0/8")}; });
    if (over == SyslogTransport::udp) {
        send_datagram(api.port(), syslog_message("secret"));
        CHECK(api.wait_metric("dropped_total{listener=\"in\",reason=\"no_source\"}", 1));
    } else {
        TcpSender sender(api.port());
        CHECK(sender.ended());
        CHECK(api.wait_metric("connections_refused_total{listener=\"in\",reason=\"no_source\"}", 1));
    }
    REQUIRE(testkit::wait_until([&] { return !api.log().empty(); }));
    CHECK(api.log().at(0).find("127.0.0.1") != std::string::npos);
    CHECK(api.log().at(0).find("secret") == std::string::npos);
    CHECK(api.commands().empty());
}

TEST_CASE("a reload that takes a sender's source away ends its connection", "[syslog]") {
    SyslogApi api(listener(SyslogTransport::tcp));
    TcpSender sender(api.port());
    sender.send(syslog_message("before") + "\n");
    REQUIRE(api.wait_titles(1));
    api.with_access([](Access& access) { access.sources.erase(access.sources.begin()); });
    sender.send(syslog_message("after") + "\n" + syslog_message("begun"));
    CHECK(sender.ended());
    CHECK(api.titles() == Texts{"before"});
    CHECK(api.metric("dropped_total{listener=\"in\",reason=\"no_source\"}") == 2);
}

TEST_CASE("a message that the source's format cannot read is kept whole in quarantine, and the next ones are read",
          "[syslog]") {
    SyslogApi api(listener(SyslogTransport::tcp, {"ids"}));
    std::string eve =
        R"({"event_type":"alert","timestamp":"2026-11-25T02:00:00Z","dest_ip":"10.0.0.1","alert":{"signature":"exfil","signature_id":7,"severity":1}})";
    TcpSender sender(api.port());
    sender.send("<132>Nov 25 02:00:00 ids-1 suricata: no JSON here\n<132>Nov 25 02:00:00 ids-1 suricata: @cee: " + eve +
                "\n" + eve + "\n");
    REQUIRE(api.wait_titles(2));
    CHECK(api.titles() == Texts{"exfil", "exfil"});
    REQUIRE(api.quarantined().size() == 1);
    CHECK(api.quarantined().at(0).body == "<132>Nov 25 02:00:00 ids-1 suricata: no JSON here");
}

TEST_CASE("a message of exactly frame_bytes_max is read, one byte more is quarantined with its cause", "[syslog]") {
    std::string fits = syslog_message(std::string(1024 - syslog_message("").size(), 'x')), too_long = fits + "y";
    SECTION("as a datagram, and those behind it are read") {
        auto in = listener(SyslogTransport::udp);
        in.frame_bytes_max = 1024;
        SyslogApi api(in);
        for (const auto& one : {fits, too_long, syslog_message("next")}) send_datagram(api.port(), one);
        REQUIRE(api.wait_titles(2));
        REQUIRE(api.wait_quarantined(1));
        CHECK(api.quarantined().at(0).body == too_long);
        CHECK(api.quarantined().at(0).why == "a syslog datagram is longer than 1024 bytes");
        CHECK(api.metric("frames_too_long_total{listener=\"in\"}") == 1);
    }
    SECTION("on a connection, as far as the limit, and those behind it are read") {
        auto in = listener(SyslogTransport::tcp);
        in.frame_bytes_max = 1024;
        SyslogApi api(in);
        auto line = GENERATE(true, false);
        TcpSender sender(api.port());
        auto next = syslog_message("next");
        sender.send(line ? fits + "\n" + too_long + "\n" + next + "\n"
                         : counted(fits) + counted(too_long) + counted(next));
        REQUIRE(api.wait_titles(2));
        REQUIRE(api.wait_quarantined(1));
        CHECK(api.titles().back() == "next");
        CHECK(api.quarantined().at(0).body == fits);
        CHECK(api.quarantined().at(0).why.find("is longer than 1024 bytes") != std::string::npos);
        CHECK(api.metric("frames_too_long_total{listener=\"in\"}") == 1);
    }
}

TEST_CASE("lost framing ends the connection after the good messages, and the rest is quarantined", "[syslog]") {
    SyslogApi api(listener(SyslogTransport::tcp));
    TcpSender sender(api.port());
    sender.send(counted(syslog_message("one")) + counted(syslog_message("two")) + "garbage");
    CHECK(sender.ended());
    REQUIRE(api.wait_quarantined(1));
    CHECK(api.titles() == Texts{"one", "two"});
    CHECK(api.quarantined().at(0).body == "garbage");
    CHECK(api.metric("frames_broken_total{listener=\"in\"}") == 1);
}

TEST_CASE("a counted message that the connection cuts off is quarantined as far as it came", "[syslog]") {
    SyslogApi api(listener(SyslogTransport::tcp));
    {
        TcpSender sender(api.port());
        sender.send("500 " + syslog_message("half of"));
    }
    REQUIRE(api.wait_quarantined(1));
    CHECK(api.quarantined().at(0).body == "500 " + syslog_message("half of"));
    CHECK(api.quarantined().at(0).why == "the connection ended inside a syslog frame");
}

TEST_CASE("a message that does not end in time ends its connection and is kept", "[syslog]") {
    auto in = listener(SyslogTransport::tcp);
    in.frame_patience = 50ms;
    SyslogApi api(in);
    TcpSender line(api.port()), cut(api.port());
    line.send(syslog_message("no end of line comes"));
    cut.send("500 <132>");
    CHECK(line.ended());
    CHECK(cut.ended());
    REQUIRE(api.wait_titles(1));
    REQUIRE(api.wait_quarantined(1));
    CHECK(api.titles() == Texts{"no end of line comes"});
    CHECK(api.quarantined().at(0).why == "a syslog frame did not end in time");
}

TEST_CASE("a sender may be as slow as it likes between messages, until the idle patience ends", "[syslog]") {
    auto in = listener(SyslogTransport::tcp);
    in.frame_patience = 10s;
    in.idle_patience = 300ms;
    SyslogApi api(in);
    TcpSender sender(api.port());
    sender.send(syslog_message("one") + "\n");
    REQUIRE(api.wait_titles(1));
    CHECK(sender.ended());
    CHECK(api.wait_metric("connections{listener=\"in\"}", 0));
}

TEST_CASE("connections over the limit, and over the limit of an address, are closed and counted", "[syslog]") {
    auto in = listener(SyslogTransport::tcp);
    bool per_address = GENERATE(true, false);
    (per_address ? in.connections_per_address_max : in.connections_max) = 2;
    SyslogApi api(in);
    TcpSender one(api.port()), two(api.port());
    REQUIRE(api.wait_metric("connections{listener=\"in\"}", 2));
    TcpSender three(api.port());
    CHECK(three.ended());
    CHECK(api.metric("connections_refused_total{listener=\"in\",reason=\"limit\"}") == 1);
    one.close();
    REQUIRE(api.wait_metric("connections{listener=\"in\"}", 1));
    TcpSender four(api.port());
    four.send(syslog_message("four") + "\n");
    CHECK(api.wait_titles(1));
}

TEST_CASE("at a limit the connection that was silent for the longest time gives its place to a new one", "[syslog]") {
    auto in = listener(SyslogTransport::tcp);
    bool per_address = GENERATE(true, false);
    (per_address ? in.connections_per_address_max : in.connections_max) = 2;
    in.replace_patience = 50ms;
    SyslogApi api(in);
    TcpSender one(api.port());
    REQUIRE(api.wait_metric("connections{listener=\"in\"}", 1));
    TcpSender two(api.port());
    REQUIRE(api.wait_metric("connections{listener=\"in\"}", 2));
    REQUIRE(testkit::wait_until([&] {
        TcpSender three(api.port());
        three.send(syslog_message("three") + "\n");
        return three.ended(50ms) ? false : api.wait_titles(1);
    }));
    CHECK(one.ended());
    CHECK(api.metric("connections_refused_total{listener=\"in\",reason=\"replaced\"}") >= 1);
}

TEST_CASE("a sensor that sends no alerts is heard of, but not with each message", "[syslog]") {
    SyslogApi api(listener(SyslogTransport::tcp, {"ids"}));
    TcpSender sender(api.port());
    const std::string flow = R"({"event_type":"flow","timestamp":"2026-11-25T02:00:00Z"})"
                             "\n";
    sender.send(flow);
    REQUIRE(testkit::wait_until([&] { return api.commands().size() == 1; }));
    CHECK(api.commands().front().source == "ids");
    CHECK(api.commands().front().alerts.empty());
    CHECK(api.commands().front().unreadable.empty());
    sender.send(flow + flow + flow + "no JSON\n");
    REQUIRE(api.wait_quarantined(1));
    CHECK(api.commands().size() == 2);
    CHECK(api.metric("messages_total{listener=\"in\"}") == 5);
}

TEST_CASE("many connections at once lose nothing", "[syslog]") {
    auto in = listener(SyslogTransport::tcp);
    in.connections_per_address_max = 200;
    SyslogApi api(in);
    std::vector<std::unique_ptr<TcpSender>> senders;
    for (int i = 0; i < 100; ++i) senders.push_back(std::make_unique<TcpSender>(api.port()));
    for (int round = 0; round < 10; ++round)
        for (std::size_t i = 0; i < senders.size(); ++i)
            senders[i]->send(syslog_message(fmt::format("{}-{}", i, round)) + "\n");
    CHECK(api.wait_titles(1000));
    auto titles = api.titles();
    std::sort(titles.begin(), titles.end());
    CHECK(std::unique(titles.begin(), titles.end()) - titles.begin() == 1000);
}

TEST_CASE("networks and names choose the source, a name without a source fits nobody", "[syslog]") {
    Access access;
    access.sources = {source_of("near", "syslog"), source_of("any", "syslog")};
    access.sources[0].allow = {*parse_network("10.1.0.0/16"), *parse_network("2001:db8::/32")};
    auto name = [&](const Texts& names, std::string_view peer) {
        const Source* found = syslog::source_for(access, names, peer, nullptr);
        return found == nullptr ? std::string("nobody") : found->name;
    };
    CHECK(name({"near", "any"}, "10.1.2.3") == "near");
    CHECK(name({"near", "any"}, "::ffff:10.1.2.3") == "near");
    CHECK(name({"near", "any"}, "2001:db8::1") == "near");
    CHECK(name({"near", "any"}, "10.2.0.1") == "any");
    CHECK(name({"any", "near"}, "10.1.2.3") == "any");
    CHECK(name({"near"}, "10.2.0.1") == "nobody");
    CHECK(name({"gone"}, "10.1.2.3") == "nobody");
}

}  // namespace breachd::api
