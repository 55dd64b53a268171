// The section `syslog`, and what it changes for the sources that it feeds.
#include "config/config.hpp"
#include "scratch.hpp"
#include "testkit/catch.hpp"

using namespace breachd;
using namespace breachd::test;
using namespace std::chrono_literals;

namespace {

constexpr const char* kFirewall = "sources: [{name: fw, format: syslog}]\n";

}  // namespace

TEST_CASE("a syslog listener has a value for every key, and bounds for each") {
    auto report = read_of(std::string(kFirewall) +
                          "syslog:\n"
                          "  - {name: u, transport: udp, listen: \"0.0.0.0:5514\", sources: [fw]}\n"
                          "  - {name: t, transport: tls, listen: \"[::]:6514\", sources: [fw], certificate_file: "
                          "server.crt, key_file: server.key,\n"
                          "     client_ca_file: clients.crt, frame_bytes_max: 1MiB, connections_max: 10, "
                          "connections_per_address_max: 2,\n"
                          "     idle_patience: 1h, frame_patience: 5s}\n"
                          "  - {name: u2, transport: udp, listen: \"127.0.0.1:5515\", sources: [fw], rate: 50/s, "
                          "receive_buffer: 1MiB}\n");
    INFO(all(report.errors));
    REQUIRE(report.errors.empty());
    const auto& listeners = report.config.server.syslog;
    REQUIRE(listeners.size() == 3);
    CHECK(listeners[0].frame_bytes_max == 64 * 1024);
    CHECK(listeners[0].messages_per_second == 2000);
    CHECK(listeners[0].receive_buffer_bytes == 4 * 1024 * 1024);
    CHECK(listeners[1].listen == "[::]:6514");
    CHECK(listeners[1].tls->client_ca_file.ends_with("/clients.crt"));
    CHECK(listeners[1].frame_bytes_max == 1024 * 1024);
    CHECK(listeners[1].connections_per_address_max == 2);
    CHECK(listeners[1].idle_patience == 1h);
    CHECK(listeners[1].frame_patience == 5s);
    CHECK(listeners[2].messages_per_second == 50);
    CHECK(listeners[2].sources == std::vector<std::string>{"fw"});

    auto one = [&](const std::string& keys) {
        return errors_of(std::string(kFirewall) +
                         "syslog: [{name: a, transport: tcp, listen: \"127.0.0.1:5514\", sources: [fw], " + keys +
                         "}]\n");
    };
    has(one("frame_bytes_max: 1023B"), "out of range: 1024 to 1048576 bytes");
    has(one("frame_bytes_max: 2MiB"), "out of range: 1024 to 1048576 bytes");
    has(one("connections_max: 0"), "0 is out of range: 1 to 4096");
    has(one("idle_patience: 1s"), "1s is out of range: 1m to 30d");
    has(one("frame_patience: 2h"), "2h is out of range: 1s to 1h");
    has(one("rate: 5/s"), "rate is not for transport tcp");
    has(one("key_file: server.key"), "key_file is not for transport tcp");
    has(one("tls: {}"), "unknown key \"tls\"");
    has(one("client_certificates: optional"), "client_certificates is not for transport tcp");
    has(errors_of(std::string(kFirewall) + "syslog: [{name: a, transport: tls, listen: \"127.0.0.1:6514\", sources: "
                                           "[fw], certificate_file: server.crt, key_file: server.key, "
                                           "client_ca_file: clients.crt, client_certificates: optional}]\n"),
        "client_certificates is not for syslog");
}

TEST_CASE("keys of a source that do nothing for its syslog messages are warned of") {
    auto warnings = [](const std::string& keys) {
        return all(read_of("sources: [{name: fw, format: sentinel, opens_incidents_unproven: true, " + keys +
                           "}]\nsyslog: [{name: a, transport: tcp, listen: \"127.0.0.1:5514\", sources: [fw]}]\n")
                       .warnings);
    };
    has(warnings("body_bytes_max: 2MiB"), "body_bytes_max does nothing here");
    has(warnings("signature: {style: github, secret_file: hook.secret}"), "signature is asked for over HTTP only");
    has(warnings("client_state_file: hook.secret"), "client_state_file is asked for over HTTP only");
    auto both_ways = warnings("token: the-token-of-a-sender-0123, body_bytes_max: 2MiB");
    CHECK(both_ways.find("body_bytes_max") == std::string::npos);
    CHECK(both_ways.find("over HTTP only") == std::string::npos);
}

