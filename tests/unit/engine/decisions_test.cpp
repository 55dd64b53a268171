// Two people decide: dismissals, merged duplicates, filings, versions that only people make.
#include "desk.hpp"
#include "runs_scene.hpp"
#include "store/readers/reader.hpp"
#include "testkit/process.hpp"

namespace breachd::engine {

namespace {

using namespace std::chrono_literals;
using std::chrono::hours;

std::string open(Desk& desk, Duration since = hours{1}) {
    return id_of(desk.ask(OpenIncident{
        {{"title", "Rò rỉ"}, {"kinds", json::array{"location"}}, {"detected_at", format_rfc3339(desk.now - since)}}}));
}

RecordFiling filing(const std::string& form, const std::string& bytes = "%PDF-1.7") {
    RecordFiling out;
    out.form = form;
    out.channel = "portal";
    out.bytes = bytes;
    out.media_type = "application/pdf";
    return out;
}

void import(Desk& desk, const std::string& id, std::initializer_list<const char*> refs) {
    auto import_id = std::get<ImportBegun>(*desk.ask(BeginImport{}, id)).import_id;
    std::vector<Subject> rows;
    for (const char* ref : refs) {
        Subject subject;
        subject.subject_ref = Pii(std::string(ref));
        set_address(subject.contacts, ContactKind::email, std::string(ref) + "@vidu.test");
        rows.push_back(std::move(subject));
    }
    REQUIRE(desk.ask(desk.chunk(import_id, rows), id).has_value());
    REQUIRE(desk.ask(FinishImport{import_id, "list " + import_id}, id).has_value());
}

}  // namespace

TEST_CASE("a proposed dismissal cancels the calls that wait, and its answer says that it waits") {
    Desk desk(desk_settings());
    auto id = open(desk);
    auto answer = desk.ask(Dismiss{"báo động giả", ""}, id, "an");
    REQUIRE(answer);
    CHECK(std::get<Changed>(*answer).waits);
    desk.take_sends(Lane::page);
    desk.wait(hours{20});
    CHECK(desk.take_sends(Lane::page).empty());
    desk.wait(hours{80});
    CHECK(desk.incident(id).obligation("authority-report")->state == ObligationState::overdue);
    CHECK_FALSE(desk.take_sends(Lane::page).empty());  // rules still act
}

TEST_CASE("a dismissal that nobody confirms pages the duty at half of the clock, also after a restart") {
    Desk desk(desk_settings());
    auto id = open(desk, Duration{0});
    REQUIRE(desk.ask(Dismiss{"báo động giả", ""}, id, "an"));
    desk.wait(hours{35});
    desk.boot();
    desk.wait(hours{2});
    CHECK(desk.entries<DismissalUnconfirmed>(id).size() == 1);
    std::size_t pages = 0;
    for (const auto& paged : desk.entries<Paged>(id)) pages += paged.why.code == ReasonCode::dismissal_unconfirmed;
    CHECK(pages > 0);
}

TEST_CASE("several dismissals are confirmed in one call, and each stands for itself") {
    Desk desk(desk_settings());
    auto first = open(desk), second = open(desk), third = open(desk);
    for (const auto& id : {first, second}) REQUIRE(desk.ask(Dismiss{"báo động giả", ""}, id, "an"));
    auto answer = desk.ask(ConfirmDismissals{{first, second, third, "INC-1999-0001"}, "đã xem"}, "", "dpo");
    REQUIRE(answer);
    const auto& items = std::get<Decided>(*answer).items;
    REQUIRE(items.size() == 4);
    CHECK(items[0].refused.empty());
    CHECK(items[1].refused.empty());
    CHECK(items[2].refused == "nobody proposed to dismiss it");
    CHECK_FALSE(items[3].refused.empty());
    CHECK(desk.incident(first).state == IncidentState::dismissed);
    CHECK(desk.incident(third).state != IncidentState::dismissed);
    CHECK_FALSE(desk.ask(ConfirmDismissals{{}, "x"}, "", "dpo"));
}

TEST_CASE("a duplicate brings its people, its filings and the earlier detection, once two people say so") {
    testkit::ScratchDirectory directory;
    Desk desk(std::make_shared<const Settings>(desk_settings()), directory.path());
    auto stays = open(desk, hours{1}), goes = open(desk, hours{5});
    import(desk, stays, {"KH-1"});
    import(desk, goes, {"KH-1", "KH-2", "KH-3"});
    REQUIRE(desk.ask(filing("mau-08", "%PDF-1.7 nộp rồi"), goes, "an"));
    auto detected = desk.incident(goes).detected_at;
    REQUIRE(desk.ask(Dismiss{"cùng một vi phạm", stays}, goes, "an"));
    CHECK(desk.incident(stays).notice_run.subjects == 1);
    REQUIRE(desk.ask(Dismiss{"đồng ý", stays}, goes, "dpo"));
    CHECK(desk.incident(goes).state == IncidentState::dismissed);
    CHECK(desk.incident(goes).duplicate_of == stays);
    auto incident = desk.incident(stays);
    CHECK(incident.notice_run.subjects == 3);
    CHECK(incident.detected_at == detected);
    CHECK(incident.obligation("authority-report")->state == ObligationState::met);
    REQUIRE(incident.filings.size() == 1);
    CHECK(incident.filings[0].from == goes);
    store::Reader reader({directory.path(), "live", "test"}, store::MasterKey::of(std::string(32, 'k')));
    CHECK(reader.documents(stays, false).size() == 1);
    auto back = desk.ask(Reopen{"không phải"}, goes, "an");
    REQUIRE_FALSE(back);
    CHECK(back.error().message.find(stays) != std::string::npos);
}

TEST_CASE("a later alert of a merged duplicate joins the incident that stayed") {
    Desk desk(desk_settings());
    auto stays = incident_of(desk.ask(message({desk_alert("a1")})));
    auto goes = incident_of(desk.ask(message({desk_alert("b1", 80, {"other-db"})})));
    REQUIRE(stays != goes);
    for (const char* person : {"an", "dpo"}) REQUIRE(desk.ask(Dismiss{"cùng một vi phạm", stays}, goes, person));
    CHECK(incident_of(desk.ask(message({desk_alert("b2", 80, {"other-db"})}))) == stays);
    CHECK(desk.incidents() == 2);
}

TEST_CASE("what cannot be merged is refused before anybody confirms it") {
    Scene scene(email_settings(100));
    auto told = scene.release(2);
    auto other = open(scene.desk);
    CHECK(scene.desk.ask(Dismiss{"x", told}, told, "an").error().where == "/duplicate_of");
    CHECK(scene.desk.ask(Dismiss{"x", "INC-1999-0001"}, other, "an").error().where == "/duplicate_of");
    auto refused = scene.desk.ask(Dismiss{"x", other}, told, "an");  // its notice went out
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::conflict);
    REQUIRE(scene.desk.ask(Dismiss{"x", told}, other, "an"));
    CHECK(scene.desk.ask(Dismiss{"x", ""}, other, "dpo").error().code == ErrorCode::conflict);
}

