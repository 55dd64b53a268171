#include "testkit/providers/providers.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/digest.hpp"
#include "base/text.hpp"

namespace breachd::testkit {

namespace {

constexpr std::chrono::milliseconds kSlow{3000};

json::object object_of(const std::string& body) {
    auto value = parse_json(body);
    return value && value->is_object() ? value->get_object() : json::object{};
}

StandInReply said(int status, const json::value& body) { return {status, json::serialize(body), {}, {}, false}; }

StandInReply esms_code(const char* code) { return said(200, json::object{{"CodeResult", code}}); }

std::string header(const StandInRequest& request, const char* name) {
    auto at = request.headers.find(name);
    return at == request.headers.end() ? "" : at->second;
}

// A value of a query or a form; not decoded.
std::string value_in(const std::string& pairs, const std::string& name) {
    for (std::size_t at = 0; at < pairs.size();) {
        auto each = pairs.substr(at, pairs.find('&', at) - at);
        at += each.size() + 1;
        if (each.starts_with(name + "=")) return each.substr(name.size() + 1);
    }
    return "";
}

std::string provider_of_path(const std::string& path) {
    if (path.starts_with("/esms/SendMultiple")) return "esms";
    if (path == "/speedsms/sms/send") return "speedsms";
    if (path == "/zalo/message/template") return "zalo";
    if (path.starts_with("/fcm/v1/projects/")) return "fcm";
    if (path.starts_with("/3/device/")) return "apns";
    return "";
}

std::string bearer(const StandInRequest& request) {
    auto value = header(request, "authorization");
    return starts_with_word(value, "bearer ") ? value.substr(7) : "";
}

}  // namespace

Providers::Providers(int port)
    : server_([this](const StandInRequest& request) { return hangs_up(request); },
              [this](const StandInRequest& request) { return answer(request); }, port) {}

void Providers::order(const std::string& provider, std::vector<Fault> faults) {
    std::lock_guard lock(mutex_);
    orders_[provider].assign(faults.begin(), faults.end());
}

void Providers::settle(const std::string& number, const std::string& state) {
    std::lock_guard lock(mutex_);
    settled_[number] = state;
}

void Providers::authorise(const std::string& refresh) {
    std::lock_guard lock(mutex_);
    refresh_ = refresh;
}

std::vector<TakenMessage> Providers::taken(const std::string& provider) const {
    std::lock_guard lock(mutex_);
    auto at = taken_.find(provider);
    return at == taken_.end() ? std::vector<TakenMessage>{} : at->second;
}

std::size_t Providers::requests(const std::string& provider) const {
    std::lock_guard lock(mutex_);
    auto at = requests_.find(provider);
    return at == requests_.end() ? 0 : at->second;
}

std::size_t Providers::polls() const {
    std::lock_guard lock(mutex_);
    return polls_;
}

std::size_t Providers::tokens() const {
    std::lock_guard lock(mutex_);
    return tokens_;
}

std::vector<std::string> Providers::misuse() const {
    std::lock_guard lock(mutex_);
    return misuse_;
}

// Only looks: a request that is answered takes its fault itself.
bool Providers::hangs_up(const StandInRequest& request) {
    std::lock_guard lock(mutex_);
    auto orders = orders_.find(provider_of_path(request.path));
    if (orders == orders_.end() || orders->second.empty() || orders->second.front() != Fault::reset_unread)
        return false;
    orders->second.pop_front();
    ++requests_[orders->first];
    return true;
}

Fault Providers::next(const std::string& provider) {
    ++requests_[provider];
    auto& orders = orders_[provider];
    if (orders.empty()) return Fault::none;
    auto fault = orders.front();
    orders.pop_front();
    return fault;
}

std::string Providers::take(const std::string& provider, TakenMessage message) {
    auto& all = taken_[provider];
    message.id = fmt::format("{}-{}", provider, all.size() + 1);
    all.push_back(std::move(message));
    return all.back().id;
}

// `good` was made by taking the message; the other faults came before that.
StandInReply Providers::with_fault(Fault fault, StandInReply good, StandInReply temporary, StandInReply permanent,
                                   StandInReply channel) {
    switch (fault) {
        case Fault::temporary:
            return temporary;
        case Fault::permanent:
            return permanent;
        case Fault::channel:
            return channel;
        case Fault::too_many:
            return {429, "{}", {{"Retry-After", "1"}}, {}, false};
        case Fault::error:
            return {500, "", {}, {}, false};
        case Fault::slow:
            good.delay = kSlow;
            break;
        case Fault::reset_taken:
            good.reset = true;
            break;
        case Fault::garbage:
            good.body = "<html>\xff{";
            break;
        case Fault::none:
        case Fault::reset_unread:
            break;
    }
    return good;
}

StandInReply Providers::answer(const StandInRequest& request) {
    std::lock_guard lock(mutex_);
    auto provider = provider_of_path(request.path);
    auto body = object_of(request.body);
    if (provider == "esms") return esms_send(body, next(provider));
    if (provider == "speedsms") return speedsms_send(request, body, next(provider));
    if (provider == "zalo") return zalo_send(request, body, next(provider));
    if (provider == "fcm") return fcm_send(request, body, next(provider));
    if (provider == "apns") return apns_send(request, body, next(provider));
    if (request.path == "/esms/GetSmsReceiverStatus_get") return esms_status(request.query);
    if (request.path == "/zalo-oauth/v4/oa/access_token") return zalo_token(request);
    if (request.path == "/google/token") return google_token(request);
    if (request.path == "/speedsms/user/info")
        return said(200, json::object{{"status", "success"}, {"code", "00"}, {"data", {{"balance", 100000}}}});
    return {404, "{}", {}, {}, false};
}

namespace {

// For another message, when this one was taken before: on a busy machine a second attempt may overtake first ones, and
// would be refused after it was taken, or left in doubt twice.
bool is_for_first_attempts(Fault fault) {
    return fault == Fault::permanent || fault == Fault::reset_taken || fault == Fault::garbage;
}

bool takes(Fault fault) {
    return fault == Fault::none || fault == Fault::slow || fault == Fault::reset_taken || fault == Fault::garbage;
}

}  // namespace

StandInReply Providers::esms_send(const json::object& body, Fault fault) {
    if (text_member(body, "ApiKey") != "khoa-api") return esms_code("101");
    auto key = text_member(body, "RequestId");
    auto& before = taken_["esms"];
    bool seen = std::any_of(before.begin(), before.end(), [&](const auto& each) { return each.key == key; });
    if (seen && is_for_first_attempts(fault)) {
        orders_["esms"].push_front(fault);
        fault = Fault::none;
    }
    if (seen && takes(fault))
        return said(200, json::object{{"CodeResult", "124"}, {"ErrorMessage", "Request exist 1"}});
    StandInReply good;
    if (takes(fault)) {
        auto id = take("esms", {key, text_member(body, "Phone"), text_member(body, "Content"), ""});
        good = said(200, json::object{{"CodeResult", "100"}, {"CountRegenerate", 0}, {"SMSID", id}});
    }
    return with_fault(fault, good, esms_code("99"), esms_code("108"), esms_code("103"));
}

StandInReply Providers::esms_status(const std::string& query) {
    ++polls_;
    auto id = value_in(query, "RefId");
    json::array list;
    for (const auto& each : taken_["esms"]) {
        if (each.id != id) continue;
        auto state = settled_.find(each.to);
        bool known = state != settled_.end();
        list.push_back(
            json::object{{"IsSent", known}, {"Phone", each.to}, {"SentResult", known && state->second == "delivered"}});
    }
    return said(200, json::object{{"CodeResult", "100"}, {"ReceiverList", list}});
}

StandInReply Providers::speedsms_send(const StandInRequest& request, const json::object& body, Fault fault) {
    if (header(request, "authorization") != "Basic " + base64("khoa-speed:x"))
        return said(200, json::object{{"status", "error"}, {"code", "101"}});
    json::array invalid;
    std::int64_t count = 0;
    const auto* to = body.if_contains("to");
    if (takes(fault) && to != nullptr && to->is_array())
        for (const auto& number : to->get_array()) {
            auto text = std::string(number.as_string());
            if (text.ends_with("000"))
                invalid.emplace_back(text);
            else
                take("speedsms", {"", text, text_member(body, "content"), ""});
            ++count;
        }
    auto error = [](const char* code) { return said(200, json::object{{"status", "error"}, {"code", code}}); };
    auto good =
        said(200, json::object{{"status", "success"},
                               {"code", "00"},
                               {"data", {{"tranId", 9000 + count}, {"totalSMS", count}, {"invalidPhone", invalid}}}});
    return with_fault(fault, good, error("500"), error("105"), error("300"));
}

std::string Providers::give_token() {
    auto token = fmt::format("token-{}", ++tokens_);
    good_tokens_.insert(token);
    return token;
}

StandInReply Providers::zalo_token(const StandInRequest& request) {
    auto given = value_in(request.body, "refresh_token");
    if (header(request, "secret_key") != "zalo-bi-mat" || given != refresh_) {
        if (used_refresh_.contains(given)) misuse_.push_back("a refresh token was used twice");
        return said(200, json::object{{"error", -14014}, {"error_name", "Invalid refresh token."}});
    }
    used_refresh_.insert(given);
    refresh_ = fmt::format("zalo-refresh-{}", used_refresh_.size() + 1);
    return said(200,
                json::object{{"access_token", give_token()}, {"refresh_token", refresh_}, {"expires_in", "90000"}});
}

StandInReply Providers::zalo_send(const StandInRequest& request, const json::object& body, Fault fault) {
    auto error = [](int code) { return said(200, json::object{{"error", code}, {"message", "no"}}); };
    if (!good_tokens_.contains(header(request, "access_token"))) return error(-124);
    StandInReply good;
    if (takes(fault)) {
        auto to = text_member(body, body.contains("phone") ? "phone" : "user_id");
        const auto* data = body.if_contains("template_data");
        auto id = take("zalo", {text_member(body, "tracking_id"), to, data ? json::serialize(*data) : "", ""});
        good = said(200, json::object{{"error", 0},
                                      {"message", "Success"},
                                      {"data",
                                       {{"msg_id", id},
                                        {"sent_time", "1"},
                                        {"quota", {{"dailyQuota", "5000"}, {"remainingQuota", "4321"}}}}}});
    }
    return with_fault(fault, good, error(-114), error(-118), error(-144));
}

// The assertion must be signed, which a test of it checks; here it must be there and name its audience.
StandInReply Providers::google_token(const StandInRequest& request) {
    auto assertion = value_in(request.body, "assertion");
    auto dot = assertion.find('.'), second = assertion.rfind('.');
    auto claims = dot == assertion.npos || second == dot ? Result<std::string>(Error{ErrorCode::invalid, "", ""})
                                                         : from_base64(assertion.substr(dot + 1, second - dot - 1));
    if (!claims || text_member(object_of(*claims), "aud") != google_token_url())
        return said(400, json::object{{"error", "invalid_grant"}});
    return said(200, json::object{{"access_token", give_token()}, {"expires_in", 3599}, {"token_type", "Bearer"}});
}

StandInReply Providers::fcm_send(const StandInRequest& request, const json::object& body, Fault fault) {
    auto error = [](int status, const char* code) {
        return said(
            status,
            json::object{
                {"error",
                 {{"code", status},
                  {"details", json::array{json::object{{"@type", "type.googleapis.com/google.firebase.fcm.v1.FcmError"},
                                                       {"errorCode", code}}}}}}});
    };
    if (!good_tokens_.contains(bearer(request)))
        return said(401, json::object{{"error", {{"code", 401}, {"status", "UNAUTHENTICATED"}}}});
    StandInReply good;
    const auto* message = body.if_contains("message");
    if (takes(fault) && message != nullptr && message->is_object()) {
        const auto* shown = message->get_object().if_contains("notification");
        auto id = take("fcm", {"", text_member(message->get_object(), "token"),
                               shown && shown->is_object() ? text_member(shown->get_object(), "body") : "", ""});
        good = said(200, json::object{{"name", "projects/vidu/messages/" + id}});
    }
    return with_fault(fault, good, error(503, "UNAVAILABLE"), error(404, "UNREGISTERED"), error(429, "QUOTA_EXCEEDED"));
}

StandInReply Providers::apns_send(const StandInRequest& request, const json::object& body, Fault fault) {
    auto error = [](int status, const char* reason) { return said(status, json::object{{"reason", reason}}); };
    if (bearer(request).empty() || header(request, "apns-topic").empty()) return error(403, "MissingProviderToken");
    StandInReply good{200, "", {}, {}, false};
    if (takes(fault)) {
        const auto* aps = body.if_contains("aps");
        auto id =
            take("apns", {header(request, "apns-collapse-id"), request.path.substr(std::string("/3/device/").size()),
                          aps ? json::serialize(*aps) : "", ""});
        good.headers["apns-id"] = header(request, "apns-id");
    }
    return with_fault(fault, good, error(503, "Shutdown"), error(410, "Unregistered"),
                      error(403, "InvalidProviderToken"));
}

}  // namespace breachd::testkit
