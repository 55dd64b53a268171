#include "bounces/mailroom.hpp"

#include <optional>

#include "bounces/report.hpp"
#include "testkit/catch.hpp"
#include "unit/bounces/mails.hpp"

using namespace breachd;
using namespace breachd::bounces;

namespace {

// An engine that answers every report as it is told to, and keeps what is not read.
struct Desk {
    std::vector<engine::MailReport> reports;
    std::vector<engine::MailReply> replies;
    std::vector<engine::IngestAlerts> kept;
    std::optional<Error> refuses;
    bool full = false;

    MailServices services() {
        return {[this](engine::Envelope&& envelope) {
                    if (full) return false;
                    if (auto* report = std::get_if<engine::MailReport>(&envelope.command)) {
                        reports.push_back(*report);
                        envelope.answer(refuses ? Result<engine::Answer>(*refuses) : engine::Answer(engine::Done{}));
                    }
                    if (auto* reply = std::get_if<engine::MailReply>(&envelope.command)) {
                        replies.push_back(*reply);
                        envelope.answer(refuses ? Result<engine::Answer>(*refuses) : engine::Answer(engine::Done{}));
                    }
                    if (auto* alerts = std::get_if<engine::IngestAlerts>(&envelope.command)) {
                        kept.push_back(*alerts);
                        envelope.answer(Error{ErrorCode::unprocessable, "kept", ""});
                    }
                    return true;
                },
                [](const std::string&) {}};
    }
    Fate deliver(const std::string& mail, const std::vector<std::string>& to = {}) {
        std::optional<Fate> fate;
        bounces::deliver(services(), mail, to, [&](Fate heard) { fate = heard; });
        REQUIRE(fate);
        return *fate;
    }
};

const Error kUnknown{ErrorCode::not_found, "no delivery has this key", ""};
constexpr const char* kToken = "12-0123456789abcdef";

}  // namespace

TEST_CASE("a failed letter is told to the engine, by the token of the envelope before that of the mail") {
    Desk desk;
    auto mail = report_mail("failed", "5.1.1", "INC-2026-0001-7-email-v1", kToken);
    CHECK(desk.deliver(mail, {"tra-ve+13-0123456789abcdef@vidu.test"}) == Fate::done);
    CHECK(desk.deliver(mail) == Fate::done);
    REQUIRE(desk.reports.size() == 2);
    CHECK(desk.reports[0].token == "13-0123456789abcdef");
    CHECK(desk.reports[1].token == kToken);
    CHECK(desk.reports[1].keys == std::vector<std::string>{"INC-2026-0001-7-email-v1"});
    CHECK(desk.reports[1].cause == Cause::address_unknown);
}

TEST_CASE("delays, receipts and automatic answers say nothing of a person") {
    Desk desk;
    CHECK(desk.deliver(report_mail("delayed", "4.4.1")) == Fate::done);
    CHECK(desk.deliver(report_mail("delivered", "2.0.0")) == Fate::done);
    CHECK(desk.deliver(kVacation) == Fate::done);
    CHECK(desk.reports.empty());
    CHECK(desk.kept.empty());
}

TEST_CASE("what came to a return path of ours and cannot be read, or speaks of no letter, is kept for a human") {
    Desk desk;
    CHECK(desk.deliver(kQmail) == Fate::kept);
    desk.refuses = kUnknown;
    CHECK(desk.deliver(report_mail("failed", "5.1.1", "x", kToken)) == Fate::kept);
    REQUIRE(desk.kept.size() == 2);
    CHECK(desk.kept[0].source == kBounceSource);
    CHECK(desk.kept[0].unreadable.at(0).body == kQmail);
}

TEST_CASE("what has no token and names no letter of ours is foreign, and kept by nobody") {
    Desk desk;
    CHECK(desk.deliver("From: x@y.test\nSubject: Mua hàng\n\nRẻ!\n") == Fate::foreign);
    CHECK(desk.deliver(report_mail("failed", "5.1.1", "not a key")) == Fate::foreign);
    desk.refuses = kUnknown;
    CHECK(desk.deliver(report_mail("failed", "5.1.1")) == Fate::foreign);
    CHECK(desk.kept.empty());
}

TEST_CASE("a mail comes again while the engine has no room or still waits for the outcome of that letter") {
    Desk desk;
    desk.full = true;
    CHECK(desk.deliver(report_mail("failed", "5.1.1")) == Fate::later);
    CHECK(desk.deliver(kQmail) == Fate::later);
    desk.full = false;
    desk.refuses = Error{ErrorCode::unavailable, "still being sent", ""};
    CHECK(desk.deliver(report_mail("failed", "5.1.1")) == Fate::later);
    desk.refuses = Error{ErrorCode::conflict, "was not sent", ""};
    CHECK(desk.deliver(report_mail("failed", "5.1.1")) == Fate::done);
}

