// Syslog while the engine is behind, fails, or the daemon stops: what can be kept is kept, what cannot is counted.
#include <fmt/format.h>

#include "syslog/feed.hpp"
#include "syslog_harness.hpp"
#include "testkit/certificates.hpp"

namespace breachd::api {

using testkit::send_datagram;
using testkit::TcpSender;
using Texts = std::vector<std::string>;
using namespace std::chrono_literals;

namespace {

std::string line(const std::string& text) { return syslog_message(text) + "\n"; }

Texts numbered(std::size_t count) {
    Texts out;
    for (std::size_t i = 0; i < count; ++i) out.push_back(fmt::format("m{}", i));
    return out;
}

}  // namespace

TEST_CASE("while the engine is behind, a connection is not read: the sender waits, and nothing is lost", "[syslog]") {
    bool full = GENERATE(true, false);
    SyslogApi api(listener(SyslogTransport::tcp));
    full ? api.full(true) : api.slow(true);
    std::string padding(900, 'x'), stream;
    std::size_t messages = 0;
    TcpSender sender(api.port());
    // Until the kernel's buffers of both sides are full: TCP says "later" for us.
    for (bool taken = true; taken && messages < 100'000;) {
        auto one = line(fmt::format("m{} {}", messages, padding));
        auto sent = sender.send(one, 300ms);
        taken = sent == one.size();
        if (taken)
            ++messages;
        else
            stream = one.substr(sent);
    }
    REQUIRE(messages < 100'000);
    CHECK(api.metric("pauses_total{listener=\"in\"}") >= 1);
    CHECK(api.commands().empty());
    full ? api.full(false) : api.slow(false);
    CHECK(sender.send(stream) == stream.size());
    REQUIRE(api.wait_titles(messages + 1));
    auto titles = api.titles();
    for (std::size_t i = 0; i <= messages; ++i) REQUIRE(titles[i].starts_with(fmt::format("m{} x", i)));
}

TEST_CASE("messages whose step was rolled back are handed over again", "[syslog]") {
    auto over = GENERATE(SyslogTransport::udp, SyslogTransport::tcp);
    SyslogApi api(listener(over));
    api.failing(true);
    TcpSender* sender = nullptr;
    std::unique_ptr<TcpSender> held;
    if (over == SyslogTransport::tcp) {
        held = std::make_unique<TcpSender>(api.port());
        sender = held.get();
        sender->send(line("kept"));
        held->close();  // the sender is long gone when the store can be written again
    } else {
        send_datagram(api.port(), line("kept"));
    }
    REQUIRE(api.wait_metric("messages_total{listener=\"in\"}", 1));
    CHECK(api.commands().empty());
    api.failing(false);
    REQUIRE(api.wait_titles(1));
    CHECK(api.titles() == Texts{"kept"});
    CHECK(api.wait_metric("connections{listener=\"in\"}", 0));
}

TEST_CASE("several commands that were rolled back come to the disk in the order of their messages", "[syslog]") {
    SyslogApi api(listener(SyslogTransport::tcp));
    api.slow(true);
    std::string stream;
    for (const auto& one : numbered(1500)) stream += line(one);
    TcpSender sender(api.port());
    REQUIRE(sender.send(stream) == stream.size());
    REQUIRE(testkit::wait_until([&] { return api.held() == syslog::Feed::kInFlightMax; }));
    api.roll_back_held();
    REQUIRE(api.wait_titles(1500));
    CHECK(api.titles() == numbered(1500));
}

TEST_CASE("of what one read brought, no more is cut into messages than the engine takes", "[syslog]") {
    SyslogApi api(listener(SyslogTransport::tcp, {"ids"}));
    api.slow(true);
    constexpr std::size_t kLines = 20'000;
    std::string stream;
    for (std::size_t i = 0; i < kLines; ++i) stream += "x\n";
    TcpSender sender(api.port());
    REQUIRE(sender.send(stream) == stream.size());
    REQUIRE(testkit::wait_until([&] { return api.metric("pauses_total{listener=\"in\"}") > 0; }));
    CHECK(api.metric("messages_total{listener=\"in\"}") ==
          static_cast<long>(syslog::Feed::kBatchAlerts * syslog::Feed::kInFlightMax));
    api.slow(false);
    CHECK(api.wait_quarantined(kLines));
}

TEST_CASE("a source's rate holds over syslog: what is beyond it waits, and a stop hands it over", "[syslog]") {
    auto over = GENERATE(SyslogTransport::udp, SyslogTransport::tcp);
    SyslogApi api(listener(over), [](Access& access, Limits&) {
        access.sources[0].rate_per_second = 0.001;
        access.sources[0].burst = 10;
    });
    std::string stream;
    std::unique_ptr<TcpSender> sender;
    if (over == SyslogTransport::tcp) sender = std::make_unique<TcpSender>(api.port());
    for (const auto& one : numbered(20)) sender ? (void)(stream += line(one)) : send_datagram(api.port(), line(one));
    if (sender) sender->send(stream);
    REQUIRE(testkit::wait_until([&] { return api.metric("pauses_total{listener=\"in\"}") > 0; }));
    auto before = api.titles().size();
    CHECK(before >= 10);
    for (const auto& one : numbered(20)) sender ? (void)sender->send(line(one)) : send_datagram(api.port(), line(one));
    CHECK(api.titles().size() <= 20);
    api.stop();
    CHECK(api.wait_titles(40));
}

TEST_CASE("a message of many alerts spends the rate of each, and fills a command like each", "[syslog]") {
    auto many = [](int alerts) {
        std::string out = R"([{"title":"x"})";
        for (int i = 1; i < alerts; ++i) out += R"(,{"title":"x"})";
        return out + "]\n";
    };
    SECTION("rate") {
        SyslogApi api(listener(SyslogTransport::tcp, {"own"}), [](Access& access, Limits&) {
            access.sources[3].rate_per_second = 0.001;
            access.sources[3].burst = 10;
        });
        TcpSender sender(api.port());
        sender.send(many(20));
        REQUIRE(api.wait_titles(20));
        sender.send(many(1));
        CHECK(testkit::wait_until([&] { return api.metric("pauses_total{listener=\"in\"}") > 0; }));
        CHECK(api.metric("messages_total{listener=\"in\"}") == 1);
    }
    SECTION("command") {
        SyslogApi api(listener(SyslogTransport::tcp, {"own"}));
        std::string stream;
        for (int i = 0; i < 40; ++i) stream += many(100);
        TcpSender sender(api.port());
        sender.send(stream);
        REQUIRE(api.wait_titles(4000));
        for (const auto& command : api.commands()) CHECK(command.alerts.size() < syslog::Feed::kBatchAlerts + 100);
    }
}

TEST_CASE("behind a short debt a source is read again", "[syslog]") {
    SyslogApi api(listener(SyslogTransport::tcp), [](Access& access, Limits&) {
        access.sources[0].rate_per_second = 1000;
        access.sources[0].burst = 10;
    });
    std::string stream;
    for (const auto& one : numbered(300)) stream += line(one);
    TcpSender sender(api.port());
    sender.send(stream);
    REQUIRE(api.wait_titles(300));
    CHECK(api.titles() == numbered(300));
    CHECK(api.metric("pauses_total{listener=\"in\"}") >= 1);
}

TEST_CASE("datagrams wait in the kernel's buffer while the engine is behind, what it drops is counted", "[syslog]") {
    auto in = listener(SyslogTransport::udp);
    in.receive_buffer_bytes = 16 * 1024;
    SyslogApi api(in);
    api.full(true);
    send_datagram(api.port(), line("first"));
    REQUIRE(api.wait_metric("messages_total{listener=\"in\"}", 1));
    for (const auto& one : numbered(500)) send_datagram(api.port(), line(one));
    auto dropped = [&] { return api.metric("dropped_total{listener=\"in\",reason=\"kernel\"}"); };
    REQUIRE(testkit::wait_until([&] { return dropped() > 0; }));
    api.full(false);
    CHECK(testkit::wait_until([&] { return static_cast<long>(api.titles().size()) + dropped() == 501; }));
    CHECK(api.titles().size() > 1);
    CHECK(testkit::wait_until([&] { return !api.log().empty(); }));
    CHECK(api.log().back().find("messages dropped (kernel)") != std::string::npos);
}

TEST_CASE("datagrams beyond the rate wait for their turn", "[syslog]") {
    auto in = listener(SyslogTransport::udp);
    in.messages_per_second = 100;
    SyslogApi api(in);
    for (const auto& one : numbered(150)) send_datagram(api.port(), line(one));
    REQUIRE(api.wait_titles(150));
    CHECK(api.titles() == numbered(150));
    CHECK(api.metric("pauses_total{listener=\"in\"}") >= 1);
}

TEST_CASE("a stop hands over what has come, and waits for the engine", "[syslog]") {
    auto over = GENERATE(SyslogTransport::udp, SyslogTransport::tcp);
    SyslogApi api(listener(over));
    api.slow(true);
    std::unique_ptr<TcpSender> sender;
    if (over == SyslogTransport::tcp) sender = std::make_unique<TcpSender>(api.port());
    for (const auto& one : numbered(200)) sender ? (void)sender->send(line(one)) : send_datagram(api.port(), line(one));
    if (sender) sender->send("<132>1 2026-11-25T02:00:00Z fw-1 ips - - - no end");
    REQUIRE(testkit::wait_until([&] { return api.metric("messages_total{listener=\"in\"}") > 0; }));
    api.stop();
    api.slow(false);
    REQUIRE(api.wait_titles(sender ? 201 : 200));
    auto titles = api.titles();
    titles.resize(200);
    CHECK(titles == numbered(200));
}

TEST_CASE("a stop does not wait for an engine that takes nothing, and says what is lost", "[syslog]") {
    SyslogApi api(listener(SyslogTransport::udp), [](Access&, Limits& limits) { limits.stop_patience = 100ms; });
    api.full(true);
    send_datagram(api.port(), line("lost"));
    REQUIRE(api.wait_metric("messages_total{listener=\"in\"}", 1));
    api.stop();
    REQUIRE(testkit::wait_until([&] { return !api.log().empty(); }));
    CHECK(api.log().back() == "syslog listener in: 1 messages dropped (stop)");
    REQUIRE(testkit::wait_until([&] { return !api.losses().empty(); }));
    CHECK(api.losses().front().listener == "in");
    CHECK(api.losses().front().sources == Texts{"fw"});
    CHECK(api.losses().front().messages == 1);
}

TEST_CASE("a stop counts what the kernel still held, what was begun, and what was cut but not handed over",
          "[syslog]") {
    auto over = GENERATE(SyslogTransport::udp, SyslogTransport::tcp);
    SyslogApi api(listener(over), [](Access&, Limits& limits) { limits.stop_patience = 100ms; });
    api.full(true);
    std::unique_ptr<TcpSender> sender;
    if (over == SyslogTransport::tcp) {
        sender = std::make_unique<TcpSender>(api.port());
        std::string stream;
        for (const auto& one : numbered(300)) stream += line(one);
        sender->send(stream + "<132>1 2026-11-25T02:00:00Z fw-1 ips - - - begun");
    } else {
        for (const auto& one : numbered(51)) send_datagram(api.port(), line(one));
    }
    REQUIRE(testkit::wait_until([&] { return api.metric("pauses_total{listener=\"in\"}") > 0; }));
    api.stop();
    REQUIRE(testkit::wait_until([&] { return !api.log().empty(); }));
    CHECK(api.log().back() == fmt::format("syslog listener in: {} messages dropped (stop)", sender ? 301 : 51));
}

TEST_CASE("a stop says of how many messages it leaves open whether they are on disk", "[syslog]") {
    SyslogApi api(listener(SyslogTransport::tcp), [](Access&, Limits& limits) { limits.stop_patience = 100ms; });
    api.slow(true);
    TcpSender sender(api.port());
    sender.send(line("one") + line("two"));
    REQUIRE(api.wait_metric("messages_total{listener=\"in\"}", 2));
    api.stop();
    REQUIRE(testkit::wait_until([&] { return !api.log().empty(); }));
    CHECK(api.log().back() ==
          "syslog listener in: 2 messages handed over, of which the stop left open whether they are on disk");
}

TEST_CASE("over TLS a certificate of the CA is asked for and is the sender's proof", "[syslog][tls]") {
    testkit::Certificates certificates;
    certificates.add_client("siem");
    certificates.add_stranger("mallory");
    auto in = listener(SyslogTransport::tls);
    in.tls = Tls{certificates.server_certificate(), certificates.server_key(), certificates.ca()};
    SyslogApi api(in);
    std::string text = line("one");
    auto frames = fmt::format("{} {}{}", text.size(), text, line("two"));
    CHECK(certificates.send(api.port(), frames, "siem").code == 0);
    REQUIRE(api.wait_titles(2));
    CHECK(api.commands().at(0).proof == SenderProof::certificate);
    certificates.send(api.port(), frames, "");
    certificates.send(api.port(), frames, "mallory");
    {
        TcpSender plain(api.port());
        plain.send(line("plain"));
        CHECK(plain.ended());
    }
    CHECK(api.wait_metric("connections_refused_total{listener=\"in\",reason=\"handshake\"}", 3));
    CHECK(api.titles() == Texts{"one", "two"});
}

TEST_CASE("TLS without a certificate of the client hides a message and proves nothing", "[syslog][tls]") {
    testkit::Certificates certificates;
    auto in = listener(SyslogTransport::tls);
    in.tls = Tls{certificates.server_certificate(), certificates.server_key(), ""};
    SyslogApi api(in);
    CHECK(certificates.send(api.port(), line("one"), "").code == 0);
    REQUIRE(api.wait_titles(1));
    CHECK(api.commands().at(0).proof == SenderProof::none);
}

TEST_CASE("where a certificate is optional, it proves the sender that shows one and nobody else", "[syslog][tls]") {
    testkit::Certificates certificates;
    certificates.add_client("siem");
    auto in = listener(SyslogTransport::tls);
    in.tls = Tls{certificates.server_certificate(), certificates.server_key(), certificates.ca(), true};
    SyslogApi api(in);
    CHECK(certificates.send(api.port(), line("one"), "siem").code == 0);
    REQUIRE(api.wait_titles(1));
    CHECK(api.commands().at(0).proof == SenderProof::certificate);
    CHECK(certificates.send(api.port(), line("two"), "").code == 0);
    REQUIRE(api.wait_titles(2));
    CHECK(api.commands().at(1).proof == SenderProof::none);
}

TEST_CASE("an address that no source allows is turned away before the handshake", "[syslog][tls]") {
    testkit::Certificates certificates;
    auto in = listener(SyslogTransport::tls);
    in.tls = Tls{certificates.server_certificate(), certificates.server_key(), certificates.ca()};
    SyslogApi api(in, [](Access& access, Limits&) { access.sources[0].allow = {*parse_network("10.0.0.0/8")}; });
    TcpSender silent(api.port());
    CHECK(silent.ended());
    CHECK(api.metric("connections_refused_total{listener=\"in\",reason=\"no_source\"}") == 1);
    CHECK(api.metric("connections{listener=\"in\"}") == 0);
}

TEST_CASE("renewed certificates serve new connections, one that cannot be used leaves all as they are",
          "[syslog][tls]") {
    testkit::Certificates certificates, fresh;
    auto in = listener(SyslogTransport::tls);
    in.tls = Tls{certificates.server_certificate(), certificates.server_key(), ""};
    SyslogApi api(in);
    auto greets = [&](const testkit::Certificates& ca) { return ca.send(api.port(), line("x"), "").code == 0; };
    CHECK(greets(certificates));
    testkit::spill(certificates.server_key(), "no key\n");
    auto broken = api.server().renew_tls();
    REQUIRE_FALSE(broken);
    CHECK(broken.error().where == certificates.server_key());
    CHECK(greets(certificates));
    testkit::spill(certificates.server_key(), testkit::slurp(fresh.server_key()));
    testkit::spill(certificates.server_certificate(), testkit::slurp(fresh.server_certificate()));
    REQUIRE(api.server().renew_tls());
    CHECK(testkit::wait_until([&] { return greets(fresh); }));
    CHECK_FALSE(greets(certificates));
}

TEST_CASE("a TLS sender finds nothing to read until the connection ends", "[syslog][tls]") {
    testkit::Certificates certificates;
    auto in = listener(SyslogTransport::tls);
    in.tls = Tls{certificates.server_certificate(), certificates.server_key(), ""};
    SyslogApi api(in);
    auto sent = certificates.send(api.port(), line("one"), "", {"-tls1_3", "-msg"});
    CHECK(sent.code == 0);
    CHECK(sent.out.find("Finished") != std::string::npos);
    CHECK(sent.out.find("NewSessionTicket") == std::string::npos);
    CHECK(api.wait_titles(1));
}

TEST_CASE("a syslog listener that cannot be opened is an error that names it and its address", "[syslog]") {
    for (auto transport : {SyslogTransport::udp, SyslogTransport::tcp}) {
        ServerSettings options;
        options.listen = {"127.0.0.1:0"};
        options.read_threads = options.paper_threads = 0;
        options.syslog = {listener(transport)};
        options.syslog[0].listen = "192.0.2.1:5514";  // an address of nobody
        Server server(options, Services{});
        auto opened = server.listen();
        REQUIRE_FALSE(opened);
        CHECK(opened.error().where == "192.0.2.1:5514");
        CHECK(opened.error().message.find("syslog listener in: cannot listen") == 0);
    }
}

}  // namespace breachd::api
