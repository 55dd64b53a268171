// The pipelined SMTP client against relays that are played line by line over real sockets: which reply belongs to which
// mail, and what is known of a mail whose line has ended.
#include "relay_scene.hpp"

namespace breachd::delivery {

TEST_CASE("MAIL, RCPT and DATA go together, and the next envelope right after the final dot") {
    std::atomic<bool> together{false}, behind{false};
    Scene scene([&](RelaySession& relay, int) {
        relay.greet();
        expect(relay.line().starts_with("MAIL FROM:<thongbao@vidu.test>"));
        relay.line();
        expect(relay.line() == "DATA");
        together = true;  // no answer was given meanwhile
        relay.say("250 Ok\r\n250 Ok\r\n354 go on\r\n");
        relay.message();
        auto next = relay.line();
        behind = next.starts_with("MAIL FROM:") && relay.line() ==
                                                       "RCPT TO:<nguoi2@hopthu.test> "
                                                       "NOTIFY=FAILURE,DELAY "
                                                       "ORCPT=rfc822;nguoi2@hopthu.test";
        relay.line();
        relay.say("250 2.0.0 first\r\n250 Ok\r\n250 Ok\r\n354 go on\r\n");
        relay.message();
        relay.say("250 2.0.0 second\r\n");
        take_all(relay);
    });
    scene.send(2);
    CHECK(scene.outcome(1).result == SendResult::accepted);
    CHECK(scene.outcome(1).code == "250 2.0.0");
    CHECK(scene.outcome(2).result == SendResult::accepted);
    CHECK(together);
    CHECK(behind);
}

TEST_CASE("a rejected recipient among pipelined ones is that mail's alone") {
    std::atomic<int> resets{0};
    bool goes_on = GENERATE(false, true);  // RFC 2920, 3.1: a server may say 354 without a recipient
    std::atomic<bool> empty{false};
    Scene scene([&](RelaySession& relay, int) {
        relay.greet();
        for (int n = 1; n <= 3; ++n) {
            auto first = relay.line();
            if (first == "RSET" && ++resets) {
                relay.say("250 reset\r\n");
                relay.line();
            }
            bool bad = relay.line().find("nguoi2@") != std::string::npos;
            relay.line();
            if (!bad) {
                relay.say("250 Ok\r\n250 Ok\r\n354 go on\r\n");
                relay.message();
                relay.say("250 2.0.0 Ok\r\n");
            } else if (goes_on) {
                relay.say("250 Ok\r\n550 5.1.1 no such user\r\n354 go on\r\n");
                empty = relay.until(".\r\n").empty();
                relay.say("554 5.5.1 no valid recipients\r\n");
            } else {
                relay.say("250 Ok\r\n550 5.1.1 no such user\r\n554 5.5.1 no valid recipients\r\n");
            }
        }
        relay.until_gone();
    });
    scene.send(3);
    CHECK(scene.outcome(2).result == SendResult::rejected);
    CHECK(scene.outcome(2).blame == Blame::recipient);
    CHECK(scene.outcome(2).code == "550 5.1.1");
    CHECK(scene.outcome(1).result == SendResult::accepted);
    CHECK(scene.outcome(3).result == SendResult::accepted);
    CHECK(scene.connections() == 1);
    CHECK(resets == (goes_on ? 0 : 1));
    CHECK(empty == goes_on);
}

TEST_CASE("a no to DATA or to the dot is that mail's, and the next goes over the same connection") {
    Scene scene([](RelaySession& relay, int) {
        relay.greet();
        for (int i = 0; i < 3; ++i) relay.line();
        relay.say("250 Ok\r\n250 Ok\r\n451 4.7.1 greylisted\r\n");
        expect(relay.line() == "RSET");
        relay.say("250 reset\r\n");
        relay.envelope();
        relay.message();
        relay.say("554-5.7.1 policy\r\n554 5.7.1 says no\r\n");
        take_all(relay);
    });
    scene.send(3);
    CHECK(scene.outcome(1).result == SendResult::retry);
    CHECK(scene.outcome(1).blame == Blame::recipient);
    CHECK(scene.outcome(2).result == SendResult::rejected);
    CHECK(scene.outcome(2).code == "554 5.7.1");
    CHECK(scene.outcome(3).result == SendResult::accepted);
    CHECK(scene.connections() == 1);
}

TEST_CASE("a relay that ends a session after some mails costs nobody an attempt") {
    Scene scene([](RelaySession& relay, int connection) {
        relay.greet();
        if (connection > 1) return take_all(relay);
        relay.envelope();
        relay.message();
        relay.say("250 2.0.0 Ok\r\n421 4.7.0 too many messages in this session\r\n");
    });
    scene.send(3);
    for (int id : {1, 2, 3}) CHECK(scene.outcome(id).result == SendResult::accepted);
    CHECK(scene.collector().not_begun() == 0);
}

TEST_CASE("a relay that opens its lines and ends each at once is not dialled for ever, and no mail is blamed") {
    Scene scene([](RelaySession& relay, int) {
        relay.say("220 relay\r\n");
        relay.line();
        relay.say("250 relay\r\n421 4.3.2 not now\r\n");
        relay.until_gone();
    });
    scene.send(1);
    CHECK(scene.outcome(1).result == SendResult::retry);
    CHECK(scene.outcome(1).blame == Blame::channel);
    CHECK(scene.connections() <= 2);
}

TEST_CASE("a 421 at a recipient may be for this one only, at the first MAIL it is the relay's") {
    bool at_rcpt = GENERATE(true, false);
    Scene scene([&](RelaySession& relay, int) {
        relay.greet();
        for (int i = 0; i < 3; ++i) relay.line();
        relay.say(at_rcpt ? "250 Ok\r\n421 4.3.2 shutting down\r\n" : "421 4.3.2 shutting down\r\n");
    });
    scene.send(1);
    CHECK(scene.outcome(1).result == SendResult::retry);
    CHECK(scene.outcome(1).blame == (at_rcpt ? Blame::unclear : Blame::channel));
    CHECK(scene.outcome(1).cause == Cause::service_down);
}

TEST_CASE("a line lost after the dot leaves that mail unknown, the envelope behind it goes over another connection") {
    Scene scene([](RelaySession& relay, int connection) {
        relay.greet();
        if (connection > 1) return take_all(relay);
        relay.envelope();
        relay.message();
        for (int i = 0; i < 3; ++i) relay.line();  // the second mail's envelope
    });
    scene.send(2);
    CHECK(scene.outcome(1).result == SendResult::unknown);
    CHECK(scene.outcome(2).result == SendResult::accepted);
    CHECK(scene.connections() == 2);
    CHECK(scene.collector().count() == 2);
}

TEST_CASE("a mail that did not go out whole was not sent") {
    testkit::TcpServer server([](int fd) {
        RelaySession relay(fd);
        relay.greet("250-relay\r\n250 PIPELINING\r\n");
        relay.envelope();
        ::linger at_once{1, 0};
        ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    });
    Collector collector;
    Delivery delivery(settings_of({smtp_channel("email", "smtp://" + server.address(), 1)}), collector.hooks());
    auto large = notice_to("email", 1);
    large.message.text = Pii<std::string>(std::string(20'000'000, 'x'));
    CHECK(delivery.submit(std::move(large)));
    CHECK(collector.wait_for("1").result == SendResult::retry);
    CHECK(collector.wait_for("1").blame == Blame::unclear);
}

TEST_CASE("a yes to a message that is not there yet is not believed") {
    Scene scene([](RelaySession& relay, int) {
        relay.greet();
        for (int i = 0; i < 3; ++i) relay.line();
        relay.say("250 Ok\r\n250 Ok\r\n354 go on\r\n250 2.0.0 taken\r\n");
        relay.until_gone();
    });
    scene.send(1);
    CHECK(scene.outcome(1).result == SendResult::retry);
    CHECK(scene.outcome(1).cause == Cause::answer_early);
}

TEST_CASE("an answer that nobody asked for ends the connection, and no mail is taken for accepted by it") {
    Scene scene([](RelaySession& relay, int connection) {
        relay.greet();
        if (connection > 1) return take_all(relay);
        relay.envelope();
        relay.message();
        relay.say("250 2.0.0 Ok\r\n250 2.0.0 and another\r\n250 Ok\r\n250 Ok\r\n250 Ok\r\n250 Ok\r\n");
        relay.until_gone();
    });
    scene.send(1);
    CHECK(scene.outcome(1).result == SendResult::accepted);
    scene.send(1);
    CHECK(scene.outcome(2).result == SendResult::accepted);
    CHECK(scene.connections() == 2);
}

TEST_CASE("without PIPELINING each command waits for its answer") {
    std::atomic<bool> patient{true};
    Scene scene([&](RelaySession& relay, int) {
        relay.greet("250 relay\r\n");
        for (int n = 1; n <= 2; ++n) {
            for (const char* answer : {"250 Ok\r\n", "250 Ok\r\n", "354 go on\r\n"}) {
                expect(relay.line().find(" SIZE=") == std::string::npos);
                std::this_thread::sleep_for(milliseconds{20});
                patient = patient && relay.ahead().empty();
                relay.say(answer);
            }
            relay.message();
            patient = patient && relay.ahead().empty();
            relay.say("250 2.0.0 Ok\r\n");
        }
        expect(relay.line().starts_with("MAIL"));
        relay.say("250 Ok\r\n");
        relay.line();
        relay.say("550 5.1.1 no such user\r\n");
        expect(relay.line() == "RSET");
        relay.say("250 Ok\r\n");
        for (const char* answer : {"250 Ok\r\n", "250 Ok\r\n", "354 go on\r\n"}) {
            relay.line();
            relay.say(answer);
        }
        relay.message();
        relay.say("250 2.0.0 Ok\r\n");
        relay.until_gone();
    });
    scene.send(4);
    for (int id : {1, 2, 4}) CHECK(scene.outcome(id).result == SendResult::accepted);
    CHECK(scene.outcome(3).result == SendResult::rejected);
    CHECK(patient);
}

TEST_CASE("a server may answer in pieces of one byte") {
    Scene scene([](RelaySession& relay, int) {
        auto slowly = [&](std::string_view text) {
            for (char c : text) {
                relay.say(std::string_view(&c, 1));
                std::this_thread::sleep_for(milliseconds{1});
            }
        };
        slowly("220-relay\r\n220 welcome\r\n");
        relay.line();
        slowly("250-relay\r\n250 PIPELINING\r\n");
        for (int n = 1; n <= 2; ++n) {
            for (int i = 0; i < 3; ++i) relay.line();
            slowly("250 Ok\r\n250 Ok\r\n354 go on\r\n");
            relay.message();
            slowly("250 2.0.0 Ok\r\n");
        }
        relay.until_gone();
    });
    scene.send(2);
    for (int id : {1, 2}) CHECK(scene.outcome(id).code == "250 2.0.0");
}

TEST_CASE("huge reply lines cost no memory, an endless one ends the connection, and the mail is unknown") {
    bool endless = GENERATE(false, true);
    Scene scene([&](RelaySession& relay, int connection) {
        relay.greet();
        if (connection > 1) return take_all(relay);
        relay.envelope();
        relay.message();
        relay.say("250 2.0.0 " + std::string(60'000, 'x'));
        while (endless && relay.say(std::string(60'000, 'x'))) {
        }
        relay.say("\r\n");
        take_all(relay);
    });
    scene.send(1);
    CHECK(scene.outcome(1).result == (endless ? SendResult::unknown : SendResult::accepted));
    scene.send(1);
    CHECK(scene.outcome(2).result == SendResult::accepted);
}

TEST_CASE("an address that could be a command never reaches the wire, and SMTPUTF8 is asked for only when needed") {
    std::atomic<int> plain{0}, utf8{0}, others{0};
    bool offered = GENERATE(true, false);
    Scene scene([&](RelaySession& relay, int) {
        relay.greet(offered ? RelaySession::kAll : "250-relay\r\n250-8BITMIME\r\n250 PIPELINING\r\n");
        for (;;) {
            auto mail = relay.line();
            if (mail.empty() || mail == "QUIT") return;
            auto rcpt = relay.line();
            bool asked = mail.ends_with(" SMTPUTF8") || mail.find(" SMTPUTF8 ") != mail.npos;
            bool right = asked == (rcpt.find("nguyễn") != rcpt.npos) && mail.find(" BODY=8BITMIME") == mail.npos;
            ++(asked ? utf8 : right ? plain : others);
            relay.line();
            relay.say("250 Ok\r\n250 Ok\r\n354 go on\r\n");
            relay.message();
            relay.say("250 2.0.0 Ok\r\n");
        }
    });
    int id = 0, good = 0;
    for (std::string to : {"", "an", "@hopthu.test", "an@", "an@hopthu.test>\r\nRSET\r\nMAIL FROM:<x@y.test",
                           "an@hopthu.test\n", "<an@hopthu.test>", "a n@hopthu.test", "an@hopthu.test\x7f",
                           "an\xff@hopthu.test", "nguyễn@hopthu.test", "an@hopthu.test", "an@hộpthư.test"}) {
        auto send = notice_to("email", ++id);
        send.message.to = Pii(to);
        REQUIRE(scene.delivery().submit(std::move(send)));
        auto outcome = scene.outcome(id);
        bool fine = to == "an@hopthu.test" || to == "an@hộpthư.test" || (offered && to.starts_with("nguyễn"));
        INFO(id);
        CHECK((outcome.result == SendResult::accepted) == fine);
        if (!fine) CHECK(outcome.blame == Blame::recipient);
        good += fine;
    }
    CHECK(plain == 2);
    CHECK(utf8 == (offered ? 1 : 0));
    CHECK(others == 0);
    CHECK(good == (offered ? 3 : 2));
}

}  // namespace breachd::delivery
