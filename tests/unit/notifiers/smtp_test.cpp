#include "notifiers/smtp/smtp.hpp"

#include <atomic>
#include <future>

#include "mail_sample.hpp"
#include "notifiers/smtp/message.hpp"
#include "scripted_relay.hpp"
#include "testkit/catch.hpp"
#include "testkit/process.hpp"

namespace breachd {

namespace {

using Stage = SmtpReply::Stage;

Channel channel(const std::string& url, SmtpConfig own = {}) {
    Channel c;
    c.name = "email";
    c.type = "smtp";
    own.relay = url;
    own.from = "thongbao@vidu.test";
    c.own = std::make_shared<SmtpConfig>(std::move(own));
    c.timeout = std::chrono::seconds{10};
    return c;
}

Outcome judged(Stage stage, int code, std::string text) {
    SmtpReply reply;
    reply.stage = stage;
    reply.code = code;
    reply.text = std::move(text);
    reply.body_sent = true;
    reply.failure = Cause::connection_lost;
    return classify_smtp(reply);
}

// What comes of one message to a sink that behaves as told.
Outcome sent(std::vector<std::string> options) {
    testkit::SmtpSink sink(std::move(options));
    SmtpNotifier notifier(channel(sink.url()), false);
    return notifier.send(message());
}

}  // namespace

TEST_CASE("an accepted message arrives whole, several over one connection") {
    testkit::SmtpSink sink({"-n", "1"});  // the sink ends after one session
    SmtpNotifier notifier(channel(sink.url()), false);
    for (const char* to : {"an@hopthu.test", "binh@hopthu.test", "chi@hopthu.test"}) {
        auto outcome = notifier.send(message(to));
        CHECK(outcome.result == SendResult::accepted);
        CHECK(outcome.blame == Blame::none);
        CHECK(outcome.code.substr(0, 3) == "250");
    }
    CHECK(sink.recipients() == std::vector<std::string>{"an@hopthu.test", "binh@hopthu.test", "chi@hopthu.test"});
    auto mail = sink.messages().front();
    CHECK(mail.find("X-Mail-Args: <thongbao@vidu.test>") != std::string::npos);
    CHECK(mail.find("Message-ID: <INC-2026-0001-1-email-v1@vidu.test>") != std::string::npos);
    CHECK(mail.find("Auto-Submitted: auto-generated") != std::string::npos);
    CHECK(mail.find("\n.\n") == std::string::npos);
}

TEST_CASE("a server's no is judged by its own code, words and the command it answers") {
    auto nobody = sent({"-f", "RCPT", "-B", "550 5.1.1 <an@hopthu.test>: no such user 0912345678"});
    CHECK(nobody.result == SendResult::rejected);
    CHECK(nobody.blame == Blame::recipient);
    CHECK(nobody.code == "550 5.1.1");
    CHECK(nobody.cause == Cause::address_unknown);

    auto full = sent({"-r", "RCPT", "-b", "450 4.2.2 mailbox full"});
    CHECK(full.result == SendResult::retry);
    CHECK(full.blame == Blame::recipient);
    CHECK(full.cause == Cause::mailbox_full);

    auto policy = sent({"-f", ".", "-B", "554 5.7.1 rejected as spam"});
    CHECK(policy.result == SendResult::rejected);
    CHECK(policy.blame == Blame::destination);

    auto sender = sent({"-f", "MAIL", "-B", "550 who are you"});
    CHECK(sender.result == SendResult::retry);
    CHECK(sender.blame == Blame::channel);

    auto too_fast = sent({"-r", "RCPT", "-b", "452 4.5.3 too many"});
    CHECK(too_fast.result == SendResult::retry);
    CHECK(too_fast.blame == Blame::destination);
}

TEST_CASE("a relay in trouble costs nobody an attempt") {
    for (const auto& options : std::vector<std::vector<std::string>>{{"-Q", "RCPT"},
                                                                     {"-Q", "CONNECT"},
                                                                     {"-q", "CONNECT"},
                                                                     {"-q", "MAIL"},
                                                                     {"-q", "RCPT"},
                                                                     {"-q", "DATA"},
                                                                     {"-r", "RCPT"},
                                                                     {"-f", "CONNECT"}}) {
        INFO(options[0] + " " + options[1]);
        auto outcome = sent(options);
        CHECK(outcome.result == SendResult::retry);
        // A relay that goes away at a recipient may do so for this one only.
        bool at_the_recipient = options[0] != "-r" && (options[1] == "RCPT" || options[1] == "DATA");
        CHECK(outcome.blame == (at_the_recipient ? Blame::unclear : Blame::channel));
    }
    SmtpNotifier nobody_there(channel("smtp://127.0.0.1:" + std::to_string(testkit::free_port())), false);
    auto refused = nobody_there.send(message());
    CHECK(refused.result == SendResult::retry);
    CHECK(refused.blame == Blame::channel);
    CHECK(refused.cause == Cause::not_connected);
}

TEST_CASE("a line lost after the final dot leaves the outcome unknown, and the worker goes on") {
    testkit::SmtpSink sink({"-q", "."});
    SmtpNotifier notifier(channel(sink.url()), false);
    CHECK(notifier.send(message()).result == SendResult::unknown);
    CHECK(notifier.send(message()).result == SendResult::unknown);
}

TEST_CASE("an answer that does not come in time leaves the outcome unknown") {
    testkit::SmtpSink sink({"-W", ".:5"});
    auto impatient = channel(sink.url());
    impatient.timeout = std::chrono::seconds{1};
    CHECK(SmtpNotifier(impatient, false).send(message()).result == SendResult::unknown);
}

TEST_CASE("an answer that comes too late is not taken for that of the next message") {
    // On the first connection the answer to the dot is late; every recipient after that is refused.
    std::atomic<bool> late{false};
    ScriptedRelay relay([&](int connection, const std::string& command) -> std::string {
        if (command == "." && connection == 1) testkit::wait_until([&] { return late.load(); });
        if (command == "DATA") return "354 go on";
        if (command == "RCPT" && connection > 1) return "550 5.1.1 no such user";
        return command == "QUIT" ? "221 bye" : "250 2.0.0 Ok";
    });
    auto impatient = channel(relay.url());
    impatient.timeout = std::chrono::seconds{1};
    SmtpNotifier notifier(impatient, false);
    CHECK(notifier.send(message()).result == SendResult::unknown);
    late = true;
    CHECK(notifier.send(message()).code == "550 5.1.1");
    CHECK(relay.connections() == 2);
}

TEST_CASE("a refusal after the dot keeps the connection, the farewell is no answer") {
    ScriptedRelay relay([](int, const std::string& command) -> std::string {
        if (command == "DATA") return "354 go on";
        if (command == ".") return "550-5.7.1 policy\r\n550 5.7.1 says no";
        return command == "QUIT" ? "221 2.0.0 bye" : "250 2.0.0 Ok";
    });
    SmtpNotifier notifier(channel(relay.url()), false);
    for (int i = 0; i < 3; ++i) CHECK(notifier.send(message()).code == "550 5.7.1");
    CHECK(relay.connections() == 1);
    ScriptedRelay refusing([](int, const std::string& command) -> std::string {
        if (command == "RCPT") return "550 5.1.1 no such user";
        return command == "QUIT" ? "221 2.0.0 bye" : "250 2.0.0 Ok";
    });
    SmtpNotifier refused(channel(refusing.url()), false);
    for (int i = 0; i < 3; ++i) CHECK(refused.send(message()).code == "550 5.1.1");
}

TEST_CASE("a send that is given up ends without its answer") {
    std::atomic<bool> at_the_dot{false}, over{false};
    ScriptedRelay relay([&](int, const std::string& command) -> std::string {
        if (command == "DATA") return "354 go on";
        if (command == ".") {
            at_the_dot = true;
            testkit::wait_until([&] { return over.load(); });
        }
        return "250 2.0.0 Ok";
    });
    auto patient = channel(relay.url());
    patient.timeout = std::chrono::seconds{60};
    auto notifier = std::make_unique<SmtpNotifier>(patient, false);
    auto outcome = std::async(std::launch::async, [&] {
        auto got = notifier->send(message());
        notifier.reset();
        return got;
    });
    CHECK(testkit::wait_until([&] { return at_the_dot.load(); }));
    notifier->give_up();
    CHECK(outcome.get().result == SendResult::unknown);
    over = true;
}

TEST_CASE("where encryption is wanted and not offered nothing is sent, a password wants it") {
    testkit::SmtpSink sink;
    SmtpConfig required;
    required.tls = "required";
    CHECK(SmtpNotifier(channel(sink.url(), required), false).send(message()).blame == Blame::channel);
    SmtpConfig with_password;
    with_password.username = "breachd";
    with_password.password = "mật khẩu";
    auto outcome = SmtpNotifier(channel(sink.url(), with_password), false).send(message());
    CHECK(outcome.result == SendResult::retry);
    CHECK(outcome.blame == Blame::channel);
    CHECK(sink.messages().empty());
}

TEST_CASE("an address that could carry another SMTP command never reaches the wire") {
    testkit::SmtpSink sink;
    SmtpNotifier notifier(channel(sink.url()), false);
    for (std::string to :
         {"", "an", "@hopthu.test", "an@", "an@hopthu.test>\r\nRSET\r\nMAIL FROM:<x@y.test", "an@hopthu.test\n",
          "<an@hopthu.test>", "a n@hopthu.test", "an@hopthu.test\x7f", "an@hopthu.test", "nguyễn@hopthu.test"}) {
        bool good = to == "an@hopthu.test";
        CHECK(notifier.check(message(to)).has_value() == good);
        auto outcome = notifier.send(message(to));
        CHECK((outcome.result == SendResult::accepted) == good);
        if (!good) CHECK(outcome.blame == Blame::recipient);
    }
    CHECK_FALSE(notifier.check(message(std::string("an\0@hopthu.test", 15))));
    CHECK(sink.recipients() == std::vector<std::string>{"an@hopthu.test"});
}

TEST_CASE("an internationalised domain is sent as its A-label, in the envelope and in the head") {
    CHECK(*envelope_address("an@hộpthư.test") == "an@xn--hpth-tib0095b.test");
    CHECK_FALSE(envelope_address("an@-.test"));
    testkit::SmtpSink sink;
    SmtpNotifier notifier(channel(sink.url()), false);
    CHECK(notifier.send(message("an@hộpthư.test")).result == SendResult::accepted);
    auto mail = sink.messages().at(0);
    CHECK(sink.recipients().at(0).starts_with("an@xn--"));
    CHECK(mail.find("To: <an@xn--") != std::string::npos);
}

TEST_CASE("a host that the relay cannot reach is that destination's trouble, not the relay's") {
    for (auto stage : {Stage::rcpt, Stage::data})
        for (const char* text : {"4.4.0 network", "4.4.1 [10.0.0.1]: connection timed out", "4.4.3 name server",
                                 "4.4.4 no route", "4.4.7 too long in the queue"})
            for (int code : {450, 451, 452}) {
                INFO(code << " " << text);
                CHECK(judged(stage, code, text).result == SendResult::retry);
                CHECK(judged(stage, code, text).blame == Blame::destination);
            }
    // The relay's own trouble, by whatever it is told: its connection, its system.
    for (auto stage : {Stage::opening, Stage::mail})
        CHECK(judged(stage, 451, "4.4.1 no route").blame == Blame::channel);
    for (auto stage : {Stage::opening, Stage::mail, Stage::rcpt, Stage::data}) {
        bool at_the_recipient = stage == Stage::rcpt || stage == Stage::data;
        CHECK(judged(stage, 421, "4.4.2 timeout exceeded").blame ==
              (at_the_recipient ? Blame::unclear : Blame::channel));
        for (const char* text :
             {"4.3.0 queue file write error", "4.3.1 mail system full", "4.3.2 not accepting", "4.3.5 configuration"})
            CHECK(judged(stage, 451, text).blame == Blame::channel);
    }
    CHECK(judged(Stage::rcpt, 452, "4.3.1 mail system full").blame == Blame::channel);
    ScriptedRelay relay([](int, const std::string& command) -> std::string {
        if (command == "RCPT") return "451 4.4.1 host unreachable";
        return command == "QUIT" ? "221 2.0.0 bye" : "250 2.0.0 Ok";
    });
    CHECK(SmtpNotifier(channel(relay.url()), false).send(message()).blame == Blame::destination);
}

TEST_CASE("replies that smtp-sink does not give: who is to blame") {
    struct Case {
        Stage stage;
        int code;
        const char* text;
        SendResult result;
        Blame blame;
    };
    for (const auto& [stage, code, text, result, blame] : {
             Case{Stage::opening, 554, "no service here", SendResult::retry, Blame::channel},
             Case{Stage::opening, 535, "5.7.8 authentication failed", SendResult::retry, Blame::channel},
             Case{Stage::mail, 530, "5.7.0 authentication required", SendResult::retry, Blame::channel},
             Case{Stage::mail, 451, "4.7.1 slow down", SendResult::retry, Blame::channel},
             Case{Stage::mail, 552, "5.3.4 message size exceeds limit", SendResult::rejected, Blame::content},
             Case{Stage::rcpt, 550, "5.1.8 sender rejected", SendResult::retry, Blame::channel},
             Case{Stage::rcpt, 450, "4.7.1 greylisted", SendResult::retry, Blame::recipient},
             Case{Stage::rcpt, 450, "greylisted", SendResult::retry, Blame::recipient},
             Case{Stage::rcpt, 452, "4.2.2 over quota", SendResult::retry, Blame::recipient},
             Case{Stage::mail, 452, "4.3.1 insufficient system storage", SendResult::retry, Blame::channel},
             Case{Stage::mail, 452, "insufficient system storage", SendResult::retry, Blame::channel},
             Case{Stage::mail, 451, "4.4.3 cannot look up the sender's domain", SendResult::retry, Blame::channel},
             Case{Stage::rcpt, 550, "5.1.10 null MX", SendResult::rejected, Blame::recipient},
             Case{Stage::rcpt, 550, "no such user", SendResult::rejected, Blame::recipient},
             Case{Stage::rcpt, 552, "5.2.2 mailbox full", SendResult::rejected, Blame::recipient},
             Case{Stage::rcpt, 504, "5.5.2 need fully-qualified address", SendResult::rejected, Blame::recipient},
             Case{Stage::rcpt, 550, "5.7.26 unauthenticated", SendResult::rejected, Blame::destination},
             Case{Stage::rcpt, 450, "4.7.28 rate", SendResult::retry, Blame::recipient},
             Case{Stage::data, 421, "4.7.28 rate", SendResult::retry, Blame::destination},
             Case{Stage::data, 554, "5.6.0 broken message", SendResult::rejected, Blame::content},
             Case{Stage::data, 554, "transaction failed", SendResult::rejected, Blame::destination},
             Case{Stage::data, 550, "5.1.1 late refusal", SendResult::rejected, Blame::recipient},
             Case{Stage::data, 552, "5.3.4 too big", SendResult::rejected, Blame::content},
             Case{Stage::data, 451, "4.3.0 queue file write error", SendResult::retry, Blame::channel},
         }) {
        INFO(code << " " << text);
        auto outcome = judged(stage, code, text);
        bool rate = std::string(text) == "4.7.28 rate" && code == 450;
        CHECK(outcome.result == result);
        CHECK(outcome.blame == (rate ? Blame::destination : blame));
    }
    SmtpReply cut;  // the line broke while the message was going out: it cannot have been taken
    cut.stage = Stage::data;
    cut.code = 354;
    CHECK(classify_smtp(cut).result == SendResult::retry);
    cut.body_sent = true;
    CHECK(classify_smtp(cut).result == SendResult::unknown);
    SmtpReply queued;
    queued.finished = true;
    queued.code = 250;
    queued.text = "2.0.0 Ok: queued as 4Wxyz12345z1a";
    CHECK(classify_smtp(queued).code == "250 2.0.0");
}

TEST_CASE("of a server's words its code is kept, and our word for the cause") {
    struct Case {
        Stage stage;
        int code;
        const char* text;
        Cause cause;
        const char* kept;
    };
    for (const auto& [stage, code, text, cause, kept] : {
             Case{Stage::rcpt, 550, "5.1.1 <an@hopthu.test> unknown", Cause::address_unknown, "550 5.1.1"},
             Case{Stage::rcpt, 550, "an@hopthu.test unknown", Cause::address_unknown, "550"},
             Case{Stage::rcpt, 550, "5.0912345678 unknown", Cause::address_unknown, "550"},
             Case{Stage::rcpt, 553, "5.1.3 syntax", Cause::address_malformed, "553 5.1.3"},
             Case{Stage::rcpt, 552, "5.2.2 full", Cause::mailbox_full, "552 5.2.2"},
             Case{Stage::rcpt, 550, "5.2.1 disabled", Cause::mailbox_off, "550 5.2.1"},
             Case{Stage::rcpt, 550, "5.7.1 policy", Cause::blocked, "550 5.7.1"},
             Case{Stage::data, 554, "5.6.0 odd", Cause::content_refused, "554 5.6.0"},
             Case{Stage::data, 552, "5.3.4 big", Cause::too_large, "552 5.3.4"},
             Case{Stage::data, 554, "no", Cause::refused, "554"},
             Case{Stage::rcpt, 450, "4.7.1 greylisted", Cause::temporary, "450 4.7.1"},
             Case{Stage::rcpt, 452, "4.5.3 too many", Cause::too_fast, "452 4.5.3"},
             Case{Stage::rcpt, 450, "4.7.28 rate", Cause::too_fast, "450 4.7.28"},
             Case{Stage::rcpt, 451, "4.4.1 no answer", Cause::no_route, "451 4.4.1"},
             Case{Stage::opening, 535, "5.7.8 no", Cause::sign_in_refused, "535 5.7.8"},
             Case{Stage::mail, 550, "who are you", Cause::sender_refused, "550"},
             Case{Stage::rcpt, 421, "4.3.2 closing", Cause::service_down, "421 4.3.2"},
             Case{Stage::mail, 421, "4.7.0 try again later", Cause::service_down, "421 4.7.0"},
             Case{Stage::rcpt, 250, "ok", Cause::connection_lost, "250"},
         }) {
        INFO(code << " " << text);
        CHECK(judged(stage, code, text).cause == cause);
        CHECK(judged(stage, code, text).code == kept);
    }
}

TEST_CASE("a reply that comes before it is due is not taken for the answer to the message") {
    for (const char* early : {"354 go on\r\n250 2.0.0 Ok", "354 go on\r\n250 2.0.0 Ok\r\n250 2.0.0 Ok"}) {
        ScriptedRelay relay([&](int, const std::string& command) -> std::string {
            if (command == "DATA") return early;
            if (command == ".") return "550 5.1.1 no such user";
            return command == "QUIT" ? "221 bye" : "250 2.0.0 Ok";
        });
        SmtpNotifier notifier(channel(relay.url()), false);
        for (int i = 0; i < 8; ++i) {
            auto outcome = notifier.send(message());
            CHECK(outcome.result == SendResult::retry);
            CHECK(outcome.cause == Cause::answer_early);
        }
    }
    // All answers at once, to the recipient.
    ScriptedRelay relay([](int, const std::string& command) -> std::string {
        if (command == "RCPT") return "250 Ok\r\n354 go on\r\n250 2.0.0 Ok";
        if (command == ".") return "550 5.1.1 no such user";
        return command == "QUIT" ? "221 bye" : "250 2.0.0 Ok";
    });
    CHECK(SmtpNotifier(channel(relay.url()), false).send(message()).result == SendResult::retry);
}

TEST_CASE("a connection that carries many messages, some refused, is not taken for one that says too much") {
    int n = 0;
    ScriptedRelay relay([&](int, const std::string& command) -> std::string {
        if (command == "EHLO") return "250-relay\r\n250-8BITMIME\r\n250 SIZE 1000000";
        if (command == "DATA") return "354-go\r\n354 on";
        if (command == ".") return ++n % 3 == 0 ? "550-5.7.1 no\r\n550 5.7.1 no" : "250 2.0.0 Ok";
        return command == "QUIT" ? "221 bye" : "250 2.0.0 Ok";
    });
    SmtpNotifier notifier(channel(relay.url()), false);
    for (int i = 1; i <= 30; ++i)
        CHECK(notifier.send(message()).result == (i % 3 == 0 ? SendResult::rejected : SendResult::accepted));
    CHECK(relay.connections() == 1);
}

}  // namespace breachd