TEST_CASE("a reopened incident wakes people and keeps no keep-until") {
    Desk desk(desk_settings());
    auto id = open(desk);
    REQUIRE(desk.ask(Acknowledge{"an", "api", ""}, id));
    REQUIRE(desk.ask(Remedy{{}, "đã vá"}, id));
    desk.take_sends(Lane::page);
    REQUIRE(desk.ask(Reopen{"tái diễn"}, id));
    CHECK(desk.incident(id).escalation.active);
    CHECK_FALSE(desk.incident(id).retention.keep_until);
    CHECK_FALSE(desk.take_sends(Lane::page).empty());
}

TEST_CASE("what is filed is a document, and the error says which kinds are") {
    Desk desk(desk_settings());
    auto id = open(desk);
    auto refused = desk.ask(filing("mau-08", "khong phai bao cao"), id);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message.find("PDF") != std::string::npos);
    CHECK(desk.incident(id).obligation("authority-report")->state == ObligationState::running);
    auto kept = desk.ask(KeepDocument{"report", id + "-mau-04.pdf", "application/pdf", "%PDF-1.7 mau 04"}, id);
    auto by_hash = filing("mau-08", "");
    by_hash.sha256 = std::get<Kept>(*kept).sha256;
    CHECK(desk.ask(by_hash, id).error().where == "/form");  // it is a Mẫu 04
    by_hash.form = "mau-04";
    REQUIRE(desk.ask(by_hash, id));
    CHECK(desk.incident(id).filings.at(0).as_built);
    CHECK(desk.incident(id).obligation("authority-report")->state == ObligationState::running);
}

TEST_CASE("a person is not refused because of an entry that the daemon made") {
    Desk desk(desk_settings());
    auto id = incident_of(desk.ask(message({desk_alert("a1")})));
    REQUIRE(desk.ask(PatchIncident{{{"place", "Hà Nội"}}}, id));
    auto patch = [&](std::int64_t version, const char* place) {
        Envelope envelope;
        envelope.command = PatchIncident{{{"place", place}}};
        envelope.incident = id;
        envelope.actor = "token:an";
        envelope.person = "an";
        envelope.if_match = version;
        return desk.ask(std::move(envelope));
    };
    auto seen = desk.incident(id).version;
    desk.ask(message({desk_alert("a2")}));
    REQUIRE(desk.incident(id).version > seen);
    CHECK(patch(seen, "Đà Nẵng").has_value());
    auto stale = patch(seen, "Huế");  // a person changed it since
    REQUIRE(stale);
    CHECK(std::holds_alternative<Conflicting>(*stale));
    CHECK(desk.incident(id).place == "Đà Nẵng");
    CHECK(patch(desk.incident(id).version + 1, "Huế").error().code == ErrorCode::stale);
}

