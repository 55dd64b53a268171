#include "notifiers/speedsms/answer.hpp"

#include <fmt/format.h>

#include <charconv>
#include <set>

#include "notifiers/http_answer.hpp"

namespace breachd {

namespace {

constexpr AnswerRow<std::string_view> kRows[] = {
    {"007", SendResult::retry, Blame::channel, Cause::sign_in_refused},  // our address is locked
    {"008", SendResult::retry, Blame::channel, Cause::service_refused},  // the account is blocked
    {"009", SendResult::retry, Blame::channel, Cause::service_refused},  // not allowed to use the API
    {"101", SendResult::rejected, Blame::content, Cause::content_refused},
    {"105", SendResult::rejected, Blame::recipient, Cause::address_malformed},
    {"110", SendResult::rejected, Blame::content, Cause::content_refused},
    {"113", SendResult::rejected, Blame::content, Cause::too_large},
    {"300", SendResult::retry, Blame::channel, Cause::no_balance},
    {"500", SendResult::retry, Blame::unclear, Cause::service_down},
};
constexpr std::int64_t kResetMax = 600;

// Of 429: seconds until the next request is taken. The provider's page does not say whether it is a number of seconds;
// what is larger counts as a moment of its own clock, and is left alone.
std::optional<Duration> reset_after(const HttpAnswer& answer) {
    auto at = answer.headers.find("x-rate-limit-reset");
    if (at == answer.headers.end()) return {};
    std::int64_t seconds = 0;
    auto [end, failed] = std::from_chars(at->second.data(), at->second.data() + at->second.size(), seconds);
    bool good = failed == std::errc{} && end == at->second.data() + at->second.size();
    if (!good || seconds < 0 || seconds > kResetMax) return {};
    return std::chrono::seconds{seconds};
}

// Digits only: the provider may write a number in another form than we did.
std::string tail_of(std::string_view number) {
    constexpr std::size_t kTail = 9;
    std::string digits;
    for (char c : number)
        if (c >= '0' && c <= '9') digits += c;
    return digits.size() <= kTail ? digits : digits.substr(digits.size() - kTail);
}

std::set<std::string> refused_in(const json::object* data) {
    std::set<std::string> out;
    const auto* list = data ? data->if_contains("invalidPhone") : nullptr;
    if (list != nullptr && list->is_array())
        for (const auto& each : list->get_array())
            if (!each.is_structured())
                out.insert(tail_of(each.is_string() ? std::string(each.get_string()) : json::serialize(each)));
    return out;
}

// One of several is wrong, and nothing says which: each is sent alone.
Outcome for_each(Outcome outcome, bool several) {
    if (!several || outcome.blame != Blame::recipient) return outcome;
    return {SendResult::retry, Blame::unclear, std::move(outcome.code), outcome.cause, "", {}};
}

std::vector<Outcome> taken(const json::object& body, const std::vector<std::string>& numbers) {
    const auto* value = body.if_contains("data");
    const auto* data = value && value->is_object() ? &value->get_object() : nullptr;
    auto id = data ? id_member(*data, "tranId") : "";
    auto refused = refused_in(data);
    std::vector<Outcome> out;
    for (const auto& number : numbers) {
        if (refused.contains(tail_of(number))) {
            out.push_back({SendResult::rejected, Blame::recipient, "0", Cause::address_malformed, "", {}});
            continue;
        }
        out.push_back({SendResult::accepted, Blame::none, "0", Cause::none, "", {}});
        // One id names a whole request: it names a message only when that was the only one.
        if (numbers.size() == 1) out.back().provider_id = id;
    }
    return out;
}

}  // namespace

std::vector<Outcome> outcomes_of_speedsms(const HttpAnswer& answer, const std::vector<std::string>& numbers) {
    if (!is_success(answer)) {
        auto outcome = outcome_of_failure(answer);
        if (answer.status == 429 && !outcome.retry_after) outcome.retry_after = reset_after(answer);
        return std::vector<Outcome>(numbers.size(), for_each(std::move(outcome), numbers.size() > 1));
    }
    Outcome unclear{SendResult::unknown,   Blame::none, fmt::format("http {}", answer.status),
                    Cause::answer_unclear, "",          {}};
    auto parsed = parse_json(answer.body);
    if (!parsed || !parsed->is_object()) return std::vector<Outcome>(numbers.size(), unclear);
    const auto& body = parsed->get_object();
    auto status = text_member(body, "status"), code = text_member(body, "code");
    if (status == "success" && code == "00") return taken(body, numbers);
    const auto* row = row_of(kRows, code);
    if (status != "error" || row == nullptr) return std::vector<Outcome>(numbers.size(), unclear);
    Outcome outcome{row->result, row->blame, provider_code(row->word), row->cause, "", {}};
    return std::vector<Outcome>(numbers.size(), for_each(std::move(outcome), numbers.size() > 1));
}

}  // namespace breachd
