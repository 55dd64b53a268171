// Zalo's own signature: SHA-256 over app_id, body, timestamp and the account's secret, in no keyed form.
#include "api/routes/provider_hooks.hpp"

#include <fmt/format.h>

#include "base/digest.hpp"
#include "testkit/catch.hpp"

using namespace breachd;
using namespace breachd::api;
using Why = intake::RefusalCause;

namespace {

const Instant kNow = *parse_rfc3339("2026-11-29T03:00:00Z");

Hook hook() {
    Hook out;
    out.name = out.type = "zalo";
    out.app_id = "4711";
    out.secrets = {"bi-mat-moi", "bi-mat-cu"};
    out.receipts = {"zalo"};
    return out;
}

std::string event(const std::string& more, Instant at = kNow) {
    return fmt::format(R"({{"event_name":"user_received_message","timestamp":"{}",{}}})", to_ms(at), more);
}

http::Request signed_by(const std::string& secret, std::string body, Instant at = kNow) {
    http::Request out;
    auto mac = hex(sha256({"4711", body, std::to_string(to_ms(at)), secret}));
    out.headers.push_back({"x-zevent-signature", "mac=" + mac});
    out.body = std::move(body);
    return out;
}

const std::string kOurs = R"("message":{"msg_id":"m-1","delivery_time":"1796094000"})";

}  // namespace

TEST_CASE("zalo: an event is believed under every secret that is valid now, and under no other") {
    CHECK_FALSE(zalo_fault(hook(), signed_by("bi-mat-moi", event(kOurs)), kNow));
    CHECK_FALSE(zalo_fault(hook(), signed_by("bi-mat-cu", event(kOurs)), kNow));
    CHECK(zalo_fault(hook(), signed_by("khac", event(kOurs)), kNow)->cause == Why::signature_wrong);
    auto changed = signed_by("bi-mat-moi", event(kOurs));
    changed.body += " ";
    CHECK(zalo_fault(hook(), changed, kNow)->cause == Why::signature_wrong);
    auto bare = changed;
    bare.headers.clear();
    CHECK(zalo_fault(hook(), bare, kNow)->cause == Why::nothing_shown);
    bare.headers.push_back({"x-zevent-signature", "0123"});
    CHECK(zalo_fault(hook(), bare, kNow)->cause == Why::signature_wrong);
}

TEST_CASE("zalo: an event is believed for two hours, for it is said again after one") {
    auto at = [&](Duration age) {
        return zalo_fault(hook(), signed_by("bi-mat-moi", event(kOurs, kNow - age), kNow - age), kNow);
    };
    CHECK_FALSE(at(std::chrono::minutes{119}));
    CHECK(at(std::chrono::minutes{121})->cause == Why::too_old);
    CHECK_FALSE(at(-std::chrono::minutes{4}));
    CHECK(at(-std::chrono::minutes{6})->cause == Why::ahead);
    http::Request none;
    none.body = "{}";
    none.headers.push_back({"x-zevent-signature", "mac=" + hex(sha256({"4711", "{}", "", "bi-mat-moi"}))});
    CHECK(zalo_fault(hook(), none, kNow)->cause == Why::time_unreadable);
}

TEST_CASE("zalo: only a template message that arrived is a receipt") {
    auto receipt = zalo_receipt(hook(), signed_by("bi-mat-moi", event(kOurs)));
    REQUIRE(receipt);
    CHECK(receipt->provider_id == "m-1");
    CHECK(receipt->outcome == ReceiptWord::delivered);
    CHECK(receipt->channels == std::vector<std::string>{"zalo"});
    CHECK(receipt->webhook_id == "user_received_message m-1");
    for (const char* other : {R"("message":{"msg_id":"m-1"})", R"("message":{"delivery_time":"1"})", R"("message":[1])",
                              R"("x":1)", R"("message":{"msg_id":{},"delivery_time":"1"})"})
        CHECK_FALSE(zalo_receipt(hook(), signed_by("bi-mat-moi", event(other))));
    for (const char* body :
         {"", "[]", "x", R"({"event_name":"user_send_text","message":{"msg_id":"m","delivery_time":"1"}})"})
        CHECK_FALSE(zalo_receipt(hook(), signed_by("bi-mat-moi", body)));
}
