#include "bounces/report.hpp"

#include "testkit/catch.hpp"
#include "unit/bounces/mails.hpp"

using namespace breachd;
using namespace breachd::bounces;

namespace {

std::string with_crlf(std::string text) {
    std::string out;
    for (char c : text) out += c == '\n' ? std::string("\r\n") : std::string(1, c);
    return out;
}

std::string replaced(std::string text, const std::string& what, const std::string& with) {
    text.replace(text.find(what), what.size(), with);
    return text;
}

}  // namespace

TEST_CASE("a report that a letter failed says which, to whom and why, with either end of line") {
    for (const auto& mail : {report_mail("failed", "5.1.1"), with_crlf(report_mail("failed", "5.1.1"))}) {
        auto report = read_bounce(mail);
        CHECK(report.kind == MailKind::failed);
        CHECK(report.message_id == "INC-2026-0001-7-email-v1@vidu.test");
        CHECK(key_in(report.message_id) == "INC-2026-0001-7-email-v1");
        REQUIRE(report.recipients.size() == 1);
        CHECK(report.recipients[0].reveal() == "khongton@hopthu.test");
        CHECK(report.code == "550 5.1.1");
        CHECK(report.cause == Cause::address_unknown);
        CHECK(report.token.empty());
    }
}

TEST_CASE("a report is one although it calls itself auto-replied, a vacation is none") {
    CHECK(read_bounce(report_mail("failed", "5.1.1")).kind == MailKind::failed);
    CHECK(read_bounce(kVacation).kind == MailKind::auto_reply);
    CHECK(read_bounce("From: an@x.test\nPrecedence: bulk\n\nxin chào\n").kind == MailKind::auto_reply);
    CHECK(read_bounce("From: an@x.test\nX-Autoreply: yes\n\nxin chào\n").kind == MailKind::auto_reply);
    CHECK(read_bounce("Subject: Trả lời tự động: Thông báo\nFrom: an@x.test\n\nxin chào\n").kind ==
          MailKind::auto_reply);
    CHECK(read_bounce("Auto-Submitted: no\n\nxin chào\n").kind == MailKind::unreadable);
    CHECK(read_bounce("Subject: Out of office hours call?\nFrom: an@x.test\n\nxin chào\n").kind ==
          MailKind::unreadable);
    CHECK(read_bounce("Precedence: list\nFrom: an@x.test\n\nxin chào\n").kind == MailKind::unreadable);
    CHECK(read_bounce("X-Auto-Response-Suppress: All\nFrom: an@x.test\n\nxin chào\n").kind == MailKind::unreadable);
}

TEST_CASE("a mail of a mail server is no automatic answer, whatever it calls itself: a human must see it") {
    for (const char* head :
         {"From: MAILER-DAEMON@mx.test\n", "From: <MDaemon@mx.test>\n", "From: <postmaster+bounce@mx.test>\n",
          "From: mailerdaemon@mx.test\n", "From: <>\n", "", "From: noreply@x.test\nSender: MAILER-DAEMON@mx.test\n",
          "From: an@x.test\nX-MS-Exchange-Message-Is-Ndr:\n", "From: MicrosoftExchange329e71ec@hopthu.test\n",
          "From: Mail <mail-daemon@mx.test>\n", "From: an@x.test\nX-MS-Exchange-Message-Is-Ndr:  yes\n",
          "Content-Type: multipart/report; report-type=delivery-status; boundary=B\n"}) {
        INFO(head);
        auto mail = std::string(head) + "Auto-Submitted: auto-replied\nPrecedence: bulk\n\n--B\n\n550 5.1.1\n--B--\n";
        CHECK(read_bounce(mail).kind == MailKind::unreadable);
    }
    CHECK(read_bounce("From: an@x.test\nContent-Type: multipart/report; report-type=disposition-notification; "
                      "boundary=B\n\n--B\n\nđã đọc\n--B--\n")
              .kind == MailKind::auto_reply);
}

