#include "core/oncall/paging.hpp"

#include "testkit/catch.hpp"
#include "testkit/story.hpp"

using namespace breachd;
using std::chrono::hours;
using std::chrono::minutes;
using testkit::at;
using testkit::Story;

namespace {

constexpr Duration kMs{1};
constexpr auto kStart = "2026-11-20T17:30:00+07:00";

Roster weekly(std::vector<std::string> members = {"an", "binh"}) {
    return {"soc", std::move(members), hours{24 * 7}, at("2026-01-05T08:00:00+07:00")};
}

Story opened(Settings settings = testkit::sample_settings()) {
    Story s(std::move(settings));
    s.open(at(kStart), {{"title", "Rò rỉ"}, {"kinds", json::array{"name"}}});
    return s;
}

std::vector<std::string> called(const Story& s) {
    std::vector<std::string> out;
    for (const auto& page : s.all<Paged>()) out.push_back(page.person);
    return out;
}

using People = std::vector<std::string>;

}  // namespace

TEST_CASE("whoever stands in is on duty for exactly that time, and the last word counts") {
    auto roster = weekly();
    auto from = at("2026-01-06T08:00:00+07:00"), until = at("2026-01-06T20:00:00+07:00");
    roster.overrides = {{"OV-1", "soc", "binh", from, until, "dpo", ""},
                        {"OV-2", "soc", "chi", from + hours{2}, from + hours{3}, "dpo", ""}};
    CHECK(on_duty(roster, from - kMs) == "an");
    CHECK(on_duty(roster, from) == "binh");
    CHECK(on_duty(roster, from + hours{2}) == "chi");
    CHECK(on_duty(roster, from + hours{3}) == "binh");
    CHECK(on_duty(roster, until) == "an");
    CHECK(next_handover(roster, from - kMs) == from);
    CHECK(next_handover(roster, from) == from + hours{2});
}

TEST_CASE("the weekly hand-over happens exactly at its moment") {
    auto roster = weekly();
    auto handover = at("2026-01-12T08:00:00+07:00");
    CHECK(on_duty(roster, at("2026-01-05T08:00:00+07:00")) == "an");
    CHECK(on_duty(roster, handover - kMs) == "an");
    CHECK(on_duty(roster, handover) == "binh");
    CHECK(on_duty(roster, handover + hours{24 * 7} - kMs) == "binh");
    CHECK(on_duty(roster, handover + hours{24 * 7}) == "an");
}

TEST_CASE("hand-overs stay at the same hour of the same weekday for years") {
    auto roster = weekly();
    for (int week = 0; week < 600; ++week) {
        auto moment = roster.starts + roster.rotation * week;
        REQUIRE(on_duty(roster, moment) == (week % 2 == 0 ? "an" : "binh"));
        REQUIRE(format_local(moment).substr(11) == "08:00:00 +07:00");
    }
}

TEST_CASE("the next hand-over lies after the moment asked for, even at a hand-over") {
    auto roster = weekly();
    CHECK(next_handover(roster, at("2026-01-01T00:00:00Z")) == roster.starts);
    CHECK(next_handover(roster, roster.starts) == roster.starts + hours{24 * 7});
    CHECK(next_handover(roster, roster.starts + hours{24 * 7} - kMs) == roster.starts + hours{24 * 7});
    CHECK_FALSE(next_handover(weekly({"an"}), roster.starts));  // nobody to hand over to
}

TEST_CASE("nobody is on duty before the roster starts, or in an empty one") {
    CHECK_FALSE(on_duty(weekly(), at("2026-01-05T07:59:59.999+07:00")));
    CHECK_FALSE(on_duty(weekly({}), at("2026-02-01T00:00:00Z")));
}

TEST_CASE("a person named twice in a step is called once") {
    auto settings = testkit::sample_settings();
    EscalationStepRule step{Duration{0}, {"roster:soc", "an", "binh", "an"}};
    CHECK(people_of(step, settings, at("2026-01-06T00:00:00Z")) == People{"an", "binh"});
}

