// Short texts for which there is little room: what is given up, and what never is.
#include "core/telling/short_text.hpp"

#include <set>
#include <sstream>

#include "core/telling/addressed_notice.hpp"
#include "testkit/catch.hpp"
#include "testkit/sample.hpp"

using namespace breachd;

namespace {

constexpr const char* kActs[] = {"leak",          "loss",        "unauthorised_access", "alteration_in_transit",
                                 "wrong_purpose", "obstruction", "rights_not_ensured",  "unlawful_sharing_or_sale",
                                 "other"};
constexpr const char* kSixty = "Trường Trung học phổ thông chuyên Nguyễn Bỉnh Khiêm Quảng Nam";

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

Settings with_page(std::string name, std::string url) {
    auto out = sample::settings();
    out.organisation.name = std::move(name);
    out.public_notice.publishers = {{"directory", "/nowhere", std::move(url)}};
    Channel sms;
    sms.name = "sms";
    sms.notice_contacts = bit(ContactKind::phone);
    out.channels.push_back(sms);
    out.notice.order.push_back("sms");
    return out;
}

std::set<std::string> words_of(const std::string& text) {
    std::set<std::string> out;
    std::istringstream in(text);
    for (std::string word; in >> word;) {
        while (!word.empty() && std::string_view(".,;:").find(word.back()) != std::string_view::npos) word.pop_back();
        out.insert(word);
    }
    return out;
}

std::string sent(const std::string& short_text, const std::string& url) {
    return with_content_url(short_text, url + "/abcdefghij0123456789/index.html");
}

}  // namespace

TEST_CASE("a short text with an ordinary address ends with its code and address, and no word of it is cut") {
    const std::string url = "https://dienluchue.vn/thong-bao";
    for (const char* name : {"Điện lực Huế", "Trường THCS Nguyễn Du", "Bệnh viện Đa khoa Trung ương Cần Thơ", kSixty})
        for (const char* act : kActs) {
            auto incident = sample::incident();
            incident.act = act;
            auto draft = draft_notice(incident, with_page(name, url));
            auto roomy = draft_notice(incident, with_page(name, "https://a.vn"));
            CHECK(draft.cuts.empty());
            CHECK(draft.whole_text_at == kContentUrl);
            for (auto [text, whole, end] :
                 {std::tuple{&draft.vi, &roomy.vi, " Mã: {{code}}. Chi tiết: " + url + "/abcdefghij0123456789/"},
                  std::tuple{&draft.en, &roomy.en, " Code: {{code}}. Details: " + url + "/abcdefghij0123456789/"}}) {
                auto short_text = sent(text->short_text, url);
                INFO(short_text);
                CHECK(short_text.ends_with("." + end));
                CHECK(short_text.starts_with(std::string(name) + ": "));
                CHECK(utf16_units(short_text) <= 4 * 67 - 20 - 16);
                auto known = words_of(whole->short_text + " " + end +
                                      " dữ liệu cá nhân bị ảnh hưởng Không cho ai personal data Never give passwords");
                for (const auto& word : words_of(short_text)) CHECK(known.contains(word));
            }
        }
}

TEST_CASE("a short text gives up whole parts: the longer advice, what befell the data, then the advice") {
    const std::string url = "https://dienluchue.vn/thong-bao";
    auto incident = sample::incident();
    incident.act = "unlawful_sharing_or_sale";
    auto text = [&](const char* name) { return draft_notice(incident, with_page(name, url)).vi.short_text; };
    CHECK(text("Điện lực Huế") ==
          "Điện lực Huế: dữ liệu cá nhân của Quý khách bị chia sẻ, mua bán trái phép trong sự cố phát hiện ngày "
          "20/11/2026. Không đưa mật khẩu, OTP cho ai. Mã: {{code}}. Chi tiết: {{content_url}}");
    CHECK(has(text("Bệnh viện Đa khoa Trung ương Cần Thơ"),
              "Quý khách bị ảnh hưởng trong sự cố phát hiện ngày 20/11/2026. Không đưa mật khẩu, OTP cho ai. Mã: "));
    CHECK(text(kSixty) == std::string(kSixty) +
                              ": dữ liệu cá nhân của Quý khách bị ảnh hưởng trong sự cố phát hiện ngày 20/11/2026. "
                              "Mã: {{code}}. Chi tiết: {{content_url}}");
    incident.act = "leak";
    CHECK(has(text("Điện lực Huế"), "bị lộ trong sự cố phát hiện ngày 20/11/2026. Xin cảnh giác với cuộc gọi"));
}

