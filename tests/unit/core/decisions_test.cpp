#include "core/incident/decisions.hpp"

#include "core/journal/because.hpp"

#include "testkit/catch.hpp"
#include "testkit/story.hpp"

using namespace breachd;
using std::chrono::hours;
using testkit::at;
using testkit::Story;

namespace {

constexpr auto kStart = "2026-11-20T17:30:00+07:00";
const Decider kAn{"an", false}, kBinh{"binh", false}, kDpo{"dpo", true}, kDpo2{"dpo2", true};

Story opened(const char* kind = "location") {
    Story s;
    s.open(at(kStart), {{"title", "Rò rỉ"}, {"kinds", json::array{kind}}});
    return s;
}

ErrorCode refusal(const Result<void>& result) {
    REQUIRE_FALSE(result);
    return result.error().code;
}

}  // namespace

TEST_CASE("a proposed dismissal ends the calls at once and no duty") {
    auto s = opened();
    CHECK(s.incident().escalation.active);
    REQUIRE(s.command(dismiss(s.incident(), "báo động giả", kAn)));
    CHECK(s.incident().state == IncidentState::open);
    CHECK(s.incident().dismissal == Decision::proposed);
    CHECK_FALSE(s.incident().escalation.active);
    CHECK(s.duty("authority-report").state == ObligationState::running);
    s.until(at(kStart) + hours{80});
    CHECK(s.duty("authority-report").state == ObligationState::overdue);  // its clock ran on
}

TEST_CASE("another person confirms a dismissal, one of the two a data-protection officer") {
    auto s = opened();
    CHECK(refusal(s.command(dismiss(s.incident(), "", kAn))) == ErrorCode::unprocessable);
    REQUIRE(s.command(dismiss(s.incident(), "báo động giả", kAn)));
    CHECK(refusal(s.command(dismiss(s.incident(), "báo động giả", kAn))) == ErrorCode::forbidden);
    CHECK(refusal(s.command(dismiss(s.incident(), "đồng ý", kBinh))) == ErrorCode::forbidden);
    REQUIRE(s.command(dismiss(s.incident(), "đồng ý", kDpo), "token:dpo"));
    CHECK(s.incident().state == IncidentState::dismissed);
    auto entry = s.all<Dismissed>().at(0);
    CHECK(entry.proposed_by == "an");
    CHECK(entry.reason == "báo động giả");
    CHECK(entry.note == "đồng ý");

    auto other = opened();
    REQUIRE(other.command(dismiss(other.incident(), "nhầm", kDpo)));
    REQUIRE(other.command(dismiss(other.incident(), "đồng ý", kBinh)));
    CHECK(other.incident().state == IncidentState::dismissed);
}

TEST_CASE("a proposal to dismiss falls when what it judged by has changed") {
    auto s = opened("name");
    REQUIRE(s.command(dismiss(s.incident(), "chỉ có tên", kAn)));
    REQUIRE(s.patch({{"kinds", json::array{"location"}}}));
    CHECK(s.incident().dismissal == Decision::none);
    CHECK(s.all<ProposalWithdrawn>().back().cause == because::facts_changed());
    REQUIRE(s.command(dismiss(s.incident(), "đồng ý", kDpo)));  // is the first of two again
    CHECK(s.incident().state == IncidentState::open);
}

TEST_CASE("a duty that was set aside is owed again when data turns up that nobody judged then") {
    auto s = opened();
    constexpr auto kDuty = "subjects-location-biometric";
    REQUIRE(s.command(mark_not_applicable(s.incident(), kDuty, "đã mã hóa", kAn, false)));
    REQUIRE(s.command(mark_not_applicable(s.incident(), kDuty, "đồng ý", kDpo, false)));
    CHECK(s.duty(kDuty).state == ObligationState::not_applicable);
    REQUIRE(s.patch({{"place", "Hà Nội"}}));
    CHECK(s.duty(kDuty).state == ObligationState::not_applicable);
    REQUIRE(s.patch({{"kinds", json::array{"location", "biometric"}}}));
    CHECK(s.duty(kDuty).state == ObligationState::running);
    CHECK(s.all<ObligationReopened>().back().why == because::facts_apply());
}

TEST_CASE("a dismissal that nobody confirms pages people once, when half of the nearest clock has passed") {
    auto s = opened();
    s.until(at(kStart) + hours{1});
    REQUIRE(s.command(dismiss(s.incident(), "báo động giả", kAn)));
    s.until(at(kStart) + hours{36} - Duration{1});
    CHECK(s.all<DismissalUnconfirmed>().empty());
    s.until(at(kStart) + hours{70});
    REQUIRE(s.all<DismissalUnconfirmed>().size() == 1);
    CHECK(s.all<DismissalUnconfirmed>().at(0).by == "an");
}

