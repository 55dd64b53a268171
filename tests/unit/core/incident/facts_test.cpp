#include "core/incident/facts.hpp"

#include "core/journal/evolve.hpp"
#include "testkit/catch.hpp"
#include "testkit/story.hpp"

using namespace breachd;
using testkit::at;
using testkit::Story;

namespace {

constexpr auto kStart = "2026-11-20T17:30:00+07:00";

Story opened() {
    Story s;
    s.open(at(kStart), {{"title", "Rò rỉ"}, {"kinds", json::array{"location"}}});
    return s;
}

std::string wrong(Story& s, const json::object& patch) {
    auto entries = s.journal().size();
    auto result = s.patch(patch);
    REQUIRE_FALSE(result);
    CHECK(s.journal().size() == entries);
    return result.error().where;
}

}  // namespace

TEST_CASE("every member that really changes is one entry with the old and the new value") {
    auto s = opened();
    REQUIRE(s.patch({{"place", "Hà Nội"}, {"act", "loss"}, {"title", "Rò rỉ"}}));
    auto changes = s.all<FactChanged>();
    REQUIRE(changes.size() == 2);
    CHECK(s.incident().place == "Hà Nội");
    CHECK(s.incident().act == "loss");
    REQUIRE(s.patch({{"place", "Huế"}}));
    CHECK(s.all<FactChanged>().back().old_value == json::value("Hà Nội"));
    CHECK(s.all<FactChanged>().back().new_value == json::value("Huế"));
}

TEST_CASE("a patch that changes nothing makes no entry") {
    auto s = opened();
    auto entries = s.journal().size();
    REQUIRE(s.patch({{"title", "Rò rỉ"}, {"kinds", json::array{json::object{{"kind", "location"}}}}}));
    REQUIRE(s.patch({}));
    CHECK(s.journal().size() == entries);
}

TEST_CASE("a fact is taken back with null, unless the incident cannot be without it") {
    auto s = opened();
    REQUIRE(s.patch({{"place", "Huế"}}));
    REQUIRE(s.patch({{"place", nullptr}}));
    CHECK_FALSE(s.incident().place);
    for (const char* field : {"title", "severity", "role", "act", "kinds", "parties", "detected_at"})
        CHECK(wrong(s, {{field, nullptr}, {"reason", "x"}}) == "/" + std::string(field));
}

TEST_CASE("a first time needs no reason, every later change of a time does") {
    auto s = opened();
    REQUIRE(s.patch({{"occurred_from", "2026-11-19T10:00:00+07:00"}}));
    CHECK(wrong(s, {{"occurred_from", "2026-11-19T11:00:00+07:00"}}) == "/reason");
    REQUIRE(s.patch({{"occurred_from", "2026-11-19T11:00:00+07:00"}, {"reason", "nhật ký"}}));
    CHECK(s.all<FactChanged>().back().note == "nhật ký");
}

TEST_CASE("no time lies in the future, and the end does not come before the start") {
    auto s = opened();
    CHECK(wrong(s, {{"detected_at", "2026-11-20T17:30:00.001+07:00"}, {"reason", "x"}}) == "/detected_at");
    CHECK(wrong(s, {{"occurred_from", "2030-01-01T00:00:00Z"}}) == "/occurred_from");
    CHECK(wrong(s, {{"occurred_from", "2026-11-19T10:00:00Z"}, {"occurred_to", "2026-11-19T09:00:00Z"}}) ==
          "/occurred_to");
    CHECK(wrong(s, {{"occurred_from", "2026-11-19T10:00:00"}}) == "/occurred_from");  // no zone
    CHECK(wrong(s, {{"occurred_from", format_rfc3339(s.incident().detected_at + Duration{1})}}) == "/occurred_from");
    auto t = opened();
    REQUIRE(t.patch({{"occurred_from", format_rfc3339(t.incident().detected_at)}}));
    CHECK(wrong(t, {{"detected_at", format_rfc3339(t.incident().detected_at - Duration{1})}, {"reason", "x"}}) ==
          "/detected_at");
}

