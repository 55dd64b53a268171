#include "core/incident/playbook.hpp"

#include "testkit/catch.hpp"
#include "testkit/story.hpp"

using namespace breachd;
using std::chrono::hours;
using testkit::at;
using testkit::Story;

namespace {

constexpr auto kStart = "2026-11-20T17:30:00+07:00";

Settings with_playbooks() {
    auto settings = testkit::sample_settings();
    settings.playbooks = {{"general",
                           {"Chung", "General"},
                           {},
                           {{"isolate", {"Cô lập hệ thống", "Isolate"}, hours{1}, {}, {}},
                            {"wake-dpo",
                             {"Gọi nhân sự bảo vệ dữ liệu", "Wake"},
                             hours{2},
                             TaskAction::page,
                             parse_task_condition("severity>=80").value()}}},
                          {"finance",
                           {"Tài chính", "Finance"},
                           {"bank_finance_credit"},
                           {{"freeze", {"Khóa thẻ", "Freeze cards"}, {}, {}, {}}}}};
    return settings;
}

Story opened(int severity, json::array kinds) {
    Story s(with_playbooks());
    s.open(at(kStart), {{"title", "x"}, {"severity", severity}, {"kinds", std::move(kinds)}});
    return s;
}

std::vector<std::string> tasks(const Story& s) {
    std::vector<std::string> ids;
    for (const auto& task : s.incident().tasks) ids.push_back(task.id);
    return ids;
}

using Ids = std::vector<std::string>;

}  // namespace

TEST_CASE("an incident has the tasks of the general playbook and of its kinds of data, in order") {
    CHECK(tasks(opened(50, {"name"})) == Ids{"general/isolate"});
    CHECK(tasks(opened(80, {"bank_finance_credit"})) == Ids{"general/isolate", "general/wake-dpo", "finance/freeze"});
}

TEST_CASE("facts that come late bring their tasks late, each once") {
    auto s = opened(50, {"name"});
    s.until(at(kStart) + hours{10});
    REQUIRE(s.patch({{"kinds", json::array{"name", "bank_finance_credit"}}, {"severity", 85}}));
    CHECK(tasks(s) == Ids{"general/isolate", "general/wake-dpo", "finance/freeze"});
    REQUIRE(s.patch({{"severity", 90}}));
    CHECK(tasks(s).size() == 3);
}

TEST_CASE("a task is due so long after the detection, and late one millisecond after that") {
    auto s = opened(50, {"name"});
    CHECK(s.incident().tasks[0].due_at == at(kStart) + hours{1});
    s.until(at(kStart) + hours{1});
    CHECK(s.incident().tasks[0].state == TaskState::open);
    s.until(at(kStart) + hours{1} + Duration{1});
    CHECK(s.incident().tasks[0].state == TaskState::overdue);
    CHECK(s.all<TaskOverdue>().size() == 1);
    s.until(at(kStart) + hours{9});
    CHECK(s.all<TaskOverdue>().size() == 1);
}

TEST_CASE("a task that is done is never late, a late one can still be done") {
    auto s = opened(50, {"name"});
    REQUIRE(s.command(complete_task(s.incident(), "general/isolate", "")));
    s.until(at(kStart) + hours{9});
    CHECK(s.all<TaskOverdue>().empty());
    CHECK(s.incident().tasks[0].done_by == "token:an");
    auto t = opened(50, {"name"});
    t.until(at(kStart) + hours{9});
    REQUIRE(t.command(complete_task(t.incident(), "general/isolate", "")));
    CHECK(t.incident().tasks[0].state == TaskState::done);
}

TEST_CASE("a closed file gets no new tasks and none of its tasks become late") {
    auto s = opened(50, {"name"});
    REQUIRE(s.command(remedy(s.incident(), {}, "", s.settings(), s.now())));
    REQUIRE(s.command(close(s.incident(), "đủ hồ sơ")));
    CHECK_FALSE(next_task_tick(s.incident()));
    REQUIRE(s.patch({{"kinds", json::array{"name", "bank_finance_credit"}}}));
    CHECK(tasks(s) == Ids{"general/isolate"});
    s.until(at(kStart) + hours{9});
    CHECK(s.all<TaskOverdue>().empty());
}

TEST_CASE("a task says what the daemon does by itself") {
    CHECK(task_action(with_playbooks(), "general/wake-dpo") == TaskAction::page);
    CHECK(task_action(with_playbooks(), "general/isolate") == TaskAction::none);
    CHECK(task_action(with_playbooks(), "general/none") == TaskAction::none);
}

TEST_CASE("conditions ask for a kind, a role, an act or a severity, and anything else is an error") {
    Incident i;
    i.kinds = {{"location", 0, 0}};
    i.role = "processor";
    i.act = "loss";
    i.severity = 80;
    CHECK(holds(parse_task_condition("").value(), i));
    CHECK(holds(parse_task_condition("kind:location").value(), i));
    CHECK_FALSE(holds(parse_task_condition("kind:biometric").value(), i));
    CHECK(holds(parse_task_condition("role:processor").value(), i));
    CHECK_FALSE(holds(parse_task_condition("role:controller").value(), i));
    CHECK(holds(parse_task_condition("act:loss").value(), i));
    CHECK(holds(parse_task_condition("severity>=80").value(), i));
    CHECK_FALSE(holds(parse_task_condition("filed").value(), i));
    CHECK_FALSE(holds(parse_task_condition("severity>=81").value(), i));
    for (const char* text : {"severity>80", "severity>=", "severity>=8x", "colour:red", "kind", " kind:location"})
        CHECK_FALSE(parse_task_condition(text));
}

TEST_CASE("a task to release a notice is done only by a notice that names the data the playbook is for") {
    auto settings = with_playbooks();
    settings.playbooks[1].tasks.push_back(
        {"release", {"Phát hành thông báo", "Release"}, {}, {}, {}, TaskAct::released});
    Story s(settings);
    s.open(at(kStart), {{"title", "x"}, {"kinds", json::array{"location"}}});
    NoticeReleased first{1, "h", "an", 2};
    first.kinds = {"location"};
    s.happens(first);
    REQUIRE(s.patch({{"kinds", json::array{"location", "bank_finance_credit"}}}));
    REQUIRE(tasks(s).back() == "finance/release");
    CHECK(s.incident().tasks.back().state == TaskState::open);
    NoticeReleased second{2, "h2", "an", 2};
    second.kinds = {"location", "bank_finance_credit"};
    s.happens(second);
    s.until(s.now() + hours{1});
    CHECK(s.incident().tasks.back().state == TaskState::done);
}
