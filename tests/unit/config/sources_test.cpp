// Section `sources` and what `server` has for it: what a source may name, what must go together, where a fault is told.
#include <algorithm>

#include "config/config.hpp"
#include "ingest/mapped.hpp"
#include "scratch.hpp"
#include "testkit/catch.hpp"

using namespace breachd;
using namespace breachd::test;
using namespace std::chrono_literals;

namespace {

const std::string kToken = "token_file: tokens/wazuh.token";

// One source named s in flow style.
std::string source(const std::string& keys, const std::string& format = "generic") {
    return "sources: [{name: s, format: " + format + ", " + keys + "}]\n";
}

Source loaded(const std::string& yaml) {
    auto report = read_of(yaml);
    INFO(all(report.errors));
    REQUIRE(report.errors.empty());
    REQUIRE(report.config.settings.sources.size() == 1);
    return report.config.settings.sources[0];
}

const std::string kTls = "server: {tls: {certificate_file: tls.pem, key_file: tls.pem, client_ca_file: tls.pem}}\n";
const std::string kSigned = "signature: {style: ";

}  // namespace

TEST_CASE("a source without any proof is an error, unless it comes over syslog only") {
    has(errors_of(source("allow: [10.0.0.0/8]")), "b.yaml:2:11: nothing proves this source's sender");
    CHECK(errors_of(source("allow: [10.0.0.0/8]", "cef") +
                    "syslog: [{name: udp, transport: udp, listen: '127.0.0.1:5514', sources: [s]}]\n")
              .empty());
    CHECK(errors_of(source(kToken)).empty());
    CHECK(errors_of(source(kSigned + "github, secret_file: hook.secret}")).empty());
    CHECK(errors_of(kTls + source("client_certificate: {subject: CN=sensor}")).empty());
    CHECK(errors_of(source("client_state_file: hook.secret", "sentinel")).empty());
}

TEST_CASE("where a token may stand belongs to a token, and in an address it wants TLS") {
    auto read = loaded(source(kToken + ", token_header: X-Graylog-Key, token_in_url: true"));
    CHECK(read.token_header == "x-graylog-key");
    CHECK(read.token_in_url);
    has(errors_of(source(kSigned + "github, secret_file: hook.secret}, token_in_url: true")),
        "belong to a token, but there is none");
    CHECK(loaded(source(kToken + ", previous_token: the-one-before-this-0123")).previous_token_sha256 ==
          sha256("the-one-before-this-0123"));
    has(errors_of(source(kToken + ", previous_token: short")), "fewer than 16 bytes");
    has(errors_of(source("token: the-same-0123456789, previous_token: the-same-0123456789")), "have the same token");
    has(errors_of(source(kToken + ", token_header: \"X Key\"")), "not the name of a header");
    has(all(read_of(source(kToken + ", token_in_url: true")).warnings),
        "without TLS everybody on the way reads the token");
    CHECK(all(read_of(kTls + source(kToken + ", token_in_url: true")).warnings).find("without TLS") ==
          std::string::npos);
}

TEST_CASE("a style of signature brings its values, and any of them may be set otherwise") {
    auto github =
        loaded(source(kSigned + "github, secret_file: hook.secret, previous_secret: the-one-before-this-0123}"));
    REQUIRE(github.signature);
    CHECK(github.signature->header == "x-hub-signature-256");
    CHECK(github.signature->tolerance == Duration{5min});
    CHECK(github.signature_secrets.size() == 2);
    auto grafana = loaded(source(kSigned + "grafana, timestamp_header: X-Grafana-Time, secret_file: hook.secret}"));
    CHECK(grafana.signature->signed_text == "{ts}:{body}");
    CHECK(grafana.signature->timestamp_header == "x-grafana-time");
    auto custom = loaded(source(
        kSigned +
        "custom, header: X-Sig, algorithm: sha512, encoding: base64, prefix: \"v2=\", signed: \"{id}.{ts}.{body}\", "
        "id_header: X-Id, timestamp_header: X-Ts, tolerance: 1m, secret_file: hook.secret}"));
    CHECK(custom.signature->hash == SignatureScheme::Hash::sha512);
    CHECK(custom.signature->encoding == SignatureScheme::Encoding::base64);
    CHECK(custom.signature->prefix == "v2=");
    CHECK(custom.signature->id_header == "x-id");
    CHECK(custom.signature->tolerance == Duration{1min});
}

