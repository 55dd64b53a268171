#include <algorithm>

#include "base/digest.hpp"
#include "mail_sample.hpp"
#include "testkit/catch.hpp"

namespace breachd {

namespace {

std::string body_part(const std::string& mail, const std::string& type) {
    auto at = mail.find("Content-Type: " + type);
    if (at == std::string::npos) return "";
    at = mail.find("\r\n\r\n", at) + 4;
    auto encoded = mail.substr(at, mail.find("\r\n\r\n", at) - at);
    std::erase_if(encoded, [](char c) { return c == '\r' || c == '\n'; });
    encoded.resize(encoded.find("--=_") == std::string::npos ? encoded.size() : encoded.find("--=_"));
    auto text = from_base64(encoded);
    return text ? *text : "not base64";
}

}  // namespace

TEST_CASE("the mail: encoded head, text and HTML alternatives, the same bytes for the same message") {
    auto mail = build_mail(message(), "thongbao@vidu.test", "an@hopthu.test", false);
    CHECK(mail == build_mail(message(), "thongbao@vidu.test", "an@hopthu.test", false));
    CHECK(mail.find("Date: Wed, 15 Nov 2023 05:13:20 +0700\r\n") != std::string::npos);
    CHECK(mail.find("Content-Language: vi\r\n") != std::string::npos);
    CHECK(body_part(mail, "text/plain") == "Kính gửi ông/bà An,\r\n.\r\nmột dòng chỉ có dấu chấm ở trên\r\n");
    CHECK(body_part(mail, "text/html") == "<p>Kính gửi</p>");
    CHECK(mail.find("multipart/alternative") != std::string::npos);
    for (std::size_t at = 0, end = 0; at < mail.size(); at = end + 2) {
        end = mail.find("\r\n", at);
        REQUIRE(end != std::string::npos);
        REQUIRE(end - at <= 78);
        REQUIRE(std::all_of(mail.begin() + static_cast<long>(at), mail.begin() + static_cast<long>(end),
                            [](unsigned char c) { return c >= 0x20 && c < 0x7f; }));
    }
    auto plain = message();
    plain.html = {};
    CHECK(build_mail(plain, "a@b.test", "c@d.test", false).find("multipart") == std::string::npos);
}

TEST_CASE("the sender's name and the address for answers stand in the head, and begin no address of their own") {
    MailHead head{"Công ty Ví Dụ", "hoi-dap@vidu.test"};
    auto mail = build_mail(message(), "thongbao@vidu.test", "an@hopthu.test", false, head);
    CHECK(mail.starts_with("From: =?UTF-8?B?"));
    CHECK(mail.find("?= <thongbao@vidu.test>\r\n") != std::string::npos);
    CHECK(mail.find("\r\nReply-To: <hoi-dap@vidu.test>\r\n") != std::string::npos);
    head = {"Vi Du, JSC \"x\" <la@noikhac.test>\r\nBcc: y@z.test", ""};
    mail = build_mail(message(), "thongbao@vidu.test", "an@hopthu.test", false, head);
    CHECK(mail.starts_with("From: \"Vi Du, JSC \\\"x\\\" <la@noikhac.test>  Bcc: y@z.test\" <thongbao@vidu.test>\r\n"));
    CHECK(mail.find("\nBcc:") == std::string::npos);
    CHECK(mail.find("Reply-To") == std::string::npos);
    CHECK(build_mail(message(), "a@b.test", "c@d.test", false).starts_with("From: <a@b.test>\r\n"));
}

TEST_CASE("a drill's mail says so in subject and text") {
    auto mail = build_mail(message(), "a@b.test", "c@d.test", true);
    CHECK(body_part(mail, "text/plain").starts_with("[DIỄN TẬP / DRILL]"));
    CHECK(mail.find(encode_header("[DIỄN TẬP / DRILL] " + message().subject)) != std::string::npos);
}

TEST_CASE("encoded words: at most 75 characters, cut between letters, no line can be smuggled in") {
    CHECK(encode_header("Test") == "Test");
    CHECK(encode_header("a\r\nBcc: x@y.test") == "a  Bcc: x@y.test");
    std::string subject;
    for (int i = 0; i < 60; ++i) subject += "ộ😀a";
    auto encoded = encode_header(subject);
    std::string decoded;
    for (std::size_t at = 0; at < encoded.size();) {
        auto end = std::min(encoded.find("\r\n ", at), encoded.size());
        auto word = encoded.substr(at, end - at);
        REQUIRE(word.size() <= 66);
        REQUIRE(word.starts_with("=?UTF-8?B?"));
        auto letters = *from_base64(word.substr(10, word.size() - 12));
        REQUIRE((static_cast<unsigned char>(letters[0]) & 0xc0) != 0x80);
        decoded += letters;
        at = end + 3;
    }
    CHECK(decoded == subject);
    CHECK_FALSE(encode_header(std::string(200, '\x80')).empty());  // wrong UTF-8 ends too
    CHECK(encode_header("=?UTF-8?B?x?=") != "=?UTF-8?B?x?=");
}

}  // namespace breachd
