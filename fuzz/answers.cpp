// Feeds any bytes to what reads providers' answers: no crash; nothing of the bytes is kept but a number; and only a
// body that says so is a message that was taken.
#include <cstdint>

#include "base/check.hpp"
#include "notifiers/apns/answer.hpp"
#include "notifiers/body_template.hpp"
#include "notifiers/esms/answer.hpp"
#include "notifiers/fcm/answer.hpp"
#include "notifiers/gateway_answer.hpp"
#include "notifiers/speedsms/answer.hpp"
#include "notifiers/zalo/answer.hpp"

using namespace breachd;

namespace {

void check(const Outcome& outcome) {
    BREACHD_CHECK(outcome.code.size() <= 16);
    bool took = outcome.result == SendResult::accepted || outcome.result == SendResult::delivered;
    BREACHD_CHECK(!took || outcome.blame == Blame::none);
    BREACHD_CHECK(took || outcome.cause != Cause::none);
}

}  // namespace

// The first byte chooses the status, the second whether the message is in doubt.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    constexpr int kStatuses[] = {200, 202, 204, 400, 401, 403, 404, 409, 410, 413, 429, 500, 502, 503};
    HttpAnswer answer;
    answer.status = kStatuses[data[0] % std::size(kStatuses)];
    answer.body.assign(reinterpret_cast<const char*>(data) + 2, size - 2);
    bool in_doubt = data[1] % 2 != 0;
    AnswerRules rules, asking;
    asking.success = parse_success("/status == ok").value();
    asking.code_at = "/code";
    check(outcome_of_gateway(answer, rules, in_doubt));
    check(outcome_of_gateway(answer, asking, in_doubt));
    check(outcome_of_esms(answer, in_doubt));
    check(outcome_of_zalo(answer, Instant{}));
    check(outcome_of_fcm(answer));
    check(outcome_of_apns(answer));
    for (const auto& outcome : outcomes_of_speedsms(answer, {"84901000003", "84901000004"})) check(outcome);
    (void)status_of_esms(answer);
    auto zalo = token_of_zalo(answer, "origin");
    BREACHD_CHECK(!zalo.token || (!zalo.token->access.empty() && !zalo.token->refresh.empty()));
    auto google = token_of_google(answer);
    BREACHD_CHECK(!google.token || google.token->lives.count() > 0);
    for (auto kind : {BodyTemplate::Kind::json, BodyTemplate::Kind::form})
        if (auto made = BodyTemplate::parse(kind, answer.body)) (void)made->fill({{"contact", "+84901000003"}});
    return 0;
}
