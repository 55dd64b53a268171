#include "core/telling/before/release_plan.hpp"

#include "testkit/catch.hpp"
#include "testkit/sample_law.hpp"

using namespace breachd;
using std::chrono::hours;

namespace {

constexpr Reach kMail = bit(ContactKind::email), kPhone = bit(ContactKind::phone);

Channel channel(const std::string& name, Reach contacts, double rate) {
    Channel out;
    out.name = name;
    out.notice_contacts = contacts;
    out.rate_per_second = rate;
    return out;
}

Settings two_channels() {
    Settings out;
    out.channels = {channel("email", kMail, 10), channel("sms", kPhone, 1)};
    out.notice.order = {"email", "sms"};
    return out;
}

const Instant kNow = testkit::at("2026-11-20T10:00:00Z");

}  // namespace

TEST_CASE("a person counts on the first channel that reaches them, and one without any is said to have none") {
    auto plan = plan_release({{kMail | kPhone, 100}, {kPhone, 30}, {0, 7}}, two_channels(), "x", {}, {}, kNow);
    CHECK(plan.people == 137);
    CHECK(plan.none == 7);
    REQUIRE(plan.channels.size() == 2);
    CHECK(plan.channels[0].can_reach == 100);
    CHECK(plan.channels[0].first == 100);
    CHECK(plan.channels[1].can_reach == 130);
    CHECK(plan.channels[1].first == 30);
    CHECK_FALSE(plan.cost_vnd.has_value());  // no price is known: no sum is made up
}

TEST_CASE("what it costs is people by parts by price, of the text as it is: marks make it UCS-2") {
    auto settings = two_channels();
    settings.channels[0].price_vnd = 0;
    settings.channels[1].price_vnd = 500;
    std::string plain(150, 'a');
    auto cheap = plan_release({{kMail, 10}, {kPhone, 100}}, settings, plain, {}, {}, kNow);
    CHECK(cheap.channels[1].parts == 1);
    CHECK(cheap.cost_vnd == 50'000);
    auto marked = plan_release({{kMail, 10}, {kPhone, 100}}, settings, plain + "ộ", {}, {}, kNow);
    CHECK(marked.channels[0].parts == 1);  // a letter has no parts
    CHECK(marked.channels[1].parts == 3);
    CHECK(marked.cost_vnd == 150'000);
}

TEST_CASE("how many come too late is counted by the channel's rate, and by its quota over the days") {
    auto settings = two_channels();
    auto due = kNow + hours{1};
    auto plan = plan_release({{kPhone, 7200}}, settings, "x", {}, due, kNow);
    REQUIRE(plan.end.has_value());
    CHECK(*plan.end >= kNow + hours{2});
    CHECK(plan.late >= 3590);
    CHECK(plan.late <= 3610);
    CHECK(plan.channels[1].limit == ForecastLimit::rate);
    settings.channels[1].daily_quota = 100;
    RunLoad load;
    load.sent_today["sms"] = 90;
    plan = plan_release({{kPhone, 7200}}, settings, "x", load, due, kNow);
    CHECK(plan.late == 7190);
    CHECK(plan.channels[1].limit == ForecastLimit::quota);
}

TEST_CASE("a channel that is down has no end, and all of its people are late") {
    RunLoad load;
    load.channels_down.insert("email");
    auto plan = plan_release({{kMail, 5}, {kPhone, 5}}, two_channels(), "x", load, kNow + hours{72}, kNow);
    CHECK_FALSE(plan.end.has_value());
    CHECK(plan.late == 5);
}
