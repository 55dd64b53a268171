#include "api/routes/hook_receipt.hpp"

#include "base/enum_words.hpp"
#include "core/telling/cause.hpp"
#include "http/json_body.hpp"

namespace breachd::api {

namespace {

std::string code_of(const json::object& data) {
    const auto* code = data.if_contains("code");
    if (code == nullptr) return "";
    return provider_code(code->is_string() ? std::string(code->get_string()) : json::serialize(*code));
}

}  // namespace

Result<engine::Receipt> receipt_of(const Hook& hook, std::string webhook_id, const json::object& data) {
    if (hook.receipts.empty())
        return Error{ErrorCode::forbidden, "this hook brings no receipts: hooks.*.receipts names its channels", ""};
    http::Members members(data);
    engine::Receipt out;
    out.integration = hook.name;
    out.webhook_id = std::move(webhook_id);
    out.channels = hook.receipts;
    out.key = members.text("key");
    out.provider_id = members.text("id");
    out.code = code_of(data);
    if (out.key.empty() && out.provider_id.empty()) return Error{ErrorCode::unprocessable, "is needed", "/data/key"};
    auto outcome = members.needed("outcome");
    if (outcome.empty()) return Error{ErrorCode::unprocessable, "is needed", "/data/outcome"};
    if (!enum_from_word(outcome, out.outcome))
        return Error{ErrorCode::unprocessable, "must be accepted, delivered, failed, rejected, retry or unknown",
                     "/data/outcome"};
    return out;
}

}  // namespace breachd::api