TEST_CASE("the report of Exim has its recipients in the head, and the words of the server in its text") {
    auto report = read_bounce(
        "X-Failed-Recipients: khac@hopthu.test,\n khongton@hopthu.test\nAuto-Submitted: auto-replied\n"
        "From: Mail Delivery System <Mailer-Daemon@mx.test>\nTo: tra-ve+12-0123456789abcdef@vidu.test\n\n"
        "This message was created automatically.\n\n  khongton@hopthu.test\n    550 5.1.1 User unknown\n");
    CHECK(report.kind == MailKind::failed);
    CHECK(report.token == "12-0123456789abcdef");
    REQUIRE(report.recipients.size() == 2);
    CHECK(report.recipients[1].reveal() == "khongton@hopthu.test");
    CHECK(report.code == "550 5.1.1");
    CHECK(report.cause == Cause::address_unknown);
}

TEST_CASE("a warning of a delay is none of a failure, although it has Exim's head") {
    CHECK(read_bounce("X-Failed-Recipients: an@hopthu.test\nFrom: mailer-daemon@mx.test\n\n"
                      "THIS IS A WARNING MESSAGE ONLY.\nYOU DO NOT NEED TO RESEND.\n")
              .kind == MailKind::delayed);
}

TEST_CASE("a complaint by RFC 5965 names the letter, its return path and whom it went to") {
    auto complaint = [](const std::string& type) {
        return "From: <fbl@provider.test>\nTo: <khieu-nai@vidu.test>\nMessage-ID: <arf1@provider.test>\n"
               "Content-Type: multipart/report; report-type=feedback-report; boundary=B\n\n"
               "--B\nContent-Type: text/plain\n\nThis is an email abuse report\n"
               "--B\nContent-Type: message/feedback-report\n\nFeedback-Type: " +
               type +
               "\nOriginal-Mail-From: <tra-ve+12-0123456789abcdef@vidu.test>\nOriginal-Rcpt-To: <an@hopthu.test>\n\n"
               "--B\nContent-Type: message/rfc822\n\nMessage-ID: <INC-2026-0001-7-email-v1@vidu.test>\n\nx\n--B--\n";
    };
    auto report = read_bounce(complaint("abuse"));
    CHECK(report.kind == MailKind::complaint);
    CHECK(report.token == "12-0123456789abcdef");
    CHECK(report.message_id == "INC-2026-0001-7-email-v1@vidu.test");
    CHECK(report.own_id == "arf1@provider.test");
    REQUIRE(report.recipients.size() == 1);
    CHECK(report.recipients[0].reveal() == "an@hopthu.test");
    CHECK(read_bounce(complaint("not-spam")).kind == MailKind::auto_reply);
}

TEST_CASE("what an action means, in any letters and with a comment after it") {
    CHECK(read_bounce(report_mail("FAILED", "5.1.1")).kind == MailKind::failed);
    CHECK(read_bounce(report_mail("failed (given up)", "4.4.7")).kind == MailKind::failed);
    CHECK(read_bounce(report_mail("delayed", "4.4.1")).kind == MailKind::delayed);
    for (const char* action : {"delivered", "relayed", "expanded"})
        CHECK(read_bounce(report_mail(action, "2.0.0")).kind == MailKind::delivered);
    CHECK(read_bounce(report_mail("perhaps", "5.1.1")).kind == MailKind::unreadable);
    CHECK(read_bounce(report_mail("", "5.1.1")).kind == MailKind::unreadable);
}

TEST_CASE("causes follow the enhanced code, a code that could be a person's is not kept") {
    CHECK(read_bounce(report_mail("failed", "5.2.2")).cause == Cause::mailbox_full);
    CHECK(read_bounce(report_mail("failed", "5.7.1")).cause == Cause::blocked);
    CHECK(read_bounce(report_mail("failed", "4.4.7")).cause == Cause::timed_out);
    CHECK(read_bounce(report_mail("failed", "")).cause == Cause::came_back);
    auto mail = replaced(report_mail("failed", "5.1.0912345678"), "smtp; 550 5.1.1 User unknown", "smtp; Nguyễn Văn A");
    CHECK(read_bounce(mail).code.empty());
}

