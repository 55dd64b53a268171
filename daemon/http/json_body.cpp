#include "http/json_body.hpp"

namespace breachd::http {

namespace {

constexpr std::size_t kTextBytesMax = 64 * 1024;

bool blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

}  // namespace

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

std::optional<std::string> Members::given(const char* name) {
    return find(name) == nullptr ? std::nullopt : std::optional(text(name));
}

std::vector<std::string> Members::texts(const char* name) {
    const auto* value = find(name);
    std::vector<std::string> out;
    if (value != nullptr && !from_json(*value, out)) fault(name, "must be an array of texts");
    return out;
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

}  // namespace breachd::http
