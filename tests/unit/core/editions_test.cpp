// The editions and packs that ship, where they meet: a correction over the border of two editions, a clock that runs
// from the act, duties of other laws that can be met.
#include "config/config.hpp"
#include "core/telling/notice.hpp"
#include "core/words/summary.hpp"
#include "testkit/catch.hpp"
#include "testkit/story.hpp"

using namespace breachd;
using std::chrono::hours;
using testkit::at;
using testkit::Story;

namespace {

Settings shipped() {
    auto settings = testkit::sample_settings();
    settings.editions = load_editions(BREACHD_SOURCE_DIR "/playbooks/law").value();
    settings.on_call.channels.clear();
    return settings;
}

Story opened(Settings settings, std::string_view detected, json::object facts = {}) {
    Story s(std::move(settings));
    facts["title"] = "Rò rỉ";
    facts["detected_at"] = json::string(detected);
    if (!facts.contains("kinds")) facts["kinds"] = json::array{"location"};
    s.open(at("2026-01-02T10:00:00+07:00"), facts);
    return s;
}

ObligationRule for_another_authority(std::string id, Duration within) {
    ObligationRule rule;
    rule.id = std::move(id);
    rule.citation = "Thông tư thử";
    rule.addressee = Addressee::other_authority;
    rule.within = within;
    return rule;
}

std::string state(const Story& s, std::string_view id) {
    return boost::describe::enum_to_string(s.duty(id).state, "?");
}

}  // namespace

TEST_CASE("a detection corrected to before 2026 brings Decree 13/2023, and the journal says so") {
    auto s = opened(shipped(), "2026-01-01T09:00:00+07:00");
    CHECK(s.incident().edition == "vn-356-2025");
    REQUIRE(s.patch({{"detected_at", "2025-12-30T09:00:00+07:00"}, {"reason", "nhật ký máy chủ"}}));
    CHECK(s.incident().edition == "vn-13-2023");
    CHECK(s.duty("authority-report").citation == "Điều 23.1");
    CHECK(s.duty("authority-report").due_at == at("2026-01-02T09:00:00+07:00"));
    CHECK(s.duty("confirmation-record").citation == "Điều 23.5");
    REQUIRE(s.all<EditionChanged>().size() == 1);
    auto change = s.all<EditionChanged>()[0];
    CHECK(change.from == "vn-356-2025");
    CHECK(change.kept == std::vector<std::string>{"subjects-location-biometric"});
    auto said = summary(Event(change), "vi");
    CHECK(said.find("Nghị định số 13/2023/NĐ-CP thay cho Nghị định số 356/2025/NĐ-CP") != std::string::npos);
    CHECK(said.find("thông báo cho chủ thể dữ liệu (vị trí, sinh trắc học)") != std::string::npos);
    for (const auto& moved : s.all<ObligationMoved>()) CHECK(moved.why.code == ReasonCode::edition_changed);
}

TEST_CASE("a duty that the new edition does not have is asked about, and no letter cites it under that edition") {
    auto s = opened(shipped(), "2026-01-01T08:00:00+07:00");
    REQUIRE(s.patch({{"detected_at", "2025-12-31T12:00:00+07:00"}, {"reason", "nhật ký máy chủ"}}));
    const auto* asked = s.incident().proposal(Matter::not_applicable, "subjects-location-biometric");
    REQUIRE(asked != nullptr);
    CHECK(asked->by.empty());
    CHECK(draft_notice(s.incident(), s.settings()).vi.body.find("Điều 29") == std::string::npos);
}

TEST_CASE("a duty that the new edition does not have stays owed until people end it") {
    auto s = opened(shipped(), "2026-01-01T09:00:00+07:00");
    REQUIRE(s.patch({{"detected_at", "2025-12-30T09:00:00+07:00"}, {"reason", "nhật ký máy chủ"}}));
    CHECK(owed(s.duty("subjects-location-biometric")));
    CHECK(s.duty("subjects-location-biometric").citation == "Điều 29.1.a");
}

TEST_CASE("a detection corrected to 2026 brings the duties of Decree 356/2025, each with its own article") {
    auto s = opened(shipped(), "2025-12-31T23:00:00+07:00");
    CHECK(s.incident().edition == "vn-13-2023");
    CHECK_FALSE(s.incident().obligation("subjects-location-biometric"));
    REQUIRE(s.patch({{"detected_at", "2026-01-01T01:00:00+07:00"}, {"reason", "giờ máy sai"}}));
    CHECK(s.incident().edition == "vn-356-2025");
    CHECK(s.duty("authority-report").citation == "Luật Điều 23.1; Điều 28; Điều 29.1.b");
    CHECK(s.duty("subjects-location-biometric").due_at == at("2026-01-04T01:00:00+07:00"));
}

