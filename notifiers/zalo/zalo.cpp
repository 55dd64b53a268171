#include "notifiers/zalo/zalo.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/digest.hpp"
#include "base/percent.hpp"
#include "base/search_text.hpp"
#include "base/utf8.hpp"
#include "core/telling/addressed_notice.hpp"
#include "core/words/words.hpp"
#include "notifiers/body_template.hpp"
#include "notifiers/drill_mark.hpp"
#include "notifiers/http_answer.hpp"
#include "notifiers/plain_text.hpp"
#include "notifiers/sms.hpp"
#include "notifiers/zalo/answer.hpp"

namespace breachd {

namespace {

constexpr const char* kAddress = "https://business.openapi.zalo.me";
constexpr const char* kTokenAddress = "https://oauth.zaloapp.com/v4/oa/access_token";
constexpr std::string_view kSend = "/message/template";
constexpr std::size_t kTrackingIdBytesMax = 48;
constexpr std::size_t kParametersMax = 20;

std::size_t letters_in(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](unsigned char c) { return (c & 0xc0) != 0x80; }));
}

std::string cut_letters(const std::string& text, std::size_t most) {
    std::size_t at = 0;
    for (; at < text.size(); ++at)
        if ((static_cast<unsigned char>(text[at]) & 0xc0) != 0x80 && most-- == 0) break;
    return text.substr(0, at);
}

// Of a child's guardian the longest form that has room: the child's name stands in it.
std::string greeted(const Message& message, std::size_t most) {
    const auto& child = message.guardian_of.reveal();
    for (std::string_view name : {std::string_view(message.to_name.reveal()), std::string_view()})
        if (auto whole = addressee(name, child, message.language); child.empty() || letters_in(whole) <= most)
            return cut_letters(whole, most);
    return cut_letters(std::string(pick(message.language, "phụ huynh ", "parent of ")) + child, most);
}

void read_parameters(Keys& keys, ZaloConfig& out) {
    keys.pairs("parameters", out.parameters);
    if (out.parameters.empty() || out.parameters.size() > kParametersMax)
        keys.error(fmt::format("parameters: those of the template, at most {}", kParametersMax));
    for (const auto& [name, value] : out.parameters) {
        std::vector<std::string> used;
        if (auto known = find_fields(value, used); !known) keys.error("parameters: " + known.error().message);
        for (const auto& field : used)
            if (field == "secret" || field.starts_with("contact"))
                keys.error("parameters: neither {secret} nor a contact belongs into a message");
    }
}

std::shared_ptr<const ProviderConfig> read_keys(Keys& keys) {
    auto own = std::make_shared<ZaloConfig>();
    own->address = kAddress;
    own->token_url = kTokenAddress;
    read_optional_http_keys(keys, *own);
    keys.url("token_url", own->token_url, {"https://", "http://"});
    keys.need("app_id");
    keys.text("app_id", own->app_id);
    need_secret(keys, "app_secret", own->app_secret);
    need_secret(keys, "refresh_token", own->refresh_token);
    keys.need("template_id");
    keys.text("template_id", own->template_id);
    read_parameters(keys, *own);
    keys.integer("parameter_max", own->parameter_max, 10, 400);
    keys.choice("delivery_mode", own->delivery_mode, {"live", "development"});
    return own;
}

}  // namespace

// Nothing proves that tracking_id makes a second request show no second message.
Provider zalo_provider() {
    Traits traits;
    traits.receipts = Receipts::push;
    traits.signs_in = true;
    traits.refresh_lives = std::chrono::hours{24 * 90};  // three months
    return {"zalo",
            0,
            bit(ContactKind::phone) | bit(ContactKind::zalo_id),
            bit(ContactKind::phone),
            traits,
            read_keys,
            make_notifier<HttpNotifier, ZaloNotifier>};
}

Result<void> ZaloNotifier::check(const Message& message) const {
    const auto& to = message.to.reveal();
    if (to.empty() || (to.starts_with('+') && !is_phone(to)))
        return Error{ErrorCode::unprocessable, "neither a telephone number nor a Zalo id", ""};
    return {};
}

Result<HttpRequest> ZaloNotifier::build(std::span<const Message> messages) const {
    const auto& message = messages.front();
    auto text = plain_text_of(channel_, message, drill_);
    auto most = static_cast<std::size_t>(own_.parameter_max);
    TemplateFields fields{{"text", text},
                          {"text_unmarked", without_marks(text)},
                          {"title", drill_ ? with_drill_mark(message.subject) : message.subject},
                          {"name", greeted(message, most)},
                          {"code", message.reference},
                          {"id", message.key}};
    json::object data;
    for (const auto& [name, value] : own_.parameters) {
        auto filled = clean_line(fill_text(value, fields), kTemplateBytesMax);
        if (letters_in(filled) > most)
            return Error{ErrorCode::too_large, "a parameter of the template is longer than parameter_max", ""};
        data[name] = filled;
    }
    const auto& to = message.to.reveal();
    json::object body{{"template_id", own_.template_id},
                      {"template_data", data},
                      {"tracking_id", short_key(message.key, kTrackingIdBytesMax)}};
    body[is_phone(to) ? "phone" : "user_id"] = without_plus(to);
    if (own_.delivery_mode == "development") body["mode"] = "development";
    auto out = request_to(channel_, own_, kSend);
    out.headers.emplace_back("Content-Type", "application/json");
    out.body = json::serialize(body);
    return out;
}

std::vector<Outcome> ZaloNotifier::read(const HttpAnswer& answer, std::span<const Message> messages) const {
    return {outcome_of_zalo(answer, messages.front().at)};
}

HttpRequest ZaloNotifier::probe() const {
    auto out = request_to(channel_, own_, kSend);
    out.method = "OPTIONS";
    return out;
}

ProbeResult ZaloNotifier::read_probe(const HttpAnswer& answer) const { return probe_of_answer(answer); }

std::string ZaloNotifier::origin() const { return hex(sha256("zalo refresh token|" + own_.refresh_token)); }

Result<Renewal> ZaloNotifier::renew(const AccessToken& held, Instant) const {
    bool goes_on = held.origin == origin() && !held.refresh.empty();
    auto out = request_to(channel_, own_);
    out.url = own_.token_url;
    out.headers.emplace_back("secret_key", own_.app_secret);
    out.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    out.body = fmt::format("refresh_token={}&app_id={}&grant_type=refresh_token",
                           percent_encoded(goes_on ? held.refresh : own_.refresh_token), percent_encoded(own_.app_id));
    return Renewal(std::move(out));
}

TokenAnswer ZaloNotifier::read_token(const HttpAnswer& answer) const { return token_of_zalo(answer, origin()); }

void ZaloNotifier::authorise(HttpRequest& request, const std::string& access) const {
    request.headers.emplace_back("access_token", access);
}

}  // namespace breachd
