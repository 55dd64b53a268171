#include "notifiers/apns/apns.hpp"

#include <fmt/format.h>

#include "base/digest.hpp"
#include "base/jwt.hpp"
#include "notifiers/apns/answer.hpp"
#include "notifiers/http_answer.hpp"
#include "notifiers/push.hpp"
#include "notifiers/sms.hpp"

namespace breachd {

namespace {

constexpr const char* kAddress = "https://api.push.apple.com";
constexpr std::size_t kTokenBytesMax = 200;  // Apple names no length; today's have 64 digits
constexpr std::size_t kIdBytes = 10;
constexpr std::chrono::minutes kTokenLife{55}, kTokenKeep{20};

bool is_id(const std::string& text) {
    return text.size() == kIdBytes && text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == text.npos;
}

std::shared_ptr<const ProviderConfig> read_keys(Keys& keys) {
    auto own = std::make_shared<ApnsConfig>();
    own->address = kAddress;
    keys.url("url", own->address, {"https://"});
    keys.path("ca_file", own->ca_file);
    need_secret(keys, "key", own->key);
    for (auto [name, out] : {std::pair{"key_id", &own->key_id}, std::pair{"team_id", &own->team_id}}) {
        keys.need(name);
        keys.text(name, *out);
        if (!out->empty() && !is_id(*out)) keys.error(fmt::format("{}: ten capitals and digits", name));
    }
    keys.need("topic");
    keys.text("topic", own->topic);
    if (!own->key.empty())
        if (auto good = check_jwt_key(JwtKind::es256, own->key); !good) keys.error("key: " + good.error().message);
    return own;
}

// The same message has the same id: a UUID of version 8 (RFC 9562), of the key's hash.
std::string uuid_of(const std::string& key) {
    auto digits = hex(sha256("apns|" + key)).substr(0, 32);
    digits[12] = '8';
    digits[16] = 'a';
    return fmt::format("{}-{}-{}-{}-{}", digits.substr(0, 8), digits.substr(8, 4), digits.substr(12, 4),
                       digits.substr(16, 4), digits.substr(20));
}

}  // namespace

Provider apns_provider() {
    Traits traits;
    traits.idempotent = true;  // apns-collapse-id
    traits.signs_in = true;
    auto token = bit(ContactKind::push_token);
    return {"apns", 0, token, token, traits, read_keys, make_notifier<HttpNotifier, ApnsNotifier>};
}

Result<void> ApnsNotifier::check(const Message& message) const { return check_push_token(message, "", kTokenBytesMax); }

Result<HttpRequest> ApnsNotifier::build(std::span<const Message> messages) const {
    const auto& message = messages.front();
    auto shown = push_text_of(channel_, message, drill_);
    auto out = request_to(channel_, own_, "/3/device/" + message.to.reveal());
    out.http2 = true;
    auto ends = std::chrono::floor<std::chrono::seconds>((message.at + kPushLife).time_since_epoch()).count();
    out.headers.insert(out.headers.end(), {{"apns-topic", own_.topic},
                                           {"apns-push-type", "alert"},
                                           {"apns-priority", "10"},
                                           {"apns-id", uuid_of(message.key)},
                                           {"apns-expiration", fmt::format("{}", ends)},
                                           {"apns-collapse-id", short_key(message.key, kCollapseBytesMax)},
                                           {"Content-Type", "application/json"}});
    json::object aps{{"alert", {{"title", shown.title}, {"body", shown.body}}}};
    out.body = json::serialize(json::object{{"aps", aps}, {"notice", message.key}});
    if (out.body.size() > kPushBytesMax)
        return Error{ErrorCode::too_large, "the text is larger than a push message may be", ""};
    return out;
}

std::vector<Outcome> ApnsNotifier::read(const HttpAnswer& answer, std::span<const Message>) const {
    return {outcome_of_apns(answer)};
}

HttpRequest ApnsNotifier::probe() const {
    auto out = request_to(channel_, own_, "/");
    out.method = "OPTIONS";
    out.http2 = true;
    return out;
}

ProbeResult ApnsNotifier::read_probe(const HttpAnswer& answer) const { return probe_of_answer(answer); }

Result<Renewal> ApnsNotifier::renew(const AccessToken&, Instant wall) const {
    auto seconds = std::chrono::floor<std::chrono::seconds>(wall.time_since_epoch()).count();
    auto token = sign_jwt(JwtKind::es256, own_.key, {{"kid", own_.key_id}}, {{"iss", own_.team_id}, {"iat", seconds}});
    if (!token) return token.error();
    return Renewal(AccessToken{std::move(*token), "", "", kTokenLife, kTokenKeep});
}

// No request of ours asks for one.
TokenAnswer ApnsNotifier::read_token(const HttpAnswer&) const { return {{}, "", Cause::answer_unclear}; }

void ApnsNotifier::authorise(HttpRequest& request, const std::string& access) const {
    request.headers.emplace_back("authorization", "bearer " + access);
}

}  // namespace breachd
