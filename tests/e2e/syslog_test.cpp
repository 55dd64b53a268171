// Syslog into the whole daemon, over every transport: what is shown is on disk, a stop loses nothing, and what proves
// nothing of its sender does not wake people.
#include <fmt/format.h>

#include <atomic>
#include <set>
#include <thread>

#include "e2e/daemon.hpp"
#include "testkit/certificates.hpp"
#include "testkit/sockets.hpp"

using namespace breachd;
using namespace breachd::e2e;
using testkit::send_datagram;
using testkit::TcpSender;

namespace {

// A daemon with a listener of each transport. The source `ids` speaks Suricata's EVE, `fw` anything.
class SyslogDaemon {
  public:
    SyslogDaemon() {
        for (auto* port : {&udp, &tcp, &tls}) *port = testkit::free_port();
        certificates.add_client("siem");
        settings.sources =
            "  - {name: fw, format: syslog, opens_incidents_unproven: true}\n  - {name: ids, format: suricata}\n";
        settings.extra = fmt::format(
            "syslog:\n"
            "  - {{name: udp, transport: udp, listen: \"127.0.0.1:{}\", sources: [fw]}}\n"
            "  - {{name: tcp, transport: tcp, listen: \"127.0.0.1:{}\", sources: [fw]}}\n"
            "  - {{name: tls, transport: tls, listen: \"127.0.0.1:{}\", sources: [ids], certificate_file: {}, "
            "key_file: {}, client_ca_file: {}}}\n",
            udp, tcp, tls, certificates.server_certificate(), certificates.server_key(), certificates.ca());
        daemon = std::make_unique<Daemon>(settings);
        REQUIRE(daemon->start());
    }

    std::set<std::string> titles(const std::string& source) {
        std::set<std::string> out;
        for (const auto& alert : daemon->all("/api/v1/alerts?limit=1000&source=" + source))
            out.insert(text(alert, "title"));
        return out;
    }
    bool wait_titles(const std::string& source, std::size_t count) {
        std::size_t last = 0;
        bool good =
            testkit::wait_until([&] { return (last = titles(source).size()) >= count; }, std::chrono::seconds(30));
        if (!good) UNSCOPED_INFO(last << " alerts of " << count << " are there\n" << daemon->log());
        return good;
    }

    int udp = 0, tcp = 0, tls = 0;
    testkit::Certificates certificates;
    Settings settings;
    std::unique_ptr<Daemon> daemon;
};

std::string message(const std::string& title) { return "<132>1 2026-11-25T02:00:00Z fw-1 ips - - - " + title; }
std::string counted(const std::string& frame) { return fmt::format("{} {}", frame.size(), frame); }

std::string eve(const std::string& signature) {
    return "<132>1 2026-11-25T02:00:00Z gps-db-1 suricata - - - " +
           json::serialize(json::object{{"event_type", "alert"},
                                        {"timestamp", now_rfc3339()},
                                        {"dest_ip", "10.0.4.7"},
                                        {"host", "gps-db-1"},
                                        {"alert", {{"signature", signature}, {"signature_id", 7}, {"severity", 1}}}});
}

}  // namespace

TEST_CASE("alerts over UDP, TCP in both framings, and TLS are there after kill -9 once they are shown") {
    SyslogDaemon it;
    for (int i = 0; i < 50; ++i) send_datagram(it.udp, message(fmt::format("udp {}", i)));
    TcpSender sender(it.tcp);
    std::string stream;
    for (int i = 0; i < 50; ++i)
        stream += counted(message(fmt::format("counted {}", i))) + message(fmt::format("line {}", i)) + "\n";
    REQUIRE(sender.send(stream) == stream.size());
    auto logged = testkit::run({"logger", "--server", "127.0.0.1", "--port", std::to_string(it.udp), "--udp",
                                "--rfc5424", "by the logger program"});
    CHECK(logged.code == 0);
    CHECK(it.certificates.send(it.tls, counted(eve("exfil over tls")), "siem").code == 0);
    REQUIRE(it.wait_titles("fw", 151));
    REQUIRE(it.wait_titles("ids", 1));
    it.daemon->kill();
    REQUIRE(it.daemon->start());
    auto there = it.titles("fw");
    CHECK(there.size() == 151);
    CHECK(there.count("udp 49") == 1);
    CHECK(there.count("counted 49") == 1);
    CHECK(there.count("line 49") == 1);
    CHECK(it.titles("ids") == std::set<std::string>{"exfil over tls"});
}

TEST_CASE("only a certificate of the CA comes in over TLS") {
    SyslogDaemon it;
    it.certificates.add_stranger("mallory");
    it.certificates.send(it.tls, counted(eve("of nobody")), "");
    it.certificates.send(it.tls, counted(eve("of mallory")), "mallory");
    CHECK(it.certificates.send(it.tls, counted(eve("of the siem")), "siem").code == 0);
    REQUIRE(it.wait_titles("ids", 1));
    CHECK(it.titles("ids") == std::set<std::string>{"of the siem"});
    auto metrics = it.daemon->call("", "GET", "/metrics").body;
    CHECK(metrics.find("breachd_syslog_connections_refused_total{listener=\"tls\",reason=\"handshake\"} 2") !=
          std::string::npos);
}

TEST_CASE("a sender that dribbles is heard, and what cannot be read is in quarantine") {
    SyslogDaemon it;
    TcpSender slow(it.tcp), other(it.tcp);
    auto frame = counted(message("in small pieces"));
    for (char c : frame) {
        REQUIRE(slow.send({&c, 1}) == 1);
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    other.send(message("meanwhile") + "\n" + "nothing that syslog is\n");
    REQUIRE(it.wait_titles("fw", 2));
    CHECK(testkit::wait_until([&] { return it.daemon->all("/api/v1/quarantine").size() == 1; }));
}

TEST_CASE("a stop under load loses nothing that the sender's kernel had handed over") {
    SyslogDaemon it;
    std::atomic<bool> stopping{false};
    std::atomic<int> sent{0};
    std::thread busy([&] {
        TcpSender sender(it.tcp);
        for (int i = 0; !stopping && i < 200'000; ++i) {
            auto frame = counted(message(fmt::format("m{}", i)));
            if (sender.send(frame) != frame.size()) break;
            sent = i + 1;
            std::this_thread::sleep_for(std::chrono::microseconds(200));
        }
    });
    CHECK(testkit::wait_until([&] { return sent > 500; }));
    stopping = true;  // a sender that stops when it is told to; the connection stays open until it does
    busy.join();
    auto code = it.daemon->stop();
    CHECK(code == 0);
    REQUIRE(it.daemon->start());
    CHECK(it.titles("fw").size() == static_cast<std::size_t>(sent));
    CHECK(it.daemon->log().find("dropped (stop)") == std::string::npos);
}

TEST_CASE("SIGTERM while a sender goes on ends the daemon in time, and what was read is kept") {
    SyslogDaemon it;
    std::atomic<bool> over{false};
    std::thread busy([&] {
        TcpSender sender(it.tcp);
        for (int i = 0; !over; ++i) {
            auto frame = message(fmt::format("m{}", i)) + "\n";
            if (sender.send(frame, std::chrono::milliseconds(500)) != frame.size()) break;
            std::this_thread::sleep_for(std::chrono::microseconds(200));
        }
    });
    CHECK(testkit::wait_until([&] { return it.titles("fw").size() > 100; }));
    auto before = it.titles("fw").size();
    auto code = it.daemon->stop();
    over = true;
    busy.join();
    CHECK(code == 0);
    REQUIRE(it.daemon->start());
    CHECK(it.titles("fw").size() >= before);
}
