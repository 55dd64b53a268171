// What would happen if a breach came now.
#include "core/readiness/readiness.hpp"

#include "testkit/catch.hpp"
#include "testkit/sample_law.hpp"

using namespace breachd;
using testkit::at;

namespace {

constexpr auto kNow = "2026-11-29T10:00:00+07:00";

Settings settings_with(double rate, std::int64_t people) {
    auto out = testkit::sample_settings();
    Channel email;
    email.name = "email";
    email.type = "smtp";
    email.notice_contacts = bit(ContactKind::email);
    email.rate_per_second = rate;
    out.channels = {email};
    out.notice.order = {"email"};
    out.on_call.channels = {"email"};
    Asset gps;
    gps.name = "gps-db";
    gps.kinds = {"location"};
    gps.subjects = people;
    out.assets = {gps};
    return out;
}

ReadinessRow row(const Settings& settings, std::string_view id, const ReadinessFacts& facts = {}) {
    for (auto& each : readiness(settings, facts, at(kNow)))
        if (each.id == id) return each;
    FAIL("no row is called so: " << id);
    throw 0;
}

}  // namespace

TEST_CASE("an asset whose people can be told in time is ready, at the channel's rate") {
    auto settings = settings_with(10, 36'000);  // one hour
    auto told = forecast_for(settings.assets[0], settings, at(kNow));
    CHECK(told.channel == "email");
    CHECK(told.in_time == 36'000);
    CHECK(told.due_at == at(kNow) + std::chrono::hours{72});
    auto ready = row(settings, "asset:gps-db");
    CHECK(ready.state == Readiness::ok);
    CHECK(ready.what.vi == "gps-db: báo 36.000 người qua kênh email mất 1 giờ, thời hạn 3 ngày");
    CHECK(ready.todo.vi.empty());
}

TEST_CASE("an asset that takes longer than the law leaves says how many would be told late, and what to do") {
    auto settings = settings_with(1, 400'000);  // 111 hours of 72
    auto told = forecast_for(settings.assets[0], settings, at(kNow));
    CHECK(told.in_time == 72 * 3600);
    auto late = row(settings, "asset:gps-db");
    CHECK(late.state == Readiness::bad);
    CHECK(late.what.en.find("140,800 people (35 %) would be told late") != std::string::npos);
    CHECK_FALSE(late.todo.vi.empty());
}

TEST_CASE("a quota of the day counts: what does not fit today goes tomorrow") {
    auto settings = settings_with(100, 40'000);
    settings.channels[0].daily_quota = 1000;
    auto late = row(settings, "asset:gps-db");
    CHECK(late.state == Readiness::bad);
    CHECK(forecast_for(settings.assets[0], settings, at(kNow)).in_time < 5000);
}

TEST_CASE("nothing is called ready that nobody knows") {
    auto settings = settings_with(10, 0);
    CHECK(row(settings, "asset:gps-db").state == Readiness::unknown);
    for (const char* id : {"backup", "drill", "keys", "store"}) CHECK(row(settings, id).state == Readiness::unknown);
    CHECK(row(settings, "channel:email").state != Readiness::ok);
    settings.notice.order.clear();
    settings.assets[0].subjects = 5;
    CHECK(row(settings, "asset:gps-db").state == Readiness::bad);
}

TEST_CASE("a channel is proven by what it sent lately, and is bad while it is down") {
    auto settings = settings_with(10, 5);
    settings.mode = Mode::drill;
    ReadinessFacts facts;
    CHECK(row(settings, "channel:email", facts).state == Readiness::unknown);
    facts.last_sent["email"] = at(kNow) - std::chrono::hours{2};
    CHECK(row(settings, "channel:email", facts).state == Readiness::ok);
    facts.last_sent["email"] = at(kNow) - kChannelProven - Duration{1};
    CHECK(row(settings, "channel:email", facts).state == Readiness::warn);
    facts.channels_down = {"email"};
    CHECK(row(settings, "channel:email", facts).state == Readiness::bad);
}

TEST_CASE("a release wants two people, a roster somebody on duty, a store its proof, a clock its service") {
    auto settings = settings_with(10, 5);
    settings.tokens = {{"an", Role::responder, {}}};
    CHECK(row(settings, "two-people").state == Readiness::bad);
    ReadinessFacts one_person;
    one_person.accounts["an"] = Role::dpo;  // the same person with a session
    CHECK(row(settings, "two-people", one_person).state == Readiness::bad);
    one_person.accounts["binh"] = Role::responder;
    CHECK(row(settings, "two-people", one_person).state == Readiness::ok);
    settings.tokens.push_back({"dpo", Role::dpo, {}});
    CHECK(row(settings, "two-people").state == Readiness::ok);
    settings.on_call.rosters = {{"soc", {"an"}, std::chrono::hours{24}, at(kNow) + std::chrono::hours{5}}};
    CHECK(row(settings, "rosters").state == Readiness::bad);
    settings.on_call.rosters[0].starts = at(kNow);
    CHECK(row(settings, "rosters").state == Readiness::ok);
    ReadinessFacts facts;
    facts.verified_at = at(kNow) - std::chrono::hours{1};
    facts.clock_synchronised = true;
    CHECK(row(settings, "store", facts).state == Readiness::ok);
    CHECK(row(settings, "clock", facts).state == Readiness::ok);
    facts.damaged_places = 2;
    facts.clock_in_doubt = true;
    CHECK(row(settings, "store", facts).state == Readiness::bad);
    CHECK(row(settings, "clock", facts).state == Readiness::bad);
}

TEST_CASE("a mailbox that cannot be read is bad and says why, without one there is no row") {
    auto settings = settings_with(10, 5);
    ReadinessFacts facts;
    for (const auto& each : readiness(settings, facts, at(kNow))) CHECK(each.id != "mailbox");
    facts.mailbox = Cause::none;
    CHECK(row(settings, "mailbox", facts).state == Readiness::ok);
    facts.mailbox = Cause::sign_in_refused;
    CHECK(row(settings, "mailbox", facts).state == Readiness::bad);
    CHECK(row(settings, "mailbox", facts).what.en.find("refused our credentials") != std::string::npos);
    CHECK_FALSE(row(settings, "mailbox", facts).todo.vi.empty());
}

TEST_CASE("every row that is not ready says what to do, in both languages") {
    auto settings = settings_with(1, 400'000);
    for (const auto& each : readiness(settings, {}, at(kNow))) {
        INFO(each.id);
        CHECK_FALSE(each.what.vi.empty());
        CHECK_FALSE(each.what.en.empty());
        CHECK(each.todo.vi.empty() == (each.state == Readiness::ok));
        CHECK(each.todo.en.empty() == each.todo.vi.empty());
    }
}
