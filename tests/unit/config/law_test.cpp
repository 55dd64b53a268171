// The editions as they are shipped: every constant against the text of the law.
#include <map>

#include "config/config.hpp"
#include "core/incident/facts.hpp"
#include "core/law/obligation.hpp"
#include "core/words/terms.hpp"
#include "scratch.hpp"
#include "testkit/catch.hpp"

using namespace breachd;
using namespace breachd::test;
using namespace std::chrono_literals;

namespace {

const std::string kLaw = std::string(BREACHD_SOURCE_DIR) + "/playbooks/law";

const Edition& edition(std::string_view id) {
    static const auto all = *load_editions(kLaw);
    for (const auto& each : all)
        if (each.id == id) return each;
    FAIL("no such edition");
    return all.front();
}

std::string bad_edition(const std::string& from, const std::string& to) {
    Scratch scratch;
    auto text = read(kLaw + "/vn-356-2025.yaml");
    auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    auto file = scratch.write("law/e.yaml", text.replace(at, from.size(), to));
    auto checked = check_playbook(file);
    return checked ? "" : checked.error().message;
}

}  // namespace

TEST_CASE("all editions and all packs and playbooks that are shipped are good") {
    for (auto file :
         {"law/vn-356-2025.yaml", "law/vn-draft-2025-09-12.yaml", "law/vn-13-2023.yaml", "law/packs/eu-gdpr.yaml",
          "law/packs/eu-nis2.yaml", "law/packs/vn-sbv-09-2020.yaml", "law/packs/vn-cyber-116-2025.yaml",
          "response/general.yaml", "response/location.yaml", "response/biometric.yaml", "response/finance.yaml"}) {
        auto checked = check_playbook(std::string(BREACHD_SOURCE_DIR) + "/playbooks/" + file);
        INFO(file);
        CHECK(checked);
    }
}

TEST_CASE("the edition in force cites Decree 356/2025 and Law 91/2025, article by article") {
    const Edition& law = edition("vn-356-2025");
    CHECK(law.in_force_from == *parse_rfc3339("2026-01-01T00:00:00+07:00"));
    CHECK(law.form == "mau-08");
    CHECK(law.form_citation == "Điều 28.2");
    CHECK(law.notice_citation == "Điều 28.1");
    CHECK(law.authority == "Cơ quan chuyên trách bảo vệ dữ liệu cá nhân, Bộ Công an");
    CHECK(law.keep_years == 5);
    CHECK(law.keep_citation == "Điều 29.1.c");
    CHECK(law.kinds.size() == 24);
    CHECK(law.kind("location")->citation == "Điều 4.1.h");
    CHECK(law.kind("biometric")->citation == "Điều 4.1.đ");
    CHECK(law.kind("genetic")->citation == "Điều 4.1.đ");
    CHECK(law.kind("bank_finance_credit")->citation == "Điều 4.1.k");
    CHECK(law.kind("name")->citation == "Điều 3.1");
    CHECK_FALSE(law.kind("name")->sensitive);
    CHECK(law.kind("location")->label.vi == "vị trí của cá nhân được xác định qua dịch vụ định vị");
    CHECK(law.obligation("subjects-location-biometric")->citation == "Điều 29.1.a");
    CHECK(law.obligation("subjects-finance")->addressee == Addressee::authority_and_subjects);
    CHECK(law.obligation("public-notice")->within_of == "subjects-location-biometric");
    CHECK(law.obligation("authority-report")->applies.when_in_doubt);
    CHECK(law.obligation("authority-report")->citation == "Luật Điều 23.1; Điều 28; Điều 29.1.b");
    CHECK(law.obligation("authority-report")->applies.without_condition ==
          std::vector<std::string>{"location", "biometric"});
    CHECK(law.inspection->citation == "Điều 31.4");
    CHECK_FALSE(law.inspection->working);
    CHECK(law.acts.size() == 10);
}

