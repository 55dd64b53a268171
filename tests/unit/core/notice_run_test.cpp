#include "core/telling/notice_run.hpp"

#include "testkit/catch.hpp"
#include "testkit/sample_law.hpp"

using namespace breachd;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testkit::at;

namespace {

constexpr Duration kMs{1};

Channel channel(std::string name, const std::string& address, double rate) {
    Channel c;
    c.name = std::move(name);
    c.notice_contacts = address == "any" ? imported_kinds() : bit(*contact_kind_from(address));
    c.rate_per_second = rate;
    return c;
}

Settings three_channels() {
    auto settings = testkit::sample_settings();
    settings.channels = {channel("zalo", "zalo_id", 10), channel("sms", "phone", 5), channel("email", "email", 100)};
    settings.notice.order = {"zalo", "sms", "email"};
    settings.public_notice.margin = hours{6};
    return settings;
}

constexpr Reach kEmail = bit(ContactKind::email);
constexpr Reach kPhone = bit(ContactKind::phone);
constexpr Reach kZalo = bit(ContactKind::zalo_id);

const Instant kNow = at("2026-11-21T08:00:00+07:00");
const Instant kMidnight = at("2026-11-22T00:00:00+07:00");
const Instant kDue = at("2026-11-23T17:30:00+07:00");

Incident running(std::int64_t subjects, std::int64_t told, std::int64_t unreachable) {
    Incident i;
    i.notice_version = 1;
    i.notice_run = {RunState::running, subjects, told, 0, unreachable, {}};
    return i;
}

RunLoad waiting(std::map<std::string, std::int64_t> queued) {
    RunLoad load;
    for (const auto& [name, rows] : queued) load.pending += rows;
    load.queued = std::move(queued);
    return load;
}

}  // namespace

TEST_CASE("the waterfall takes the first channel of the order that fits an address and was not tried") {
    auto settings = three_channels();
    CHECK(next_channel(settings, kEmail | kPhone | kZalo, {}) == "zalo");
    CHECK(next_channel(settings, kEmail | kPhone, {}) == "sms");
    CHECK(next_channel(settings, kEmail | kPhone | kZalo, {"zalo"}) == "sms");
    CHECK(next_channel(settings, kEmail | kPhone | kZalo, {"zalo", "sms"}) == "email");
    CHECK(next_channel(settings, kPhone, {"sms"}).empty());
    CHECK(next_channel(settings, 0, {}).empty());
}

TEST_CASE("a channel that takes any address reaches whoever has one, and nobody who has none") {
    auto settings = three_channels();
    settings.channels.push_back(channel("crm", "any", 1));
    settings.notice.order = {"crm"};
    CHECK(next_channel(settings, kPhone, {}) == "crm");
    CHECK(next_channel(settings, 0, {}).empty());
}

TEST_CASE("the wait before another try lies between the base and the cap, and grows") {
    Rng rng(1);
    for (int attempt = 0; attempt < 30; ++attempt)
        for (int i = 0; i < 50; ++i) {
            auto delay = retry_delay(attempt, {}, kNoticeRetryBase, kNoticeRetryCap, rng);
            CHECK(delay >= kNoticeRetryBase);
            CHECK(delay <= std::min<Duration>(kNoticeRetryCap, kNoticeRetryBase * (1LL << std::min(attempt, 10))));
        }
}

TEST_CASE("a provider that asks for a longer wait gets it, a shorter one is not taken as leave to hurry") {
    Rng rng(1);
    CHECK(retry_delay(0, hours{2}, kNoticeRetryBase, kNoticeRetryCap, rng) == hours{2});
    CHECK(retry_delay(0, seconds{1}, kNoticeRetryBase, kNoticeRetryCap, rng) >= kNoticeRetryBase);
}

TEST_CASE("the forecast is the end of the slowest channel") {
    auto settings = three_channels();
    CHECK(forecast_end(waiting({{"email", 1000}}), settings, kNow) == kNow + seconds{10});
    CHECK(forecast_end(waiting({{"email", 1000}, {"sms", 3600}}), settings, kNow) == kNow + minutes{12});
    CHECK_FALSE(forecast_end(waiting({{"email", 0}}), settings, kNow));
    CHECK_FALSE(forecast_end(RunLoad{}, settings, kNow));
}

TEST_CASE("a daily quota that is used up moves the rest to the next days, each from midnight in Vietnam on") {
    auto settings = three_channels();
    settings.channels[1].daily_quota = 1000;
    auto load = waiting({{"sms", 900}});
    CHECK(forecast_end(load, settings, kNow) == kNow + minutes{3});
    load.sent_today["sms"] = 500;
    CHECK(forecast_end(load, settings, kNow) == kMidnight + seconds{80});
    load.queued["sms"] = 2500;
    CHECK(forecast_end(load, settings, kNow) == kMidnight + hours{24} + seconds{200});  // 500 today, 1000 and 1000
}

