// The words of a mail on the wire, and of a server's replies: pure.
#include "notifiers/smtp/envelope.hpp"

#include "mail_sample.hpp"
#include "notifiers/smtp/reply_reader.hpp"
#include "notifiers/smtp/smtp.hpp"
#include "testkit/catch.hpp"

namespace breachd {

namespace {

Channel channel_with(SmtpConfig own) {
    Channel channel;
    channel.type = "smtp";
    own.from = "thongbao@vidu.test";
    channel.own = std::make_shared<SmtpConfig>(std::move(own));
    return channel;
}

MailRelay relay_of(const std::string& url) {
    SmtpConfig own;
    own.relay = url;
    return *mail_relay(channel_with(own), false);
}

Mail mail_to(std::string to) {
    return std::get<Mail>(write_mail(relay_of("smtp://127.0.0.1"), message(std::move(to))));
}

}  // namespace

TEST_CASE("a line that begins with a dot has it doubled, and the end is a dot alone") {
    CHECK(wire_form("a\r\n") == "a\r\n.\r\n");
    CHECK(wire_form(".\r\n") == "..\r\n.\r\n");
    CHECK(wire_form("a\r\n.b\r\n..\r\nc") == "a\r\n..b\r\n...\r\nc\r\n.\r\n");
    auto mail = mail_to("an@hopthu.test");
    CHECK(mail.wire.find("\r\n.\r\n") == mail.wire.size() - 5);
    CHECK(mail.size <= mail.wire.size());
}

TEST_CASE("parameters are asked for only of a server that offers them") {
    auto mail = mail_to("an+thu=1@hopthu.test");
    CHECK(mail_command(mail, {}) == "MAIL FROM:<thongbao@vidu.test>\r\n");
    CHECK(rcpt_command(mail, {}) == "RCPT TO:<an+thu=1@hopthu.test>\r\n");
    auto all = read_extensions({"relay", "PIPELINING", "size 5000", "8BITMIME", "DSN", "smtputf8", "AUTH=LOGIN",
                                "AUTH PLAIN XOAUTH2", "STARTTLS"});
    CHECK(all.pipelining);
    CHECK(all.starttls);
    CHECK(all.auth_plain);
    CHECK(all.auth_login);
    CHECK(all.size_max == 5000);
    CHECK(mail_command(mail, all) == "MAIL FROM:<thongbao@vidu.test> SIZE=" + std::to_string(mail.size) +
                                         " RET=HDRS ENVID=INC-2026-0001-1-email-v1\r\n");
    CHECK(rcpt_command(mail, all) ==
          "RCPT TO:<an+thu=1@hopthu.test> NOTIFY=FAILURE,DELAY ORCPT=rfc822;an+2Bthu+3D1@hopthu.test\r\n");
    CHECK_FALSE(read_extensions({"PIPELINING"}).pipelining);  // that is its name
}

TEST_CASE("a mail comes back to its own return path, what people see stays the sender") {
    auto relay = relay_of("smtp://127.0.0.1");
    relay.bounce_address = "tra-ve@vidu.test";
    auto letter = message();
    letter.return_token = "k2q9f7";
    auto mail = std::get<Mail>(write_mail(relay, letter));
    CHECK(mail_command(mail, {}) == "MAIL FROM:<tra-ve+k2q9f7@vidu.test>\r\n");
    CHECK(mail.wire.find("From: <thongbao@vidu.test>") != std::string::npos);
}

TEST_CASE("what a server cannot take is said before it is asked") {
    auto mail = mail_to("an@hopthu.test");
    Extensions small;
    small.size_max = 100;
    CHECK(cannot_take(mail, small)->cause == Cause::too_large);
    CHECK(cannot_take(mail, small)->blame == Blame::content);
    CHECK_FALSE(cannot_take(mail, {}));
    auto utf8 = mail_to("nguyễn@hộpthư.test");
    CHECK(utf8.to == "nguyễn@xn--hpth-tib0095b.test");
    CHECK(cannot_take(utf8, {})->blame == Blame::recipient);
    Extensions both;
    both.smtputf8 = both.eight_bit = both.dsn = true;
    CHECK_FALSE(cannot_take(utf8, both));
    CHECK(mail_command(utf8, both).find(" BODY=8BITMIME SMTPUTF8") != std::string::npos);
    CHECK(rcpt_command(utf8, both).find("ORCPT") == std::string::npos);
}

TEST_CASE("a relay's URL says where, how guarded, and how we greet") {
    auto plain = relay_of("smtp://mail.vidu.test");
    CHECK(plain.host == "mail.vidu.test");
    CHECK(plain.port == "25");
    CHECK_FALSE(plain.tls_at_once);
    CHECK(plain.guard == LineGuard::offered);
    auto tls = relay_of("smtps://[2001:db8::1]/breachd.vidu.test");
    CHECK(tls.host == "2001:db8::1");
    CHECK(tls.port == "465");
    CHECK(tls.hello == "breachd.vidu.test");
    CHECK(tls.guard == LineGuard::proven);
    CHECK(relay_of("smtp://10.0.0.1:2525/a b").hello.empty());
    CHECK(relay_of("smtp://10.0.0.1:2525").port == "2525");
    SmtpConfig own;
    own.relay = "smtp://mail.vidu.test";
    own.tls = "none";
    CHECK(guard_of(own) == LineGuard::none);
    own.tls = "auto";
    own.username = "breachd";
    CHECK(guard_of(own) == LineGuard::proven);
    auto through = channel_with(own);
    through.proxy = "http://127.0.0.1:3128";
    CHECK(mail_relay(through, false) == nullptr);
}

TEST_CASE("replies are the same in whatever pieces they come") {
    std::string_view said = "220-hello\r\n220 there\r\n250\r\n250 2.0.0 Ok\n354 go on\r\n";
    for (std::size_t piece = 1; piece <= said.size(); ++piece) {
        ReplyReader reader;
        std::vector<ServerReply> got;
        for (std::size_t at = 0; at < said.size(); at += piece) {
            reader.feed(said.substr(at, piece));
            while (auto reply = reader.next()) got.push_back(*reply);
        }
        REQUIRE(got.size() == 4);
        CHECK(got[0].lines == std::vector<std::string>{"hello", "there"});
        CHECK(got[1].text().empty());
        CHECK(got[2].text() == "2.0.0 Ok");
        CHECK(got[3].code == 354);
        CHECK(reader.empty());
        CHECK_FALSE(reader.broken());
    }
}

TEST_CASE("what is no reply breaks the reader for good") {
    for (std::string said : {"hello\r\n", "25 x\r\n", "2500 x\r\n", "150 x\r\n", "600 x\r\n", "250-a\r\n251 b\r\n",
                             "\r\n", "250_x\r\n", "-25 x\r\n"}) {
        ReplyReader reader;
        reader.feed(said);
        CHECK_FALSE(reader.next());
        CHECK(reader.broken());
        reader.feed("250 Ok\r\n");
        CHECK_FALSE(reader.next());
    }
    ReplyReader many;
    for (int i = 0; i < 200; ++i) many.feed("250-x\r\n");
    CHECK_FALSE(many.next());
    CHECK(many.broken());
    ReplyReader half;
    half.feed("250 O");
    CHECK_FALSE(half.next());
    CHECK_FALSE(half.empty());
}

TEST_CASE("of a long line its beginning is kept, of an endless one nothing is believed") {
    ReplyReader reader;
    reader.feed("250 2.0.0 " + std::string(50'000, 'x') + "\r\n");
    CHECK(reader.next()->text().size() == kReplyLineKept - 4);
    reader.feed("250 2.0.0 " + std::string(kReplyLineMax, 'x'));
    CHECK_FALSE(reader.next());
    CHECK(reader.broken());
}

}  // namespace breachd
