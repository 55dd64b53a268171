// Client certificates over real TLS: who must show one, and which source it opens.
#include <httplib.h>

#include <csignal>

#include "api_harness.hpp"
#include "testkit/certificates.hpp"

namespace breachd::api {

namespace {

// Two clients of the CA, and one of nobody's.
struct Papers : testkit::Certificates {
    Papers() {
        std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes into a connection that the server has just refused
        add_client("sensor", "/O=Ví Dụ/CN=sensor");
        add_client("other", "/O=Ví Dụ/CN=other");
        add_stranger("stranger");
    }
};

struct Served {
    Papers papers;
    Api api;
    explicit Served(bool optional)
        : api([&](ServerSettings& options, Services&) {
              options.tls = Tls{papers.server_certificate(), papers.server_key(), papers.ca(), optional};
          }) {
        api.engine = [](const engine::Envelope&) { return engine::Accepted{}; };
    }
    void source(std::function<void(Source&)> change) {
        auto access = std::make_shared<Access>(*api.access.load());
        Source source = source_of("s", "generic");
        change(source);
        std::erase_if(access->sources, [](const auto& each) { return each.name == "s"; });
        access->sources.push_back(source);
        api.access = access;
    }
    // 0: no connection.
    int post(const std::string& certificate, httplib::Headers headers = {}) {
        auto client = certificate.empty() ? httplib::SSLClient("127.0.0.1", api.port())
                                          : httplib::SSLClient("127.0.0.1", api.port(), papers.certificate(certificate),
                                                               papers.key(certificate));
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

TEST_CASE("a certificate of another CA ends the connection, without any, only where it is optional") {
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
    const std::string request =
        "POST /api/v1/alerts/s HTTP/1.1\r\nHost: x\r\nContent-Length: 13\r\nConnection: close\r\n\r\n{\"title\":\"x\"}";
    for (const char* session : {"-sess_out", "-sess_in"}) {
        auto ran = testkit::run(
            {"openssl", "s_client", "-tls1_2", "-quiet", "-connect", "127.0.0.1:" + std::to_string(served.api.port()),
             "-cert", served.papers.certificate("sensor"), "-key", served.papers.key("sensor"), session,
             served.papers.path("session")},
            request);
        INFO(session << " " << ran.err);
        CHECK(ran.out.starts_with("HTTP/1.1 202"));
    }
}

TEST_CASE("renewed certificates and CAs are those of new connections, and open ones go on") {
    Served served(true);
    served.source([](Source& source) { source.token_sha256 = sha256("bnd_s"); });
    httplib::SSLClient open("127.0.0.1", served.api.port());
    open.enable_server_certificate_verification(false);
    open.set_keep_alive(true);
    CHECK(open.Get("/-/healthy"));
    CHECK(served.post("stranger", kToken) == 0);
    testkit::spill(served.papers.ca(), testkit::slurp(served.papers.certificate("stranger")));
    CHECK(served.post("sensor", kToken) == 202);  // nothing is read before it is told
    REQUIRE(served.api.server->renew_tls());
    CHECK(open.Get("/-/healthy"));
    CHECK(served.post("stranger", kToken) == 202);
    CHECK(served.post("sensor", kToken) == 0);
}

}  // namespace breachd::api
