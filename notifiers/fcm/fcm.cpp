#include "notifiers/fcm/fcm.hpp"

#include <fmt/format.h>

#include "base/jwt.hpp"
#include "base/percent.hpp"
#include "notifiers/fcm/answer.hpp"
#include "notifiers/http_answer.hpp"
#include "notifiers/push.hpp"
#include "notifiers/sms.hpp"

namespace breachd {

namespace {

constexpr const char* kAddress = "https://fcm.googleapis.com";
constexpr const char* kTokenAddress = "https://oauth2.googleapis.com/token";
constexpr const char* kScope = "https://www.googleapis.com/auth/firebase.messaging";
constexpr const char* kGrant = "urn:ietf:params:oauth:grant-type:jwt-bearer";
constexpr std::chrono::seconds kAssertionLife{3600};
constexpr std::size_t kTokenBytesMax = 4096;

// The file that Google's console gives out: client_email, private_key, project_id, token_uri.
void read_account(Keys& keys, FcmConfig& out) {
    std::string text;
    need_secret(keys, "service_account", text);
    if (text.empty()) return;
    auto parsed = parse_json(text);
    if (!parsed || !parsed->is_object()) return keys.error("service_account: is no JSON");
    const auto& account = parsed->get_object();
    out.email = text_member(account, "client_email");
    out.key = text_member(account, "private_key");
    if (out.project.empty()) out.project = text_member(account, "project_id");
    if (out.token_url.empty()) out.token_url = text_member(account, "token_uri");
    if (out.email.empty() || out.project.empty())
        return keys.error("service_account: client_email or project_id is missing");
    if (auto good = check_jwt_key(JwtKind::rs256, out.key); !good)
        keys.error("service_account: private_key " + good.error().message);
}

std::shared_ptr<const ProviderConfig> read_keys(Keys& keys) {
    auto own = std::make_shared<FcmConfig>();
    own->address = kAddress;
    read_optional_http_keys(keys, *own);
    keys.text("project", own->project);
    keys.url("token_url", own->token_url, {"https://", "http://"});
    read_account(keys, *own);
    if (own->token_url.empty()) own->token_url = kTokenAddress;
    return own;
}

}  // namespace

Provider fcm_provider() {
    Traits traits;
    traits.idempotent = true;  // the collapse key: a second copy takes the place of the first
    traits.signs_in = true;
    auto token = bit(ContactKind::push_token);
    return {"fcm", 0, token, token, traits, read_keys, make_notifier<HttpNotifier, FcmNotifier>};
}

Result<void> FcmNotifier::check(const Message& message) const {
    return check_push_token(message, "-_:", kTokenBytesMax);
}

Result<HttpRequest> FcmNotifier::build(std::span<const Message> messages) const {
    const auto& message = messages.front();
    auto shown = push_text_of(channel_, message, drill_);
    auto collapse = short_key(message.key, kCollapseBytesMax);
    auto life = fmt::format("{}s", std::chrono::seconds{kPushLife}.count());
    json::object android{{"priority", "HIGH"}, {"ttl", life}, {"collapse_key", collapse}};
    json::object apns{{"headers", {{"apns-priority", "10"}, {"apns-collapse-id", collapse}}}};
    json::object body{{"message",
                       {{"token", message.to.reveal()},
                        {"notification", {{"title", shown.title}, {"body", shown.body}}},
                        {"data", {{"notice", message.key}}},
                        {"android", android},
                        {"apns", apns}}}};
    auto out = request_to(channel_, own_, fmt::format("/v1/projects/{}/messages:send", percent_encoded(own_.project)));
    out.headers.emplace_back("Content-Type", "application/json; charset=utf-8");
    if (shown.title.size() + shown.body.size() > kPushBytesMax - 512)
        return Error{ErrorCode::too_large, "the text is larger than a push message may be", ""};
    out.body = json::serialize(body);
    return out;
}

std::vector<Outcome> FcmNotifier::read(const HttpAnswer& answer, std::span<const Message>) const {
    return {outcome_of_fcm(answer)};
}

HttpRequest FcmNotifier::probe() const {
    auto out = request_to(channel_, own_, fmt::format("/v1/projects/{}/messages:send", percent_encoded(own_.project)));
    out.method = "OPTIONS";
    return out;
}

ProbeResult FcmNotifier::read_probe(const HttpAnswer& answer) const { return probe_of_answer(answer); }

Result<Renewal> FcmNotifier::renew(const AccessToken&, Instant wall) const {
    auto seconds = std::chrono::floor<std::chrono::seconds>(wall.time_since_epoch()).count();
    auto assertion = sign_jwt(JwtKind::rs256, own_.key, {},
                              {{"iss", own_.email},
                               {"scope", kScope},
                               {"aud", own_.token_url},
                               {"iat", seconds},
                               {"exp", seconds + kAssertionLife.count()}});
    if (!assertion) return assertion.error();
    auto out = request_to(channel_, own_);
    out.url = own_.token_url;
    out.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    out.body = fmt::format("grant_type={}&assertion={}", percent_encoded(kGrant), *assertion);
    return Renewal(std::move(out));
}

TokenAnswer FcmNotifier::read_token(const HttpAnswer& answer) const { return token_of_google(answer); }

void FcmNotifier::authorise(HttpRequest& request, const std::string& access) const {
    request.headers.emplace_back("Authorization", "Bearer " + access);
}

}  // namespace breachd