TEST_CASE("the letter is known by its token wherever the mail says to whom it came") {
    CHECK(read_bounce(report_mail("failed", "5.1.1", "x", "12-0123456789abcdef")).token == "12-0123456789abcdef");
    CHECK(read_bounce("Delivered-To: tra-ve+7-0123456789ABCDEF@vidu.test\n\nx").token == "7-0123456789abcdef");
    CHECK(read_bounce("Delivered-To: x@vidu.test\nDelivered-To: <tra-ve+7-0123456789abcdef@vidu.test>\n\nx").token ==
          "7-0123456789abcdef");
    CHECK(read_bounce("X-Envelope-To: tra-ve+7-0123456789abcdef@vidu.test\n\nx").token == "7-0123456789abcdef");
    auto returned = replaced(report_mail("failed", "5.1.1"), "Message-ID",
                             "Return-Path: <tra-ve+7-0123456789abcdef@vidu.test>\nMessage-ID");
    CHECK(read_bounce(returned).token == "7-0123456789abcdef");
    CHECK(token_of("tra-ve+12-0123456789abcdef@vidu.test") == "12-0123456789abcdef");
    for (const char* other : {"tra-ve@vidu.test", "tra-ve+12@vidu.test", "tra-ve+12-0123@vidu.test", "",
                              "tra-ve+x-0123456789abcdef@vidu.test", "12-0123456789abcdef"})
        CHECK(token_of(other).empty());
}

TEST_CASE("the whole letter may stand where its headers do, and the envelope's id beside the recipient") {
    auto whole = replaced(report_mail("failed", "5.1.1"), "text/rfc822-headers", "message/rfc822");
    CHECK(read_bounce(whole).message_id == "INC-2026-0001-7-email-v1@vidu.test");
    auto with_id = replaced(report_mail("failed", "5.1.1"), "Reporting-MTA",
                            "Original-Envelope-Id: INC-2026-0001-8-email-v1\nReporting-MTA");
    CHECK(read_bounce(with_id).envelope_id == "INC-2026-0001-8-email-v1");
    auto original = replaced(report_mail("failed", "5.1.1"), "Final-Recipient",
                             "Original-Recipient: rfc822;goc@hopthu.test\nFinal-Recipient");
    REQUIRE(read_bounce(original).recipients.size() == 2);
    CHECK(read_bounce(original).recipients[0].reveal() == "goc@hopthu.test");
}

TEST_CASE("of several recipients those that failed count, with angle brackets or without") {
    auto mail =
        replaced(report_mail("failed", "5.1.1"), "Final-Recipient",
                 "Final-Recipient: rfc822; khac@hopthu.test\nAction: delayed\nStatus: 4.4.1\n\nFinal-Recipient");
    auto report = read_bounce(mail);
    CHECK(report.kind == MailKind::failed);
    REQUIRE(report.recipients.size() == 1);
    CHECK(report.recipients[0].reveal() == "khongton@hopthu.test");
    REQUIRE(report.spared.size() == 1);
    CHECK(report.spared[0].reveal() == "khac@hopthu.test");
    mail = replaced(report_mail("failed", "5.1.1"), "Final-Recipient",
                    "Final-Recipient: rfc822; <khac@hopthu.test>\nAction: failed\nStatus: 5.1.1\n\nFinal-Recipient");
    report = read_bounce(mail);
    REQUIRE(report.recipients.size() == 2);
    CHECK(report.recipients[0].reveal() == "khac@hopthu.test");
    CHECK(report.recipients[1].reveal() == "khongton@hopthu.test");
}

TEST_CASE("what is no report stays unread, and nothing of any size or depth breaks the reader") {
    CHECK(read_bounce(kQmail).kind == MailKind::unreadable);
    CHECK(read_bounce(kQmail).token == "12-0123456789abcdef");
    CHECK(read_bounce("").kind == MailKind::unreadable);
    CHECK(read_bounce(std::string(1 << 20, 'x')).kind == MailKind::unreadable);
    std::string deep;
    for (int i = 0; i < 200; ++i)
        deep += "Content-Type: multipart/mixed; boundary=b" + std::to_string(i) + "\n\n--b" + std::to_string(i) + "\n";
    CHECK(read_bounce(deep).kind == MailKind::unreadable);
    auto mail = report_mail("failed", "5.1.1");
    for (std::size_t end = 0; end < mail.size(); end += 7) (void)read_bounce(mail.substr(0, end));
}

TEST_CASE("a Message-ID is a key of ours only in our letters") {
    CHECK(key_in("INC-2026-0001-7-email-v1@vidu.test") == "INC-2026-0001-7-email-v1");
    CHECK(key_in("a b@vidu.test").empty());
    CHECK(key_in("'; DROP TABLE--@x").empty());
    CHECK(key_in("").empty());
}
