#include "notifiers/webhook/webhook.hpp"

#include <fmt/format.h>

#include "notifiers/drill_mark.hpp"
#include "notifiers/gateway_answer.hpp"
#include "notifiers/http_answer.hpp"
#include "notifiers/signature.hpp"

namespace breachd {

namespace {

json::object payload(const Message& message, bool drill) {
    auto marked = [&](const std::string& text, std::string_view between = " ") {
        return drill && !text.empty() ? with_drill_mark(text, between) : text;
    };
    auto data = message.data;
    data["key"] = message.key;
    data["to"] = message.to.reveal();
    if (!message.incident.empty()) data["incident_id"] = message.incident;
    if (message.kind == "notice") {
        data["to_name"] = message.to_name.reveal();
        if (const auto& child = message.guardian_of.reveal(); !child.empty()) data["guardian_of"] = child;
        data["language"] = message.language;
        data["short_text"] = marked(message.short_text.reveal());
    }
    data["subject"] = marked(message.subject);
    data["text"] = marked(message.text.reveal(), "\n\n");
    return data;
}

std::shared_ptr<const ProviderConfig> read_keys(Keys& keys) {
    auto own = std::make_shared<WebhookConfig>();
    read_http_keys(keys, *own);
    if (!keys.secret("secret", own->secret))
        keys.warning("webhook without a secret: the receiver cannot tell who calls");
    read_answer_rules(keys, *own);
    return own;
}

}  // namespace

// The receiver knows people on call by their id, and subjects by whatever contact the channel's `address` names.
Provider webhook_provider() {
    Traits traits;
    traits.idempotent = true;  // webhook-id; 409 after an unknown outcome says that it was seen before
    traits.says_delivered = true;
    traits.receipts = Receipts::push;
    return {"webhook",
            bit(ContactKind::person),
            imported_kinds(),
            bit(ContactKind::phone),
            traits,
            read_keys,
            make_notifier<HttpNotifier, WebhookNotifier>};
}

Result<void> WebhookNotifier::check(const Message& message) const {
    if (message.to.reveal().empty()) return Error{ErrorCode::unprocessable, "no address", ""};
    return {};
}

Result<HttpRequest> WebhookNotifier::build(std::span<const Message> messages) const {
    const auto& message = messages.front();
    auto out = request_to(channel_, own_);
    json::object body{{"type", message.kind},
                      {"timestamp", format_rfc3339(message.at)},
                      {"drill", drill_},
                      {"data", payload(message, drill_)}};
    if (drill_) body["mark"] = kDrillMark;
    out.body = json::serialize(body);
    auto seconds = fmt::format("{}", std::chrono::floor<std::chrono::seconds>(message.at.time_since_epoch()).count());
    out.headers.emplace_back("Content-Type", "application/json; charset=utf-8");
    out.headers.emplace_back("webhook-id", message.key);
    out.headers.emplace_back("webhook-timestamp", seconds);
    if (!own_.secret.empty())
        out.headers.emplace_back("webhook-signature", sign_webhook(own_.secret, message.key, message.at, out.body));
    return out;
}

std::vector<Outcome> WebhookNotifier::read(const HttpAnswer& answer, std::span<const Message> messages) const {
    return {outcome_of_gateway(answer, own_, messages.front().in_doubt || answer.repeated)};
}

HttpRequest WebhookNotifier::probe() const {
    auto out = request_to(channel_, own_);
    out.method = "OPTIONS";
    return out;
}

ProbeResult WebhookNotifier::read_probe(const HttpAnswer& answer) const { return probe_of_answer(answer); }

}  // namespace breachd
