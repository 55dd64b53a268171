// What people decided or corrected, as the papers print it.
#include "report/form.hpp"
#include "testkit/catch.hpp"
#include "testkit/sample.hpp"

using namespace breachd;
using namespace breachd::report;

TEST_CASE("the papers print further attachments, and a release by one person alone") {
    auto incident = sample::incident();
    auto settings = sample::settings();
    auto at = sample::at("2026-11-25T10:00:00+07:00");
    incident.attachments = {"Sơ đồ hệ thống số 3"};
    settings.people = {{"an", "Nguyễn An", {}}};
    incident.release = NoticeRelease{2, "an", {"an"}, {}, "không liên lạc được ai khác", at};
    ReportInput input{incident, settings, "mau-08", at, ""};
    std::string text;
    for (const auto& field : form_fields(input)) text += field.line.label + " " + field.line.value + "\n";
    INFO(text);
    CHECK(text.find("Sơ đồ hệ thống số 3") != std::string::npos);
    CHECK(
        text.find("do một người (Nguyễn An) phát hành, không có người thứ hai. Lý do: không liên lạc được ai khác.") !=
        std::string::npos);
    std::string record;  // both papers print these lines
    for (const auto& line : telling_lines(input)) record += line;
    CHECK(record.find("do một người (Nguyễn An) phát hành") != std::string::npos);
}
