#include "report/form.hpp"
#include "testkit/catch.hpp"
#include "testkit/sample.hpp"

using namespace breachd;

TEST_CASE("offices that get a copy of the report stand below the authority, before the file") {
    auto incident = sample::incident();
    auto settings = sample::settings();
    settings.authority_copies = {"Phòng An ninh mạng và phòng, chống tội phạm sử dụng công nghệ cao, tỉnh Ví Dụ"};
    auto document = report::form_document({incident, settings, "mau-08", sample::at("2026-11-22T10:00:00+07:00"), ""});
    REQUIRE(document.recipients.size() == 3);
    CHECK(document.recipients[0] == "- Như trên;");
    CHECK(document.recipients[1] == "- " + settings.authority_copies[0] + ";");
    CHECK(document.recipients[2].starts_with("- Lưu:"));
}