TEST_CASE("a signature that cannot work is an error at its place") {
    has(errors_of(source(kSigned + "custom, secret_file: hook.secret}")), "header is needed");
    has(errors_of(source(kSigned + "custom, header: X, signed: \"{ts}\", secret_file: hook.secret}")),
        "must hold {body}");
    has(errors_of("sources:\n  - name: s\n    format: generic\n    signature:\n      style: custom\n      header: X\n  "
                  "    signed: \"{ts}{body}\"\n"
                  "      secret_file: hook.secret\n"),
        "b.yaml:8:15: signed has {ts}, which needs timestamp_header");
    has(errors_of(source(kSigned + "gitlab, secret_file: hook.secret}")),
        "\"gitlab\" is not one of github, standard_webhooks");
    has(errors_of(source(kSigned + "github}")), "\"secret_file\" (or \"secret\") is missing");
    has(errors_of(source(kSigned + "github, secret: short}")), "fewer than 16 bytes");
    has(errors_of(source(kSigned + "nightfall, secret_file: hook.secret, tolerance: 2d}")), "out of range");
    for (const char* timeless : {"github", "hcp", "grafana", "custom, header: X-Sig"})
        has(errors_of(source(kSigned + timeless + ", secret_file: hook.secret, tolerance: 1m}")),
            "tolerance is for a signed moment");
    CHECK(errors_of(source(kSigned + "grafana, timestamp_header: X-Time, secret_file: hook.secret, tolerance: 1m}"))
              .empty());
    CHECK(errors_of(source(kSigned + "github, secret: shorty}")).find("shorty") == std::string::npos);
}

TEST_CASE("a secret in base64 is measured by the key that it stands for") {
    auto standard = [](const std::string& secret) {
        return errors_of(source(kSigned + "standard_webhooks, secret: " + secret + "}"));
    };
    has(standard("whsec_MDEyMzQ1Njc4OWFiY2Rl"), "fewer than 16 bytes");  // 15 bytes, in 26
    CHECK(standard("whsec_MDEyMzQ1Njc4OWFiY2RlZg==").empty());
    CHECK(standard(R"("v1,whsec_MDEyMzQ1Njc4OWFiY2RlZg==")").empty());
    has(standard("whsec_no-base64-at-all-here"), "not base64");
    has(standard(R"("v1,whsec_no-base64-at-all-here")"), "not base64");
    has(standard(R"("v1,MDEyMzQ1Njc4OWFiY2RlZg==")"), "must begin with whsec_");
    has(standard("whpk_MDEyMzQ1Njc4OWFiY2RlZg=="), "keys of another kind of signature");
    // there it is just text
    CHECK(errors_of(source(kSigned + "github, secret: whsec_no-base64-at-all-here}")).empty());
}

TEST_CASE("a client's certificate is named by fingerprint or subject and needs a CA to be checked against") {
    const std::string digits(62, '0');
    std::string colons;
    for (int i = 0; i < 31; ++i) colons += "00:";
    auto read =
        loaded(kTls + source("client_certificate: {sha256: \"" + colons + "AB\", subject: \"CN=sensor,O=Vi Du\"}"));
    CHECK(read.certificate_sha256 == digits + "ab");
    CHECK(read.certificate_subject == "CN=sensor,O=Vi Du");
    has(errors_of(source("client_certificate: {sha256: " + digits + "ab}")), "needs server.tls.client_ca_file");
    has(errors_of(kTls + source("client_certificate: {sha256: \"abcd\"}")), "a fingerprint has 64 hex digits");
    has(errors_of(kTls + source("client_certificate: {}")), "needs sha256, subject or both");
    const std::string tls = "server: {tls: {certificate_file: tls.pem, key_file: tls.pem, ";
    CHECK(read_of(tls + "client_ca_file: tls.pem, client_certificates: optional}}\n")
              .config.server.tls->client_certificate_optional);
    CHECK_FALSE(read_of(kTls).config.server.tls->client_certificate_optional);
    has(errors_of(tls + "client_certificates: optional}}\n"), "client_certificates belongs to a client_ca_file");
}