TEST_CASE("a run that shares its channel ends after what goes before it, and the quota is everybody's") {
    auto settings = three_channels();
    auto load = waiting({{"email", 1000}});
    load.sends_needed["email"] = 7000;
    CHECK(forecast_end(load, settings, kNow) == kNow + seconds{70});
    settings.channels[2].daily_quota = 5000;
    REQUIRE(settings.channels[2].name == "email");
    CHECK(forecast_end(load, settings, kNow) == kMidnight + seconds{20});
}

TEST_CASE("the forecast takes the measured pace where it is less than the rate, and waits for what is tried again") {
    auto settings = three_channels();
    auto load = waiting({{"email", 1000}});
    load.pace["email"] = 4;
    CHECK(forecast_end(load, settings, kNow) == kNow + seconds{250});
    load.pace["email"] = 5000;
    CHECK(forecast_end(load, settings, kNow) == kNow + seconds{10});
    load.last_try["email"] = kNow + minutes{30};
    CHECK(forecast_end(load, settings, kNow) == kNow + minutes{30});
    load.last_try["email"] = kNow - minutes{30};
    CHECK(forecast_end(load, settings, kNow) == kNow + seconds{10});
}

TEST_CASE("with a needed channel down no forecast is honest") {
    auto settings = three_channels();
    auto load = waiting({{"email", 10}, {"sms", 10}});
    load.channels_down = {"sms"};
    CHECK_FALSE(forecast_end(load, settings, kNow));
    load.channels_down = {"zalo"};  // nobody waits for it
    CHECK(forecast_end(load, settings, kNow));
}