TEST_CASE("what is wrong is named by its JSON Pointer and nothing of the patch is taken") {
    auto s = opened();
    CHECK(wrong(s, {{"place", "Huế"}, {"colour", "red"}}) == "/colour");
    CHECK_FALSE(s.incident().place);
    CHECK(wrong(s, {{"state", "closed"}}) == "/state");  // states have calls of their own
    CHECK(wrong(s, {{"remedied_at", kStart}}) == "/remedied_at");
    CHECK(wrong(s, {{"severity", 101}}) == "/severity");
    CHECK(wrong(s, {{"severity", "high"}}) == "/severity");
    CHECK(wrong(s, {{"role", "king"}}) == "/role");
    CHECK(wrong(s, {{"act", "magic"}}) == "/act");
    CHECK(wrong(s, {{"place", 5}}) == "/place");
    CHECK(wrong(s, {{"parties", "A05"}}) == "/parties");
    CHECK(wrong(s, {{"parties", json::array{json::object{{"name", "x"}, {"role", 1.5}}}}}) == "/parties");
    CHECK(wrong(s, {{"description", std::string(20'001, 'x')}}) == "/description");
    CHECK(wrong(s, {{"reason", 5}}) == "/reason");
}

TEST_CASE("a party is a name, or a name with a role, and nothing else that a journal could not keep") {
    auto s = opened();
    REQUIRE(s.patch(
        {{"parties", json::array{"Nhà thầu A", json::object{{"name", "Sở GTVT"}, {"role", "bên chia sẻ dữ liệu"}}}}}));
    CHECK(s.incident().parties.size() == 2);
    CHECK(wrong(s, {{"parties", json::array{json::object{{"name", 1.5}}}}}) == "/parties");
    CHECK(wrong(s, {{"parties", json::array{json::object{{"name", "A"}, {"phone", "09"}}}}}) == "/parties");
    CHECK(wrong(s, {{"parties", json::array{json::array{"A"}}}}) == "/parties");
}

TEST_CASE("kinds of data are those of the edition, each once, with counts that are not negative") {
    auto s = opened();
    CHECK(wrong(s, {{"kinds", json::array{"location", "stars"}}}) == "/kinds/1");
    CHECK(wrong(s, {{"kinds", json::array{"location", "location"}}}) == "/kinds/1");
    CHECK(wrong(s, {{"kinds", json::array{json::object{{"kind", "location"}, {"records", -1}}}}}) == "/kinds/0");
    CHECK(wrong(s, {{"kinds", json::array{5}}}) == "/kinds/0");
    REQUIRE(s.patch({{"kinds", json::array{json::object{{"kind", "location"}, {"records", 1200}, {"subjects", 1000}},
                                           "biometric"}}}));
    CHECK(s.incident().kinds == std::vector<KindCount>{{"location", 1200, 1000}, {"biometric", 0, 0}});
    CHECK(patch_facts(s.incident(), {{"kinds", json::array{"stars"}}}, s.settings(), s.now())
              .error()
              .message.find("biometric") != std::string::npos);  // says what is known
}

TEST_CASE("the first token that edits a fact of the notice is its drafter, and stays it") {
    auto s = opened();
    REQUIRE(s.patch({{"severity", 90}}, "token:soc"));
    CHECK(s.incident().notice_drafter.empty());  // severity is no part of the notice
    REQUIRE(s.patch({{"measures", "đã khóa tài khoản"}}, "token:an"));
    CHECK(s.incident().notice_drafter == "an");
    REQUIRE(s.patch({{"guidance", "đổi mật khẩu"}}, "token:dpo"));
    CHECK(s.incident().notice_drafter == "an");
}

TEST_CASE("an incident opened by hand needs a title and takes now for the detection unless told") {
    auto settings = testkit::sample_settings();
    auto now = at(kStart);
    CHECK(open_by_hand({}, settings, now).error().where == "/title");
    CHECK(open_by_hand({{"title", ""}}, settings, now).error().where == "/title");
    auto opened_now = open_by_hand({{"title", "x"}}, settings, now);
    REQUIRE(opened_now);
    CHECK(opened_now->detected_at == now);
    CHECK(opened_now->edition == "vn-356-2025");
    CHECK_FALSE(opened_now->drill);
    CHECK(open_by_hand({{"title", "x"}, {"detected_at", "2026-11-21T00:00:00+07:00"}}, settings,
                       now));  // ahead: taken as given, questioned by a page
    CHECK(open_by_hand({{"title", "x"}, {"detected_at", "2028-11-21T00:00:00+07:00"}}, settings, now).error().where ==
          "/detected_at");
    CHECK(open_by_hand({{"title", "x"}, {"colour", 1}}, settings, now).error().where == "/colour");
    settings.mode = Mode::drill;
    CHECK(open_by_hand({{"title", "x"}}, settings, now)->drill);
    settings.editions.clear();
    CHECK(open_by_hand({{"title", "x"}}, settings, now).error().code == ErrorCode::unavailable);
}

TEST_CASE("a fact of a newer journal that this program does not know leaves the incident as it was") {
    auto s = opened();
    auto before = canonical_json(to_json(s.incident()));
    auto copy = s.incident();
    set_fact(copy, "invented_later", json::value(1));
    set_fact(copy, "severity", json::value("many"));
    CHECK(canonical_json(to_json(copy)) == before);
}

TEST_CASE("a title by hand is one clean line, as the titles of alerts are, and never blank") {
    auto settings = testkit::sample_settings();
    auto now = at(kStart);
    auto opened_with = [&](const char* title) { return open_by_hand({{"title", title}}, settings, now); };
    CHECK(opened_with(" Rò rỉ\r\nBcc: x@y \x1b[31m\u202egnp ")->title == "Rò rỉ Bcc: x@y [31mgnp");
    CHECK(opened_with(" \t\n").error().where == "/title");
    auto s = opened();
    CHECK(wrong(s, {{"title", " \x07"}}) == "/title");
    REQUIRE(s.patch({{"title", "Rò rỉ\nlần hai"}}));
    CHECK(s.incident().title == "Rò rỉ lần hai");
}

TEST_CASE("facts are kept composed and printable: decomposed letters, Word's breaks and bullets, noncharacters") {
    auto s = opened();
    REQUIRE(s.patch({{"place", "Ha\u0300 No\u0323\u0302i"},
                     {"description", "một\vhai \ufffe"},
                     {"measures", "\uf0b7 Đã khóa"},
                     {"parties", json::array{json::object{{"name", "Vi\u0301 Du\u0323"}}, "e\u0302"}}}));
    CHECK(s.incident().place == "Hà Nội");
    CHECK(s.incident().description == "một\nhai \ufffd");
    CHECK(s.incident().measures == "• Đã khóa");
    CHECK(s.incident().parties.front().at("name") == "Ví Dụ");
    CHECK(s.incident().parties.back() == "ê");
    auto entries = s.journal().size();
    REQUIRE(s.patch({{"place", "Ha\u0300 No\u0323\u0302i"}}));  // the same fact
    CHECK(s.journal().size() == entries);
}

TEST_CASE("whether children's data are among them is yes, no or not known yet") {
    auto s = opened();
    CHECK_FALSE(s.incident().children.has_value());
    REQUIRE(s.patch({{"children", "no"}, {"late_reason", "mất điện"}, {"measures_en", "Locked."}}));
    CHECK(s.incident().children == "no");
    CHECK(s.incident().late_reason == "mất điện");
    CHECK(wrong(s, {{"children", "maybe"}}) == "/children");
}

TEST_CASE("the moment an alert gave for the event is an estimate until a person states one") {
    Entry entry;
    IncidentOpened opened_by_alert;
    opened_by_alert.source = "wazuh";
    opened_by_alert.occurred_from = at(kStart);
    entry.event = opened_by_alert;
    Incident incident;
    evolve(incident, entry);
    CHECK(incident.occurred_estimated);
    entry.actor = "token:an";
    entry.event = FactChanged{"occurred_from", to_json(at(kStart)), to_json(at(kStart)), {}, "xem nhật ký"};
    evolve(incident, entry);
    CHECK_FALSE(incident.occurred_estimated);
}
