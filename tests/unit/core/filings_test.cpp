#include "core/incident/filings.hpp"

#include "testkit/catch.hpp"
#include "testkit/story.hpp"

using namespace breachd;
using std::chrono::hours;
using testkit::at;
using testkit::Story;

namespace {

constexpr auto kStart = "2026-11-20T17:30:00+07:00";

Story opened(Settings settings = testkit::sample_settings()) {
    Story s(std::move(settings));
    s.open(at(kStart), {{"title", "Rò rỉ"}, {"kinds", json::array{"name"}}});
    s.until(at(kStart) + hours{10});
    return s;
}

Filing given(const Story& s, const std::string& form, Duration ago = hours{1}) {
    Filing filing;
    filing.form = form;
    filing.channel = "portal";
    filing.filed_at = s.now() - ago;
    filing.by = "an";
    return filing;
}

Result<void> file(Story& s, Filing filing) {
    auto checked = new_filing(s.incident(), s.settings(), std::move(filing), s.now());
    if (!checked) return checked.error();
    s.happens(ReportFiled{*checked}, "token:an");
    return {};
}

std::vector<Event> change(const Story& s, FilingChange what, std::string_view person = "dpo") {
    auto events = change_filing(s.incident(), what, person, s.now());
    INFO((events ? "" : events.error().text()));
    REQUIRE(events);
    return *events;
}

}  // namespace

TEST_CASE("the form of the edition meets the report as of the moment it was filed, another edition's form does not") {
    auto s = opened();
    REQUIRE(file(s, given(s, "mau-04")));
    CHECK(s.duty("authority-report").state == ObligationState::running);
    CHECK(s.incident().filings.at(0).obligation == "none");
    REQUIRE(file(s, given(s, "mau-08")));
    CHECK(s.duty("authority-report").state == ObligationState::met);
    CHECK(s.duty("authority-report").met_at == at(kStart) + hours{9});
}

TEST_CASE("a form that does not meet the report is no first report, and makes none a supplement") {
    auto s = opened();
    REQUIRE(file(s, given(s, "mau-04", hours{5})));
    REQUIRE(file(s, given(s, "mau-08")));
    REQUIRE(authority_filings(s.incident()).size() == 1);
    CHECK(s.incident().filings[1].supplement == 0);
    REQUIRE(file(s, given(s, "mau-08", hours{0})));
    CHECK(s.incident().filings[2].supplement == 1);
    FilingChange withdrawn;
    withdrawn.number = 2;
    withdrawn.reason = "nhầm hồ sơ";
    withdrawn.withdrawn = true;
    for (const auto& event : change(s, withdrawn)) s.happens(event);
    CHECK(s.incident().filings[2].supplement == 0);  // it is the first now
}

TEST_CASE("under the draft a Mẫu 04 meets the report and a Mẫu 08 does not") {
    auto settings = testkit::sample_settings();
    settings.editions.front().form = "mau-04";
    auto s = opened(settings);
    REQUIRE(file(s, given(s, "mau-08")));
    CHECK(s.duty("authority-report").state == ObligationState::running);
    REQUIRE(file(s, given(s, "mau-04")));
    CHECK(s.duty("authority-report").state == ObligationState::met);
}

TEST_CASE("a filing recorded before filings named their duty still meets what its form says") {
    auto s = opened();
    s.happens(ReportFiled{{"mau-08", "portal", "1", s.now(), "", "dpo", 0}});
    CHECK(s.duty("authority-report").state == ObligationState::met);
}

TEST_CASE("the list of forms is closed, and the error names it") {
    auto s = opened();
    auto refused = new_filing(s.incident(), s.settings(), given(s, "sbv"), s.now());
    REQUIRE_FALSE(refused);
    CHECK(refused.error().where == "/form");
    CHECK(refused.error().message.find("data-partner") != std::string::npos);
    CHECK(new_filing(s.incident(), s.settings(), given(s, "other"), s.now()).error().where == "/obligation");
    auto wrong = given(s, "mau-04");
    wrong.obligation = "authority-report";
    CHECK(new_filing(s.incident(), s.settings(), wrong, s.now()).error().where == "/obligation");
    CHECK(file(s, given(s, "data-partner")));
}

TEST_CASE("a record that nobody signed does not make the confirmation record") {
    auto s = opened();
    auto unsigned_one = given(s, "bien-ban");
    unsigned_one.as_built = true;
    REQUIRE(file(s, unsigned_one));
    CHECK(s.duty("confirmation-record").state == ObligationState::running);
    REQUIRE(file(s, given(s, "bien-ban")));
    CHECK(s.duty("confirmation-record").state == ObligationState::met);
}

