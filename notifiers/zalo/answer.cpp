#include "notifiers/zalo/answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "notifiers/http_answer.hpp"

namespace breachd {

namespace {

struct Row {
    int first, last;  // from the smaller number
    SendResult result;
    Blame blame;
    Cause cause;
};

constexpr Row kRows[] = {
    // The recipient, for good.
    {-108, -108, SendResult::rejected, Blame::recipient, Cause::address_malformed},
    {-118, -118, SendResult::rejected, Blame::recipient, Cause::address_unknown},
    {-119, -119, SendResult::rejected, Blame::recipient, Cause::mailbox_off},
    {-110, -110, SendResult::rejected, Blame::recipient, Cause::mailbox_off},  // the app is too old
    {-139, -139, SendResult::rejected, Blame::recipient, Cause::blocked},      // refuses this kind of message
    {-141, -141, SendResult::rejected, Blame::recipient, Cause::blocked},      // refuses this account
    // "Inactive, or rejects the message, or uses an outdated version, or other internal errors": the next channel.
    {-114, -114, SendResult::rejected, Blame::recipient, Cause::refused},
    // The template as a whole; then its values, which may be one person's.
    {-109, -109, SendResult::rejected, Blame::content, Cause::template_refused},
    {-113, -111, SendResult::retry, Blame::unclear, Cause::template_refused},
    {-1139, -1120, SendResult::retry, Blame::unclear, Cause::template_refused},
    // The app, the account, money, rights.
    {-105, -101, SendResult::retry, Blame::channel, Cause::service_refused},
    {-115, -115, SendResult::retry, Blame::channel, Cause::no_balance},
    {-117, -116, SendResult::retry, Blame::channel, Cause::service_refused},
    {-124, -124, SendResult::retry, Blame::channel, Cause::sign_in_refused},
    {-1241, -1241, SendResult::retry, Blame::channel, Cause::sign_in_refused},  // the app wants a proof of its secret
    {-132, -131, SendResult::retry, Blame::channel, Cause::service_refused},
    {-138, -135, SendResult::retry, Blame::channel, Cause::service_refused},
    {-1351, -1351, SendResult::retry, Blame::channel, Cause::service_refused},
    // Said to mean "not at night"; not read on the provider's page.
    {-133, -133, SendResult::retry, Blame::channel, Cause::temporary},
};
// Of the day, of the account or of the template.
constexpr int kQuota[] = {-144, -1441, -147, -1471, -1472};

// A member as a number, whether it is written as one or as a text.
std::optional<std::int64_t> number_at(const json::object& in, std::string_view name) {
    const auto* value = in.if_contains(name);
    if (value == nullptr || value->is_structured()) return {};
    auto text = value->is_string() ? std::string(value->get_string()) : json::serialize(*value);
    std::int64_t out = 0;
    auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (failed != std::errc{} || end != text.data() + text.size()) return {};
    return out;
}

const json::object* object_at(const json::object* in, std::string_view name) {
    const auto* value = in ? in->if_contains(name) : nullptr;
    return value && value->is_object() ? &value->get_object() : nullptr;
}

std::string code_of(std::int64_t number) { return provider_code(fmt::format("{}", number)); }

Duration to_midnight(Instant at) {
    constexpr auto kDay = std::chrono::hours{24};
    auto local = at + kVietnamOffset;
    return std::chrono::ceil<Duration>(std::chrono::floor<std::chrono::days>(local) + kDay - local);
}

Outcome taken(const json::object& body) {
    Outcome out{SendResult::accepted, Blame::none, "0", Cause::none, "", {}};
    const auto* data = object_at(&body, "data");
    if (data) out.provider_id = text_member(*data, "msg_id");
    if (const auto* quota = object_at(data, "quota")) out.quota_left = number_at(*quota, "remainingQuota");
    return out;
}

}  // namespace

Outcome outcome_of_zalo(const HttpAnswer& answer, Instant at) {
    if (!is_success(answer)) return outcome_of_failure(answer);
    auto parsed = parse_json(answer.body);
    auto number = parsed && parsed->is_object() ? number_at(parsed->get_object(), "error") : std::nullopt;
    if (!number) return {SendResult::unknown, Blame::none, "", Cause::answer_unclear, "", {}};
    if (*number == 0) return taken(parsed->get_object());
    auto code = code_of(*number);
    if (std::find(std::begin(kQuota), std::end(kQuota), *number) != std::end(kQuota)) {
        Outcome out{SendResult::retry, Blame::channel, code, Cause::quota_used, "", to_midnight(at)};
        out.quota_left = 0;
        return out;
    }
    const auto* row = std::find_if(std::begin(kRows), std::end(kRows),
                                   [&](const Row& each) { return each.first <= *number && *number <= each.last; });
    if (row == std::end(kRows)) return {SendResult::unknown, Blame::none, code, Cause::answer_unclear, "", {}};
    return {row->result, row->blame, code, row->cause, "", {}};
}

TokenAnswer token_of_zalo(const HttpAnswer& answer, const std::string& origin) {
    if (answer.transport != Transport::answered) return {{}, "", answer.cause};
    auto parsed = parse_json(answer.body);
    const auto* body = parsed && parsed->is_object() ? &parsed->get_object() : nullptr;
    auto code = fmt::format("http {}", answer.status);
    if (answer.status >= 500 || answer.status == 408 || answer.status == 429) return {{}, code, Cause::service_down};
    if (body == nullptr) return {{}, code, Cause::answer_unclear};
    AccessToken token{text_member(*body, "access_token"), text_member(*body, "refresh_token"), origin, {}, {}};
    auto lives = number_at(*body, "expires_in");
    if (token.access.empty() || token.refresh.empty() || !lives || *lives <= 0)
        return {{}, code_of(number_at(*body, "error").value_or(0)), Cause::sign_in_refused};
    token.lives = std::chrono::seconds{std::min<std::int64_t>(*lives, 90 * 86'400)};
    return {std::move(token), code, Cause::none};
}

}  // namespace breachd
