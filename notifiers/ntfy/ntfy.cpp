#include "notifiers/ntfy/ntfy.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.hpp"
#include "notifiers/drill_mark.hpp"
#include "notifiers/http_answer.hpp"

namespace breachd {

namespace {

constexpr std::size_t kTopicBytesMax = 64;
constexpr std::size_t kTextBytesMax = 4000;  // ntfy makes an attachment of more than 4,096
constexpr std::int64_t kUrgent = 80;         // severity from which a telephone rings through its silence
constexpr int kPriorityMax = 5, kPriorityHigh = 4;

std::shared_ptr<const ProviderConfig> read_keys(Keys& keys) {
    auto own = std::make_shared<NtfyConfig>();
    read_http_keys(keys, *own);
    while (own->address.ends_with('/')) own->address.pop_back();
    if (!keys.secret("token", own->token))
        keys.warning("ntfy without a token: whoever knows the name of a topic can read it and write to it");
    return own;
}

bool is_topic_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

std::string cut(std::string text, std::size_t bytes_max) {
    return text.size() <= bytes_max ? text : std::string(cut_at_character(text, bytes_max)) + "…";
}

int priority_of(const Message& message) {
    const auto* severity = message.data.if_contains("severity");
    return severity && severity->is_int64() && severity->get_int64() >= kUrgent ? kPriorityMax : kPriorityHigh;
}

// A tap opens the page of the incident; the button acknowledges at once (a POST: no scanner of links presses it).
void add_acknowledge(json::object& body, const std::string& url) {
    body["click"] = url;
    body["actions"] = json::array{json::object{
        {"action", "http"}, {"label", "Tiếp nhận / Acknowledge"}, {"url", url}, {"method", "POST"}, {"clear", true}}};
}

}  // namespace

Provider ntfy_provider() {
    Traits traits;
    traits.probe = ProbeKind::http_get;
    return {"ntfy", bit(ContactKind::ntfy), 0, 0, traits, read_keys, make_notifier<HttpNotifier, NtfyNotifier>};
}

Result<void> NtfyNotifier::check(const Message& message) const {
    const auto& topic = message.to.reveal();
    if (topic.empty() || topic.size() > kTopicBytesMax || !std::all_of(topic.begin(), topic.end(), is_topic_letter))
        return Error{ErrorCode::unprocessable, "not a topic: letters, digits, _ and -, at most 64", ""};
    return {};
}

HttpRequest NtfyNotifier::request(std::string_view method, std::string_view path) const {
    auto out = request_to(channel_, own_, path);
    out.method = method;
    if (!own_.token.empty()) out.headers.emplace_back("Authorization", "Bearer " + own_.token);
    return out;
}

Result<HttpRequest> NtfyNotifier::build(std::span<const Message> messages) const {
    const auto& message = messages.front();
    auto marked = [&](const std::string& text, std::string_view between) {
        return drill_ ? with_drill_mark(text, between) : text;
    };
    json::object body{{"topic", message.to.reveal()},
                      {"title", marked(message.subject, " ")},
                      {"message", cut(marked(message.text.reveal(), "\n\n"), kTextBytesMax)},
                      {"priority", priority_of(message)},
                      {"tags", json::array{drill_ ? "construction" : "rotating_light"}}};
    if (auto url = text_member(message.data, "ack_url"); !url.empty()) add_acknowledge(body, url);
    auto out = request("POST", "/");
    out.headers.emplace_back("Content-Type", "application/json; charset=utf-8");
    out.body = json::serialize(body);
    return out;
}

std::vector<Outcome> NtfyNotifier::read(const HttpAnswer& answer, std::span<const Message>) const {
    if (!is_success(answer)) return {outcome_of_failure(answer)};
    Outcome outcome{SendResult::accepted, Blame::none, fmt::format("http {}", answer.status), Cause::none, "", {}};
    auto body = parse_json(answer.body);
    bool published = body && body->is_object() && !text_member(body->get_object(), "id").empty() &&
                     text_member(body->get_object(), "event") == "message";
    // Something else answered in its place (a portal, a proxy's page): nobody heard the page.
    if (!published) return {{SendResult::retry, Blame::channel, outcome.code, Cause::answer_unclear, "", {}}};
    return {outcome};
}

HttpRequest NtfyNotifier::probe() const { return request("GET", "/v1/health"); }

ProbeResult NtfyNotifier::read_probe(const HttpAnswer& answer) const {
    auto out = probe_of_answer(answer);
    if (!out.works) return out;
    auto body = parse_json(answer.body);
    const auto* healthy = body && body->is_object() ? body->get_object().if_contains("healthy") : nullptr;
    out.works = is_success(answer) && healthy && healthy->is_bool() && healthy->get_bool();
    if (!out.works) out.cause = Cause::answer_unclear;
    return out;
}

}  // namespace breachd
