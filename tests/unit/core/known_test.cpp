// Whoever acknowledged an incident is called again when it gets worse by itself, and not for what people did.
#include "core/oncall/known.hpp"

#include "core/words/reasons.hpp"
#include "testkit/catch.hpp"
#include "testkit/story.hpp"

using namespace breachd;
using testkit::at;
using testkit::Story;
using Texts = std::vector<std::string>;

namespace {

AlertsJoined joined(int severity, std::vector<std::string> systems = {}) {
    AlertsJoined out;
    out.count = 1;
    out.severity = severity;
    out.systems = std::move(systems);
    return out;
}

Story acknowledged() {
    Story s;
    s.open(at("2026-11-20T17:30:00+07:00"), {{"title", "Rò rỉ"}, {"kinds", json::array{"name"}}});
    s.happens(joined(70, {"db-1"}));
    s.happens(Acknowledged{"an", "link", "", ""}, "person:an");
    s.until(s.now() + std::chrono::minutes{1});
    return s;
}

FactChanged kinds(const Story& s, const std::vector<std::string>& names) {
    json::array now;
    for (const auto& name : names) now.push_back(to_json(KindCount{name, {}, {}}));
    return {"kinds", to_json(s.incident().kinds), std::move(now), {}, ""};
}

// Why people were called, but for the first time.
Texts called_again_for(const Story& s) {
    Texts out;
    for (const auto& call : s.all<EscalationStarted>())
        if (call.why.code == ReasonCode::incident_worse) out.push_back(reason_text(call.why, "vi"));
    return out;
}

}  // namespace

TEST_CASE("an alert that tells those who acknowledged nothing new calls nobody") {
    auto s = acknowledged();
    s.happens(joined(s.incident().severity, {"db-1"}));
    CHECK(called_again_for(s).empty());
}

TEST_CASE("a higher severity, another system and a kind found by an alert each call people again") {
    auto graver = acknowledged();
    graver.happens(joined(95));
    CHECK(called_again_for(graver) == Texts{"sự cố xấu đi: mức độ 70 → 95"});
    auto wider = acknowledged();
    wider.happens(joined(10, {"db-2"}));
    CHECK(called_again_for(wider) == Texts{"sự cố xấu đi; thêm hệ thống: db-2"});
    auto more = acknowledged();
    more.happens(kinds(more, {"name", "location"}), "rule:exfiltration");
    REQUIRE(called_again_for(more).size() == 1);
    CHECK(called_again_for(more).front().starts_with("sự cố xấu đi; thêm loại dữ liệu: "));
    CHECK(called_again_for(more).front().find("; thêm nghĩa vụ: ") != std::string::npos);
}

TEST_CASE("a kind that a person adds calls nobody, nor do the duties that follow from it") {
    auto s = acknowledged();
    auto before = s.incident().obligations.size();
    s.until(s.now() + std::chrono::minutes{1});
    s.happens(kinds(s, {"name", "location"}), "token:dpo");
    REQUIRE(s.incident().obligations.size() > before);
    CHECK(called_again_for(s).empty());
}

TEST_CASE("while people are being called nothing calls them anew, and what they are called for is said until then") {
    auto s = acknowledged();
    CHECK_FALSE(s.incident().called_for);
    s.happens(joined(95));
    s.happens(joined(99));
    CHECK(called_again_for(s).size() == 1);
    REQUIRE(s.incident().called_for);
    CHECK(explanation_text(*s.incident().called_for, "vi") == "sự cố xấu đi: mức độ 70 → 95");
    s.happens(Acknowledged{"an", "link", "", ""}, "person:an");
    CHECK_FALSE(s.incident().called_for);
    CHECK(called_again_for(s).size() == 1);
}

TEST_CASE("in a storm another system is no news, a higher severity is") {
    auto storm = acknowledged().incident();
    storm.group_key = "storm";
    storm.systems.push_back("db-9");
    CHECK_FALSE(worse_than_known(storm));
    storm.severity = 95;
    CHECK(worse_than_known(storm));
}

TEST_CASE("a closed incident calls nobody") {
    auto closed = acknowledged().incident();
    closed.severity = 95;
    closed.state = IncidentState::closed;
    CHECK_FALSE(worse_than_known(closed));
}

TEST_CASE("of many systems a page names the first five") {
    auto s = acknowledged();
    s.happens(joined(10, {"a", "b", "c", "d", "e", "f", "g"}));
    CHECK(called_again_for(s) == Texts{"sự cố xấu đi; thêm hệ thống: a, b, c, d, e, +2"});
}
