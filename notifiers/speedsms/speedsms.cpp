#include "notifiers/speedsms/speedsms.hpp"

#include "base/digest.hpp"
#include "core/telling/sms_size.hpp"
#include "notifiers/http_answer.hpp"
#include "notifiers/sms.hpp"
#include "notifiers/speedsms/answer.hpp"

namespace breachd {

namespace {

constexpr const char* kAddress = "https://api.speedsms.vn/index.php";
constexpr int kCustomerCare = 2;  // sms_type

std::shared_ptr<const ProviderConfig> read_keys(Keys& keys) {
    auto own = std::make_shared<SpeedSmsConfig>();
    own->address = kAddress;
    read_optional_http_keys(keys, *own);
    need_secret(keys, "token", own->token);
    read_brandname(keys, "sender", own->sender);
    read_sms_keys(keys, own->letters, own->parts_max);
    return own;
}

}  // namespace

Provider speedsms_provider() {
    Traits traits;
    traits.batch_max = 100;
    traits.request_gap = std::chrono::milliseconds{1050};  // sixty a minute, and a little air
    traits.probe = ProbeKind::http_get;
    auto phone = bit(ContactKind::phone);
    return {"speedsms", phone, phone, phone, traits, read_keys, make_notifier<HttpNotifier, SpeedSmsNotifier>};
}

Result<void> SpeedSmsNotifier::check(const Message& message) const { return check_vietnamese_phone(message); }

bool SpeedSmsNotifier::together(const Message& one, const Message& other) const {
    return sms_text_of(channel_, one, drill_, own_.letters) == sms_text_of(channel_, other, drill_, own_.letters);
}

HttpRequest SpeedSmsNotifier::request(std::string_view path) const {
    auto out = request_to(channel_, own_, path);
    out.headers.emplace_back("Authorization", "Basic " + base64(own_.token + ":x"));
    return out;
}

Result<HttpRequest> SpeedSmsNotifier::build(std::span<const Message> messages) const {
    auto text = sms_text_of(channel_, messages.front(), drill_, own_.letters);
    if (text.empty() || sms_size(text).parts > static_cast<std::size_t>(own_.parts_max))
        return Error{ErrorCode::too_large, "the text is empty, or takes more parts than parts_max", ""};
    json::array to;
    for (const auto& message : messages) to.emplace_back(sms_number(message));
    auto out = request("/sms/send");
    out.headers.emplace_back("Content-Type", "application/json; charset=utf-8");
    out.body = json::serialize(
        json::object{{"to", to}, {"content", text}, {"sms_type", kCustomerCare}, {"sender", own_.sender}});
    return out;
}

std::vector<Outcome> SpeedSmsNotifier::read(const HttpAnswer& answer, std::span<const Message> messages) const {
    std::vector<std::string> numbers;
    for (const auto& message : messages) numbers.push_back(sms_number(message));
    return outcomes_of_speedsms(answer, numbers);
}

HttpRequest SpeedSmsNotifier::probe() const {
    auto out = request("/user/info");
    out.method = "GET";
    return out;
}

ProbeResult SpeedSmsNotifier::read_probe(const HttpAnswer& answer) const {
    auto out = probe_of_answer(answer);
    if (!out.works) return out;
    auto said = parse_json(answer.body);
    bool good = is_success(answer) && said && said->is_object();
    if (!good) return {false, out.code, Cause::answer_unclear};
    auto refused = text_member(said->get_object(), "status") == "error";
    return {!refused, out.code, refused ? Cause::sign_in_refused : Cause::none};
}

}  // namespace breachd
