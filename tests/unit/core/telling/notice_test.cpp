#include "core/telling/addressed_notice.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/telling/short_text.hpp"
#include "core/telling/template.hpp"
#include "testkit/catch.hpp"
#include "testkit/sample.hpp"

using namespace breachd;
namespace fs = std::filesystem;

namespace {

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::size_t units(std::string_view text) {
    std::size_t n = 0;
    for (unsigned char c : text) n += (c & 0xc0) == 0x80 ? 0 : c >= 0xf0 ? 2 : 1;
    return n;
}

std::string file_text(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

Incident finance_incident() {
    auto i = sample::incident();
    i.kinds = {{"bank_finance_credit", 10, 10}};
    i.obligations[1].id = "subjects-finance";
    i.obligations[1].citation = "Điều 8.3";
    i.obligations[1].addressee = Addressee::authority_and_subjects;
    return i;
}

std::vector<std::string> ids(const std::vector<MissingItem>& items) {
    std::vector<std::string> out;
    for (const auto& item : items) out.push_back(item.id);
    return out;
}

}  // namespace

TEST_CASE("the compiled-in templates are the files of playbooks/templates, byte for byte") {
    int seen = 0;
    for (const auto& file : fs::directory_iterator(std::string(BREACHD_SOURCE_DIR) + "/playbooks/templates")) {
        if (file.path().extension() != ".txt") continue;
        INFO(file.path().string());
        CHECK(default_template(file.path().stem().string()) == file_text(file.path()));
        CHECK(check_template(file_text(file.path())).has_value());
        ++seen;
    }
    CHECK(seen >= 6);
    CHECK(default_template("no.such").empty());
}

TEST_CASE("a notice about location data has the six items of 29.2 in the law's order") {
    auto draft = draft_notice(sample::incident(), sample::settings());
    CHECK(draft.missing.empty());
    std::size_t at = 0;
    for (const char* heading : {"1. Thời điểm và hình thức phát hiện vi phạm", "2. Loại dữ liệu bị ảnh hưởng",
                                "3. Mức độ nghiêm trọng và các rủi ro", "4. Biện pháp đã, đang và sẽ được thực hiện",
                                "5. Hướng dẫn Quý khách", "6. Thông tin liên hệ"}) {
        INFO(heading << "\n" << draft.vi.body);
        auto found = draft.vi.body.find(heading, at);
        REQUIRE(found != std::string::npos);
        at = found;
    }
    CHECK(has(draft.vi.body, "17 giờ 30 phút ngày 20/11/2026."));
    CHECK(has(draft.vi.body, "suco@vidu.test"));
    CHECK(has(draft.vi.body, "điểm a khoản 1 Điều 29 Nghị định số 356/2025/NĐ-CP."));
    CHECK(has(draft.en.body, "6. Contacts"));
    CHECK(has(draft.en.body, "- Location determined by positioning services;"));
    CHECK_FALSE(has(draft.vi.body, "chưa có thông tin"));
    CHECK_FALSE(has(draft.vi.body, "\n\n\n"));
    CHECK_FALSE(has(draft.vi.body, "&"));
    CHECK_FALSE(has(draft.vi.body, "Tính chất của việc vi phạm"));
}

TEST_CASE("a notice about bank data has at least 28.1 a to d, and both contents give their union") {
    auto draft = draft_notice(finance_incident(), sample::settings());
    CHECK(draft.missing.empty());
    for (const char* heading :
         {"1. Tính chất của việc vi phạm", "2. Hậu quả, thiệt hại", "3. Biện pháp", "4. Thông tin liên hệ"})
        CHECK(has(draft.vi.body, heading));
    CHECK(has(draft.vi.body, "(10 bản ghi, 10 chủ thể dữ liệu)"));

    auto both = finance_incident();
    both.obligations.push_back(sample::incident().obligations[1]);
    auto text = draft_notice(both, sample::settings()).vi.body;
    CHECK(has(text, "8. Thông tin liên hệ"));
    CHECK(has(text, "2. Tính chất của việc vi phạm"));
    CHECK(has(text, "7. Hướng dẫn Quý khách"));
}

TEST_CASE("missing items name the facts to be given") {
    auto incident = sample::bare_incident();
    auto settings = sample::settings();
    auto missing = missing_items(incident, settings);
    CHECK(ids(missing) == std::vector<std::string>{"when_how_detected", "severity_and_risks", "measures", "guidance"});
    CHECK(missing[0].facts == std::vector<std::string>{"detected_how"});
    CHECK(missing[0].citation == "Điều 29.2.a");
    settings.organisation.incident_desk = {};
    CHECK(ids(missing_items(incident, settings)).back() == "contacts");
    CHECK(has(draft_notice(incident, settings).vi.body, "[chưa có thông tin]"));
    incident.guidance = "  \n";
    CHECK(ids(missing_items(incident, settings)).size() == 5);  // blanks are not a fact
    incident.obligations[1].state = ObligationState::not_applicable;
    CHECK(missing_items(incident, settings).empty());
}

TEST_CASE("the short text fits four UCS-2 segments and holds no character that gateways refuse") {
    auto settings = sample::settings();
    auto incident = sample::incident();
    for (bool long_name : {false, true})
        for (bool links : {false, true}) {
            if (long_name)
                settings.organisation.name =
                    "Ngân hàng Thương mại Cổ phần Phát triển Công nghệ & Dịch vụ “Ví Dụ” Việt Nam Chi nhánh Thành phố "
                    "Hồ Chí Minh - Phòng giao dịch số 12 - Trung tâm Xử lý Dữ liệu Khách hàng Cá nhân Khu vực phía Nam";
            settings.notice.links_allowed = links;
            auto draft = draft_notice(incident, settings);
            for (const auto* text : {&draft.vi, &draft.en}) {
                auto sent = address_notice(*text, "vi", "Trần Văn Thử", "ABCDEFGHIJKLMNOPQRST", true);
                INFO(sent.short_text);
                CHECK(units(sent.short_text) <= 4 * 67);
                CHECK(sent.short_text.find_first_of("&#%{}[]\\^|~<>\"\n") == std::string::npos);
                CHECK(has(sent.short_text, "ABCDEFGHIJKLMNOPQRST"));
                CHECK(has(sent.short_text, "vidu.test") == (links && !long_name));
            }
        }
}

TEST_CASE("a bank's notice carries no link, not even one that somebody typed") {
    auto settings = sample::settings();
    settings.notice.links_allowed = false;
    auto incident = sample::incident();
    incident.guidance = "Xem (https://evil.test/a?b=1) và www.vidu.test ngay.";
    incident.public_notice.url = "https://vidu.test/notices/INC-2026-0001/";
    auto draft = draft_notice(incident, settings);
    for (const auto* text : {&draft.vi, &draft.en})
        for (const auto* field : {&text->subject, &text->body, &text->short_text}) {
            CHECK_FALSE(has(*field, "://"));
            CHECK_FALSE(has(*field, "www."));
        }
    settings.notice.links_allowed = true;
    CHECK(has(draft_notice(incident, settings).vi.body, "https://vidu.test/notices/INC-2026-0001/"));
}

TEST_CASE("the same facts give the same notice, and an edit by hand replaces the whole field") {
    auto incident = sample::incident();
    auto settings = sample::settings();
    auto first = draft_notice(incident, settings);
    CHECK(first.sha256 == draft_notice(incident, settings).sha256);
    incident.notice_overrides["vi.body"] = "Kính gửi {{name}}, mã {{code}}.";
    incident.notice_overrides["en.short"] = "Call us.";
    auto edited = draft_notice(incident, settings);
    CHECK(edited.sha256 != first.sha256);
    CHECK(edited.vi.body == "Kính gửi {{name}}, mã {{code}}.\n");
    CHECK(edited.en.short_text == "Call us.");
    CHECK(edited.en.body == first.en.body);
}

TEST_CASE("an item that an edited text does not say is missing, with its label, its article and the text's language") {
    auto incident = sample::incident();
    auto settings = sample::settings();
    auto whole = draft_notice(incident, settings);
    CHECK(whole.complete());
    incident.notice_overrides["vi.body"] = "Xin chào {{name}}. Mọi việc vẫn ổn. Mã {{code}}.";
    auto draft = draft_notice(incident, settings);
    CHECK(ids(draft.missing) == std::vector<std::string>{"when_how_detected", "kinds", "severity_and_risks", "measures",
                                                         "guidance", "contacts"});
    for (const auto& item : draft.missing) CHECK(item.language == "vi");
    CHECK(draft.missing[0].citation == "Điều 29.2.a");

    // Other lines, capitals and spaces are the same words; the text is free around them.
    auto edited = whole.vi.body;
    edited.replace(edited.find("Kính gửi"), std::string("Kính gửi").size(), "Thưa");
    for (auto at = edited.find(". "); at != std::string::npos; at = edited.find(". ", at + 2))
        edited.replace(at, 2, ".\n");
    incident.notice_overrides["vi.body"] = edited;
    CHECK(draft_notice(incident, settings).complete());

    incident.measures = "Đã thu hồi toàn bộ khóa truy cập.";  // found after the text was edited
    draft = draft_notice(incident, settings);
    CHECK(ids(draft.missing) == std::vector<std::string>{"measures"});
}

TEST_CASE("an empty text, an unknown placeholder and a text without the reference code are faults") {
    auto settings = sample::settings();
    auto fault_at = [&](const char* key, const std::string& text) {
        auto incident = sample::incident();
        incident.notice_overrides[key] = text;
        auto draft = draft_notice(incident, settings);
        CHECK_FALSE(draft.complete());
        return draft.faults.empty() ? "" : draft.faults[0].where;
    };
    CHECK(fault_at("vi.body", " \n") == "/vi/body");
    CHECK(fault_at("vi.subject", "Thông báo {{ten}} {{nam") == "/vi/subject");
    CHECK(fault_at("en.short", "Call us.") == "/en/short");
    CHECK(unknown_placeholder("Kính gửi {{name}}, mã {{code}}: {{kinds}}").empty());
    CHECK(unknown_placeholder("a {{ten}} b") == "{{ten}}");
    CHECK(unknown_placeholder("a {{nam") == "{{nam");
}

TEST_CASE("{{kinds}} in an edited text becomes the labels of the kinds as they are at the release") {
    auto incident = sample::incident();
    incident.notice_overrides["vi.subject"] = "Sự cố về {{kinds}}";
    CHECK(has(draft_notice(incident, sample::settings()).vi.subject, "vị trí của cá nhân"));
}

TEST_CASE(
    "a short text names the page with every item when there is one, and where links are forbidden the place in the "
    "app") {
    auto incident = sample::incident();
    auto settings = sample::settings();
    settings.public_notice.publishers.clear();
    CHECK(draft_notice(incident, settings).whole_text_at.empty());
    settings.public_notice.publishers = {{"directory", "/nowhere", "https://vidu.test/notices"}};
    CHECK(draft_notice(incident, settings).whole_text_at.empty());  // no channel is short
    Channel sms;
    sms.name = "sms";
    sms.notice_contacts = bit(ContactKind::phone);
    settings.channels.push_back(sms);
    settings.notice.order.push_back("sms");
    auto draft = draft_notice(incident, settings);
    CHECK(draft.whole_text_at == kContentUrl);  // the address is known when the page is up
    CHECK(has(draft.vi.short_text, kContentUrl));
    CHECK(units(draft.vi.short_text) <= 4 * 67);
    settings.notice.links_allowed = false;
    CHECK(draft_notice(incident, settings).whole_text_at.empty());
    settings.notice.in_app_place = "Ứng dụng Ví Dụ, mục Thông báo";
    CHECK(draft_notice(incident, settings).whole_text_at == settings.notice.in_app_place);
    incident.notice_overrides["vi.short"] = "Gọi ngay cho chúng tôi, mã {{code}}";
    CHECK(draft_notice(incident, settings).whole_text_at.empty());
}

TEST_CASE("a configured template is used, and one that cannot be read falls back to the built-in") {
    auto settings = sample::settings();
    settings.templates.texts["notice.vi.subject"] = "Sự cố tại {{organisation}} & đối tác\n";
    settings.organisation.name = "A & B";
    CHECK(draft_notice(sample::incident(), settings).vi.subject == "Sự cố tại A & B & đối tác");
    settings.templates.texts["notice.vi.subject"] = "{{#open}}never closed";
    CHECK_FALSE(check_template(settings.templates.texts["notice.vi.subject"]).has_value());
    CHECK(has(draft_notice(sample::incident(), settings).vi.subject, "Thông báo về sự cố"));
}

TEST_CASE("the addressee's name and code go in at the last moment and can break nothing") {
    auto draft = draft_notice(sample::incident(), sample::settings());
    auto sent = address_notice(draft.vi, "vi", "Lê <b>Thử\r\nBcc: x@y.test", "7K3M-92QD", false);
    CHECK(has(sent.text, "Kính gửi Quý khách Lê <b>Thử  Bcc: x@y.test,"));
    CHECK(has(sent.html, "Lê &lt;b&gt;Thử"));
    CHECK(has(sent.html, "lang=\"vi\""));
    CHECK_FALSE(has(sent.html, "<b>"));
    CHECK(has(sent.short_text, "7K3M-92QD"));
    CHECK_FALSE(has(sent.text, "{{"));
    CHECK(has(address_notice(draft.vi, "vi", "", "X", false).text, "Kính gửi Quý khách,"));
}

TEST_CASE("kinds of data are bullets, one a line, with a capital letter and a full stop after the last") {
    auto body = draft_notice(sample::incident(), sample::settings()).vi.body;
    CHECK(has(body,
              "2. Loại dữ liệu bị ảnh hưởng\n"
              "- Vị trí của cá nhân được xác định qua dịch vụ định vị;\n"
              "- Họ, chữ đệm và tên khai sinh, tên gọi khác.\n\n3. "));
}

TEST_CASE("what is not known leaves no blank line inside an item") {
    auto incident = finance_incident();
    incident.occurred_from.reset();
    incident.parties.clear();
    auto body = draft_notice(incident, sample::settings()).vi.body;
    INFO(body);
    CHECK(has(body,
              "1. Tính chất của việc vi phạm\n- Thời điểm phát hiện: 17 giờ 30 phút ngày 20/11/2026.\n- Địa điểm: "));
    CHECK_FALSE(has(body, "\n\n- "));
    CHECK_FALSE(has(body, "\n\n\n"));
    CHECK(has(body, ".\n\n2. Hậu quả"));
}

TEST_CASE("letters address their readers as the configuration says") {
    auto settings = sample::settings();
    settings.notice.address = "Anh/Chị";
    auto draft = draft_notice(sample::incident(), settings);
    for (const auto* text : {&draft.vi.subject, &draft.vi.body, &draft.vi.short_text}) {
        CHECK_FALSE(has(*text, "Quý khách"));
        CHECK(has(*text, "Anh/Chị"));
    }
    CHECK(has(address_notice(draft.vi, "vi", "Lê Thử", "X", false).text, "Kính gửi Anh/Chị Lê Thử,"));
    CHECK(has(address_notice(draft.vi, "vi", "", "X", false).text, "Kính gửi Anh/Chị,"));
    CHECK(has(address_notice(draft.en, "en", "", "X", false).text, "Dear customer,"));
}

TEST_CASE("the short text says what happened to the data") {
    auto incident = sample::incident();
    incident.kinds = {{"biometric", 1, 1}};
    auto text = draft_notice(incident, sample::settings()).vi.short_text;
    CHECK(has(text, "của Quý khách bị lộ trong sự cố phát hiện ngày 20/11/2026. Xin cảnh giác với cuộc gọi, tin nhắn"));
    incident.act = "loss";
    CHECK(has(draft_notice(incident, sample::settings()).vi.short_text, "Quý khách bị mất trong sự cố"));
    incident.act = "obstruction";
    CHECK(has(draft_notice(incident, sample::settings()).vi.short_text, "Quý khách bị ảnh hưởng trong sự cố"));
}

TEST_CASE("the English letter has the English facts, without them it carries the Vietnamese and says so") {
    auto incident = sample::incident();
    auto draft = draft_notice(incident, sample::settings());
    CHECK(has(draft.en.body, "are given in Vietnamese"));
    CHECK(has(draft.en.body, *incident.measures));
    incident.place_en = "Data centre in Hà Nội";
    incident.description_en = "A backup was downloaded.";
    incident.detected_how_en = "A monitoring alert.";
    incident.consequences_en = "Your journeys may be known.";
    incident.severity_and_risks_en = "Serious.";
    incident.measures_en = "The account was locked.";
    incident.guidance_en = "Change your password.";
    draft = draft_notice(incident, sample::settings());
    CHECK_FALSE(has(draft.en.body, "are given in Vietnamese"));
    for (const char* text : {"A monitoring alert.", "The account was locked.", "Change your password.", "Serious."})
        CHECK(has(draft.en.body, text));
    CHECK_FALSE(has(draft.en.body, *incident.measures));
    CHECK(has(draft.vi.body, *incident.measures));
    incident.detected_how_en.reset();
    incident.detected_how = "Cảnh báo từ hệ thống giám sát an ninh “wazuh”";  // the program's own words it knows
    draft = draft_notice(incident, sample::settings());
    CHECK(has(draft.en.body, "Alert from the security monitoring system"));
    CHECK_FALSE(has(draft.en.body, "wazuh"));
    CHECK_FALSE(has(draft.en.body, "are given in Vietnamese"));
}

TEST_CASE("letters are composed and printable whatever was typed") {
    auto incident = sample::incident();
    incident.measures = "Kho\u0301a \ufffe ta\u0300i khoa\u0309n";
    auto settings = sample::settings();
    settings.organisation.name = "Co\u0302ng ty Vi\u0301 Du\u0323";
    auto body = draft_notice(incident, settings).vi.body;
    CHECK(has(body, "Khóa \ufffd tài khoản"));
    CHECK(has(body, "Công ty Ví Dụ xin thông báo: đã xảy ra vi phạm"));
}

TEST_CASE("a notice as a person reads it", "[.show]") {
    auto draft = draft_notice(sample::incident(), sample::settings());
    WARN(draft.vi.body << draft.vi.short_text << "\n\n" << draft.en.body << draft.en.short_text);
}

TEST_CASE("where there is no room the organisation is named without its legal form") {
    CHECK(without_legal_form("Công ty Cổ phần Vận tải Ví Dụ") == "Vận tải Ví Dụ");
    CHECK(without_legal_form("Công ty TNHH MTV Ví Dụ") == "Ví Dụ");
    CHECK(without_legal_form("Ngân hàng TMCP Ví Dụ") == "Ngân hàng Ví Dụ");
    CHECK(without_legal_form("Sở Giao thông") == "Sở Giao thông");
    CHECK(without_legal_form("Công ty Cổ phần ") == "Công ty Cổ phần ");
}

TEST_CASE("in drill time every text begins with the drill's words") {
    auto sent = address_notice(draft_notice(sample::incident(), sample::settings()).en, "en", "A", "B", true);
    for (const auto* text : {&sent.subject, &sent.text, &sent.short_text}) CHECK(text->starts_with(kDrillMark));
    CHECK(has(sent.html, kDrillMark));
}

TEST_CASE("facts in words are Vietnamese local time, and unknown ones are empty") {
    auto incident = sample::incident();
    auto settings = sample::settings();
    CHECK(fact_text(incident, settings, "occurred_from", "vi") ==
          "từ 02 giờ 10 phút ngày 20/11/2026 đến 03 giờ 40 phút ngày 20/11/2026");
    CHECK(fact_text(incident, settings, "act", "vi") == "lộ dữ liệu cá nhân");
    CHECK(fact_text(incident, settings, "parties", "vi") ==
          "Chưa xác định được đối tượng xâm nhập; Công ty TNHH Hạ tầng Minh Họa (bên xử lý dữ liệu cá nhân)");
    CHECK(fact_text(sample::bare_incident(), settings, "place", "vi").empty());
    CHECK(fact_text(incident, settings, "no_such_fact", "vi").empty());
}
