#include "notifiers/http_gateway/http_gateway.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/search_text.hpp"
#include "core/telling/addressed_notice.hpp"
#include "notifiers/drill_mark.hpp"
#include "notifiers/http_answer.hpp"
#include "notifiers/plain_text.hpp"

namespace breachd {

namespace {

constexpr std::size_t kHeadersMax = 20;

bool is_header_name(std::string_view name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
    });
}

bool has_control(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

// Headers are logged by many servers: nothing of a person goes there.
void read_headers(Keys& keys, HttpGatewayConfig& out) {
    keys.pairs("headers", out.headers);
    if (out.headers.size() > kHeadersMax) keys.error(fmt::format("at most {} headers", kHeadersMax));
    for (const auto& [name, value] : out.headers) {
        if (!is_header_name(name)) keys.error("headers: a name is made of letters, digits, - and _");
        if (has_control(value)) keys.error(fmt::format("headers: {} has control characters", name));
        std::vector<std::string> used;
        auto known = find_fields(value, used);
        if (!known) keys.error(fmt::format("headers: {}", known.error().message));
        for (const auto& field : used)
            if (field != "secret" && field != "id")
                keys.error("headers: only {secret} and {id} may stand there: servers log headers");
    }
}

void read_body(Keys& keys, HttpGatewayConfig& out) {
    std::string kind = "json", text;
    keys.choice("body_kind", kind, {"json", "form"});
    keys.need("body");
    keys.text("body", text);
    if (text.empty()) return;
    auto parsed = BodyTemplate::parse(kind == "form" ? BodyTemplate::Kind::form : BodyTemplate::Kind::json, text);
    if (!parsed) return keys.error("body: " + parsed.error().message);
    out.body = std::move(*parsed);
    if (!out.body.uses("contact") && !out.body.uses("contact_84") && !out.body.uses("contact_0"))
        keys.error("body: {contact} is needed: the gateway would not know whom the message is to");
    if (!out.body.uses("text") && !out.body.uses("text_unmarked"))
        keys.error("body: {text} is needed: the message would say nothing");
    if (!out.body.uses("id"))
        keys.warning("body without {id}: the gateway cannot see that a message is sent a second time");
}

std::shared_ptr<const ProviderConfig> read_keys(Keys& keys) {
    auto own = std::make_shared<HttpGatewayConfig>();
    read_http_keys(keys, *own);
    if (own->address.find('{') != std::string::npos)
        keys.error("url: no fields there: servers and proxies log addresses");
    keys.choice("method", own->method, {"POST", "PUT"});
    keys.secret("secret", own->secret);
    read_headers(keys, *own);
    read_body(keys, *own);
    keys.integer("text_bytes_max", own->text_bytes_max, 60, 60'000);
    read_answer_rules(keys, *own);
    if (!own->success && !own->success_text)
        keys.warning("without success or success_text only an empty body, {} or ok says that a message was taken");
    return own;
}

}  // namespace

// What the gateway does with a second request of the same {id} is not known: it counts as one that sends twice.
Provider http_gateway_provider() {
    Traits traits;
    traits.says_delivered = true;
    traits.receipts = Receipts::push;
    return {"http_gateway",
            bit(ContactKind::phone),
            imported_kinds(),
            bit(ContactKind::phone),
            traits,
            read_keys,
            make_notifier<HttpNotifier, HttpGatewayNotifier>};
}

Result<void> HttpGatewayNotifier::check(const Message& message) const {
    const auto& to = message.to.reveal();
    if (to.empty()) return Error{ErrorCode::unprocessable, "no address", ""};
    if (own_.body.uses("contact_84") && !is_phone(to))
        return Error{ErrorCode::unprocessable, "not a telephone number in the form +84…", ""};
    if (own_.body.uses("contact_0") && (!is_phone(to) || !national(to)))
        return Error{ErrorCode::unprocessable, "not a telephone number in Vietnam", ""};
    return {};
}

Result<HttpRequest> HttpGatewayNotifier::build(std::span<const Message> messages) const {
    const auto& message = messages.front();
    auto text = plain_text_of(channel_, message, drill_);
    if (text.size() > static_cast<std::size_t>(own_.text_bytes_max))
        return Error{ErrorCode::too_large, "the text is longer than text_bytes_max", ""};
    const auto& to = message.to.reveal();
    auto title = drill_ ? with_drill_mark(message.subject) : message.subject;
    TemplateFields fields{{"contact", to},
                          {"contact_84", without_plus(to)},
                          {"contact_0", national(to).value_or("")},
                          {"text", text},
                          {"text_unmarked", without_marks(text)},
                          {"name", addressee(message.to_name.reveal(), message.guardian_of.reveal(), message.language)},
                          {"code", message.reference},
                          {"title", std::move(title)},
                          {"id", message.key},
                          {"secret", own_.secret}};
    auto out = request_to(channel_, own_);
    out.method = own_.method;
    for (const auto& [name, value] : own_.headers) out.headers.emplace_back(name, fill_text(value, fields));
    out.headers.emplace_back("Content-Type", own_.body.content_type());
    out.body = own_.body.fill(fields);
    return out;
}

std::vector<Outcome> HttpGatewayNotifier::read(const HttpAnswer& answer, std::span<const Message> messages) const {
    bool in_doubt = messages.front().in_doubt || answer.repeated;
    return {outcome_of_gateway(answer, own_, in_doubt && own_.body.uses("id"))};
}

HttpRequest HttpGatewayNotifier::probe() const {
    auto out = request_to(channel_, own_);
    out.method = "OPTIONS";
    return out;
}

ProbeResult HttpGatewayNotifier::read_probe(const HttpAnswer& answer) const { return probe_of_answer(answer); }

}  // namespace breachd