TEST_CASE("a channel is given up early enough that each later one has its time before the deadline") {
    auto settings = three_channels();
    // E-mail for 1000 takes 10 s, SMS 200 s: each gets at least an hour.
    CHECK(cutoff("sms", settings, 1000, kDue, kNow) == kDue - hours{6} - hours{1});
    CHECK(cutoff("zalo", settings, 1000, kDue, kNow) == kDue - hours{6} - hours{2});
    // 90,000 by SMS take 5 hours.
    CHECK(cutoff("zalo", settings, 90'000, kDue, kNow) == kDue - hours{6} - hours{1} - hours{5});
    CHECK_FALSE(cutoff("email", settings, 1000, kDue, kNow));  // nothing comes after it
    CHECK_FALSE(cutoff("pigeon", settings, 1000, kDue, kNow));
}

TEST_CASE("without a deadline, or after it, no channel is given up for another") {
    auto settings = three_channels();
    CHECK_FALSE(cutoff("zalo", settings, 10, {}, kNow));
    CHECK_FALSE(cutoff("zalo", settings, 10, kNow, kNow));
}

TEST_CASE("people who cannot be reached wait for the public notice until nobody else can be reached by what waits") {
    auto settings = three_channels();
    auto waits = waiting({{"email", 4}});
    CHECK_FALSE(public_notice_need(running(10, 5, 1), waits, settings, kDue, kNow));
    auto foreseen = public_notice_outlook(running(10, 5, 1), waits, settings, kDue, kNow);
    REQUIRE(foreseen);
    CHECK(foreseen->goes_up_at == kDue - hours{6});  // at the latest
    auto need = public_notice_need(running(10, 9, 1), RunLoad{}, settings, kDue, kNow);
    REQUIRE(need);
    CHECK(need->rule == PublicNoticeRule::unreachable);
    auto not_released = running(10, 0, 1);
    not_released.notice_version = 0;
    CHECK_FALSE(public_notice_need(not_released, RunLoad{}, settings, kDue, kNow));
}

TEST_CASE("a forecast past the deadline less the margin makes it needed, one millisecond earlier does not") {
    auto settings = three_channels();
    settings.public_notice.forecast_patience = Duration{0};
    settings.channels[2].rate_per_second = 1;
    auto left = kDue - hours{6} - kNow;
    auto rows = left / Duration{seconds{1}};
    CHECK_FALSE(public_notice_need(running(rows, 0, 0), waiting({{"email", rows}}), settings, kDue, kNow));
    auto need = public_notice_need(running(rows + 1, 0, 0), waiting({{"email", rows + 1}}), settings, kDue, kNow);
    REQUIRE(need);
    CHECK(need->rule == PublicNoticeRule::forecast);
}

TEST_CASE("a forecast of not in time must hold for the patience, and keeps its moment while it holds") {
    auto settings = three_channels();
    auto load = waiting({{"sms", 3}});
    load.channels_down = {"sms"};
    auto incident = running(3, 0, 0);
    auto first = public_notice_outlook(incident, load, settings, kDue, kNow);
    REQUIRE(first);
    CHECK(first->rule == PublicNoticeRule::channel_down);
    CHECK(first->goes_up_at == kNow + minutes{30});
    CHECK_FALSE(public_notice_need(incident, load, settings, kDue, kNow));
    incident.public_notice.goes_up_at = first->goes_up_at;
    auto later = public_notice_outlook(incident, load, settings, kDue, kNow + minutes{20});
    CHECK(later->goes_up_at == first->goes_up_at);
    CHECK(public_notice_need(incident, load, settings, kDue, kNow + minutes{30}));
}

TEST_CASE("a forecast of not in time acts at once when no more than the patience is left") {
    auto settings = three_channels();
    auto load = waiting({{"sms", 3}});
    load.channels_down = {"sms"};
    auto last = kDue - hours{6};
    CHECK_FALSE(public_notice_need(running(3, 0, 0), load, settings, kDue, last - minutes{31}));
    CHECK(public_notice_need(running(3, 0, 0), load, settings, kDue, last - minutes{30}));
}

TEST_CASE("a public notice that the deadline will want is foreseen twelve hours before, unless sending ends in time") {
    auto settings = three_channels();
    auto last = kDue - hours{6};
    Incident empty;
    CHECK_FALSE(public_notice_outlook(empty, RunLoad{}, settings, kDue, last - hours{12} - kMs));
    auto foreseen = public_notice_outlook(empty, RunLoad{}, settings, kDue, last - hours{12});
    REQUIRE(foreseen);
    CHECK(foreseen->goes_up_at == last);
    CHECK_FALSE(public_notice_outlook(running(10, 0, 0), waiting({{"email", 10}}), settings, kDue, last - hours{1}));
    auto paused = running(10, 0, 0);
    paused.notice_run.state = RunState::paused;
    CHECK(public_notice_outlook(paused, waiting({{"email", 10}}), settings, kDue, last - hours{1}));
}

TEST_CASE("people who cannot be reached are left at the deadline, though nothing was released") {
    auto settings = three_channels();
    auto incident = running(10, 0, 10);
    incident.notice_version = 0;
    CHECK(public_notice_need(incident, RunLoad{}, settings, kDue, kDue - hours{6}));
}

TEST_CASE("at the deadline less the margin it is needed while anybody waits, or when nobody was imported yet") {
    auto settings = three_channels();
    auto last = kDue - hours{6};
    auto waits = waiting({{"email", 1}});
    CHECK_FALSE(public_notice_need(running(10, 9, 0), waits, settings, kDue, last - hours{1}));
    CHECK(public_notice_need(running(10, 9, 0), waits, settings, kDue, last)->rule == PublicNoticeRule::forecast);
    CHECK_FALSE(public_notice_need(running(10, 10, 0), RunLoad{}, settings, kDue, last));
    Incident empty;
    CHECK_FALSE(public_notice_need(empty, RunLoad{}, settings, kDue, last - kMs));
    CHECK(public_notice_need(empty, RunLoad{}, settings, kDue, last));
}

TEST_CASE("without a duty to subjects, or when it is proposed already, nothing is proposed") {
    auto settings = three_channels();
    CHECK_FALSE(public_notice_need(running(10, 0, 10), RunLoad{}, settings, {}, kNow));
    auto proposed = running(10, 0, 10);
    proposed.public_notice_needed = true;
    CHECK_FALSE(public_notice_need(proposed, RunLoad{}, settings, kDue, kNow));
}

TEST_CASE("people of a channel that is stuck are forecast on the channel that they will be handed to, from then on") {
    auto settings = three_channels();
    auto load = waiting({{"zalo", 100}, {"sms", 200}});
    load.channels_down = {"zalo"};
    CHECK_FALSE(forecast_end(load, settings, kNow));
    load.hand_over["zalo"] = {"sms", kNow + minutes{20}};
    CHECK(forecast_end(load, settings, kNow) == kNow + minutes{20} + seconds{60});
}

TEST_CASE("a channel that will hand its people over makes no public notice") {
    auto settings = three_channels();
    auto incident = running(100, 0, 0);
    auto load = waiting({{"zalo", 100}});
    load.channels_down = {"zalo"};
    REQUIRE(public_notice_outlook(incident, load, settings, kDue, kNow));
    load.hand_over["zalo"] = {"sms", kNow + minutes{20}};
    CHECK_FALSE(public_notice_outlook(incident, load, settings, kDue, kNow));
}
