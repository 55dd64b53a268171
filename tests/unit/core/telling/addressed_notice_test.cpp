// Whom a letter greets, and whose data it says they are.
#include "core/telling/addressed_notice.hpp"

#include "testkit/catch.hpp"
#include "testkit/sample.hpp"

namespace breachd {

namespace {

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

AddressedNotice to_guardian(const NoticeText& text, std::string_view language, std::string_view name,
                            std::string_view child) {
    return address_notice(text, language, name, "7K3M92QD", false, child);
}

}  // namespace

TEST_CASE("a child's parent or guardian is greeted as such, and told whose data they are, in both languages") {
    auto draft = draft_notice(sample::incident(), sample::settings());
    auto vi = to_guardian(draft.vi, "vi", "Lê Ba", "Lê An");
    CHECK(has(vi.text,
              "Kính gửi Quý khách Lê Ba, là cha, mẹ hoặc người giám hộ của Lê An,\n\nThông báo này được gửi "
              "tới cha, mẹ hoặc người giám hộ. Dữ liệu cá nhân nói trong thông báo, kể cả chỗ viết là của "
              "người nhận, là dữ liệu của Lê An.\n\n"));
    CHECK(has(vi.html, "<p>Kính gửi Quý khách Lê Ba, là cha, mẹ hoặc người giám hộ của Lê An,</p>"));
    CHECK(has(vi.html, "là dữ liệu của Lê An.</p>"));
    CHECK_FALSE(has(vi.subject, "Lê An"));
    CHECK_FALSE(has(vi.short_text, "Lê An"));  // it names nobody
    CHECK_FALSE(has(vi.text, "{{"));
    auto en = to_guardian(draft.en, "en", "Lê Ba", "Lê An");
    CHECK(has(en.text,
              "Dear Lê Ba, parent or guardian of Lê An,\n\nThis notice is sent to the parent or guardian. The "
              "personal data that it speaks of, also where it says “your data”, are those of Lê An.\n\n"));
}

TEST_CASE("a guardian whose name is not known is greeted by the child's") {
    auto settings = sample::settings();
    for (const char* you : {"Quý khách", "Ông/Bà", "Anh/Chị"}) {
        settings.notice.address = you;
        auto draft = draft_notice(sample::incident(), settings);
        CHECK(
            has(to_guardian(draft.vi, "vi", " ", "Lê An").text, "Kính gửi cha, mẹ hoặc người giám hộ của Lê An,\n\n"));
        CHECK(has(to_guardian(draft.en, "en", "", "Lê An").text, "Dear parent or guardian of Lê An,\n\n"));
    }
}

TEST_CASE("whoever is told of their own data gets the letter as before") {
    auto draft = draft_notice(sample::incident(), sample::settings());
    for (const char* child : {"", " ", "\r\n"}) {
        auto sent = to_guardian(draft.vi, "vi", "Lê Ba", child);
        CHECK(has(sent.text, "Kính gửi Quý khách Lê Ba,\n\n"));
        CHECK_FALSE(has(sent.text, "giám hộ"));
        CHECK(sent.text == address_notice(draft.vi, "vi", "Lê Ba", "7K3M92QD", false).text);
    }
}

TEST_CASE("texts of an organisation's own: named where they name, and whose data they are stands in front when not") {
    NoticeText own{"Gửi {{name}}", "Xin báo: dữ liệu bị lộ.\n\nNgười nhận: {{name}}, mã {{code}}\n", "Gửi {{name}}"};
    auto sent = to_guardian(own, "vi", "Lê Ba", "Lê An");
    CHECK(sent.text.starts_with("Thông báo này được gửi tới cha, mẹ hoặc người giám hộ. "));
    CHECK(has(sent.text,
              "là dữ liệu của Lê An.\n\nXin báo: dữ liệu bị lộ.\n\nNgười nhận: Lê Ba, là cha, mẹ hoặc người "
              "giám hộ của Lê An, mã 7K3M92QD\n"));
    CHECK(sent.subject == "Gửi Lê Ba, là cha, mẹ hoặc người giám hộ của Lê An");
    CHECK(sent.short_text == "Gửi Lê Ba, là cha, mẹ hoặc người giám hộ của Lê An");
    own.body = "Kính gửi {{name}}\n";
    CHECK(to_guardian(own, "vi", "Lê Ba", "Lê An").text.starts_with("Thông báo này"));
}

TEST_CASE("a child's name is a name: no line, no head, no markup, no placeholder") {
    auto draft = draft_notice(sample::incident(), sample::settings());
    auto sent = to_guardian(draft.vi, "vi", "{{code}}", "<b>An\r\nBcc: x@y.test {{code}} {{name}}");
    CHECK(has(sent.text,
              "Kính gửi Quý khách {{code}}, là cha, mẹ hoặc người giám hộ của <b>An  Bcc: x@y.test {{code}} "
              "{{name}},\n\n"));
    CHECK(has(sent.text, "là dữ liệu của <b>An  Bcc: x@y.test {{code}} {{name}}.\n\n"));
    CHECK(has(sent.html, "&lt;b&gt;An"));
    CHECK_FALSE(has(sent.html, "<b>"));
    CHECK(has(sent.short_text, "7K3M92QD"));
}

}  // namespace breachd
