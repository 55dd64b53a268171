// Client certificates over real TLS: who must show one, and which source it opens.
#include <httplib.h>

#include "api_harness.hpp"

namespace breachd::api {

namespace {

void openssl(const std::string& arguments) {
    INFO(arguments);
    REQUIRE(std::system(("openssl " + arguments + " >/dev/null 2>&1").c_str()) == 0);
}

// A CA, a server's certificate, and two clients' of which the second is of another CA.
struct Papers {
    testkit::ScratchDirectory scratch;
    std::string path(const std::string& name) const { return scratch / name; }
    Papers() {
        const std::string fresh = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 ";
        for (const char* ca : {"ca", "foreign"})
            openssl(fresh + "-subj '/O=Ví Dụ/CN=" + ca + "' -utf8 -keyout " + path(std::string(ca) + ".key") + " -out " + path(std::string(ca) + ".crt"));
        openssl(fresh + "-subj /CN=breachd.test -keyout " + path("server.key") + " -out " + path("server.crt"));
        client("sensor", "ca");
        client("other", "ca");
        client("stranger", "foreign");
    }
    void client(const std::string& name, const std::string& ca) {
        openssl("req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -utf8 -subj '/O=Ví Dụ/CN=" + name + "' -keyout " + path(name + ".key") + " -out " + path(name + ".csr"));
        openssl("x509 -req -days 2 -CA " + path(ca + ".crt") + " -CAkey " + path(ca + ".key") + " -CAcreateserial -in " + path(name + ".csr") + " -out " + path(name + ".crt"));
    }
    std::string fingerprint(const std::string& name) const {
        auto ran = testkit::run({"openssl", "x509", "-noout", "-fingerprint", "-sha256", "-in", path(name + ".crt")});
        std::string digits;
        for (char c : ran.out.substr(ran.out.find('=') + 1))
            if (c != ':' && c != '\n') digits += static_cast<char>(std::tolower(c));
        return digits;
    }
    std::string subject(const std::string& name) const {
        auto ran = testkit::run({"openssl", "x509", "-noout", "-subject", "-nameopt", "RFC2253,-esc_msb", "-in", path(name + ".crt")});
        auto text = ran.out.substr(ran.out.find('=') + 1);
        return text.substr(0, text.find('\n'));
    }
};

struct Served {
    Papers papers;
    Api api;
    explicit Served(bool optional)
        : api([&](ServerOptions& options, Services&) {
              options.tls = Tls{papers.path("server.crt"), papers.path("server.key"), papers.path("ca.crt"), optional};
          }) {
        api.engine = [](const engine::Envelope&) { return engine::Reply{202, "", R"({"accepted":[]})", "", nullptr}; };
    }
    void source(std::function<void(Source&)> change) {
        auto access = std::make_shared<Access>(*api.access);
        Source source{"s", "generic"};
        change(source);
        std::erase_if(access->sources, [](const auto& each) { return each.name == "s"; });
        access->sources.push_back(source);
        std::atomic_store(&api.access, access);
    }
    // 0: no connection.
    int post(const std::string& certificate, httplib::Headers headers = {}) {
        auto client = certificate.empty() ? httplib::SSLClient("127.0.0.1", api.port())
                                          : httplib::SSLClient("127.0.0.1", api.port(), papers.path(certificate + ".crt"), papers.path(certificate + ".key"));
        client.enable_server_certificate_verification(false);
        auto reply = client.Post("/api/v1/alerts/s", headers, R"({"title":"x"})", "application/json");
        return reply ? reply->status : 0;
    }
};

const httplib::Headers kToken{{"Authorization", "Bearer bnd_s"}};

}  // namespace

TEST_CASE("a certificate opens the source that names its fingerprint, or its subject, without a token") {
    Served served(true);
    served.source([&](Source& source) { source.certificate_sha256 = served.papers.fingerprint("sensor"); });
    CHECK(served.post("sensor") == 202);
    CHECK(served.api.last_command<engine::IngestAlerts>().proof == SenderProof::certificate);
    CHECK(served.post("other") == 401);
    CHECK(served.post("") == 401);
    served.source([&](Source& source) { source.certificate_subject = served.papers.subject("sensor"); });
    CHECK(served.papers.subject("sensor") == "CN=sensor,O=Ví Dụ");
    CHECK(served.post("sensor") == 202);
    CHECK(served.post("other") == 401);
    served.source([&](Source& source) {
        source.certificate_sha256 = served.papers.fingerprint("sensor");
        source.certificate_subject = served.papers.subject("other");
    });
    CHECK(served.post("sensor") == 401);
}

TEST_CASE("a source with a certificate and a token asks for both") {
    Served served(true);
    served.source([&](Source& source) {
        source.certificate_sha256 = served.papers.fingerprint("sensor");
        source.token_sha256 = sha256("bnd_s");
    });
    CHECK(served.post("sensor", kToken) == 202);
    CHECK(served.post("sensor") == 401);
    CHECK(served.post("", kToken) == 401);
    CHECK(served.post("other", kToken) == 401);
}

TEST_CASE("a certificate of another CA ends the connection; without any, only where it is optional") {
    Served optional(true);
    optional.source([](Source& source) { source.token_sha256 = sha256("bnd_s"); });
    CHECK(optional.post("", kToken) == 202);
    CHECK(optional.post("sensor", kToken) == 202);
    CHECK(optional.post("stranger", kToken) == 0);
    Served required(false);
    required.source([](Source& source) { source.token_sha256 = sha256("bnd_s"); });
    CHECK(required.post("sensor", kToken) == 202);
    CHECK(required.post("", kToken) == 0);
}

TEST_CASE("a resumed session carries the certificate it began with") {
    Served served(true);
    served.source([&](Source& source) { source.certificate_sha256 = served.papers.fingerprint("sensor"); });
    const std::string request = "POST /api/v1/alerts/s HTTP/1.1\r\nHost: x\r\nContent-Length: 13\r\nConnection: close\r\n\r\n{\"title\":\"x\"}";
    for (const char* session : {"-sess_out", "-sess_in"}) {
        auto ran = testkit::run({"openssl", "s_client", "-tls1_2", "-quiet", "-connect", "127.0.0.1:" + std::to_string(served.api.port()), "-cert",
                                 served.papers.path("sensor.crt"), "-key", served.papers.path("sensor.key"), session, served.papers.path("session")},
                                request);
        INFO(session << " " << ran.err);
        CHECK(ran.out.starts_with("HTTP/1.1 202"));
    }
}

}  // namespace breachd::api