TEST_CASE("client_state is Graph's, and networks are written as networks") {
    has(errors_of(source("client_state_file: hook.secret")), "client_state is for Microsoft Graph");
    auto read = loaded(source(kToken + ", allow: [10.0.0.0/8, 192.0.2.7, \"2001:db8::/32\", unix]"));
    CHECK(read.allow.size() == 3);
    CHECK(read.allow_unix);
    has(errors_of(source(kToken + ", allow: [10.0.0.1/8]")), "10.0.0.1/8: has bits set behind its prefix");
    has(errors_of(source(kToken + ", allow: [here]")), "no IP address or network");
    has(errors_of(source(kToken + ", allow: []")), "an empty list lets nobody in");
    has(errors_of("server: {trusted_proxies: []}\n"), "names no proxy");
    has(errors_of("server: {listen: nonsense}\n"), "or unix:/path");
    auto server = read_of(
                      "server: {trusted_proxies: [192.0.2.0/24, unix], limits: {connections: 500, "
                      "connections_per_address: 50, event_streams: 9}}\n")
                      .config.server;
    CHECK(server.trusted_proxies.size() == 1);
    CHECK(server.trust_unix_socket);
    CHECK(server.limits.connections_max == 500);
    CHECK(server.limits.connections_per_address_max == 50);
    CHECK(server.limits.streams_max == 9);
}

TEST_CASE("a rate has a burst of one second unless another is given, and a burst alone means nothing") {
    CHECK(loaded(source(kToken + ", rate: 500/s")).burst == 500);
    CHECK(loaded(source(kToken + ", rate: 30/m")).burst == 1);
    auto read = loaded(source(kToken + ", rate: 500/s, burst: 2000"));
    CHECK(read.rate_per_second == 500);
    CHECK(read.burst == 2000);
    CHECK(loaded(source(kToken)).rate_per_second == 0);
    has(errors_of(source(kToken + ", burst: 5")), "burst belongs to a rate");
}

TEST_CASE("a mapping belongs to format mapped, and a pointer that is none is told where it stands") {
    auto read = loaded(source(
        kToken +
            ", mapping: {alerts: /events, id: /uid, title: /what/name, severity: /sev, hosts: [/where, /asset/host], "
            "severities: {HIGH: 80, low: 20}, severity_top: 10}",
        "mapped"));
    REQUIRE(read.mapping);
    CHECK(read.mapping->alerts == "/events");
    CHECK(read.mapping->hosts == std::vector<std::string>{"/where", "/asset/host"});
    CHECK(read.mapping->severities.at("high") == 80);
    CHECK(read.mapping->severity_top == 10);
    CHECK_FALSE(loaded(source(kToken, "mapped")).mapping);
    has(errors_of(source(kToken + ", mapping: {title: /a}")), "mapping belongs to format: mapped");
    has(errors_of("sources:\n  - name: s\n    format: mapped\n    " + kToken +
                  "\n    mapping:\n      title: /a\n      hosts:\n        - /b\n        - c/d\n"),
        "b.yaml:10:11: not a JSON Pointer");
    has(errors_of("sources:\n  - name: s\n    format: mapped\n    " + kToken + "\n    mapping:\n      title: a\n"),
        "b.yaml:7:14: not a JSON Pointer");
    has(errors_of(source(kToken + ", mapping: {id: /a}", "mapped")), "needs `title` or `title_default`");
    has(errors_of(source(kToken + ", mapping: {title: /a, severities: {high: 101}}", "mapped")),
        "101 is out of range: 0 to 100");
    has(errors_of(source(kToken + ", mapping: {titel: /a, title_default: x}", "mapped")),
        "unknown key \"titel\" (did you mean \"title\"?)");
}