TEST_CASE("steps follow at their times until somebody acknowledges") {
    auto s = opened();  // 2026-11-20 lies in week 45 of the roster: binh's
    REQUIRE(on_duty(s.settings().on_call.rosters[0], at(kStart)) == "binh");
    auto settings = testkit::sample_settings();
    settings.on_call.escalation = {{Duration{0}, {"an"}}, {minutes{15}, {"binh"}}, {minutes{30}, {"chi"}}};
    auto t = opened(settings);
    CHECK(called(t) == People{"an"});
    t.until(at(kStart) + minutes{15} - kMs);
    CHECK(called(t) == People{"an"});
    t.until(at(kStart) + minutes{15});
    CHECK(called(t) == People{"an", "binh"});
    REQUIRE(t.command(acknowledge(t.incident(), "binh", "link", "")));
    t.until(at(kStart) + hours{5});
    CHECK(called(t) == People{"an", "binh"});
    CHECK_FALSE(next_escalation_tick(t.incident(), t.settings()));
}

TEST_CASE("a step for which nobody is on call costs no waiting: the next follows at once") {
    auto settings = testkit::sample_settings();
    settings.on_call.rosters[0].starts = at("2027-01-04T08:00:00+07:00");  // not yet begun
    settings.on_call.escalation = {{Duration{0}, {"roster:soc"}}, {minutes{15}, {"chi"}}, {minutes{30}, {"an"}}};
    auto s = opened(settings);
    CHECK(called(s) == People{"chi"});
    auto steps = s.all<EscalationStep>();
    REQUIRE(steps.size() == 2);
    CHECK(steps[0].people.empty());
    CHECK(steps[1].people == People{"chi"});
    s.until(at(kStart) + minutes{30} - kMs);
    CHECK(called(s) == People{"chi"});  // a step that reached somebody gives its time
    s.until(at(kStart) + minutes{30});
    CHECK(called(s) == People{"chi", "an"});
}

TEST_CASE("the chain repeats after its last step, with pages of their own ids") {
    auto settings = testkit::sample_settings();
    settings.on_call.escalation = {{Duration{0}, {"an"}}};
    settings.on_call.repeat = minutes{30};
    auto s = opened(settings);
    s.until(at(kStart) + minutes{30} - kMs);
    CHECK(called(s).size() == 1);
    s.until(at(kStart) + minutes{30});
    CHECK(called(s).size() == 2);
    auto pages = s.all<Paged>();
    CHECK(pages[0].page_id != pages[1].page_id);
}

TEST_CASE("a chain that is exhausted alarms everybody, and goes on") {
    auto settings = testkit::sample_settings();
    settings.on_call.escalation = {{Duration{0}, {"an"}}};
    settings.on_call.rounds_max = 3;
    auto s = opened(settings);
    s.until(at(kStart) + minutes{90} - kMs);
    CHECK(s.all<EscalationExhausted>().empty());
    CHECK(called(s) == People{"an", "an", "an"});
    s.until(at(kStart) + minutes{90});
    CHECK(s.all<EscalationExhausted>().size() == 1);
    CHECK(called(s) == People{"an", "an", "an", "an", "binh", "chi", "an"});
    CHECK(s.incident().escalation.exhausted);
    s.until(at(kStart) + minutes{180});
    CHECK(s.all<EscalationExhausted>().size() == 2);
    REQUIRE(s.command(acknowledge(s.incident(), "chi", "api", "")));
    auto before = called(s).size();
    s.until(at(kStart) + hours{12});
    CHECK(called(s).size() == before);
}

TEST_CASE("an escalation that runs already is not started again") {
    auto s = opened();
    CHECK(start_escalation(s.incident(), s.settings(), because::incident_new()).empty());
}

TEST_CASE("an escalation after an acknowledgement has page ids that were never used") {
    auto s = opened();
    REQUIRE(s.command(acknowledge(s.incident(), "an", "api", "")));
    auto first = s.all<Paged>().front().page_id;
    REQUIRE(s.command(
        start_escalation(s.incident(), s.settings(), because::duty_overdue("authority-report", "Điều 28", s.now()))));
    for (std::size_t i = 1; i < s.all<Paged>().size(); ++i) CHECK(s.all<Paged>()[i].page_id != first);
}

