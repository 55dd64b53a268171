// Several messages in one request: what goes together, one outcome for each, the provider's gap.
#include <fmt/format.h>

#include "delivery_harness.hpp"
#include "notifiers/speedsms/speedsms.hpp"
#include "testkit/catch.hpp"
#include "testkit/providers/providers.hpp"

using namespace breachd;
using namespace breachd::delivery;
using testkit::Fault;
using testkit::Providers;

namespace {

Channel speedsms(const Providers& providers) {
    auto own = std::make_shared<SpeedSmsConfig>();
    own->address = providers.speedsms_url();
    own->token = "khoa-speed";
    own->sender = "VIDU";
    auto out = channel_of("sms", "speedsms", 4, own);
    out.notice_contacts = bit(ContactKind::phone);
    return out;
}

engine::Send notice(std::int64_t id, const std::string& text, const std::string& number = "") {
    auto out = notice_to("sms", id);
    out.message.to = Pii(number.empty() ? fmt::format("+849010001{:02}", id) : number);
    out.message.short_text = Pii(text);
    return out;
}

}  // namespace

TEST_CASE("what waits and has one text goes out in one request, and each person has an outcome") {
    Providers providers;
    Collector collector;
    Delivery delivery(settings_of({speedsms(providers)}), collector.hooks());
    for (int id = 1; id <= 12; ++id) REQUIRE(delivery.submit(notice(id, "Cung mot noi dung")));
    REQUIRE(testkit::wait_until([&] { return collector.count() == 12; }, std::chrono::seconds(20)));
    CHECK(providers.taken("speedsms").size() == 12);
    CHECK(providers.requests("speedsms") <= 3);
    for (int id = 1; id <= 12; ++id) CHECK(collector.wait_for(std::to_string(id)).result == SendResult::accepted);
}

TEST_CASE("letters with a text of their own are not mixed up") {
    Providers providers;
    Collector collector;
    Delivery delivery(settings_of({speedsms(providers)}), collector.hooks());
    for (int id = 1; id <= 3; ++id) REQUIRE(delivery.submit(notice(id, fmt::format("Ma {}", id))));
    REQUIRE(testkit::wait_until([&] { return collector.count() == 3; }, std::chrono::seconds(20)));
    CHECK(providers.requests("speedsms") == 3);
    for (const auto& each : providers.taken("speedsms")) CHECK("Ma " + each.to.substr(each.to.size() - 1) == each.text);
}

TEST_CASE("one number that the provider refuses costs nobody else a message") {
    Providers providers;
    Collector collector;
    Delivery delivery(settings_of({speedsms(providers)}), collector.hooks());
    REQUIRE(delivery.submit(notice(1, "Thong bao")));
    REQUIRE(delivery.submit(notice(2, "Thong bao", "+84901000000")));  // the stand-in lists it as invalid
    REQUIRE(delivery.submit(notice(3, "Thong bao", "0901000003")));    // not in the form that is sent to
    REQUIRE(testkit::wait_until([&] { return collector.count() == 3; }, std::chrono::seconds(20)));
    CHECK(collector.wait_for("1").result == SendResult::accepted);
    CHECK(collector.wait_for("2").result == SendResult::rejected);
    CHECK(collector.wait_for("3").cause == Cause::address_malformed);
    CHECK(providers.taken("speedsms").size() == 1);
}

TEST_CASE("a refusal that does not say of whom it is sends each alone") {
    Providers providers;
    Collector collector;
    Delivery delivery(settings_of({speedsms(providers)}), collector.hooks());
    REQUIRE(delivery.submit(notice(9, "Mo dau")));  // while it is out, the others come together
    for (int id = 1; id <= 3; ++id) REQUIRE(delivery.submit(notice(id, "Thong bao")));
    providers.order("speedsms", {Fault::permanent, Fault::permanent, Fault::permanent});
    REQUIRE(testkit::wait_until([&] { return collector.count() == 4; }, std::chrono::seconds(30)));
    std::size_t rejected = 0;
    for (const auto& [id, outcomes] : collector.outcomes()) {
        CHECK(outcomes.size() == 1);
        rejected += outcomes[0].result == SendResult::rejected;
    }
    CHECK(rejected >= 1);
    CHECK(rejected + providers.taken("speedsms").size() == 4);
}

TEST_CASE("a request without an answer is unknown for everybody in it, what waits at a stop was not sent") {
    Providers providers;
    providers.order("speedsms", {Fault::reset_taken});
    Collector collector;
    Delivery delivery(settings_of({speedsms(providers)}), collector.hooks());
    REQUIRE(delivery.submit(notice(1, "Thong bao")));
    CHECK(collector.wait_for("1").result == SendResult::unknown);
    for (int id = 2; id <= 60; ++id) REQUIRE(delivery.submit(notice(id, fmt::format("Ma {}", id))));
    delivery.stop(std::chrono::seconds{5});
    CHECK(collector.count() == 60);
    CHECK(collector.not_begun() >= 50);
}
