// What proves a sender, and that all of what its source names must hold.
#include <httplib.h>
#include <sys/socket.h>

#include "api_harness.hpp"
#include "http/head.hpp"

namespace breachd::api {

namespace {

const std::string kSecret = "secret-of-the-sender-0123456789";
const std::string kAlert = R"({"title":"Rò rỉ"})";

// A source `s` of format generic, changed by the test, beside those of the harness.
struct Sending {
    Api api;
    explicit Sending(std::function<void(Source&)> change, std::function<void(ServerSettings&, Services&)> options = {})
        : api(std::move(options)) {
        api.engine = [](const engine::Envelope&) { return engine::Accepted{}; };
        set(std::move(change));
    }
    void set(std::function<void(Source&)> change) {
        auto access = std::make_shared<Access>(*api.access.load());
        Source source;
        source.name = "s";
        source.format = "generic";
        change(source);
        std::erase_if(access->sources, [](const auto& each) { return each.name == "s"; });
        access->sources.push_back(std::move(source));
        api.access = access;
    }
    testkit::HttpReply post(testkit::HttpHeaders headers = {}, const std::string& query = "",
                            const std::string& body = kAlert) {
        return api.call("POST", "/api/v1/alerts/s" + query, body, std::move(headers), "");
    }
    int status(testkit::HttpHeaders headers = {}, const std::string& query = "", const std::string& body = kAlert) {
        return post(std::move(headers), query, body).status;
    }
    testkit::HttpHeaders signed_headers(const SignatureScheme& scheme, std::chrono::seconds offset = {},
                                        const std::string& body = kAlert) {
        auto time = std::to_string(to_ms(api.now + offset) / 1000);
        testkit::HttpHeaders out{{scheme.header, make_signature(scheme, kSecret, "m-1", time, body)}};
        if (!scheme.timestamp_header.empty()) out.emplace(scheme.timestamp_header, time);
        if (!scheme.id_header.empty()) out.emplace(scheme.id_header, "m-1");
        return out;
    }
    engine::IngestAlerts command() { return api.last_command<engine::IngestAlerts>(); }
    std::string refused(const std::string& reason) {
        auto text = api.call("GET", "/metrics", "", {}, "").body;
        auto at = text.find("breachd_alerts_refused_total{source=\"s\",reason=\"" + reason + "\"} ");
        return at == std::string::npos
                   ? ""
                   : text.substr(text.find("} ", at) + 2, text.find('\n', at) - text.find("} ", at) - 2);
    }
};

void sign(Source& source, std::string_view style) {
    source.signature = signature_style(style);
    source.signature_secrets = {"the-secret-before-this-one", kSecret};
}

}  // namespace

TEST_CASE("a source that names no proof takes nothing, whatever is sent") {
    Sending sending([](Source&) {});
    CHECK(sending.status() == 401);
    CHECK(sending.status({{"Authorization", "Bearer bnd_wazuh"}}) == 401);
    CHECK(sending.status({{"Authorization", "Bearer bnd_dpo"}}) == 401);
    CHECK(sending.api.count() == 0);
}

TEST_CASE("a token may stand in the header that the source names, once, and in the usual ones") {
    Sending sending([](Source& source) {
        source.token_sha256 = sha256("bnd_s");
        source.token_header = "x-graylog-key";
    });
    CHECK(sending.status({{"X-Graylog-Key", "bnd_s"}}) == 202);
    CHECK(sending.command().proof == SenderProof::token);
    CHECK(sending.command().replay_key.empty());
    CHECK(sending.api.last().actor == "source:s");
    CHECK(sending.status({{"Authorization", "Bearer bnd_s"}}) == 202);
    CHECK(sending.status({{"X-Graylog-Key", "bnd_s"}, {"Authorization", "Bearer bnd_s"}}) == 401);
    CHECK(sending.status({{"X-Other-Key", "bnd_s"}}) == 401);
    CHECK(sending.status({{"Authorization", "bnd_s"}}) == 401);
    sending.set([](Source& source) {
        source.token_sha256 = sha256("bnd_s");
        source.token_header = "authorization";  // MISP sends its key without a scheme
    });
    CHECK(sending.status({{"Authorization", "bnd_s"}}) == 202);
    CHECK(sending.status({{"Authorization", "Bearer bnd_s"}}) == 202);
}

TEST_CASE("while a token is being replaced the one before opens the source too") {
    Sending sending([](Source& source) {
        source.token_sha256 = sha256("bnd_new");
        source.previous_token_sha256 = sha256("bnd_old");
    });
    CHECK(sending.status({{"Authorization", "Bearer bnd_new"}}) == 202);
    CHECK(sending.status({{"Authorization", "Bearer bnd_old"}}) == 202);
    CHECK(sending.status({{"Authorization", "Bearer bnd_older"}}) == 401);
}

TEST_CASE("a token in the address counts only where the source allows it, and no answer repeats it") {
    Sending sending([](Source& source) {
        source.token_sha256 = sha256("bnd_s");
        source.token_in_url = true;
    });
    CHECK(sending.status({}, "?access_token=bnd_s") == 202);
    CHECK(sending.status({}, "?token=bnd_s") == 202);
    CHECK(sending.status({}, "?token=bnd_s&access_token=bnd_s") == 401);
    CHECK(sending.status({{"X-Api-Key", "bnd_s"}}, "?token=bnd_s") == 401);
    auto wrong = sending.post({}, "?token=bnd_nosuch");
    CHECK(wrong.status == 401);
    CHECK(wrong.body.find("bnd_nosuch") == std::string::npos);
    CHECK(sending.api.call("POST", "/api/v1/alerts/wazuh?token=bnd_wazuh", "{}", {}, "").status == 401);
}

TEST_CASE("a wrong token is refused before the body is read, a wrong signature after it") {
    Sending sending([](Source& source) {
        source.token_sha256 = sha256("bnd_s");
        sign(source, "github");
    });
    Wire wire(sending.api.port());
    wire.send(
        "POST /api/v1/alerts/s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer no\r\nX-Hub-Signature-256: "
        "sha256=00\r\nContent-Length: 20\r\n\r\n");
    CHECK(status_of_response(wire.read_response()) == 401);
    Wire unsigned_wire(sending.api.port());
    unsigned_wire.send(
        "POST /api/v1/alerts/s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer bnd_s\r\nContent-Length: 20\r\n\r\n");
    CHECK(status_of_response(unsigned_wire.read_response()) == 401);
    CHECK(sending.status({{"Authorization", "Bearer bnd_s"}, {"X-Hub-Signature-256", "sha256=00"}}) == 401);
    CHECK(sending.refused("proof") == "3");
}

TEST_CASE("all that a source names must hold, and what was wrong is the same 401") {
    Sending sending([](Source& source) {
        source.token_sha256 = sha256("bnd_s");
        sign(source, "github");
    });
    auto both = sending.signed_headers(*signature_style("github"));
    auto only_signed = both;
    both.emplace("Authorization", "Bearer bnd_s");
    CHECK(sending.status(both) == 202);
    CHECK(sending.command().proof == SenderProof::signature);
    auto no_token = sending.post(only_signed), no_signature = sending.post({{"Authorization", "Bearer bnd_s"}});
    auto other_body = sending.post(both, "", kAlert + " ");
    CHECK(no_token.status == 401);
    CHECK(no_token.body == no_signature.body);
    CHECK(no_token.body == other_body.body);
    CHECK(sending.api.count() == 1);
}

TEST_CASE("the bytes that were signed are the bytes that are kept, and the same message has the same replay key") {
    Sending sending([](Source& source) { sign(source, "standard_webhooks"); });
    auto scheme = *signature_style("standard_webhooks");
    CHECK(sending.status(sending.signed_headers(scheme)) == 202);
    auto first = sending.command();
    CHECK(first.replay_key.size() == 64);
    CHECK(first.proof == SenderProof::signature);
    REQUIRE(first.alerts.size() == 1);
    CHECK(first.alerts[0].raw == kAlert);
    CHECK(sending.status(sending.signed_headers(scheme)) == 202);
    CHECK(sending.command().replay_key == first.replay_key);
    CHECK(sending.status(sending.signed_headers(scheme, std::chrono::seconds(1))) == 202);
    CHECK(sending.command().replay_key != first.replay_key);
    CHECK(sending.status(sending.signed_headers(scheme, std::chrono::seconds(301))) == 401);
    CHECK(sending.status(sending.signed_headers(scheme, std::chrono::seconds(-301))) == 401);
    sending.set([](Source& source) { sign(source, "github"); });
    CHECK(sending.status(sending.signed_headers(*signature_style("github"))) == 202);
    CHECK(sending.command().replay_key.empty());  // no moment is signed: a repeat years later would be the same
}

TEST_CASE("the address must be one that the source allows") {
    Sending sending([](Source& source) {
        source.token_sha256 = sha256("bnd_s");
        source.allow = {*parse_network("10.0.0.0/8")};
    });
    const testkit::HttpHeaders token{{"Authorization", "Bearer bnd_s"}};
    auto refused = sending.post(token);
    CHECK(refused.status == 403);
    CHECK(refused.body.find("this address may not send") != std::string::npos);
    CHECK(sending.refused("address") == "1");
    sending.set([](Source& source) {
        source.token_sha256 = sha256("bnd_s");
        source.allow = {*parse_network("10.0.0.0/8"), *parse_network("127.0.0.1")};
    });
    CHECK(sending.status(token) == 202);
    CHECK(sending.status({{"Authorization", "Bearer bnd_nosuch"}}) == 401);
}

TEST_CASE("who proves nothing learns no source's name: none, a wrong proof and a wrong address are the same answer") {
    Sending sending([](Source& source) {
        source.token_sha256 = sha256("bnd_s");
        source.allow = {*parse_network("10.0.0.0/8")};
    });
    for (auto [method, status] : {std::pair{"POST", 401}, std::pair{"OPTIONS", 405}}) {
        for (const testkit::HttpHeaders& headers :
             {testkit::HttpHeaders{}, testkit::HttpHeaders{{"Authorization", "Bearer bnd_nobody"}}}) {
            std::string body = status == 401 ? kAlert : "";
            auto nowhere = sending.api.call(method, "/api/v1/alerts/nosuch", body, headers, "");
            auto elsewhere = sending.api.call(method, "/api/v1/alerts/s", body, headers, "");
            auto unproven = sending.api.call(method, "/api/v1/alerts/other", body, headers, "");
            CHECK(nowhere.status == status);
            CHECK(elsewhere.status == status);
            CHECK(unproven.status == status);
            CHECK(nowhere.body == elsewhere.body);
            CHECK(nowhere.body == unproven.body);
        }
    }
    CHECK(sending.refused("address") == "2");
    sending.set([](Source& source) {
        sign(source, "github");
        source.allow = {*parse_network("10.0.0.0/8")};
    });
    // its body is not read from there
    CHECK(sending.status(sending.signed_headers(*signature_style("github"))) == 401);
    CHECK(sending.refused("address") == "3");
}

TEST_CASE("a unix socket may send where no addresses are named, or it is named among them") {
    testkit::ScratchDirectory scratch;
    const std::string path = scratch / "api.sock";
    auto change = [](std::vector<Network> allow, bool allow_unix) {
        return [=](Source& source) {
            source.token_sha256 = sha256("bnd_s");
            source.allow = allow;
            source.allow_unix = allow_unix;
        };
    };
    const std::vector<Network> ten{*parse_network("10.0.0.0/8")};
    Sending sending(change({}, false),
                    [&](ServerSettings& options, Services&) { options.listen.push_back("unix:" + path); });
    auto over_socket = [&] {
        httplib::Client client(path, true);
        client.set_address_family(AF_UNIX);
        auto reply = client.Post("/api/v1/alerts/s", {{"Authorization", "Bearer bnd_s"}}, kAlert, "application/json");
        return reply ? reply->status : 0;
    };
    CHECK(over_socket() == 202);
    sending.set(change(ten, false));
    CHECK(over_socket() == 403);
    sending.set(change(ten, true));
    CHECK(over_socket() == 202);
    sending.set(change({}, true));
    CHECK(over_socket() == 202);
    CHECK(sending.status({{"Authorization", "Bearer bnd_s"}}) == 403);
}

TEST_CASE("X-Forwarded-For is believed from a trusted proxy and from nobody else") {
    auto change = [](Source& source) {
        source.token_sha256 = sha256("bnd_s");
        source.allow = {*parse_network("10.0.0.0/8")};
    };
    const testkit::HttpHeaders from_ten{{"Authorization", "Bearer bnd_s"}, {"X-Forwarded-For", "10.0.0.7"}};
    CHECK(Sending(change).status(from_ten) == 403);
    Sending behind(change,
                   [](ServerSettings& options, Services&) { options.trusted_proxies = {*parse_network("127.0.0.1")}; });
    CHECK(behind.status(from_ten) == 202);
    CHECK(behind.status({{"Authorization", "Bearer bnd_s"}, {"X-Forwarded-For", "10.0.0.7, 192.0.2.1"}}) == 403);
    CHECK(behind.status({{"Authorization", "Bearer bnd_s"}}) == 403);
}

TEST_CASE("the client behind proxies is the rightmost address that is no trusted proxy's") {
    ServerSettings options;
    options.trusted_proxies = {*parse_network("192.0.2.0/24")};
    auto seen = [&](const std::string& peer, std::vector<std::string> values) {
        http::Request request;
        request.peer = peer;
        for (auto& value : values) request.headers.push_back({"x-forwarded-for", value});
        return http::client_address(request, options);
    };
    CHECK(seen("192.0.2.9", {"10.0.0.1"}) == "10.0.0.1");
    CHECK(seen("192.0.2.9", {"6.6.6.6, 10.0.0.1 , 192.0.2.8"}) == "10.0.0.1");
    CHECK(seen("192.0.2.9", {"6.6.6.6", "10.0.0.1"}) == "10.0.0.1");
    CHECK(seen("192.0.2.9", {"2001:db8::7"}) == "2001:db8::7");
    CHECK(seen("192.0.2.9", {"192.0.2.8"}) == "192.0.2.8");
    CHECK(seen("192.0.2.9", {}) == "192.0.2.9");
    for (const char* nonsense : {"10.0.0.1, ", ",", "here", "10.0.0.0/8", "unix", "10.0.0.1:80"})
        CHECK(seen("192.0.2.9", {nonsense}) == "unknown");
    CHECK(seen("203.0.113.5", {"10.0.0.1"}) == "203.0.113.5");
    CHECK(seen("unix", {"10.0.0.1"}) == "unix");
    options.trust_unix_socket = true;
    CHECK(seen("unix", {"10.0.0.1"}) == "10.0.0.1");
}

}  // namespace breachd::api
