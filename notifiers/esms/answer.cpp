#include "notifiers/esms/answer.hpp"

#include <fmt/format.h>

#include "notifiers/http_answer.hpp"

namespace breachd {

namespace {

// What the documentation has. Its codes of Zalo, of advertising (107, 120) and whatever is not here count as unknown:
// nothing says whether the message was taken.
constexpr AnswerRow<int> kRows[] = {
    // "Phone blocked in the system" on one page, "Invalid request" on another: one person's fault, or ours.
    {99, SendResult::retry, Blame::unclear, Cause::blocked},
    {101, SendResult::retry, Blame::channel, Cause::sign_in_refused},
    {140, SendResult::retry, Blame::channel, Cause::sign_in_refused},  // address not allowed
    {102, SendResult::retry, Blame::channel, Cause::service_refused},  // no price list
    {103, SendResult::retry, Blame::channel, Cause::no_balance},
    {104, SendResult::retry, Blame::channel, Cause::sender_refused},  // brandname not known
    {118, SendResult::retry, Blame::channel, Cause::service_refused},
    {300, SendResult::retry, Blame::channel, Cause::service_refused},
    {108, SendResult::rejected, Blame::recipient, Cause::address_malformed},
    {146, SendResult::rejected, Blame::content, Cause::template_refused},
    // The brandname is not registered with this number's network: the next channel, others get through.
    {177, SendResult::rejected, Blame::recipient, Cause::template_refused},
};
constexpr int kRepeated = 124;

// A member as a number, whether it is written as one or as a text; -1: neither.
int number_at(const json::object& in, std::string_view name) {
    const auto* value = in.if_contains(name);
    if (value == nullptr || value->is_structured()) return -1;
    auto text = value->is_string() ? std::string(value->get_string()) : json::serialize(*value);
    bool digits = !text.empty() && text.size() <= 5 &&
                  std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    return digits ? std::stoi(text) : -1;
}

bool is_true(const json::object& in, std::string_view name) {
    const auto* value = in.if_contains(name);
    if (value == nullptr) return false;
    return value->is_bool() ? value->get_bool() : value->is_string() && value->get_string() == "true";
}

Outcome taken(const json::object& body, std::string code) {
    return {SendResult::accepted, Blame::none, std::move(code), Cause::none, id_member(body, "SMSID"), {}};
}

}  // namespace

Outcome outcome_of_esms(const HttpAnswer& answer, bool in_doubt) {
    if (!is_success(answer)) return outcome_of_failure(answer);
    auto parsed = parse_json(answer.body);
    const auto* body = parsed && parsed->is_object() ? &parsed->get_object() : nullptr;
    int number = body ? number_at(*body, "CodeResult") : -1;
    auto code = number < 0 ? fmt::format("http {}", answer.status) : fmt::format("{}", number);
    if (number == 100 || (number == kRepeated && in_doubt)) return taken(*body, code);
    // Nothing of ours went out with this id as far as we know: asked again, it is what an earlier attempt left.
    if (number == kRepeated) return {SendResult::unknown, Blame::none, code, Cause::said_duplicate, "", {}};
    const auto* row = row_of(kRows, number);
    if (row == nullptr) return {SendResult::unknown, Blame::none, code, Cause::answer_unclear, "", {}};
    return {row->result, row->blame, code, row->cause, "", {}};
}

// The documentation names the members; that IsSent with SentResult true is "delivered to the telephone" is how we read
// it (its own words are not there).
Polled status_of_esms(const HttpAnswer& answer) {
    if (!is_success(answer)) return {};
    auto parsed = parse_json(answer.body);
    if (!parsed || !parsed->is_object()) return {};
    const auto* list = parsed->get_object().if_contains("ReceiverList");
    if (list == nullptr || !list->is_array() || list->get_array().empty()) return {};
    bool all_sent = true, all_good = true;
    for (const auto& each : list->get_array()) {
        if (!each.is_object()) return {};
        all_sent &= is_true(each.get_object(), "IsSent");
        all_good &= is_true(each.get_object(), "SentResult");
    }
    if (!all_sent) return {};
    return {all_good ? ReceiptWord::delivered : ReceiptWord::failed, ""};
}

}  // namespace breachd
