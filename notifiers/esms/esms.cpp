#include "notifiers/esms/esms.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/percent.hpp"
#include "core/telling/sms_size.hpp"
#include "notifiers/esms/answer.hpp"
#include "notifiers/http_answer.hpp"
#include "notifiers/sms.hpp"

namespace breachd {

namespace {

constexpr const char* kAddress = "https://rest.esms.vn/MainService.svc/json";
constexpr std::string_view kSend = "/SendMultipleMessage_V4_post_json/";
constexpr std::string_view kStatus = "/GetSmsReceiverStatus_get";
constexpr std::size_t kRequestIdBytesMax = 50;
constexpr const char* kCustomerCare = "2";  // SmsType
constexpr const char* kNoMessage = "breachd-probe";

std::shared_ptr<const ProviderConfig> read_keys(Keys& keys) {
    auto own = std::make_shared<EsmsConfig>();
    own->address = kAddress;
    read_optional_http_keys(keys, *own);
    need_secret(keys, "api_key", own->api_key);
    need_secret(keys, "secret_key", own->secret_key);
    read_brandname(keys, "brandname", own->brandname);
    read_sms_keys(keys, own->letters, own->parts_max);
    keys.choice("sandbox", own->sandbox, {"off", "on"});
    keys.url("callback_url", own->callback_url, {"https://", "http://"});
    return own;
}

}  // namespace

Provider esms_provider() {
    Traits traits;
    traits.idempotent = true;  // for a day
    traits.receipts = Receipts::poll;
    traits.poll_horizon = std::chrono::hours{24 * 7};
    traits.probe = ProbeKind::http_get;
    auto phone = bit(ContactKind::phone);
    return {"esms", phone, phone, phone, traits, read_keys, make_notifier<HttpNotifier, EsmsNotifier>};
}

Result<void> EsmsNotifier::check(const Message& message) const { return check_vietnamese_phone(message); }

Result<HttpRequest> EsmsNotifier::build(std::span<const Message> messages) const {
    const auto& message = messages.front();
    auto text = sms_text_of(channel_, message, drill_, own_.letters);
    auto size = sms_size(text);
    if (text.empty() || size.parts > static_cast<std::size_t>(own_.parts_max))
        return Error{ErrorCode::too_large, "the text is empty, or takes more parts than parts_max", ""};
    json::object body{{"ApiKey", own_.api_key},
                      {"SecretKey", own_.secret_key},
                      {"Phone", sms_number(message)},
                      {"Content", text},
                      {"Brandname", own_.brandname},
                      {"SmsType", kCustomerCare},
                      {"IsUnicode", size.alphabet == SmsAlphabet::ucs2 ? "1" : "0"},
                      {"RequestId", short_key(message.key, kRequestIdBytesMax)},
                      {"Sandbox", own_.sandbox == "on" ? "1" : "0"}};
    if (!own_.callback_url.empty()) body["CallbackUrl"] = own_.callback_url;
    auto out = request_to(channel_, own_, kSend);
    out.headers.emplace_back("Content-Type", "application/json; charset=utf-8");
    out.body = json::serialize(body);
    return out;
}

std::vector<Outcome> EsmsNotifier::read(const HttpAnswer& answer, std::span<const Message> messages) const {
    return {outcome_of_esms(answer, messages.front().in_doubt || answer.repeated)};
}

// eSMS takes the keys in the query, and no number.
HttpRequest EsmsNotifier::ask(const std::string& provider_id) const {
    auto out = request_to(channel_, own_,
                          fmt::format("{}?ApiKey={}&SecretKey={}&RefId={}", kStatus, percent_encoded(own_.api_key),
                                      percent_encoded(own_.secret_key), percent_encoded(provider_id)));
    out.method = "GET";
    return out;
}

Polled EsmsNotifier::read_status(const HttpAnswer& answer) const { return status_of_esms(answer); }

HttpRequest EsmsNotifier::probe() const { return ask(kNoMessage); }

ProbeResult EsmsNotifier::read_probe(const HttpAnswer& answer) const {
    auto out = probe_of_answer(answer);
    if (!out.works) return out;
    auto said = outcome_of_esms(answer, false);
    out.code = said.code;
    // What it says of an unknown message is not documented; that it does not refuse the keys is what is asked.
    if (!is_success(answer) || !parse_json(answer.body)) return {false, out.code, Cause::answer_unclear};
    if (said.cause == Cause::sign_in_refused) return {false, out.code, said.cause};
    return out;
}

}  // namespace breachd
