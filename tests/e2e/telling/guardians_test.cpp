// A list of children through the real daemon: who is written to, what the mails say, and how it is shown before.
#include <algorithm>

#include "base/digest.hpp"
#include "e2e/daemon.hpp"
#include "testkit/workbook.hpp"

using namespace breachd;
using namespace breachd::e2e;

namespace {

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// A part of a mail as its reader gets it.
std::string part_of(const std::string& mail, const std::string& type) {
    auto at = mail.find("Content-Type: " + type);
    if (at == std::string::npos) return "";
    at = mail.find("base64", at);
    std::string encoded;
    for (at = mail.find('\n', at); at < mail.size() && !mail.substr(at).starts_with("\n--"); ++at)
        if (std::string_view("\r\n").find(mail[at]) == std::string_view::npos) encoded += mail[at];
    auto text = from_base64(encoded);
    return text ? *text : "not base64: " + encoded;
}

bool names_child(std::string_view text) { return has(text, "Trần Mơ") || has(text, "Trần Mai"); }

}  // namespace

TEST_CASE("parents and guardians are written to for their children: shown masked, opened by role, one mail a child") {
    testkit::SmtpSink sink;
    Settings settings;
    settings.email_url = sink.url();
    settings.order = "[email]";
    Daemon daemon(settings);
    REQUIRE(daemon.start());
    auto id = text(daemon.open(now_rfc3339()), "id");
    auto path = "/api/v1/incidents/" + id;
    auto list = testkit::workbook({{{"Danh sách học sinh lớp 1A"},
                                    {"Mã HS", "Họ tên", "Tên con", "Thư điện tử", "Ngôn ngữ"},
                                    {"HS-1", "Lê Thị Mận", "Trần Mơ", "man@hopthu.test", ""},
                                    {"HS-2", "Lê Thị Mận", "Trần Mai", "man@hopthu.test", ""},
                                    {"HS-3", "", "Đỗ Quyên", "quyen@hopthu.test", "en"},
                                    {"HS-4", "Cô Giáo Thảo", "", "thao@hopthu.test", ""}}});
    auto imported = daemon.call("an", "POST", path + "/subjects", list, {{"Content-Type", "text/csv"}});
    INFO(imported.body);
    REQUIRE(imported.status == 200);
    CHECK(text(imported.parsed(), "import.new") == "4");
    CHECK(text(imported.parsed(), "import.guardians") == "3");

    auto people = daemon.all(path + "/subjects");
    REQUIRE(people.size() == 4);
    CHECK(text(people[0], "guardian_of") == "T••• •ơ");
    CHECK(at(people[3], "guardian_of").is_null());
    auto found = daemon.call("an", "GET", "/api/v1/subjects?q=HS-2").parsed();
    CHECK(text(at(found, "items").as_array()[0], "guardian_of") == "T••• ••i");
    CHECK(text(daemon.call("an", "GET", path + "/subjects/1").parsed(), "guardian_of") == "Trần Mơ");
    CHECK_FALSE(has(daemon.call("viewer", "GET", path + "/subjects").body, "T•••"));
    auto shared = daemon.all(path + "/subjects/shared-contacts");
    REQUIRE(shared.size() == 1);
    CHECK(text(shared[0], "likely") == "guardian");

    auto look = daemon.call("an", "GET", path + "/notice/readiness");
    CHECK(has(look.body, "là cha, mẹ hoặc người giám hộ của T••• •ơ"));
    CHECK_FALSE(names_child(look.body));
    auto opened = daemon.call("an", "GET", path + "/notice/readiness/opened").parsed();
    CHECK(text(at(opened, "previews").as_array()[0], "guardian_of") == "Trần Mơ");

    REQUIRE(daemon.post("dpo", path + "/notice/release", json::object{}).status < 300);
    REQUIRE(daemon.wait_incident(id, [](const auto& it) { return text(it, "notice_run.told") == "4"; }));
    auto mails = sink.messages();
    REQUIRE(mails.size() == 4);
    auto mails_with = [&](const std::string& type, std::string_view words) {
        return std::count_if(mails.begin(), mails.end(),
                             [&](const auto& mail) { return has(part_of(mail, type), words); });
    };
    for (const std::string type : {"text/plain", "text/html"}) {
        INFO(part_of(mails[0], type));
        CHECK(mails_with(type, "Kính gửi Quý khách Lê Thị Mận, là cha, mẹ hoặc người giám hộ của Trần Mơ,") == 1);
        CHECK(mails_with(type, "Kính gửi Quý khách Lê Thị Mận, là cha, mẹ hoặc người giám hộ của Trần Mai,") == 1);
        CHECK(mails_with(type, "là dữ liệu của Trần Mai.") == 1);
        CHECK(mails_with(type, "Dear parent or guardian of Đỗ Quyên,") == 1);
        CHECK(mails_with(type, "Kính gửi Quý khách Cô Giáo Thảo,") == 1);
        CHECK(mails_with(type, "người giám hộ") == 2);
    }
    auto sent = daemon.call("an", "GET", path + "/subjects/2/messages").body;
    CHECK(has(sent, "người giám hộ của T••• ••i"));
    CHECK_FALSE(names_child(sent));
    CHECK_FALSE(names_child(daemon.log()));
}
