// FCM and APNs: requests, answers, tokens.
#include "base/digest.hpp"
#include "notifiers/apns/answer.hpp"
#include "notifiers/apns/apns.hpp"
#include "notifiers/fcm/answer.hpp"
#include "notifiers/fcm/fcm.hpp"
#include "provider_sample.hpp"
#include "testkit/keys.hpp"

namespace breachd {

namespace {

using testkit::ec_key;
using testkit::rsa_key;

Values fcm_keys() {
    json::object account{{"client_email", "breachd@vidu.iam.gserviceaccount.com"},
                         {"private_key", rsa_key()},
                         {"project_id", "vidu"},
                         {"token_uri", "https://oauth2.googleapis.com/token"}};
    return {{"service_account", json::serialize(account)}};
}

Values apns_keys() {
    return {{"key", ec_key()}, {"key_id", "ABC123DEFG"}, {"team_id", "DEF123GHIJ"}, {"topic", "test.vidu.app"}};
}

json::object claims_of(const std::string& jwt) {
    auto dot = jwt.find('.'), second = jwt.rfind('.');
    return object_in(*from_base64(jwt.substr(dot + 1, second - dot - 1)));
}

HttpAnswer fcm_error(int status, const std::string& word, const std::string& type = "FcmError") {
    auto full = type == "BadRequest" ? "type.googleapis.com/google.rpc.BadRequest"
                                     : "type.googleapis.com/google.firebase.fcm.v1.FcmError";
    json::array details{json::object{{"@type", full}, {"errorCode", word}}};
    return said(status, json::serialize(json::object{
                            {"error", {{"code", status}, {"status", word}, {"message", "x"}, {"details", details}}}}));
}

const Instant kAt = *parse_rfc3339("2026-11-29T03:00:00Z");

}  // namespace

TEST_CASE("fcm: one message to one registration token, which replaces its own earlier copy") {
    FcmNotifier notifier(sample_channel(fcm_provider(), fcm_keys()), false);
    auto request = notifier.build(sample_notice("dQw4:APA91b-x_y"));
    REQUIRE(request);
    CHECK(request->url == "https://fcm.googleapis.com/v1/projects/vidu/messages:send");
    auto message = object_in(request->body).at("message").as_object();
    CHECK(message.at("token") == "dQw4:APA91b-x_y");
    CHECK(message.at("notification").at("title") == "Thông báo về dữ liệu của Quý khách");
    CHECK(message.at("notification").at("body") == "Ví Dụ: Dữ liệu vị trí của Quý khách bị lộ. Mã: ab12");
    CHECK(message.at("data").at("notice") == "INC-2026-0001-3-kenh-v1");
    CHECK(message.at("android").at("priority") == "HIGH");
    CHECK(message.at("android").at("ttl") == "172800s");
    CHECK(message.at("android").at("collapse_key") == "INC-2026-0001-3-kenh-v1");
    CHECK(message.at("apns").at("headers").at("apns-collapse-id") == "INC-2026-0001-3-kenh-v1");
    notifier.authorise(*request, "ya29");
    CHECK(header_in(*request, "Authorization") == "Bearer ya29");
}

TEST_CASE("fcm: the statement for a token names the account, the scope and Google, for an hour of real time") {
    FcmNotifier notifier(sample_channel(fcm_provider(), fcm_keys()), false);
    auto renewal = notifier.renew({}, kAt);
    REQUIRE(renewal);
    auto request = std::get<HttpRequest>(*renewal);
    CHECK(request.url == "https://oauth2.googleapis.com/token");
    const std::string head = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=";
    REQUIRE(request.body.starts_with(head));
    auto claims = claims_of(request.body.substr(head.size()));
    CHECK(claims.at("iss") == "breachd@vidu.iam.gserviceaccount.com");
    CHECK(claims.at("scope") == "https://www.googleapis.com/auth/firebase.messaging");
    CHECK(claims.at("aud") == "https://oauth2.googleapis.com/token");
    CHECK(claims.at("exp").as_int64() - claims.at("iat").as_int64() == 3600);
    auto got = notifier.read_token(said(200, R"({"access_token":"ya29","expires_in":3599,"token_type":"Bearer"})"));
    REQUIRE(got.token);
    CHECK(got.token->lives == std::chrono::seconds{3599});
    CHECK(token_of_google(said(400, R"({"error":"invalid_grant"})")).cause == Cause::sign_in_refused);
    CHECK(token_of_google(said(503, "")).cause == Cause::service_down);
    CHECK(token_of_google(said(429, "{}")).cause == Cause::service_down);
    CHECK(token_of_google(said(200, "{}")).cause == Cause::answer_unclear);
    CHECK(token_of_google(kNotSent).cause == Cause::not_connected);
}

TEST_CASE("fcm: what its answers mean, and whom they are about") {
    struct Case {
        HttpAnswer answer;
        Judged judged;
    };
    const Case cases[] = {
        {said(200, R"({"name":"projects/vidu/messages/0:15"})"), {SendResult::accepted, Blame::none, Cause::none}},
        {said(200, "{}"), {SendResult::unknown, Blame::none, Cause::answer_unclear}},
        {said(200, "<html>"), {SendResult::unknown, Blame::none, Cause::answer_unclear}},
        {fcm_error(404, "UNREGISTERED"), {SendResult::rejected, Blame::recipient, Cause::address_unknown}},
        {fcm_error(400, "INVALID_ARGUMENT"), {SendResult::rejected, Blame::recipient, Cause::address_malformed}},
        {fcm_error(400, "INVALID_ARGUMENT", "BadRequest"),
         {SendResult::rejected, Blame::content, Cause::content_refused}},
        {fcm_error(403, "SENDER_ID_MISMATCH"), {SendResult::retry, Blame::unclear, Cause::sender_refused}},
        {fcm_error(429, "QUOTA_EXCEEDED"), {SendResult::retry, Blame::destination, Cause::too_fast}},
        {fcm_error(503, "UNAVAILABLE"), {SendResult::retry, Blame::channel, Cause::service_down}},
        {fcm_error(500, "INTERNAL"), {SendResult::retry, Blame::unclear, Cause::service_down}},
        {fcm_error(401, "THIRD_PARTY_AUTH_ERROR"), {SendResult::retry, Blame::channel, Cause::service_refused}},
        {said(401, R"({"error":{"status":"UNAUTHENTICATED"}})"),
         {SendResult::retry, Blame::channel, Cause::sign_in_refused}},
        {said(403, R"({"error":{"status":"PERMISSION_DENIED"}})"),
         {SendResult::retry, Blame::channel, Cause::sign_in_refused}},
        {said(404, R"({"error":{"status":"NOT_FOUND"}})"), {SendResult::retry, Blame::channel, Cause::wrong_endpoint}},
        {said(502, "bad gateway"), {SendResult::retry, Blame::unclear, Cause::service_down}},
        {kLost, {SendResult::unknown, Blame::none, Cause::timed_out}},
        {kNotSent, {SendResult::retry, Blame::channel, Cause::not_connected}},
    };
    for (const auto& each : cases) {
        INFO(each.answer.status << " " << each.answer.body);
        check_outcome(outcome_of_fcm(each.answer), each.judged);
    }
    auto slow = fcm_error(429, "QUOTA_EXCEEDED");
    slow.headers["retry-after"] = "60";
    CHECK(outcome_of_fcm(slow).retry_after == std::chrono::minutes{1});
}

TEST_CASE("apns: a request over HTTP/2 with Apple's headers, the same message has the same ids") {
    ApnsNotifier notifier(sample_channel(apns_provider(), apns_keys()), false);
    const std::string token(64, 'a');
    auto request = notifier.build(sample_notice(token));
    REQUIRE(request);
    CHECK(request->http2);
    CHECK(request->url == "https://api.push.apple.com/3/device/" + token);
    CHECK(header_in(*request, "apns-topic") == "test.vidu.app");
    CHECK(header_in(*request, "apns-push-type") == "alert");
    CHECK(header_in(*request, "apns-priority") == "10");
    CHECK(header_in(*request, "apns-collapse-id") == "INC-2026-0001-3-kenh-v1");
    CHECK(header_in(*request, "apns-expiration") == "1796094000");  // 48 hours after
    auto id = header_in(*request, "apns-id");
    CHECK(id.size() == 36);
    CHECK(id == header_in(*notifier.build(sample_notice(token)), "apns-id"));
    auto alert = object_in(request->body).at("aps").at("alert").as_object();
    CHECK(alert.at("title") == "Thông báo về dữ liệu của Quý khách");
    CHECK(alert.at("body") == "Ví Dụ: Dữ liệu vị trí của Quý khách bị lộ. Mã: ab12");
    notifier.authorise(*request, "jwt");
    CHECK(header_in(*request, "authorization") == "bearer jwt");
}

TEST_CASE("apns: the token is ours, names key and team, and is used for twenty minutes to an hour") {
    ApnsNotifier notifier(sample_channel(apns_provider(), apns_keys()), false);
    auto renewal = notifier.renew({}, kAt);
    REQUIRE(renewal);
    auto token = std::get<AccessToken>(*renewal);
    CHECK(claims_of(token.access).at("iss") == "DEF123GHIJ");
    CHECK(object_in(*from_base64(token.access.substr(0, token.access.find('.')))).at("kid") == "ABC123DEFG");
    CHECK(token.keep == std::chrono::minutes{20});
    CHECK(token.lives < std::chrono::hours{1});
    CHECK(token.lives - token.lives / 4 > token.keep);  // renewed at that age
}

TEST_CASE("apns: what its answers mean, and whom they are about") {
    struct Case {
        int status;
        const char* reason;
        Judged judged;
    };
    const Judged gone{SendResult::rejected, Blame::recipient, Cause::address_unknown};
    const Judged malformed{SendResult::rejected, Blame::recipient, Cause::address_malformed};
    const Judged token{SendResult::retry, Blame::channel, Cause::sign_in_refused};
    const Judged topic{SendResult::retry, Blame::channel, Cause::sender_refused};
    const Judged ours{SendResult::rejected, Blame::content, Cause::content_refused};
    const Judged down{SendResult::retry, Blame::channel, Cause::service_down};
    const Case cases[] = {
        {410, "Unregistered", gone},
        {410, "ExpiredToken", gone},
        {410, "", gone},
        {400, "BadDeviceToken", malformed},
        {400, "DeviceTokenNotForTopic", malformed},
        {400, "MissingDeviceToken", malformed},
        {400, "BadTopic", topic},
        {400, "MissingTopic", topic},
        {400, "TopicDisallowed", topic},
        {400, "BadCollapseId", ours},
        {400, "BadPriority", ours},
        {400, "PayloadEmpty", ours},
        {413, "PayloadTooLarge", {SendResult::rejected, Blame::content, Cause::too_large}},
        {403, "ExpiredProviderToken", token},
        {403, "InvalidProviderToken", token},
        {403, "MissingProviderToken", token},
        {403, "Forbidden", token},
        {429, "TooManyRequests", {SendResult::retry, Blame::recipient, Cause::too_fast}},
        {429, "TooManyProviderTokenUpdates", {SendResult::retry, Blame::channel, Cause::too_fast}},
        {500, "InternalServerError", {SendResult::retry, Blame::unclear, Cause::service_down}},
        {503, "ServiceUnavailable", down},
        {503, "Shutdown", down},
        {204, "", {SendResult::unknown, Blame::none, Cause::answer_unclear}},
    };
    for (const auto& each : cases) {
        INFO(each.status << " " << each.reason);
        auto body = *each.reason ? json::serialize(json::object{{"reason", each.reason}}) : "";
        check_outcome(outcome_of_apns(said(each.status, body)), each.judged);
    }
    auto good = said(200, "");
    good.headers["apns-id"] = "EC1B";
    CHECK(outcome_of_apns(good).result == SendResult::accepted);
    CHECK(outcome_of_apns(good).provider_id == "EC1B");
    CHECK(outcome_of_apns(kLost).result == SendResult::unknown);
}

TEST_CASE("push: only a registration token is an address, and a message never outgrows its bounds") {
    FcmNotifier fcm(sample_channel(fcm_provider(), fcm_keys()), true);
    ApnsNotifier apns(sample_channel(apns_provider(), apns_keys()), true);
    CHECK(fcm.check(sample_notice("dQw4:APA91b-x_y")[0]));
    CHECK(apns.check(sample_notice("a1b2")[0]));
    for (const char* wrong : {"", "a b", "a/../b", "a?x", "ạ", "a\r\nb"}) {
        CHECK_FALSE(fcm.check(sample_notice(wrong)[0]));
        CHECK_FALSE(apns.check(sample_notice(wrong)[0]));
    }
    CHECK_FALSE(apns.check(sample_notice("a:b")[0]));
    CHECK_FALSE(apns.check(sample_notice(std::string(201, 'a'))[0]));
    auto large = sample_notice("a1");
    large[0].short_text = Pii(std::string(4000, 'x'));
    CHECK_FALSE(fcm.build(large));
    large[0].short_text = Pii(std::string(4200, 'x'));
    CHECK_FALSE(apns.build(large));
    auto drill = object_in(apns.build(sample_notice("a1"))->body).at("aps").at("alert").at("body").as_string();
    CHECK(drill.find("DIỄN TẬP / DRILL") != json::string::npos);
}

TEST_CASE("push: keys, and a key file of another kind is said") {
    CHECK(errors_of_keys(fcm_provider(), {}).size() == 1);
    CHECK(errors_of_keys(fcm_provider(), {{"service_account", "x"}}).size() == 1);
    CHECK(errors_of_keys(fcm_provider(), {{"service_account", R"({"private_key":"x"})"}}).size() == 1);
    CHECK(errors_of_keys(apns_provider(), {}).size() == 4);
    CHECK(errors_of_keys(apns_provider(), with(apns_keys(), "key", rsa_key())).size() == 1);
    CHECK(errors_of_keys(apns_provider(), with(apns_keys(), "key_id", "abc")).size() == 1);
    CHECK(errors_of_keys(apns_provider(), with(apns_keys(), "url", "http://127.0.0.1:9")).size() == 1);
    auto named = sample_channel(fcm_provider(), with(fcm_keys(), "project", "khac"));
    CHECK(own_config<FcmConfig>(named).project == "khac");
}

}  // namespace breachd
