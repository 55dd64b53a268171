// breachd's own JSON, for scripts and for senders that nobody wrote a format for:
//   {"title": "…", "id", "severity": 0-100, "occurred_at", "detected_at", "hosts", "users", "kinds", "tables", "tags",
//    "records", "status", "test", "rule"}
// one object, an array, NDJSON, or {"alerts": […]}. Only `title` is required. Strict, because its author is at hand to
// read the answer: an unknown member or a wrong type is an error with its JSON Pointer.
#include <fmt/format.h>

#include <array>

#include "ingest/batch.hpp"
#include "ingest/fields.hpp"
#include "ingest/kinds.hpp"
#include "ingest/parsers.hpp"
#include "ingest/times.hpp"

namespace breachd::ingest {

namespace {

Error wrong(const std::string& where, std::string_view want) {
    return {ErrorCode::unprocessable, fmt::format("must be {}", want), where};
}

Result<void> read_text(const json::value& in, const std::string& where, std::string& out) {
    if (!in.is_string()) return wrong(where, "a string");
    out = clean_text(view(in.get_string()));
    return {};
}

Result<void> read_list(const json::value& in, const std::string& where, std::vector<std::string>& out) {
    if (!in.is_array()) return wrong(where, "an array of strings");
    for (std::size_t i = 0; i < in.get_array().size(); ++i) {
        const auto& item = in.get_array()[i];
        if (!item.is_string()) return wrong(fmt::format("{}/{}", where, i), "a string");
        add(out, view(item.get_string()));
    }
    return {};
}

Result<void> read_kinds(const json::value& in, const std::string& where, std::vector<std::string>& out) {
    if (auto ok = read_list(in, where, out); !ok) return ok;
    for (std::size_t i = 0; i < in.get_array().size(); ++i)
        if (!is_kind_id(trim(text_view(&in.get_array()[i]))))
            return wrong(fmt::format("{}/{}", where, i), "a known kind of data, e.g. location or biometric");
    return {};
}

Result<void> read_time(const json::value& in, const std::string& where, std::optional<Instant>& out) {
    auto at = in.is_string() ? parse_rfc3339(view(in.get_string())) : Result<Instant>(Error{});
    if (!at) return wrong(where, "an RFC 3339 time with a zone, e.g. 2026-11-20T17:30:00+07:00");
    out = *at;
    return {};
}

Result<void> read_number(const json::value& in, const std::string& where, std::int64_t most, std::int64_t& out) {
    boost::system::error_code failed;
    out = in.is_number() ? in.to_number<std::int64_t>(failed) : -1;
    if (failed || out < 0 || out > most) return wrong(where, fmt::format("a whole number from 0 to {}", most));
    return {};
}

Result<void> read_member(std::string_view name, const json::value& in, const std::string& where, Alert& alert) {
    if (name == "title") {
        if (!in.is_string()) return wrong(where, "a string");
        alert.title = clean_title(view(in.get_string()));
        if (alert.title.empty()) return wrong(where, "a text that is not empty");
        return {};
    }
    if (name == "id") return read_text(in, where, alert.external_id);
    if (name == "rule") return read_text(in, where, alert.rule_id);
    if (name == "occurred_at") return read_time(in, where, alert.occurred_at);
    if (name == "detected_at") return read_time(in, where, alert.detected_at);
    if (name == "hosts") return read_list(in, where, alert.hosts);
    if (name == "users") return read_list(in, where, alert.users);
    if (name == "tables") return read_list(in, where, alert.tables);
    if (name == "tags") return read_list(in, where, alert.tags);
    if (name == "kinds") return read_kinds(in, where, alert.data_kinds);
    if (name == "severity") {
        std::int64_t number = 0;
        if (auto ok = read_number(in, where, 100, number); !ok) return ok;
        alert.severity = static_cast<int>(number);
        alert.severity_native = std::to_string(number);
        return {};
    }
    if (name == "records") return read_number(in, where, INT64_MAX, alert.records.emplace());
    if (name == "status") {
        if (!in.is_string() ||
            !boost::describe::enum_from_string(std::string(view(in.get_string())).c_str(), alert.status))
            return wrong(where, "open, acknowledged, resolved or closed");
        return {};
    }
    if (name == "test") {
        if (!in.is_bool()) return wrong(where, "true or false");
        alert.test = in.get_bool();
        return {};
    }
    return Error{ErrorCode::unprocessable, "unknown member", where};
}

// RFC 6901; a key is the sender's text, so what goes into an error is cleaned and short.
std::string pointer_token(std::string_view key) {
    std::string out;
    for (char c : clean_text(key, 64)) out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    return out;
}

Taken read_one(const Element& element) {
    auto object = must_be_object(element);
    if (!object) return object.error();
    Alert alert;
    for (const auto& member : **object) {
        std::string_view name(member.key().data(), member.key().size());
        if (member.value().is_null() && name != "title") continue;
        auto where = fmt::format("{}/{}", element.where(), pointer_token(name));
        if (auto ok = read_member(name, member.value(), where, alert); !ok) return ok.error();
    }
    if (alert.title.empty()) return Error{ErrorCode::unprocessable, "is required", element.where() + "/title"};
    finish(alert, "");
    return std::optional(std::move(alert));
}

}  // namespace

Result<Parsed> parse_generic(const Body& body) { return read_alerts(body.bytes, {"alerts"}, read_one); }

}  // namespace breachd::ingest
