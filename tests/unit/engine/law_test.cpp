// What the law that applies lets people do, and what they hear of it.
#include "unit/engine/runs_scene.hpp"

using namespace breachd;
using namespace breachd::engine;
using std::chrono::hours;

namespace {

constexpr const char* kDraft = "vn-draft-2025-09-12";

json::object complete_facts() {
    return {{"title", "Rò rỉ"},
            {"kinds", json::array{"location"}},
            {"detected_how", "SIEM"},
            {"description", "x"},
            {"place", "Hà Nội"},
            {"consequences", "x"},
            {"severity_and_risks", "x"},
            {"measures", "x"},
            {"guidance", "x"}};
}

Result<Answer> release_under_the_draft(Mode mode) {
    auto settings = desk_settings();
    settings.edition = kDraft;
    settings.mode = mode;
    Desk desk(settings);
    auto id = id_of(desk.ask(OpenIncident{complete_facts()}));
    CHECK(desk.incident(id).edition == kDraft);
    Subject one;
    one.subject_ref = Pii(std::string("kh-1"));
    set_address(one.contacts, ContactKind::email, "kh1@thu.test");
    auto begun = std::get<ImportBegun>(*desk.ask(BeginImport{}, id)).import_id;
    desk.ask(desk.chunk(begun, {one}), id);
    desk.ask(FinishImport{begun, "list " + begun}, id);
    return desk.ask(ReleaseNotice{}, id, "dpo");
}

}  // namespace

TEST_CASE("no notice goes out under a draft that never was law, except in a drill") {
    auto refused = release_under_the_draft(Mode::live);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message.find("draft") != std::string::npos);
    CHECK(release_under_the_draft(Mode::drill));
}

TEST_CASE("an inspection that is announced holds the file and wakes the people on duty") {
    Desk desk(desk_settings());
    auto id = incident_of(desk.ask(message({desk_alert("a1")})));
    desk.wait(hours{1});
    REQUIRE(desk.ask(AnnounceInspection{{"12/QĐ-ANM", "hồ sơ vi phạm", {}, false}}, id, "dpo"));
    CHECK(desk.incident(id).retention.hold);
    REQUIRE(desk.incident(id).inspections.size() == 1);
    CHECK(desk.incident(id).inspections[0].citation == "Điều 31.4");
    CHECK(desk.incident(id).inspections[0].by == "dpo");
    int paged = 0;
    for (const auto& page : desk.entries<Paged>(id)) paged += page.why.code == ReasonCode::inspection;
    CHECK(paged == 1);
    CHECK_FALSE(desk.ask(AnnounceInspection{{"12/QĐ-ANM", "", {}, false}}, id, "dpo"));
}