TEST_CASE("a withdrawn filing meets nothing, and its reason stays") {
    auto s = opened();
    REQUIRE(file(s, given(s, "mau-08")));
    CHECK(change_filing(s.incident(), {.number = 1, .withdrawn = true}, "dpo", s.now()).error().where == "/reason");
    for (auto& event : change(s, {.number = 1, .reason = "nhầm hồ sơ", .withdrawn = true})) s.happens(event);
    CHECK(s.duty("authority-report").state == ObligationState::running);
    CHECK(s.incident().filings.at(0).reason == "nhầm hồ sơ");
    CHECK(change_filing(s.incident(), {.number = 1, .reason = "x", .channel = "post"}, "dpo", s.now()).error().code ==
          ErrorCode::conflict);
    REQUIRE(file(s, given(s, "mau-08")));
    CHECK(s.incident().filings.at(1).supplement == 0);  // the withdrawn one was no first report
    CHECK(s.duty("authority-report").state == ObligationState::met);
}

TEST_CASE("a receipt number comes later, and a corrected moment moves what it met") {
    auto s = opened();
    REQUIRE(file(s, given(s, "mau-08")));
    for (auto& event : change(s, {.number = 1, .reason = "bưu điện báo", .receipt_number = "TN-7"})) s.happens(event);
    CHECK(s.incident().filings.at(0).receipt_number == "TN-7");
    CHECK(s.incident().filings.size() == 1);
    CHECK(s.duty("authority-report").met_at == at(kStart) + hours{9});
    auto earlier = at(kStart) + hours{5};
    for (auto& event : change(s, {.number = 1, .reason = "ghi nhầm giờ", .filed_at = earlier})) s.happens(event);
    CHECK(s.duty("authority-report").met_at == earlier);
    auto kept = s.all<FilingCorrected>().at(1);
    CHECK(kept.was.filed_at == at(kStart) + hours{9});
    CHECK(change_filing(s.incident(), {.number = 1, .reason = "x", .filed_at = s.now() + hours{1}}, "dpo", s.now())
              .error()
              .where == "/filed_at");
    CHECK(change_filing(s.incident(), {.number = 7, .reason = "x"}, "dpo", s.now()).error().code ==
          ErrorCode::not_found);
}

TEST_CASE("the second look is a mark of another person, and blocks nothing") {
    auto s = opened();
    REQUIRE(file(s, given(s, "mau-08")));
    CHECK(s.duty("authority-report").state == ObligationState::met);
    CHECK(change_filing(s.incident(), {.number = 1, .checked = true}, "an", s.now()).error().code ==
          ErrorCode::forbidden);
    for (auto& event : change(s, {.number = 1, .checked = true})) s.happens(event);
    CHECK(s.incident().filings.at(0).checked_by == "dpo");
    for (auto& event : change(s, {.number = 1, .reason = "số mới", .receipt_number = "9"})) s.happens(event);
    CHECK(s.incident().filings.at(0).checked_by.empty());  // it is another filing than the one looked at
}

TEST_CASE("a document that is filed is a PDF, a DOCX or a scan") {
    CHECK(document_kind("%PDF-1.7") == "pdf");
    CHECK(document_kind(std::string("PK\3\4", 4) + "word/") == "docx");
    CHECK(document_kind("\xff\xd8\xff\xe0") == "scan");
    CHECK(document_kind("\x89PNG\r\n") == "scan");
    CHECK(document_kind(std::string("II*\0....", 8)) == "scan");
    CHECK(document_kind(std::string("\0\0\0\x18"
                                    "ftypheic",
                                    12)) == "scan");
    CHECK(document_kind("khong phai bao cao").empty());
    CHECK(document_kind("").empty());
}

TEST_CASE("tasks end by the act they ask for, and are open again when it is taken back") {
    auto settings = testkit::sample_settings();
    settings.playbooks = {
        {"general",
         {"Chung", ""},
         {},
         {{"take-over", {"Nhận", ""}, {}, {}, {}, TaskAct::acknowledged},
          {"file", {"Nộp", ""}, {}, {}, {}, TaskAct::filed},
          {"look", {"Xem lại", ""}, {}, {}, {TaskCondition::About::filed, "", 0}, TaskAct::filing_checked}}}};
    auto s = opened(settings);
    auto state = [&](const std::string& id) {
        for (const auto& task : s.incident().tasks)
            if (task.id == "general/" + id) return std::optional(task.state);
        return std::optional<TaskState>();
    };
    CHECK(state("take-over") == TaskState::open);
    CHECK_FALSE(state("look"));
    REQUIRE(s.command(acknowledge(s.incident(), "an", "api", "")));
    CHECK(state("take-over") == TaskState::done);
    REQUIRE(file(s, given(s, "mau-08")));
    CHECK(state("file") == TaskState::done);
    CHECK(state("look") == TaskState::open);
    for (auto& event : change(s, {.number = 1, .checked = true})) s.happens(event);
    CHECK(state("look") == TaskState::done);
    for (auto& event : change(s, {.number = 1, .reason = "nhầm", .withdrawn = true})) s.happens(event);
    CHECK(state("file") == TaskState::open);
}