TEST_CASE("a dismissal that is proposed late is asked for at half of what is left") {
    auto s = opened();
    s.until(at(kStart) + hours{60});
    REQUIRE(s.command(dismiss(s.incident(), "báo động giả", kAn)));
    s.until(at(kStart) + hours{66} - Duration{1});
    CHECK(s.all<DismissalUnconfirmed>().empty());
    s.until(at(kStart) + hours{66});
    CHECK(s.all<DismissalUnconfirmed>().size() == 1);
}

TEST_CASE("a proposed dismissal ends when the breach is confirmed, remedied, or the incident is reopened") {
    for (int way = 0; way < 3; ++way) {
        auto s = opened();
        REQUIRE(s.command(dismiss(s.incident(), "báo động giả", kAn)));
        if (way == 0) REQUIRE(s.command(confirm(s.incident(), "")));
        if (way == 1) REQUIRE(s.command(remedy(s.incident(), {}, "đã vá", s.settings(), s.now())));
        if (way == 2) REQUIRE(s.command(reopen(s.incident(), "chưa chắc")));
        CHECK(s.incident().dismissal == Decision::none);
        CHECK(s.incident().proposals.empty());
    }
}

TEST_CASE("a duty does not apply when two people say so, one of them a data-protection officer") {
    auto s = opened("name");
    REQUIRE(s.command(mark_not_applicable(s.incident(), "authority-report", "không gây tổn hại", kAn)));
    CHECK(s.duty("authority-report").state == ObligationState::running);
    CHECK(refusal(s.command(mark_not_applicable(s.incident(), "authority-report", "x", kAn))) == ErrorCode::forbidden);
    CHECK(refusal(s.command(mark_not_applicable(s.incident(), "authority-report", "x", kBinh))) ==
          ErrorCode::forbidden);
    REQUIRE(s.command(mark_not_applicable(s.incident(), "authority-report", "đồng ý", kDpo)));
    CHECK(s.duty("authority-report").state == ObligationState::not_applicable);
}

TEST_CASE("the report is never set aside while location or biometric data is a kind") {
    for (const char* kind : {"location", "biometric"}) {
        auto s = opened(kind);
        auto refused = mark_not_applicable(s.incident(), "authority-report", "không gây tổn hại", kDpo);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == ErrorCode::conflict);
        CHECK(refused.error().message.find("điểm b khoản 1 Điều 29") != std::string::npos);
    }
}

TEST_CASE("a report that was set aside is owed again when location data turns up") {
    auto s = opened("name");
    REQUIRE(s.command(mark_not_applicable(s.incident(), "authority-report", "không gây tổn hại", kAn)));
    REQUIRE(s.command(mark_not_applicable(s.incident(), "authority-report", "đồng ý", kDpo)));
    REQUIRE(s.patch({{"kinds", json::array{"name", "location"}}}));
    CHECK(s.duty("authority-report").state == ObligationState::running);
}

TEST_CASE("a duty whose facts fell away is proposed as not applicable, and two people decide") {
    auto s = opened();
    REQUIRE(s.patch({{"kinds", json::array{"name"}}}));
    const auto* asked = s.incident().proposal(Matter::not_applicable, "subjects-location-biometric");
    REQUIRE(asked);
    CHECK(asked->by.empty());
    CHECK(s.duty("subjects-location-biometric").state == ObligationState::running);  // until they do
    SECTION("one person's yes is not enough, the daemon's question is none") {
        REQUIRE(s.command(mark_not_applicable(s.incident(), "subjects-location-biometric", "nhầm", kDpo)));
        CHECK(s.duty("subjects-location-biometric").state == ObligationState::running);
        REQUIRE(s.command(mark_not_applicable(s.incident(), "subjects-location-biometric", "nhầm", kDpo2)));
        CHECK(s.duty("subjects-location-biometric").state == ObligationState::not_applicable);
    }
    SECTION("the facts come back: nothing is asked any more") {
        REQUIRE(s.patch({{"kinds", json::array{"name", "location"}}}));
        CHECK(s.incident().proposals.empty());
    }
    SECTION("a person says that it applies: it is not asked again") {
        REQUIRE(s.command(mark_not_applicable(s.incident(), "subjects-location-biometric", "vẫn phải báo", kAn, true)));
        REQUIRE(s.patch({{"place", "Hà Nội"}}));
        CHECK(s.incident().proposals.empty());
    }
}

TEST_CASE("only people make a version that refuses another person's change") {
    auto s = opened();
    auto seen = s.incident().version;
    CHECK(s.incident().version_by_people == 1);
    s.happens(AlertsJoined{{"A-1"}, 1, 50, {}});
    CHECK(s.incident().version > seen);
    CHECK(s.incident().version_by_people <= seen);
    REQUIRE(s.patch({{"place", "Hà Nội"}}));
    CHECK(s.incident().version_by_people > seen);
}