TEST_CASE("the draft has its own numbers, its own form, and two letters of its own") {
    const Edition& draft = edition("vn-draft-2025-09-12");
    CHECK_FALSE(draft.in_force_from);
    CHECK(draft.form == "mau-04");
    CHECK(draft.obligation("subjects-location-biometric")->citation == "Điều 27.1.a");
    CHECK(draft.obligation("subjects-finance")->addressee == Addressee::subjects);
    CHECK(draft.obligation("authority-report")->citation == "Luật Điều 23.1; Điều 26.2; Điều 27.1.b");
    CHECK(draft.kind("account_login")->citation == "Điều 4.2.k");
    CHECK(draft.inspection->citation == "Điều 30.4");
    CHECK(draft.inspection->working);
    CHECK(draft.keep_citation == "Điều 27.1.c");
    CHECK(draft.kind("electronic_identity")->citation == "Điều 4.2.i");
    CHECK(draft.kind("telecom_subscriber_activity")->citation == "Điều 4.2.l");
    CHECK(draft.kind("online_behaviour")->citation == "Điều 4.2.m");
    CHECK(draft.authority.find("Cục An ninh mạng") == 0);
    for (const auto& kind : edition("vn-356-2025").kinds) CHECK(draft.kind(kind.id));
}

TEST_CASE("Decree 13/2023 is the law before 2026: the report is owed from the act on, and names its article") {
    const Edition& old = edition("vn-13-2023");
    CHECK(old.in_force_from == *parse_rfc3339("2023-07-01T00:00:00+07:00"));
    CHECK(old.in_force_to == *parse_rfc3339("2026-01-01T00:00:00+07:00"));
    const auto* report = old.obligation("authority-report");
    CHECK(report->citation == "Điều 23.1");
    CHECK(report->within == Duration{72h});
    CHECK(report->applies.after == StartsAfter::occurrence);
    CHECK(old.kind("location")->citation == "Điều 2.4.i");
    CHECK(old.kind("biometric")->citation == "Điều 2.4.đ");
    CHECK_FALSE(old.inspection);
    for (const auto& kind : edition("vn-356-2025").kinds) CHECK(old.kind(kind.id));
    for (const auto& act : edition("vn-356-2025").acts) CHECK(old.act(act.id));
}

TEST_CASE("the labels are the decree's words, and the short names are those of the timeline") {
    CHECK(edition("vn-356-2025").kind("name")->label.vi == "họ, chữ đệm và tên khai sinh, tên gọi khác (nếu có)");
    CHECK(edition("vn-356-2025").kind("biometric")->label.vi == "dữ liệu sinh trắc học");
    for (auto id : {"vn-356-2025", "vn-draft-2025-09-12", "vn-13-2023"})
        for (const auto& kind : edition(id).kinds) {
            INFO(id << " " << kind.id);
            CHECK(kind.short_label.vi == words::kind_of_data(kind.id, "vi"));
            CHECK(kind.short_label.en == words::kind_of_data(kind.id, "en"));
        }
    for (auto id : {"vn-356-2025", "vn-draft-2025-09-12", "vn-13-2023"})
        for (const auto& act : edition(id).acts) CHECK(words::act(act.id, "vi") != act.id);
}

TEST_CASE("72 hours stand where the law writes 72 hours, and no number where it writes none") {
    for (auto id : {"vn-356-2025", "vn-draft-2025-09-12"}) {
        const Edition& law = edition(id);
        for (auto with : {"authority-report", "subjects-location-biometric", "subjects-finance"})
            CHECK(law.obligation(with)->within == Duration{72h});
        for (auto without :
             {"individual-after-public", "controller-inform", "confirmation-record", "keep-file", "public-notice"})
            CHECK_FALSE(law.obligation(without)->within);
    }
}

TEST_CASE("the six items and the four items are complete and ask for facts that exist") {
    for (auto id : {"vn-356-2025", "vn-draft-2025-09-12"}) {
        const Edition& law = edition(id);
        CHECK(law.content(law.obligation("subjects-location-biometric")->content)->items.size() == 6);
        CHECK(law.content(law.obligation("authority-report")->content)->items.size() == 4);
        for (const auto& content : law.contents)
            for (const auto& item : content.items) CHECK_FALSE(item.facts.empty());
    }
}

