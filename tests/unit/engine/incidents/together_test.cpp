// People who work on one incident at once; who stands in on call.
#include "core/oncall/paging.hpp"
#include "unit/engine/desk.hpp"

namespace breachd::engine {

namespace {

using std::chrono::hours;

std::string open(Desk& desk) {
    return id_of(desk.ask(OpenIncident{{{"title", "Rò rỉ"},
                                        {"kinds", json::array{"location"}},
                                        {"detected_at", format_rfc3339(desk.now - hours{1})}}}));
}

Result<Answer> patch(Desk& desk, const std::string& id, json::object facts, std::int64_t seen) {
    Envelope envelope;
    envelope.command = PatchIncident{std::move(facts)};
    envelope.incident = id;
    envelope.actor = "token:an";
    envelope.person = "an";
    envelope.if_match = seen;
    return desk.ask(std::move(envelope));
}

Settings with_tasks() {
    auto out = desk_settings();
    PlaybookTask step{"call", {"Gọi nhà cung cấp", "Call the provider"}, hours{2}, TaskAction::none, {}, TaskAct::none};
    PlaybookTask take{"take", {"Tiếp nhận", "Take over"}, {}, TaskAction::none, {}, TaskAct::acknowledged};
    out.playbooks = {{"general", {"Chung", "General"}, {}, {step, take}}};
    return out;
}

Task task(Desk& desk, const std::string& id, std::string_view name) {
    auto incident = desk.incident(id);
    for (const auto& each : incident.tasks)
        if (each.id == name) return each;
    FAIL("no such task");
    throw 0;
}

}  // namespace

TEST_CASE("facts of two people at once are merged, and one fact of both is refused with both values") {
    Desk desk(desk_settings());
    auto id = open(desk);
    auto seen = desk.incident(id).version_by_people;
    REQUIRE(desk.ask(PatchIncident{{{"measures", "khóa tài khoản"}}}, id, "dpo"));
    REQUIRE(std::holds_alternative<Changed>(*patch(desk, id, {{"guidance", "đổi mật khẩu"}}, seen)));
    CHECK(desk.incident(id).measures == "khóa tài khoản");
    auto refused = patch(desk, id, {{"measures", "ngắt máy chủ"}, {"place", "Hà Nội"}}, seen);
    REQUIRE(refused);
    const auto& conflicting = std::get<Conflicting>(*refused);
    REQUIRE(conflicting.conflicts.size() == 1);
    CHECK(conflicting.conflicts[0].pointer == "/measures");
    CHECK(conflicting.version == desk.incident(id).version_by_people);
    CHECK_FALSE(desk.incident(id).place);  // nothing of it was changed
    REQUIRE(std::holds_alternative<Changed>(*patch(desk, id, {{"measures", "ngắt máy chủ"}}, conflicting.version)));
}

TEST_CASE("an officer who types is not refused because pages went out and clocks ran") {
    Desk desk(desk_settings());
    auto id = open(desk);
    auto seen = desk.incident(id).version_by_people;
    desk.wait(hours{5});
    CHECK(desk.incident(id).version > seen);
    CHECK(desk.incident(id).version_by_people == seen);
    CHECK(patch(desk, id, {{"measures", "khóa tài khoản"}}, seen));
}

TEST_CASE("an incident is given to a person who is known, and a comment stands in the timeline") {
    Desk desk(desk_settings());
    auto id = open(desk);
    CHECK(desk.ask(AssignIncident{"nobody-we-know"}, id).error().where == "/owner");
    REQUIRE(desk.ask(AssignIncident{"an"}, id));
    CHECK(desk.incident(id).owner == "an");
    REQUIRE(desk.ask(AssignIncident{""}, id));
    CHECK_FALSE(desk.incident(id).owner);
    REQUIRE(desk.ask(AddComment{"đã gọi nhà cung cấp"}, id));
    CHECK(desk.ask(AddComment{"  "}, id).error().where == "/text");
}

TEST_CASE("a task has an owner and a note, is done and undone, what an act ended is not undone by hand") {
    Desk desk(with_tasks());
    auto id = open(desk);
    REQUIRE(desk.ask(AssignTask{"general/call", "an", "trước 9 giờ"}, id));
    CHECK(task(desk, id, "general/call").owner == "an");
    REQUIRE(desk.ask(CompleteTask{"general/call", "gọi rồi"}, id));
    CHECK(task(desk, id, "general/call").note == "gọi rồi");
    REQUIRE(desk.ask(ReopenTask{"general/call", "nhầm số"}, id));
    CHECK(task(desk, id, "general/call").state == TaskState::open);
    CHECK(task(desk, id, "general/call").owner == "an");
    CHECK(desk.ask(ReopenTask{"general/call", ""}, id).error().code == ErrorCode::conflict);
    desk.wait(hours{3});
    CHECK(task(desk, id, "general/call").state == TaskState::overdue);
    REQUIRE(desk.ask(Acknowledge{"an", "api", ""}, id));
    CHECK(task(desk, id, "general/take").state == TaskState::done);
    CHECK(desk.ask(ReopenTask{"general/take", ""}, id).error().code == ErrorCode::conflict);
}

TEST_CASE("whoever stands in is paged instead, also after a restart and a reload, until it is taken back") {
    auto settings = desk_settings();
    settings.on_call.rosters = {{"soc", {"an"}, hours{24 * 7}, Instant{}}};
    settings.on_call.escalation = {{Duration{0}, {"roster:soc"}}};
    Desk desk(settings);
    auto until = desk.now + hours{24 * 3};
    CHECK(desk.ask(OverrideOnCall{"night", "binh", {}, until, ""}).error().where == "/roster");
    CHECK(desk.ask(OverrideOnCall{"soc", "nobody", {}, until, ""}).error().where == "/person");
    CHECK(desk.ask(OverrideOnCall{"soc", "binh", {}, desk.now - hours{1}, ""}).error().where == "/until");
    auto said = desk.ask(OverrideOnCall{"soc", "binh", {}, until, "an nghỉ phép"});
    REQUIRE(said);
    auto turn = std::get<Overridden>(*said).turn;
    CHECK(turn.override_id == "OV-1");
    auto on_duty_now = [&] { return *breachd::on_duty(desk.stats().settings->on_call.rosters[0], desk.now); };
    CHECK(on_duty_now() == "binh");
    desk.stop();
    desk.boot();
    CHECK(on_duty_now() == "binh");
    REQUIRE(desk.ask(ReplaceSettings{std::make_shared<const Settings>(settings)}));
    CHECK(on_duty_now() == "binh");
    REQUIRE(desk.ask(EndOverride{turn.override_id, "an đi làm lại"}));
    CHECK(on_duty_now() == "an");
    CHECK(desk.ask(EndOverride{turn.override_id, ""}).error().code == ErrorCode::not_found);
}

}  // namespace breachd::engine