TEST_CASE("a listener needs a name, a transport, an address and sources that exist") {
    has(errors_of(std::string(kFirewall) +
                  "syslog: [{name: a, transport: tcp, listen: \"127.0.0.1:5514\", sources: [fv]}]\n"),
        "unknown source \"fv\" (did you mean \"fw\"?)");
    auto text = errors_of(std::string(kFirewall) + "syslog: [{}]\n");
    for (auto key : {"name", "transport", "listen", "sources"}) has(text, std::string("\"") + key + "\" is missing");
    has(errors_of(std::string(kFirewall) +
                  "syslog: [{name: a, transport: tcp, listen: \"127.0.0.1:5514\", sources: []}]\n"),
        "names no source");
    has(errors_of(std::string(kFirewall) +
                  "syslog: [{name: a, transport: dtls, listen: \"127.0.0.1:5514\", sources: [fw]}]\n"),
        "not one of udp, tcp, tls");
    has(errors_of(std::string(kFirewall) +
                  "syslog: [{name: a, transport: tls, listen: \"127.0.0.1:5514\", sources: [fw]}]\n"),
        "\"certificate_file\" is missing");
    has(errors_of(std::string(kFirewall) + "syslog: [{name: a, transport: udp, listen: \"unix:/x\", sources: [fw]}]\n"),
        "an address and a port are wanted");
    const std::string listener = "transport: tcp, listen: \"127.0.0.1:5514\", sources: [fw]}";
    has(errors_of(std::string(kFirewall) + "syslog: [{name: a, " + listener + ", {name: b, " + listener + "]\n"),
        "listens where a listens");
    has(errors_of(std::string(kFirewall) + "syslog: [{name: a, " + listener +
                  ", {name: a, transport: udp, listen: \"127.0.0.1:5514\", sources: [fw]}]\n"),
        "\"a\" is given twice");
}

TEST_CASE("a source needs a proof, unless a syslog listener feeds it") {
    has(errors_of(kFirewall), "nothing proves this source's sender");
    auto report = read_of(std::string(kFirewall) +
                          "syslog: [{name: a, transport: tcp, listen: \"127.0.0.1:5514\", sources: [fw]}]\n");
    INFO(all(report.errors));
    CHECK(report.errors.empty());
    CHECK(report.config.settings.sources.at(0).token_sha256 == Digest{});
    has(errors_of("sources: [{name: fw, format: syslog}, {name: web, format: generic}]\n"
                  "syslog: [{name: a, transport: tcp, listen: \"127.0.0.1:5514\", sources: [fw]}]\n"),
        "nothing proves this source's sender");
}

TEST_CASE("what proves nothing of its sender is said aloud, and so is its leave to open incidents") {
    auto with = [](const std::string& source, const std::string& listener) {
        return "sources: [{name: fw, format: syslog" + source +
               "}]\nsyslog: [{name: a, listen: \"127.0.0.1:5514\", sources: [fw], " + listener + "}]\n";
    };
    const std::string files = "transport: tls, certificate_file: server.crt, key_file: server.key";
    has(warnings_of(with("", "transport: udp")),
        "udp proves nothing of the sender: alerts of fw are kept and shown, but open no incident");
    has(warnings_of(with("", files)), "tls without client_ca_file proves nothing of the sender");
    CHECK(warnings_of(with("", files + ", client_ca_file: clients.crt")).find("proves nothing") == std::string::npos);
    auto text = warnings_of(with(", opens_incidents_unproven: true", "transport: udp"));
    has(text, "whoever can send a packet with this source's address can open incidents");
    CHECK(text.find("proves nothing") == std::string::npos);
}

TEST_CASE("a source that asks for a certificate is fed by a listener whose CA is asked for one") {
    const std::string source = "sources: [{name: fw, format: syslog, client_certificate: {subject: CN=fw-1}}]\n";
    const std::string files = ", certificate_file: server.crt, key_file: server.key";
    auto over = [&](const std::string& transport) {
        return errors_of(
            source + "syslog: [{name: a, listen: \"127.0.0.1:5514\", sources: [fw], transport: " + transport + "}]\n");
    };
    CHECK(over("tls" + files + ", client_ca_file: clients.crt").empty());
    has(over("tls" + files), "fw asks for a client_certificate, and over tls without client_ca_file nobody shows one");
    has(over("udp"), "fw asks for a client_certificate, and over udp nobody shows one");
    has(errors_of(source), "needs server.tls.client_ca_file");
}

TEST_CASE("what the duty roster expects of a source is part of the settings") {
    auto report = read_of(
        "sources: [{name: fw, format: syslog, token: 0123456789abcdef, expect_every: 1h, opens_incidents_unproven: "
        "true}, "
        "{name: web, format: generic, token: 0123456789abcdeg}]\n");
    INFO(all(report.errors));
    REQUIRE(report.errors.empty());
    const auto& sources = report.config.settings.sources;
    REQUIRE(sources.size() == 2);
    CHECK(sources[0].name == "fw");
    CHECK(sources[0].expect_every == Duration{1h});
    CHECK(sources[0].opens_unproven);
    CHECK_FALSE(sources[1].expect_every);
    CHECK_FALSE(sources[1].opens_unproven);
    has(errors_of("sources: [{name: fw, format: syslog, token: 0123456789abcdef, expect_every: 1m}]\n"),
        "1m is out of range: 5m to 30d");
}