TEST_CASE("a name for which there is no room ends with a whole word and three dots, and that is told") {
    auto settings =
        with_page(std::string(kSixty) + " cơ sở hai tại thành phố Tam Kỳ", "https://dienluchue.vn/thong-bao");
    auto draft = draft_notice(sample::incident(), settings);
    INFO(draft.vi.short_text);
    CHECK(draft.vi.short_text.starts_with("Trường Trung học phổ thông chuyên Nguyễn Bỉnh Khiêm Quảng Nam"));
    CHECK(has(draft.vi.short_text, "...: dữ liệu cá nhân"));
    CHECK(draft.vi.short_text.ends_with("2026. Mã: {{code}}. Chi tiết: {{content_url}}"));
    REQUIRE_FALSE(draft.cuts.empty());
    CHECK(draft.cuts[0].language == "vi");
    CHECK(draft.cuts[0].what == ShortCut::name);
}

TEST_CASE("an own short text that is too long loses whole words before its code and address, and that is told") {
    auto settings = with_page("Điện lực Huế", "https://dienluchue.vn/thong-bao");
    std::string sentence;
    while (utf16_units(sentence) < 260) sentence += " giữ bình tĩnh";
    auto& own = settings.templates.texts["notice.vi.short"];
    for (auto [end, expected] :
         {std::pair{". Mã: {{code}}. Chi tiết: {{whole_text}}", " Mã: {{code}}. Chi tiết: {{content_url}}"},
          {". Mã tra cứu {{code}}, xem {{whole_text}}", " Mã tra cứu {{code}}, xem {{content_url}}"},
          {" ({{code}}) {{whole_text}}", " Mã: {{code}}. Chi tiết: {{content_url}}"}}) {
        own = "{{organisation}} xin lỗi:" + sentence + end;
        auto draft = draft_notice(sample::incident(), settings);
        const auto& text = draft.vi.short_text;
        INFO(text);
        CHECK(text.starts_with("Điện lực Huế xin lỗi: giữ"));
        CHECK(text.ends_with(std::string("...") + expected));
        CHECK(utf16_units(sent(text, "https://dienluchue.vn/thong-bao")) <= 4 * 67 - 20 - 16);
        for (const auto& word : words_of(text.substr(0, text.find("..."))))
            CHECK(words_of("Điện lực Huế xin lỗi: giữ bình tĩnh").contains(word));
        REQUIRE(draft.cuts.size() == 1);
        CHECK(draft.cuts[0].what == ShortCut::sentence);
        CHECK(draft.whole_text_at == kContentUrl);
    }
    own = "{{code}}:" + sentence;  // says where its code is, and names no place
    auto text = draft_notice(sample::incident(), settings).vi.short_text;
    INFO(text);
    CHECK(text.starts_with("{{code}}: giữ"));
    CHECK(text.find("{{code}}", 1) == std::string::npos);
}

TEST_CASE("a place that leaves no room for anything else is not named in a short text") {
    auto settings = with_page("Điện lực Huế", "https://dienluchue.vn/" + std::string(200, 'x'));
    auto draft = draft_notice(sample::incident(), settings);
    INFO(draft.vi.short_text);
    CHECK(draft.vi.short_text.ends_with(" Mã: {{code}}"));
    CHECK(draft.vi.short_text.starts_with("Điện lực Huế: dữ liệu cá nhân của Quý khách"));
    CHECK(draft.whole_text_at.empty());
    CHECK(draft.cuts.size() == 2);
}
