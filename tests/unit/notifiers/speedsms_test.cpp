#include "notifiers/speedsms/speedsms.hpp"

#include "notifiers/speedsms/answer.hpp"
#include "provider_sample.hpp"

namespace breachd {

namespace {

const Values kKeys{{"token", "khoa-speed"}, {"sender", "VIDU"}, {"letters", "unmarked"}};

std::vector<Message> notices(const std::vector<std::string>& numbers) {
    std::vector<Message> out;
    for (const auto& number : numbers) out.push_back(sample_notice(number)[0]);
    return out;
}

HttpAnswer error(const std::string& code) { return said(200, R"({"status":"error","code":")" + code + R"("})"); }

HttpAnswer taken(const std::string& invalid) {
    return said(
        200, R"({"status":"success","code":"00","data":{"tranId":9001,"totalSMS":2,"invalidPhone":)" + invalid + "}}");
}

}  // namespace

TEST_CASE("speedsms: one text goes to many numbers in one request") {
    SpeedSmsNotifier notifier(sample_channel(speedsms_provider(), kKeys), false);
    auto request = notifier.build(notices({"+84901000003", "+84901000004"}));
    REQUIRE(request);
    CHECK(request->url == "https://api.speedsms.vn/index.php/sms/send");
    CHECK(header_in(*request, "Authorization") == "Basic a2hvYS1zcGVlZDp4");
    CHECK(request->body == R"({"to":["84901000003","84901000004"],)"
                           R"("content":"Vi Du: Du lieu vi tri cua Quy khach bi lo. Ma: ab12","sms_type":2,)"
                           R"("sender":"VIDU"})");
}

TEST_CASE("speedsms: only messages of the same text go together") {
    SpeedSmsNotifier notifier(sample_channel(speedsms_provider(), kKeys), false);
    auto two = notices({"+84901000003", "+84901000004"});
    CHECK(notifier.together(two[0], two[1]));
    two[1].short_text = Pii<std::string>("Ví Dụ: … Mã: cd34");
    CHECK_FALSE(notifier.together(two[0], two[1]));
}

TEST_CASE("speedsms: each number has its own outcome") {
    const std::vector<std::string> numbers{"84901000003", "84901000004"};
    auto both = outcomes_of_speedsms(taken("[]"), numbers);
    REQUIRE(both.size() == 2);
    CHECK(both[0].result == SendResult::accepted);
    CHECK(both[1].result == SendResult::accepted);
    CHECK(both[0].provider_id.empty());  // one id for two messages names neither
    for (const char* invalid : {R"(["84901000004"])", R"(["0901000004"])", "[84901000004]", R"(["+84901000004"])"}) {
        auto one = outcomes_of_speedsms(taken(invalid), numbers);
        CHECK(one[0].result == SendResult::accepted);
        check_outcome(one[1], {SendResult::rejected, Blame::recipient, Cause::address_malformed});
    }
    CHECK(outcomes_of_speedsms(taken("[]"), {"84901000003"})[0].provider_id == "9001");
}

TEST_CASE("speedsms: what its codes mean, and whom they are about") {
    struct Case {
        const char* code;
        Judged alone, among_others;
    };
    const Judged account{SendResult::retry, Blame::channel, Cause::service_refused};
    const Judged content{SendResult::rejected, Blame::content, Cause::content_refused};
    const Judged large{SendResult::rejected, Blame::content, Cause::too_large};
    const Judged unknown{SendResult::unknown, Blame::none, Cause::answer_unclear};
    const Judged money{SendResult::retry, Blame::channel, Cause::no_balance};
    const Judged locked{SendResult::retry, Blame::channel, Cause::sign_in_refused};
    const Judged down{SendResult::retry, Blame::unclear, Cause::service_down};
    const Case cases[] = {
        {"007", locked, locked},
        {"008", account, account},
        {"009", account, account},
        {"101", content, content},
        {"105",
         {SendResult::rejected, Blame::recipient, Cause::address_malformed},
         {SendResult::retry, Blame::unclear, Cause::address_malformed}},
        {"110", content, content},
        {"113", large, large},
        {"300", money, money},
        {"500", down, down},
        {"999", unknown, unknown},
        {"", unknown, unknown},
    };
    for (const auto& each : cases) {
        INFO(each.code);
        check_outcome(outcomes_of_speedsms(error(each.code), {"84901000003"}).at(0), each.alone);
        auto two = outcomes_of_speedsms(error(each.code), {"84901000003", "84901000004"});
        REQUIRE(two.size() == 2);
        check_outcome(two[0], each.among_others);
        check_outcome(two[1], each.among_others);
    }
    for (const char* body :
         {"", "{}", "[]", "<html>", R"({"status":"success"})", R"({"status":"success","code":"01"})"})
        check_outcome(outcomes_of_speedsms(said(200, body), {"84901000003"}).at(0), unknown);
    CHECK(outcomes_of_speedsms(kLost, {"1", "2"}).at(1).result == SendResult::unknown);
}

TEST_CASE("speedsms: a request that is refused whole says nothing of whom: each of them is sent alone") {
    auto many = outcomes_of_speedsms(said(400, ""), {"84912000001", "84912000002"});
    REQUIRE(many.size() == 2);
    CHECK(many[1].result == SendResult::retry);
    CHECK(many[1].blame == Blame::unclear);
    auto one = outcomes_of_speedsms(said(400, ""), {"84912000001"});
    CHECK(one[0].result == SendResult::rejected);
    CHECK(one[0].blame == Blame::recipient);
}

TEST_CASE("speedsms: too many requests are tried again when the provider says so") {
    auto slow = said(429, "");
    slow.headers["x-rate-limit-reset"] = "42";
    CHECK(outcomes_of_speedsms(slow, {"1"})[0].retry_after == std::chrono::seconds{42});
    for (const char* odd : {"1796094000", "-1", "soon", ""}) {
        slow.headers["x-rate-limit-reset"] = odd;
        CHECK_FALSE(outcomes_of_speedsms(slow, {"1"})[0].retry_after);
    }
}

TEST_CASE("speedsms: keys, addresses and the probe") {
    CHECK(errors_of_keys(speedsms_provider(), {}).size() == 2);
    SpeedSmsNotifier notifier(sample_channel(speedsms_provider(), kKeys), false);
    CHECK_FALSE(notifier.check(sample_notice("+14155550100")[0]));
    CHECK(notifier.probe().url == "https://api.speedsms.vn/index.php/user/info");
    CHECK(notifier.probe().method == "GET");
    CHECK(notifier.read_probe(said(200, R"({"status":"success","code":"00","data":{"balance":1}})")).works);
    CHECK_FALSE(notifier.read_probe(said(200, R"({"status":"error","code":"008"})")).works);
    CHECK_FALSE(notifier.read_probe(said(200, "<html>")).works);
    CHECK_FALSE(notifier.read_probe(said(401, "{}")).works);
}

}  // namespace breachd