TEST_CASE("a location leak starts the duties of the edition") {
    Settings settings;
    settings.editions = *load_editions(kLaw);
    Incident incident;
    incident.edition = "vn-356-2025";
    incident.detected_at = *parse_rfc3339("2026-11-20T17:30:00+07:00");
    incident.kinds = {{"location", 10, 5}};
    std::map<std::string, std::optional<Instant>> started;
    for (const auto& event : plan_obligations(incident, settings, incident.detected_at))
        if (const auto* start = std::get_if<ObligationStarted>(&event)) started[start->id] = start->due_at;
    CHECK(started.size() == 3);
    CHECK(started.at("authority-report") == *parse_rfc3339("2026-11-23T17:30:00+07:00"));
    CHECK(started.at("subjects-location-biometric") == *parse_rfc3339("2026-11-23T17:30:00+07:00"));
    CHECK_FALSE(started.at("confirmation-record"));
}

TEST_CASE("a bad edition names its fault") {
    CHECK(bad_edition("kinds: [location, biometric]", "kinds: [location, biometrics]")
              .find("unknown kind of data \"biometrics\" (did you mean \"biometric\"?)") != std::string::npos);
    CHECK(bad_edition("content: six_items_29_2", "content: six_items").find("unknown content \"six_items\"") !=
          std::string::npos);
    CHECK(bad_edition("within: 72h", "within: soon").find("not a duration") != std::string::npos);
    CHECK(bad_edition("within_of: subjects-location-biometric", "within_of: subjects")
              .find("unknown obligation in within_of") != std::string::npos);
    CHECK(bad_edition("sector: finance", "sector: bank").find("\"bank\" is not one of finance") != std::string::npos);
    CHECK(bad_edition("sensitive: true}    #", "sensitive: false}    #").find("a sector names its kinds of data") !=
          std::string::npos);
    CHECK(bad_edition("within: 72h", "within_working_days: 3\n    within: 72h").find("exclude each other") !=
          std::string::npos);
    CHECK(bad_edition("citation: Luật Điều 27.1.d; Điều 8.3", "citaton: Điều 8.3")
              .find("unknown key \"citaton\" (did you mean \"citation\"?)") != std::string::npos);
    CHECK(bad_edition("id: birth_date", "id: name").find("id \"name\" is given twice") != std::string::npos);
    CHECK(bad_edition("facts: [consequences]", "facts: [consequence]").find("unknown fact") != std::string::npos);
}

TEST_CASE("two editions in force at once are refused") {
    Scratch scratch;
    auto text = read(kLaw + "/vn-356-2025.yaml");
    scratch.write("law/a.yaml", text);
    scratch.write("law/b.yaml", text.replace(text.find("id: vn-356-2025"), 15, "id: vn-999-2027"));
    auto both = load_editions(scratch.path("law"));
    REQUIRE_FALSE(both);
    CHECK(both.error().message.find("in force at the same time as vn-356-2025") != std::string::npos);
}

TEST_CASE("a bad playbook names its fault") {
    auto fault = [](const std::string& task) {
        Scratch scratch;
        auto checked = check_playbook(scratch.write("p.yaml", "id: p\ntitle: {vi: Thử}\ntasks:\n  - " + task + "\n"));
        return checked ? std::string("good") : checked.error().message;
    };
    CHECK(fault("{id: a, title: {vi: Việc}}") == "good");
    CHECK(fault("{id: a, title: {en: Task}}").find("\"vi\" is missing") != std::string::npos);
    CHECK(fault("{id: a, title: {vi: Việc}, action: page}").find("needs `due_after`") != std::string::npos);
    CHECK(fault("{id: a, title: {vi: Việc}, action: call, due_after: 1h}")
              .find("\"call\" is not one of page, propose_public_notice") != std::string::npos);
    CHECK(fault("{id: a, title: {vi: Việc}, when: \"kind:locaton\"}").find("did you mean \"location\"?") !=
          std::string::npos);
    CHECK(fault("{id: a, title: {vi: Việc}, when: sometimes}").find("a condition is") != std::string::npos);
}
