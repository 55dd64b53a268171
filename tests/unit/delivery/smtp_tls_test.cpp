// How the pipelined SMTP client guards its line: what `tls` says, and nothing less.
#include <atomic>
#include <memory>

#include "base/digest.hpp"
#include "delivery_harness.hpp"
#include "relay_session.hpp"
#include "testkit/catch.hpp"

namespace breachd::delivery {

namespace {

using std::chrono::seconds;

struct Heard {
    std::atomic<int> mails{0}, signed_in{0}, handshakes{0}, connections{0};
};

constexpr std::string_view kOffers = "250-relay\r\n250-PIPELINING\r\n250-STARTTLS\r\n250 AUTH PLAIN LOGIN\r\n";
constexpr std::string_view kOffersLogin = "250-relay\r\n250-PIPELINING\r\n250-AUTH LOGIN\r\n250 8BITMIME\r\n";

Channel guarded(const std::string& address, const std::string& tls, const std::string& ca_file,
                const std::string& username = "") {
    auto own = std::make_shared<SmtpConfig>();
    own->relay = "smtp://" + address;
    own->from = "thongbao@vidu.test";
    own->tls = tls;
    own->ca_file = ca_file;
    own->username = username;
    own->password = username.empty() ? "" : "mật khẩu";
    return channel_of("email", "smtp", 1, own);
}

Outcome sent_by(const Channel& channel) {
    Collector collector;
    Delivery delivery(settings_of({channel}), collector.hooks());
    REQUIRE(delivery.submit(notice_to("email", 1)));
    auto out = collector.wait_for("1");
    delivery.stop(seconds{2});
    return out;
}

void take_mails(RelaySession& relay, Heard& heard) {
    while (!relay.envelope().empty() && !relay.message().empty()) {
        ++heard.mails;
        relay.say("250 2.0.0 Ok\r\n");
    }
}

// STARTTLS, then EHLO anew and, if the client wants, either form of AUTH.
void talk_tls(RelaySession& relay, const testkit::Certificates& certificates, Heard& heard, bool login) {
    ++heard.connections;
    if (!relay.greet(kOffers) || relay.line() != "STARTTLS" || !relay.say("220 go\r\n")) return;
    if (!relay.secure(certificates)) return;
    ++heard.handshakes;
    if (!relay.line().starts_with("EHLO ")) return;
    relay.say(login ? kOffersLogin : kOffers);
    if (login) {
        if (relay.line() != "AUTH LOGIN" || !relay.say("334 VXNlcm5hbWU6\r\n")) return;
        bool name = relay.line() == base64("breachd");
        relay.say("334 UGFzc3dvcmQ6\r\n");
        heard.signed_in += name && relay.line() == base64("mật khẩu");
        relay.say("235 2.7.0 welcome\r\n");
    }
    take_mails(relay, heard);
}

}  // namespace

TEST_CASE("STARTTLS with a proven name: greeted anew, and the mail goes inside") {
    testkit::Certificates certificates;
    Heard heard;
    bool login = GENERATE(false, true);
    testkit::TcpServer server([&](int fd) {
        RelaySession relay(fd);
        talk_tls(relay, certificates, heard, login);
    });
    auto outcome = sent_by(guarded(server.address(), "required", certificates.ca(), login ? "breachd" : ""));
    CHECK(outcome.result == SendResult::accepted);
    CHECK(heard.mails == 1);
    CHECK(heard.signed_in == (login ? 1 : 0));
}

TEST_CASE("a certificate that proves nothing ends the connection before a word of the mail") {
    testkit::Certificates certificates, others;
    Heard heard;
    testkit::TcpServer server([&](int fd) {
        RelaySession relay(fd);
        talk_tls(relay, certificates, heard, false);
    });
    auto outcome = sent_by(guarded(server.address(), "required", others.ca()));
    CHECK(outcome.result == SendResult::retry);
    CHECK(outcome.blame == Blame::channel);
    CHECK(outcome.cause == Cause::tls_failed);
    CHECK(heard.mails == 0);
    // auto: encrypted all the same, its name not proven.
    CHECK(sent_by(guarded(server.address(), "auto", "")).result == SendResult::accepted);
}

TEST_CASE("where STARTTLS is stripped, refused or broken, nothing is said in the clear") {
    struct Case {
        const char* tls;
        const char* offers;
        const char* answer;
        bool goes;
    };
    auto [tls, offers, answer, goes] = GENERATE(Case{"required", "250-relay\r\n250 PIPELINING\r\n", "", false},
                                                Case{"auto", "250-relay\r\n250 PIPELINING\r\n", "", true},
                                                Case{"none", "250-relay\r\n250 STARTTLS\r\n", "", true},
                                                Case{"required", "250-relay\r\n250 STARTTLS\r\n", "454 no\r\n", false},
                                                Case{"auto", "250-relay\r\n250 STARTTLS\r\n", "454 no\r\n", false},
                                                Case{"auto", "250-relay\r\n250 STARTTLS\r\n", "220 x\r\n", false});
    Heard heard;
    std::atomic<int> clear{0};
    testkit::TcpServer server([&, offers = offers, answer = answer](int fd) {
        RelaySession relay(fd);
        relay.greet(offers);
        for (std::string line; !(line = relay.line()).empty();) {
            if (line == "STARTTLS") relay.say(answer);
            clear += line.starts_with("MAIL") || line.starts_with("AUTH");
            if (line.starts_with("DATA")) {
                relay.say("354 go on\r\n");
                relay.message();
            }
            if (line != "STARTTLS") relay.say("250 2.0.0 Ok\r\n");
        }
    });
    auto outcome = sent_by(guarded(server.address(), tls, ""));
    INFO(tls << " " << offers << " " << answer);
    CHECK(clear == (goes ? 1 : 0));
    CHECK((outcome.result == SendResult::accepted) == goes);
    if (!goes) CHECK(outcome.blame == Blame::channel);
}

TEST_CASE("what comes in one packet with the answer to STARTTLS is thrown away (CVE-2011-0411)") {
    testkit::Certificates certificates;
    Heard heard;
    testkit::TcpServer server([&](int fd) {
        RelaySession relay(fd);
        ++heard.connections;
        relay.greet(kOffers);
        relay.line();
        relay.say("220 go\r\n250-relay\r\n250 PIPELINING\r\n250 Ok\r\n250 Ok\r\n354 go on\r\n250 2.0.0 taken\r\n");
        if (relay.secure(certificates)) take_mails(relay, heard);
    });
    auto outcome = sent_by(guarded(server.address(), "required", certificates.ca()));
    CHECK(outcome.result == SendResult::retry);
    CHECK(outcome.blame == Blame::channel);
    CHECK(outcome.cause == Cause::tls_failed);
    CHECK(heard.mails == 0);
}

TEST_CASE("a password is said over a proven line only, and a relay that refuses it is the channel's fault") {
    testkit::Certificates certificates;
    std::atomic<int> passwords{0};
    bool over_tls = GENERATE(false, true);
    testkit::TcpServer server([&](int fd) {
        RelaySession relay(fd);
        relay.greet(over_tls ? kOffers : "250-relay\r\n250-PIPELINING\r\n250 AUTH PLAIN LOGIN\r\n");
        auto line = relay.line();
        if (line == "STARTTLS" && relay.say("220 go\r\n") && relay.secure(certificates)) {
            relay.line();
            relay.say(kOffers);
            line = relay.line();
        }
        using namespace std::string_literals;
        passwords += line == "AUTH PLAIN " + base64("\0breachd\0mật khẩu"s);
        relay.say("535 5.7.8 no\r\n");
        relay.until_gone();
    });
    auto outcome = sent_by(guarded(server.address(), "auto", certificates.ca(), "breachd"));
    CHECK(outcome.result == SendResult::retry);
    CHECK(outcome.blame == Blame::channel);
    CHECK(outcome.cause == (over_tls ? Cause::sign_in_refused : Cause::tls_failed));
    CHECK(passwords == (over_tls ? 1 : 0));
}

TEST_CASE("smtps: TLS before the greeting") {
    testkit::Certificates certificates;
    Heard heard;
    testkit::TcpServer server([&](int fd) {
        RelaySession relay(fd);
        if (relay.secure(certificates) && relay.greet()) take_mails(relay, heard);
    });
    auto channel = guarded(server.address(), "auto", certificates.ca());
    auto own = std::make_shared<SmtpConfig>(own_config<SmtpConfig>(channel));
    own->relay = "smtps://" + server.address();
    channel.own = own;
    CHECK(sent_by(channel).result == SendResult::accepted);
    CHECK(heard.mails == 1);
}

}  // namespace breachd::delivery
