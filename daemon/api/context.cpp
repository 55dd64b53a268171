#include "api/context.hpp"

#include <charconv>

#include "base/digest.hpp"

namespace breachd::api {

namespace {

constexpr std::size_t kTextBytesMax = 64 * 1024;
constexpr std::size_t kIdempotencyKeyBytesMax = 255;

// "\"7\"", "W/\"7\"" and "7" -> 7; "*" and "" -> nothing.
Result<std::optional<std::int64_t>> parse_if_match(std::string_view text) {
    if (text.empty() || text == "*") return std::optional<std::int64_t>();
    if (text.starts_with("W/")) text.remove_prefix(2);
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
    std::int64_t version = 0;
    auto read = std::from_chars(text.data(), text.data() + text.size(), version);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size())
        return Error{ErrorCode::invalid, "must be an ETag as given by this server", "If-Match"};
    return std::optional<std::int64_t>(version);
}

bool blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

}  // namespace

Result<engine::Envelope> Context::envelope(const Call& call, std::string incident, engine::Command command) const {
    auto if_match = parse_if_match(call.request.header("if-match"));
    if (!if_match) return if_match.error();
    engine::Envelope out;
    out.command = std::move(command);
    out.incident = std::move(incident);
    if (call.caller) {
        out.actor = call.caller->actor();
        out.person = call.caller->name;
    }
    out.if_match = *if_match;
    std::string_view key = call.request.header("idempotency-key");
    if (key.size() > kIdempotencyKeyBytesMax) return Error{ErrorCode::invalid, "may have 255 bytes", "Idempotency-Key"};
    if (!key.empty() && call.request.method == "POST") {
        out.idempotency_token = out.actor;  // a source and a token may have the same name
        out.idempotency_key = std::string(key);
        // The path belongs to it: the same key on another call is another request.
        out.idempotency_body_sha256 =
            hex(sha256({call.request.method, " ", call.request.path, "\n", call.request.body}));
    }
    return out;
}

bool Context::submit(engine::Envelope envelope, Then then) const {
    envelope.answer = [way_back = loop, then](Result<engine::Answer> answer) mutable {
        way_back->post([then = std::move(then), answer = std::move(answer)]() mutable { then(std::move(answer)); });
    };
    if (services.submit(std::move(envelope))) return true;
    then(Error{ErrorCode::overloaded, "the daemon has too much to do; try again", ""});
    return false;
}

void Context::command(const CallPtr& call, std::string incident, engine::Command command) const {
    auto made = envelope(*call, std::move(incident), std::move(command));
    if (!made) return call->respond(problem(made.error()));
    submit(std::move(*made), [call](const Result<engine::Answer>& answer) { call->respond(response_of(answer)); });
}

void Context::load(const std::string& incident, std::function<void(Result<IncidentFacts>)> then) const {
    services.load_incident(incident, [way_back = loop, then](Result<IncidentFacts> facts) {
        way_back->post([then, facts = std::move(facts)]() mutable { then(std::move(facts)); });
    });
}

void Context::read(const CallPtr& call, std::function<Response(store::Reader&)> work) const {
    read_then<Response>(
        [work = std::move(work)](store::Reader& reader) -> Result<Response> { return work(reader); },
        [call](Result<Response> made) { call->respond(made ? std::move(*made) : problem(made.error())); });
}

std::string quoted_etag(std::string_view tag) { return "\"" + std::string(tag) + "\""; }

Response text_response(int status, std::string text) {
    Response out;
    out.status = status;
    out.content_type = "text/plain; charset=utf-8";
    out.body = std::move(text);
    return out;
}

Response json_response(const json::value& body, int status) {
    Response out;
    out.status = status;
    out.content_type = "application/json";
    out.body = json::serialize(body);
    return out;
}

Response list_response(Result<store::Slice> slice) {
    if (!slice) return problem(slice.error());
    json::object body;
    body["items"] = std::move(slice->items);
    if (slice->next.empty())
        body["next"] = nullptr;
    else
        body["next"] = slice->next;
    return json_response(body);
}

Result<ListWindow> list_window(const Request& request) {
    ListWindow out;
    out.cursor = std::string(request.query_value("cursor"));
    std::string_view limit = request.query_value("limit");
    if (limit.empty()) return out;
    auto read = std::from_chars(limit.data(), limit.data() + limit.size(), out.limit);
    if (read.ec != std::errc() || read.ptr != limit.data() + limit.size() || out.limit == 0 ||
        out.limit > kListItemsMax)
        return Error{ErrorCode::invalid, "must be a number from 1 to 1000", "limit"};
    return out;
}

Result<bool> query_flag(const Request& request, std::string_view name) {
    std::string_view text = request.query_value(name);
    if (text.empty() || text == "false") return false;
    if (text == "true") return true;
    return Error{ErrorCode::invalid, "must be true or false", std::string(name)};
}

Result<std::optional<Instant>> query_time(const Request& request, std::string_view name) {
    std::string_view text = request.query_value(name);
    if (text.empty()) return std::optional<Instant>();
    auto at = parse_rfc3339(text);
    if (!at) return Error{ErrorCode::invalid, at.error().message, std::string(name)};
    return std::optional<Instant>(*at);
}

Result<json::object> body_object(const Request& request) {
    std::string type = request.media_type();
    if (!type.empty() && type != "application/json" && type != "application/merge-patch+json")
        return Error{ErrorCode::unsupported, "the body must be application/json", ""};
    if (blank(request.body)) return json::object{};
    auto parsed = parse_json(request.body);
    if (!parsed) return parsed.error();
    if (!parsed->is_object()) return Error{ErrorCode::unprocessable, "the body must be a JSON object", ""};
    return std::move(parsed->get_object());
}

const json::value* Members::find(const char* name) const {
    const auto* value = in_.if_contains(name);
    return value == nullptr || value->is_null() ? nullptr : value;
}

void Members::fault(const char* name, std::string detail) {
    faults_.push_back({std::string("/") + name, std::move(detail)});
}

std::string Members::text(const char* name) {
    const auto* value = find(name);
    if (value == nullptr) return {};
    if (!value->is_string()) {
        fault(name, "must be a string");
        return {};
    }
    if (value->get_string().size() > kTextBytesMax) fault(name, "may have 65536 bytes");
    return std::string(value->get_string());
}

std::string Members::needed(const char* name) {
    std::size_t before = faults_.size();
    std::string out = text(name);
    if (blank(out) && faults_.size() == before) fault(name, "is needed");
    return out;
}

std::string Members::needed_as(const char* name, const char* other_name) {
    return needed(find(name) == nullptr && find(other_name) != nullptr ? other_name : name);
}

std::optional<bool> Members::flag(const char* name) {
    const auto* value = find(name);
    if (value == nullptr) return std::nullopt;
    if (value->is_bool()) return value->get_bool();
    fault(name, "must be true or false");
    return std::nullopt;
}

std::optional<Instant> Members::time(const char* name) {
    std::string value = text(name);
    if (value.empty()) return std::nullopt;
    auto at = parse_rfc3339(value);
    if (at) return *at;
    fault(name, at.error().message);
    return std::nullopt;
}

json::object Members::object(const char* name) {
    const auto* value = find(name);
    if (value == nullptr) return {};
    if (value->is_object()) return value->get_object();
    fault(name, "must be an object");
    return {};
}

std::optional<Response> Members::faults() {
    if (faults_.empty()) return std::nullopt;
    return problem(422, "the body has faults", faults_);
}

}  // namespace breachd::api