TEST_CASE("a correction that crosses no border, or a pinned edition, changes no edition") {
    auto s = opened(shipped(), "2026-01-01T09:00:00+07:00");
    REQUIRE(s.patch({{"detected_at", "2026-01-01T08:00:00+07:00"}, {"reason", "a"}}));
    CHECK(s.all<EditionChanged>().empty());
    auto settings = shipped();
    settings.edition = "vn-draft-2025-09-12";
    auto pinned = opened(settings, "2026-01-01T09:00:00+07:00");
    REQUIRE(pinned.patch({{"detected_at", "2025-12-30T08:00:00+07:00"}, {"reason", "a"}}));
    CHECK(pinned.all<EditionChanged>().empty());
}

TEST_CASE("72 hours of Decree 13/2023 run from the act, and from the detection while the act's moment is not known") {
    auto s = opened(shipped(), "2025-12-31T09:00:00+07:00");
    CHECK(s.duty("authority-report").due_at == at("2026-01-03T09:00:00+07:00"));
    REQUIRE(s.patch({{"occurred_from", "2025-12-30T20:00:00+07:00"}}));
    CHECK(s.duty("authority-report").starts_at == at("2025-12-30T20:00:00+07:00"));
    CHECK(s.duty("authority-report").due_at == at("2026-01-02T20:00:00+07:00"));
}

TEST_CASE("a duty of another law is met by the filing that names it, and by no other") {
    auto settings = shipped();
    for (auto& edition : settings.editions) {
        edition.obligations.push_back(for_another_authority("sbv-incident-report", hours{24}));
        edition.obligations.push_back(for_another_authority("gdpr-33-authority", hours{72}));
    }
    auto s = opened(settings, "2026-01-02T09:00:00+07:00");
    s.happens(ReportFiled{{"mau-08", "portal", "1", s.now(), "", "dpo", 0}});
    CHECK(state(s, "sbv-incident-report") == "running");
    Filing filing{"other", "e-mail", "", s.now(), "", "dpo", 0, "sbv-incident-report"};
    s.happens(ReportFiled{filing});
    CHECK(state(s, "sbv-incident-report") == "met");
    CHECK(state(s, "gdpr-33-authority") == "running");
}

TEST_CASE("five working days end with the fifth day, over the holidays that the configuration names") {
    using namespace std::chrono;
    auto settings = shipped();
    ObligationRule rule = for_another_authority("sbv-remedy-report", {});
    rule.within.reset();
    rule.within_working_days = 5;
    rule.applies.after = StartsAfter::remedied;
    for (auto& edition : settings.editions) edition.obligations.push_back(rule);
    settings.holidays = {{year{2026} / 1 / 7, year{2026} / 1 / 7, false, "quyết định thử"}};
    auto s = opened(settings, "2026-01-02T09:00:00+07:00");
    CHECK_FALSE(s.incident().obligation("sbv-remedy-report"));
    REQUIRE(s.command(remedy(s.incident(), s.now(), "đã vá", s.settings(), s.now())));  // Friday 2026-01-02
    // 5, 6, 8, 9 and, because the 7th is a holiday, Monday the 12th
    CHECK(s.duty("sbv-remedy-report").due_at == at("2026-01-13T00:00:00+07:00") - Duration{1});
    s.until(at("2026-01-12T23:59:59.999+07:00"));
    CHECK(state(s, "sbv-remedy-report") == "running");
    s.until(at("2026-01-13T00:00:00+07:00"));
    CHECK(state(s, "sbv-remedy-report") == "overdue");
}

TEST_CASE("a notice of bank data gives the time of detection, who is concerned and how much") {
    auto settings = shipped();
    auto s = opened(settings, "2026-01-02T09:00:00+07:00", {{"kinds", json::array{"bank_finance_credit"}}});
    auto facts_missing = [&] {
        for (const auto& item : missing_items(s.incident(), s.settings()))
            if (item.id == "nature") return item.facts;
        return std::vector<std::string>{};
    };
    auto missing = facts_missing();
    CHECK(std::find(missing.begin(), missing.end(), "parties") != missing.end());
    CHECK(std::find(missing.begin(), missing.end(), "quantity") != missing.end());
    REQUIRE(s.patch(
        {{"place", "Hà Nội"},
         {"parties", json::array{"Chưa xác định"}},
         {"kinds", json::array{json::object{{"kind", "bank_finance_credit"}, {"records", 20}, {"subjects", 10}}}}}));
    CHECK(facts_missing().empty());
    auto draft = draft_notice(s.incident(), s.settings());
    CHECK(draft.vi.body.find("- Thời điểm phát hiện: ") != std::string::npos);
    CHECK(draft.en.body.find("- Detected at: ") != std::string::npos);
}

TEST_CASE("a short text names the kind by its short name") {
    auto s = opened(shipped(), "2026-01-02T09:00:00+07:00", {{"kinds", json::array{"location"}}});
    CHECK(draft_notice(s.incident(), s.settings()).vi.short_text.find("dữ liệu vị trí cá nhân") != std::string::npos);
}