TEST_CASE("a mail that a person wrote in answer to a letter is told to the engine as their reply") {
    Desk desk;
    auto by_token =
        "From: An <an@hopthu.test>\nTo: tra-ve+12-0123456789abcdef@vidu.test\nMessage-ID: <a1@hopthu.test>\n"
        "Content-Type: text/plain; charset=utf-8\n\nKhông phải tôi\n";
    CHECK(desk.deliver(by_token) == Fate::done);
    auto by_key =
        "From: an@hopthu.test\nTo: tra-loi@vidu.test\nIn-Reply-To: <INC-2026-0001-7-email-v1@vidu.test>\n"
        "Content-Type: multipart/alternative; boundary=B\n\n--B\nContent-Type: text/plain\n\nSTOP\n"
        "\nOn Monday x@vidu.test wrote:\n> old\n--B\nContent-Type: text/html\n\n<p>STOP</p>\n--B--\n";
    CHECK(desk.deliver(by_key) == Fate::done);
    auto html =
        "From: an@hopthu.test\nReferences: <INC-2026-0001-7-email-v1@vidu.test>\nContent-Type: text/html\n\n"
        "<html><head><style>p{}</style></head><body><p>Tôi h&#39;ỏi<br>hai &lt;dòng&gt;</p>"
        "<blockquote>cũ</blockquote></body></html>\n";
    CHECK(desk.deliver(html) == Fate::done);
    REQUIRE(desk.replies.size() == 3);
    CHECK(desk.replies[0].token == kToken);
    CHECK(desk.replies[0].kind == ReplyKind::wrong_person);
    CHECK(desk.replies[0].message_id == "a1@hopthu.test");
    CHECK(desk.replies[1].keys == std::vector<std::string>{"INC-2026-0001-7-email-v1"});
    CHECK(desk.replies[1].senders.at(0).reveal() == "an@hopthu.test");
    CHECK(desk.replies[1].text.reveal() == "STOP");
    CHECK(desk.replies[1].kind == ReplyKind::no_more);
    CHECK(desk.replies[2].text.reveal() == "Tôi h'ỏi\nhai <dòng>");
    CHECK(desk.reports.empty());
    desk.refuses = kUnknown;
    CHECK(desk.deliver(by_token) == Fate::kept);  // our return path, and a letter that we do not know: for a human
    CHECK(desk.deliver(by_key) == Fate::foreign);
    desk.full = true;
    CHECK(desk.deliver(by_token) == Fate::later);
}

TEST_CASE("an automatic answer and a mail server's own words are no reply") {
    Desk desk;
    CHECK(desk.deliver(kVacation) == Fate::done);
    CHECK(desk.deliver(kQmail) == Fate::kept);
    REQUIRE(desk.replies.size() == 1);  // the engine knows whether it comes from the person
    CHECK(desk.replies[0].automatic);
    CHECK(desk.replies[0].senders.at(0).reveal() == "an@hopthu.test");
    desk.refuses = Error{ErrorCode::conflict, "it comes from no address of the person whom the letter went to", ""};
    CHECK(desk.deliver(kVacation) == Fate::kept);
    desk.refuses = kUnknown;
    CHECK(desk.deliver(kVacation) == Fate::done);  // to a return path that is none of ours
    desk.refuses.reset();
    CHECK(desk.deliver("From: an@hopthu.test\nX-Autoreply: yes\nTo: thongbao@vidu.test\n\nxin chào\n") == Fate::done);
    CHECK(desk.replies.size() == 3);
}

TEST_CASE("what a stranger writes is kept at a return path, refused elsewhere, and a mail without words is kept") {
    Desk desk;
    auto mail = [](const std::string& rest) {
        return "From: an@hopthu.test\nIn-Reply-To: <INC-2026-0001-7-email-v1@vidu.test>\n" + rest;
    };
    desk.refuses = Error{ErrorCode::conflict, "it comes from no address of the person whom the letter went to", ""};
    CHECK(desk.deliver(mail("\nKhông phải tôi\n")) == Fate::foreign);
    CHECK(desk.deliver(mail("To: tra-ve+12-0123456789abcdef@vidu.test\n\nKhông phải tôi\n")) == Fate::kept);
    desk.refuses = Error{ErrorCode::unprocessable, "it has no words that can be read", ""};
    CHECK(desk.deliver(mail("\n> chỉ trích dẫn\n")) == Fate::kept);
    REQUIRE(desk.kept.size() == 2);
    CHECK(desk.kept[0].unreadable.at(0).why == "it comes from no address of the person whom the letter went to");
    CHECK(desk.replies.at(2).text.reveal().empty());
}

