#include <httplib.h>
#include <sys/socket.h>

#include "api_harness.hpp"
#include "testkit/certificates.hpp"

namespace breachd::api {

TEST_CASE("the same server speaks TLS 1.2 and 1.3, and nothing older or plain, on a TLS listener") {
    testkit::ScratchDirectory scratch;
    std::string certificate = scratch / "cert.pem", key = scratch / "key.pem";
    std::string make =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=breachd.test -keyout " +
        key + " -out " + certificate + " 2>/dev/null";
    REQUIRE(std::system(make.c_str()) == 0);
    Api api([&](ServerSettings& options, Services&) { options.tls = Tls{certificate, key, ""}; });
    httplib::SSLClient client("127.0.0.1", api.port());
    client.enable_server_certificate_verification(false);
    client.set_keep_alive(true);
    for (int i = 0; i < 3; ++i) {
        auto reply = client.Get("/api/v1/clocks", {{"Authorization", "Bearer bnd_dpo"}});
        REQUIRE(reply);
        CHECK(reply->status == 200);
    }
    std::string large = "{\"title\":\"" + std::string(100'000, 'x') + "\"}";
    auto posted = client.Post("/api/v1/incidents", {{"Authorization", "Bearer bnd_dpo"}}, large, "application/json");
    REQUIRE(posted);
    CHECK(posted->status == 200);
    Wire plain(api.port());
    plain.send("GET /-/healthy HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(plain.ended());
    std::string old =
        "openssl s_client -connect 127.0.0.1:" + std::to_string(api.port()) + " -tls1_1 </dev/null >/dev/null 2>&1";
    CHECK(std::system(old.c_str()) != 0);
}

TEST_CASE("over TLS a connection beyond the limit is closed without a handshake") {
    testkit::Certificates certificates;
    Api api([&](ServerSettings& options, Services&) {
        options.tls = Tls{certificates.server_certificate(), certificates.server_key(), ""};
        options.limits.connections_max = 0;
    });
    Wire wire(api.port());
    CHECK(wire.read_response().empty());
    CHECK(wire.ended());
}

TEST_CASE("a unix socket works like a port") {
    testkit::ScratchDirectory scratch;
    std::string path = scratch / "api.sock";
    Api api([&](ServerSettings& options, Services&) { options.listen.push_back("unix:" + path); });
    httplib::Client client(path, true);
    client.set_address_family(AF_UNIX);
    auto reply = client.Get("/-/healthy");
    REQUIRE(reply);
    CHECK(reply->status == 200);
}

TEST_CASE("an address that cannot be listened on is an error that names it") {
    Api api;
    for (const std::string& address :
         {std::string("127.0.0.1:") + std::to_string(api.port()), std::string("nowhere:1"), std::string("127.0.0.1"),
          std::string("127.0.0.1:70000"), std::string("unix:/nonexistent/x/y")}) {
        ServerSettings options;
        options.listen = {address};
        options.read_threads = options.paper_threads = 0;
        Server server(options, Services{});
        auto opened = server.listen();
        REQUIRE_FALSE(opened);
        CHECK(opened.error().where == address);
    }
}

}  // namespace breachd::api