namespace {

// Written by dpo, whole, with one person to tell.
std::string with_a_whole_notice(Desk& desk) {
    auto id = id_of(desk.ask(OpenIncident{{{"title", "Rò rỉ"},
                                           {"kinds", json::array{"location"}},
                                           {"detected_how", "SIEM"},
                                           {"description", "x"},
                                           {"place", "Hà Nội"},
                                           {"consequences", "x"},
                                           {"severity_and_risks", "x"},
                                           {"measures", "x"},
                                           {"guidance", "x"}}},
                             "", "dpo"));
    import(desk, id, {"KH-1"});
    return id;
}

}  // namespace

TEST_CASE("an approval is kept with its text, and an author may then release it") {
    Desk desk(desk_settings());
    auto id = with_a_whole_notice(desk);
    CHECK(desk.ask(ReleaseNotice{}, id, "dpo").error().code == ErrorCode::forbidden);
    auto sha = draft_notice(desk.incident(id), desk_settings()).sha256;
    REQUIRE(desk.ask(ApproveNotice{sha}, id, "an"));
    CHECK(desk.store().documents().find(id, desk.entries<NoticeApproved>(id).at(0).document).has_value());
    REQUIRE(desk.ask(ReleaseNotice{}, id, "dpo"));
    auto released = desk.entries<NoticeReleased>(id).at(0);
    CHECK(released.authors == std::vector<std::string>{"dpo"});
    CHECK(released.approved_by == std::vector<std::string>{"an"});
}

TEST_CASE("a refused text goes to nobody until it is changed, or the same person approves it") {
    Desk desk(desk_settings());
    auto id = with_a_whole_notice(desk);
    auto sha = [&] { return draft_notice(desk.incident(id), desk_settings()).sha256; };
    REQUIRE(desk.ask(AskForApproval{sha(), "xin đọc giúp"}, id, "dpo"));
    REQUIRE(desk.ask(AskForApproval{sha(), "lần nữa"}, id, "dpo"));
    CHECK(desk.entries<NoticeApprovalAsked>(id).size() == 1);
    CHECK(desk.ask(RefuseNotice{"0123", "thiếu số điện thoại"}, id, "an").error().code == ErrorCode::conflict);
    REQUIRE(desk.ask(ApproveNotice{sha()}, id, "an"));
    REQUIRE(desk.ask(RefuseNotice{sha(), "thiếu số điện thoại"}, id, "an"));
    auto refused = desk.ask(ReleaseNotice{}, id, "dpo");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::conflict);
    CHECK(refused.error().message.find("an refused this very text: thiếu số điện thoại") != std::string::npos);
    desk.boot();
    CHECK(desk.ask(ReleaseNotice{}, id, "dpo").error().code == ErrorCode::conflict);
    SECTION("the same person approves it after all") {
        REQUIRE(desk.ask(ApproveNotice{sha()}, id, "an"));
        CHECK(desk.ask(ReleaseNotice{}, id, "dpo"));
    }
    SECTION("another text is another matter") {
        REQUIRE(desk.ask(PatchIncident{{{"guidance", "Gọi 1900 0000"}}}, id, "dpo"));
        REQUIRE(desk.ask(ApproveNotice{sha()}, id, "an"));
        CHECK(desk.ask(ReleaseNotice{}, id, "dpo"));
    }
    SECTION("one person alone may let it go when the deadline is near, with a reason") {
        desk.wait(std::chrono::hours{61});
        CHECK(desk.ask(ReleaseNotice{ReleaseTo::by_text, "không liên lạc được với người kia"}, id, "dpo"));
    }
}

TEST_CASE("a test copy of the draft goes to who asks for it, and to nobody else") {
    Desk desk(desk_settings());
    auto id = with_a_whole_notice(desk);
    desk.take_sends(Lane::page);
    Envelope asked;
    asked.command = TestNotice{"email", "vi"};
    asked.incident = id;
    asked.person = "an";
    std::vector<Result<Answer>> heard;
    asked.answer = [&](Result<Answer> answer) { heard.push_back(std::move(answer)); };
    std::vector<Envelope> batch;
    batch.push_back(std::move(asked));
    desk.tell_all(std::move(batch));
    auto sends = desk.take_sends(Lane::page);
    REQUIRE(sends.size() == 1);
    const auto& copy = sends[0].message;
    CHECK(copy.to.reveal() == "an@vidu.test");
    CHECK(copy.kind == "test");
    CHECK(copy.subject.find("BẢN GỬI THỬ") != std::string::npos);
    CHECK(copy.text.reveal().find("THU-NGHIEM") != std::string::npos);
    CHECK(heard.empty());
    desk.tell(AttemptDone{sends[0].page_id, 0, Outcome{.result = SendResult::accepted, .code = "250"}});
    REQUIRE(heard.size() == 1);
    CHECK(std::get<Tested>(heard[0].value()).result == SendResult::accepted);
    CHECK(desk.entries<NoticeTested>(id).at(0).person == "an");
    CHECK(desk.ask(TestNotice{"email", "vi"}, id, "stranger").error().code == ErrorCode::unprocessable);
    CHECK(desk.ask(TestNotice{"pigeon", "vi"}, id, "an").error().code == ErrorCode::not_found);
    CHECK(desk.take_sends(Lane::page).empty());
}

}  // namespace breachd::engine