TEST_CASE("people who are called anew get all rounds before the alarm to everybody") {
    auto settings = testkit::sample_settings();
    settings.on_call.escalation = {{Duration{0}, {"an"}}};
    settings.on_call.rounds_max = 3;
    auto s = opened(settings);
    s.until(at(kStart) + minutes{60});  // two rounds of three
    REQUIRE(s.command(acknowledge(s.incident(), "an", "api", "")));
    auto called_again = s.now();
    REQUIRE(s.command(start_escalation(s.incident(), s.settings(), because::incident_new())));
    s.until(called_again + minutes{90} - kMs);
    CHECK(s.all<EscalationExhausted>().empty());
    s.until(called_again + minutes{90});
    CHECK(s.all<EscalationExhausted>().size() == 1);
}

TEST_CASE("steps missed while the daemon was down are made up at once") {
    auto settings = testkit::sample_settings();
    settings.on_call.escalation = {{Duration{0}, {"an"}}, {minutes{15}, {"binh"}}};
    auto s = opened(settings);
    s.down_until(at(kStart) + hours{3});
    auto people = called(s);
    CHECK(std::count(people.begin(), people.end(), "binh") >= 1);
    CHECK(s.incident().escalation.active);
}

TEST_CASE("a person without an address on a channel is not paged there") {
    auto settings = testkit::sample_settings();
    settings.on_call.channels = {"email", "pager"};
    settings.on_call.escalation = {{Duration{0}, {"an", "chi"}}};  // chi has no e-mail
    auto s = opened(settings);
    std::vector<std::string> out;
    for (const auto& page : s.all<Paged>()) out.push_back(page.person + "/" + page.channel);
    CHECK(out == std::vector<std::string>{"an/email", "an/pager", "chi/pager"});
}

TEST_CASE("a reminder pages the first step that reaches somebody, and everybody when no step does") {
    auto settings = testkit::sample_settings();
    auto people = [&](Instant when) {
        People out;
        for (const auto& event : page_duty("INC-1", settings, when, "mark-67", because::deadline_near()))
            out.push_back(std::get<Paged>(event).person);
        return out;
    };
    CHECK(people(at("2026-01-06T00:00:00Z")) == People{"an"});
    CHECK(people(at("2025-01-06T00:00:00Z")) == People{"binh"});  // the roster has not begun: the second step
    settings.on_call.escalation = {{Duration{0}, {"roster:soc"}}};
    CHECK(people(at("2025-01-06T00:00:00Z")) == People{"an", "binh", "chi"});
}

TEST_CASE("the same cause gives the same page ids, so that it pages once") {
    auto settings = testkit::sample_settings();
    auto now = at("2026-01-06T00:00:00Z");
    auto id = [&](std::string_view cause) {
        return std::get<Paged>(page_duty("INC-1", settings, now, cause, because::deadline_near()).front()).page_id;
    };
    CHECK(id("mark-67") == id("mark-67"));
    CHECK(id("mark-67") != id("mark-83"));
}

TEST_CASE("only the pages of an escalation become needless by an acknowledgement, never those of a clock") {
    auto s = opened();
    for (const auto& page : s.all<Paged>()) CHECK(is_escalation_page(page.page_id, "INC-2026-0001"));
    for (const char* cause :
         {"remind-authority-report-67", "overdue-authority-report", "task-general/report", "public-notice", "rain"})
        for (const auto& event : page_duty("INC-2026-0001", s.settings(), s.now(), cause, because::deadline_near()))
            CHECK_FALSE(is_escalation_page(std::get<Paged>(event).page_id, "INC-2026-0001"));
    CHECK_FALSE(is_escalation_page("pg-INC-2026-0001-r", "INC-2026-0001"));
    CHECK_FALSE(is_escalation_page("pg-INC-2026-0002-r0s0-an-pager", "INC-2026-0001"));
}
