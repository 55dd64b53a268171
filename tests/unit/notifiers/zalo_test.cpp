#include "notifiers/zalo/zalo.hpp"

#include "notifiers/zalo/answer.hpp"
#include "provider_sample.hpp"

namespace breachd {

namespace {

const Values kKeys{{"app_id", "4711"},
                   {"app_secret", "zalo-bi-mat"},
                   {"refresh_token", "zalo-refresh-1"},
                   {"template_id", "643118"},
                   {"parameters", "ten: {name}\nma: {code}\nnoi_dung: {text}"}};

Channel channel(const Values& values = kKeys) { return sample_channel(zalo_provider(), values); }

HttpAnswer error(const std::string& number) { return said(200, R"({"error":)" + number + R"(,"message":"x"})"); }

Instant at(const char* text) { return *parse_rfc3339(text); }

}  // namespace

TEST_CASE("zalo: a message is its template's number and its parameters, the token is put in when it is sent") {
    ZaloNotifier notifier(channel(), false);
    auto request = notifier.build(sample_notice("+84901000003"));
    REQUIRE(request);
    CHECK(request->url == "https://business.openapi.zalo.me/message/template");
    CHECK(header_in(*request, "access_token").empty());
    auto body = object_in(request->body);
    CHECK(body.at("phone") == "84901000003");
    CHECK(body.at("template_id") == "643118");
    CHECK(body.at("tracking_id") == "INC-2026-0001-3-kenh-v1");
    CHECK_FALSE(body.contains("mode"));
    CHECK(body.at("template_data").at("ten") == "Lê Ba");
    CHECK(body.at("template_data").at("ma") == "ab12");
    CHECK(body.at("template_data").at("noi_dung") == "Ví Dụ: Dữ liệu vị trí của Quý khách bị lộ. Mã: ab12");
    notifier.authorise(*request, "token-1");
    CHECK(header_in(*request, "access_token") == "token-1");
}

TEST_CASE("zalo: a contact that is no number is a Zalo id, drills may go to the account's own people only") {
    ZaloNotifier notifier(channel(with(kKeys, "delivery_mode", "development")), false);
    auto body = object_in(notifier.build(sample_notice("2512523625412515"))->body);
    CHECK(body.at("user_id") == "2512523625412515");
    CHECK_FALSE(body.contains("phone"));
    CHECK(body.at("mode") == "development");
    CHECK(notifier.check(sample_notice("+84901000003")[0]));
    CHECK(notifier.check(sample_notice("2512523625412515")[0]));
    CHECK_FALSE(notifier.check(sample_notice("")[0]));
    CHECK_FALSE(notifier.check(sample_notice("+84")[0]));
}

TEST_CASE("zalo: parameters are bounded: a name is cut between letters, a longer text is not sent") {
    auto message = sample_notice("+84901000003");
    message[0].to_name = Pii(std::string("Nguyễn Thị Thùy Dương ") + std::string(200, 'x'));
    auto built = ZaloNotifier(channel(with(kKeys, "parameter_max", "60")), false).build(message);
    REQUIRE(built);
    auto name = object_in(built->body).at("template_data").at("ten").as_string();
    CHECK(name.starts_with("Nguyễn Thị Thùy Dương xxx"));
    CHECK(name.size() == 60 + 7);  // marks take more bytes than letters: ễ 2, ị 2, ù 1, ơ 1 more, of Dương and Thùy
    auto long_text =
        ZaloNotifier(channel(with(kKeys, "parameter_max", "30")), false).build(sample_notice("+84901000003"));
    REQUIRE_FALSE(long_text);
    CHECK(long_text.error().code == ErrorCode::too_large);
}

TEST_CASE("zalo: of a child's guardian the longest greeting goes that has room, with the child's name in it") {
    auto message = sample_notice("+84901000003");
    message[0].guardian_of = Pii<std::string>("Lê Thị An");
    auto name = [&](const std::string& most) {
        auto keys = with(with(kKeys, "parameter_max", most), "parameters", "ten: {name}");
        return std::string(object_in(ZaloNotifier(channel(keys), false).build(message)->body)
                               .at("template_data")
                               .at("ten")
                               .as_string());
    };
    CHECK(name("100") == "Lê Ba, là cha, mẹ hoặc người giám hộ của Lê Thị An");
    CHECK(name("45") == "cha, mẹ hoặc người giám hộ của Lê Thị An");
    CHECK(name("30") == "phụ huynh Lê Thị An");
    CHECK(name("15") == "phụ huynh Lê Th");
    message[0].language = "en";
    CHECK(name("100") == "Lê Ba, parent or guardian of Lê Thị An");
}

TEST_CASE("zalo: what its numbers mean, and whom they are about") {
    struct Case {
        const char* number;
        Judged judged;
    };
    const Judged gone{SendResult::rejected, Blame::recipient, Cause::address_unknown};
    const Judged off{SendResult::rejected, Blame::recipient, Cause::mailbox_off};
    const Judged no{SendResult::rejected, Blame::recipient, Cause::blocked};
    const Judged account{SendResult::retry, Blame::channel, Cause::service_refused};
    const Judged token{SendResult::retry, Blame::channel, Cause::sign_in_refused};
    const Judged quota{SendResult::retry, Blame::channel, Cause::quota_used};
    const Judged values{SendResult::retry, Blame::unclear, Cause::template_refused};
    const Judged unknown{SendResult::unknown, Blame::none, Cause::answer_unclear};
    const Case cases[] = {
        {"0", {SendResult::accepted, Blame::none, Cause::none}},
        {"\"0\"", {SendResult::accepted, Blame::none, Cause::none}},
        {"-108", {SendResult::rejected, Blame::recipient, Cause::address_malformed}},
        {"-118", gone},
        {"-119", off},
        {"-110", off},
        {"-139", no},
        {"-141", no},
        {"-114", {SendResult::rejected, Blame::recipient, Cause::refused}},
        {"-109", {SendResult::rejected, Blame::content, Cause::template_refused}},
        {"-111", values},
        {"-112", values},
        {"-1121", values},
        {"-113", values},
        {"-1131", values},
        {"-101", account},
        {"-105", account},
        {"-116", account},
        {"-117", account},
        {"-131", account},
        {"-132", account},
        {"-135", account},
        {"-1351", account},
        {"-138", account},
        {"-115", {SendResult::retry, Blame::channel, Cause::no_balance}},
        {"-124", token},
        {"-1241", token},
        {"-144", quota},
        {"-1441", quota},
        {"-147", quota},
        {"-1471", quota},
        {"-1472", quota},
        {"-133", {SendResult::retry, Blame::channel, Cause::temporary}},
        {"-100", unknown},
        {"-31337", unknown},
        {"1", unknown},
        {"null", unknown},
        {"[0]", unknown},
        {"\"-118 x\"", unknown},
    };
    for (const auto& each : cases) {
        INFO(each.number);
        check_outcome(outcome_of_zalo(error(each.number), at("2026-11-29T03:00:00Z")), each.judged);
    }
    for (const char* body : {"", "{}", "<html></html>", "[]"})
        check_outcome(outcome_of_zalo(said(200, body), {}), unknown);
    CHECK(outcome_of_zalo(kLost, {}).result == SendResult::unknown);
    CHECK(outcome_of_zalo(said(500, ""), {}).result == SendResult::retry);
    CHECK(outcome_of_zalo(error("-118"), {}).code == "-118");
}

TEST_CASE("zalo: a used-up quota is the channel's, and comes back at the next midnight of Vietnam") {
    auto ten = outcome_of_zalo(error("-144"), at("2026-11-29T03:00:00Z"));  // ten in the morning there
    CHECK(ten.retry_after == std::chrono::hours{14});
    CHECK(ten.quota_left == 0);
    CHECK(outcome_of_zalo(error("-144"), at("2026-11-29T16:59:00Z")).retry_after == std::chrono::minutes{1});
    CHECK(outcome_of_zalo(error("-144"), at("2026-11-29T17:00:00Z")).retry_after == std::chrono::hours{24});
}

TEST_CASE("zalo: an answer brings the provider's id and what is left of the quota") {
    auto outcome = outcome_of_zalo(
        said(200, R"({"error":0,"data":{"msg_id":"m-1","quota":{"dailyQuota":"500","remainingQuota":"499"}}})"), {});
    CHECK(outcome.provider_id == "m-1");
    CHECK(outcome.quota_left == 499);
    CHECK_FALSE(outcome_of_zalo(said(200, R"({"error":0,"data":{"quota":{"remainingQuota":"viel"}}})"), {}).quota_left);
}

TEST_CASE("zalo: the chain of refresh tokens begins with the configuration's and goes on with the last one") {
    ZaloNotifier notifier(channel(), false);
    auto asked = [&](const AccessToken& held) {
        return std::get<HttpRequest>(*notifier.renew(held, at("2026-11-29T03:00:00Z")));
    };
    auto first = asked({});
    CHECK(first.url == "https://oauth.zaloapp.com/v4/oa/access_token");
    CHECK(header_in(first, "secret_key") == "zalo-bi-mat");
    CHECK(first.body == "refresh_token=zalo-refresh-1&app_id=4711&grant_type=refresh_token");
    auto answer =
        notifier.read_token(said(200, R"({"access_token":"t-1","refresh_token":"r-2","expires_in":"90000"})"));
    REQUIRE(answer.token);
    CHECK(answer.token->access == "t-1");
    CHECK(answer.token->lives == std::chrono::hours{25});
    CHECK(answer.token->origin.find("zalo-refresh-1") == std::string::npos);
    CHECK(asked(*answer.token).body.starts_with("refresh_token=r-2&"));
    // A person put a new one into the configuration: the old chain is over.
    ZaloNotifier renewed(channel(with(kKeys, "refresh_token", "zalo-refresh-new")), false);
    auto again = std::get<HttpRequest>(*renewed.renew(*answer.token, {}));
    CHECK(again.body.starts_with("refresh_token=zalo-refresh-new&"));
}

TEST_CASE("zalo: a refused refresh token is told from a server that is away") {
    struct Case {
        HttpAnswer answer;
        Cause cause;
    };
    const Case cases[] = {
        {said(200, R"({"error":-14014,"error_name":"Invalid refresh token."})"), Cause::sign_in_refused},
        {said(200, R"({"access_token":"t-1","expires_in":"90000"})"), Cause::sign_in_refused},
        {said(200, R"({"access_token":"t","refresh_token":"r","expires_in":"0"})"), Cause::sign_in_refused},
        {said(401, "{}"), Cause::sign_in_refused},
        {said(502, "{}"), Cause::service_down},
        {said(200, "<html>"), Cause::answer_unclear},
        {kLost, Cause::timed_out},
        {kNotSent, Cause::not_connected}};
    for (const auto& each : cases) {
        INFO(each.answer.status << each.answer.body);
        auto answer = token_of_zalo(each.answer, "o");
        CHECK_FALSE(answer.token);
        CHECK(answer.cause == each.cause);
    }
}

TEST_CASE("zalo: keys") {
    CHECK(errors_of_keys(zalo_provider(), {}).size() == 5);
    for (const char* wrong : {"ten: {secret}", "ten: {contact}", "ten: {ho_ten}"})
        CHECK(errors_of_keys(zalo_provider(), with(kKeys, "parameters", wrong)).size() == 1);
    CHECK(ZaloNotifier(channel(), false).probe().method == "OPTIONS");
}

}  // namespace breachd
