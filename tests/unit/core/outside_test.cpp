#include "core/telling/outside.hpp"

#include "core/telling/addressed_notice.hpp"
#include "core/words/reasons.hpp"
#include "testkit/catch.hpp"
#include "testkit/sample.hpp"

using namespace breachd;

namespace {

std::string told(const Incident& incident, std::string_view fact, Outside reader) {
    return outside_text(incident, sample::settings(), fact, "vi", reader);
}

}  // namespace

TEST_CASE("people are told roles, never the names of parties") {
    auto incident = sample::incident();
    CHECK(told(incident, "parties", Outside::letter) == "bên xử lý dữ liệu cá nhân; 1 tổ chức, cá nhân liên quan");
    CHECK(told(incident, "parties", Outside::page).empty());
    incident.provenance = {"Đối tác Ví Dụ"};
    CHECK(told(incident, "parties", Outside::letter).find("Đối tác") == std::string::npos);
    incident.parties_public = {json::value("một nhà cung cấp hạ tầng")};
    CHECK(told(incident, "parties", Outside::letter) == "một nhà cung cấp hạ tầng");
    CHECK(told(incident, "parties", Outside::page) == "một nhà cung cấp hạ tầng");
}

TEST_CASE("a page names the province of the place and nothing of the description, until somebody writes for it") {
    auto incident = sample::incident();
    CHECK(told(incident, "place", Outside::page) == "Hà Nội");
    CHECK(told(incident, "place", Outside::letter) == *incident.place);
    CHECK(told(incident, "description", Outside::page).empty());
    CHECK(told(incident, "description", Outside::letter) == *incident.description);
    incident.place = "Phòng máy 2, TP. Hồ Chí Minh";
    CHECK(told(incident, "place", Outside::page) == "Thành phố Hồ Chí Minh");
    incident.place = "Máy chủ gps-db-1";
    CHECK(told(incident, "place", Outside::page).empty());
    incident.place_public = "Trung tâm dữ liệu";
    incident.description_public = "Dữ liệu bị tải ra ngoài.";
    for (auto reader : {Outside::letter, Outside::page}) {
        CHECK(told(incident, "place", reader) == "Trung tâm dữ liệu");
        CHECK(told(incident, "description", reader) == "Dữ liệu bị tải ra ngoài.");
    }
}

TEST_CASE("nobody outside learns the name of the system that raised the alarm") {
    auto incident = sample::incident();
    incident.detected_how = detected_by("wazuh");
    for (auto reader : {Outside::letter, Outside::page})
        CHECK(told(incident, "detected_how", reader) == "Cảnh báo từ hệ thống giám sát an ninh");
    incident.detected_how = "Khách hàng báo";
    CHECK(told(incident, "detected_how", Outside::page) == "Khách hàng báo");
    incident.detected_how = detected_by("wazuh");
    CHECK(outside_text(incident, sample::settings(), "detected_how", "en", Outside::letter) ==
          "Alert from the security monitoring system");
}

TEST_CASE("English words are for the English letter, never for a page") {
    auto incident = sample::incident();
    incident.place_public = "Trung tâm dữ liệu";
    incident.place_en = "Our data centre";
    CHECK(outside_text(incident, sample::settings(), "place", "en", Outside::letter) == "Our data centre");
    CHECK(outside_text(incident, sample::settings(), "place", "en", Outside::page) == "Trung tâm dữ liệu");
    CHECK(told(incident, "place", Outside::letter) == "Trung tâm dữ liệu");
}

TEST_CASE("the letter's HTML has headings and fits a telephone") {
    auto sent = address_notice(draft_notice(sample::incident(), sample::settings()).vi, "vi", "A", "B", false);
    CHECK(sent.html.find("<h2>1. Thời điểm và hình thức phát hiện vi phạm</h2>") != std::string::npos);
    CHECK(sent.html.find("name=\"viewport\"") != std::string::npos);
}