TEST_CASE("a person's words are found: in the subject, beside a blank text, below a quote, after an attached file") {
    struct Case {
        const char* rest;
        const char* words;
    };
    for (const auto& [rest, words] :
         {Case{"Subject: STOP\n\n", "STOP"},
          {"Subject: Re: Thông báo\n\n", ""},
          {"Subject: Trả lời: Thông báo\n\n", ""},
          {"Subject: RE[2]: Thông báo\n\n", ""},
          {"\nOn 12/1/26, Công ty <a@vidu.test> wrote:\n> cũ\n\nTôi\n", "Tôi"},
          {"Content-Type: text/html\n\n<!-- STOP > --><head><style>p{}</style><title>STOP</title></head>"
           "<div>On 12/1/26, a@vidu.test wrote:<br></div><blockquote>cũ</blockquote><p>Tôi</p>\n",
           "Tôi"},
          {"Content-Type: multipart/mixed; boundary=B\n\n--B\nContent-Type: text/plain\n\n \n--B\n"
           "Content-Type: text/plain; name=log.txt\n\nSTOP\n--B\nContent-Type: text/plain\n\nTôi\n--B--\n",
           "Tôi"},
          {"Content-Type: text/html\n\n<blockquote>cũ<blockquote>hơn</blockquote></blockquote><p>Tôi</p>\n", "Tôi"},
          {"Content-Type: text/html\n\n<p>Kh&ocirc;ng ph&#7843;i t&#xF4;i &x; &#0;</p>\n", "Không phải tôi &x; &#0;"},
          {"Content-Type: multipart/alternative; boundary=B\n\n--B\nContent-Type: text/plain\n\n \n"
           "--B\nContent-Type: text/html\n\n<p>Tôi</p>\n--B--\n",
           "Tôi"},
          {"Content-Type: multipart/mixed; boundary=B\n\n--B\nContent-Type: text/plain\n"
           "Content-Disposition: attachment; filename=x.txt\n\ntệp\n--B\nContent-Type: text/plain\n\nTôi\n--B--\n",
           "Tôi"}}) {
        INFO(rest);
        Desk desk;
        desk.deliver(std::string("From: an@hopthu.test\nIn-Reply-To: <INC-2026-0001-7-email-v1@vidu.test>\n") + rest);
        REQUIRE(desk.replies.size() == 1);
        CHECK(desk.replies[0].text.reveal() == words);
    }
}

TEST_CASE("later in a thread, too, the letter is found: every id that may be ours is handed on, the newest first") {
    Desk desk;
    desk.deliver(
        "From: an@hopthu.test\nIn-Reply-To: <SEYPR01MB4321@prod.outlook.com>\n"
        "References: <INC-2026-0001-7-email-v1@vidu.test>\n <SEYPR01MB4321@prod.outlook.com>\n\nKhông phải tôi\n");
    REQUIRE(desk.replies.size() == 1);
    CHECK(desk.replies[0].keys ==
          std::vector<std::string>{"SEYPR01MB4321", "SEYPR01MB4321", "INC-2026-0001-7-email-v1"});
}

TEST_CASE("a complaint that a provider forwards is the person's, by the token or by letter and address") {
    Desk desk;
    auto mail =
        "From: <fbl@provider.test>\nMessage-ID: <arf1@provider.test>\n"
        "Content-Type: multipart/report; report-type=feedback-report; boundary=B\n\n"
        "--B\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nOriginal-Rcpt-To: an@hopthu.test\n\n"
        "--B\nContent-Type: text/rfc822-headers\n\nMessage-ID: <INC-2026-0001-7-email-v1@vidu.test>\n"
        "Return-Path: <tra-ve+12-0123456789abcdef@vidu.test>\n\n--B--\n";
    CHECK(desk.deliver(mail) == Fate::done);
    REQUIRE(desk.replies.size() == 1);
    CHECK(desk.replies[0].token == kToken);
    CHECK(desk.replies[0].by_provider);
    CHECK(desk.replies[0].kind == ReplyKind::complaint);
    CHECK(desk.replies[0].keys == std::vector<std::string>{"INC-2026-0001-7-email-v1"});
    CHECK(desk.replies[0].senders.at(0).reveal() == "an@hopthu.test");
}
