#include "ingest/fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/digest.hpp"

namespace breachd::ingest {

bool is_absent_word(std::string_view text) {
    switch (text.size()) {
        case 0:
            return true;
        case 1:
            return text == "-";
        case 2:
            return text == "--" || text == "::";  // no address at all, as 0.0.0.0
        case 3:
            return same_word(text, "n/a");
        case 4:
            return text == "<NA>" || same_word(text, "none") || same_word(text, "null");
        case 6:
            return same_word(text, "(null)");
        case 7:
            return same_word(text, "unknown") || text == "0.0.0.0";
        case 9:
            return same_word(text, "undefined") || same_word(text, "<unknown>") || same_word(text, "(unknown)");
        default:
            return false;
    }
}

std::string clean_text(std::string_view text, std::size_t bytes_max) { return clean_line(text, bytes_max); }

std::string clean_title(std::string_view text) { return clean_text(text, kAlertTitleBytesMax); }

const json::value* find(const json::object& in, std::string_view key) {
    const json::value* found = in.if_contains(json::string_view(key.data(), key.size()));
    return found == nullptr || found->is_null() ? nullptr : found;
}

const json::value* find(const json::value* in, std::string_view key) {
    return in != nullptr && in->is_object() ? find(in->get_object(), key) : nullptr;
}

const json::value* dig(const json::object& in, std::string_view path) {
    if (const json::value* flat = find(in, path)) return flat;
    for (std::size_t dot = path.rfind('.'); dot != std::string_view::npos && dot > 0; dot = path.rfind('.', dot - 1)) {
        const json::value* step = find(in, path.substr(0, dot));
        if (step != nullptr && step->is_object())
            if (const json::value* found = dig(step->get_object(), path.substr(dot + 1))) return found;
    }
    return nullptr;
}

const json::value* dig(const json::value* in, std::string_view path) {
    return in != nullptr && in->is_object() ? dig(in->get_object(), path) : nullptr;
}

const json::value* first_of(const json::object& in, std::initializer_list<std::string_view> paths) {
    for (std::string_view path : paths)
        if (const json::value* found = dig(in, path)) return found;
    return nullptr;
}

std::string_view text_view(const json::value* in) {
    return in != nullptr && in->is_string() ? view(in->get_string()) : std::string_view{};
}

std::string text_of(const json::value* in) {
    if (in == nullptr) return {};
    switch (in->kind()) {
        case json::kind::string:
            return std::string(view(in->get_string()));
        case json::kind::int64:
            return fmt::format("{}", in->get_int64());
        case json::kind::uint64:
            return fmt::format("{}", in->get_uint64());
        case json::kind::double_:
            return fmt::format("{}", in->get_double());
        case json::kind::bool_:
            return in->get_bool() ? "true" : "false";
        default:
            return {};
    }
}

std::string first_text(const json::object& in, std::initializer_list<std::string_view> paths) {
    for (std::string_view path : paths) {
        const json::value* found = dig(in, path);
        if (found != nullptr && found->is_array() && !found->get_array().empty()) found = &found->get_array().front();
        auto text = clean_text(text_of(found));
        if (!is_absent_word(text)) return text;
    }
    return {};
}

std::optional<double> number_of(const json::value* in) {
    if (in == nullptr) return std::nullopt;
    double number = 0;
    if (in->is_int64()) return static_cast<double>(in->get_int64());
    if (in->is_uint64()) return static_cast<double>(in->get_uint64());
    if (in->is_double()) {
        number = in->get_double();
    } else {
        auto text = trim(text_view(in));
        auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    }
    return std::isfinite(number) ? std::optional(number) : std::nullopt;
}

std::optional<std::int64_t> integer_of(const json::value* in) {
    if (in == nullptr) return std::nullopt;
    if (in->is_int64()) return in->get_int64();
    if (in->is_string()) {
        auto text = trim(text_view(in));
        std::int64_t number = 0;
        auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (failed == std::errc{} && end == text.data() + text.size()) return number;
    }
    auto number = number_of(in);
    if (!number || *number != std::floor(*number) || std::abs(*number) > 9.0e18) return std::nullopt;
    return static_cast<std::int64_t>(*number);
}

void add_count(std::optional<std::int64_t>& sum, const json::value* count) {
    auto hits = integer_of(count);
    if (!hits || *hits < 0) return;
    auto before = sum.value_or(0);
    sum = *hits > INT64_MAX - before ? INT64_MAX : before + *hits;
}

bool flag_of(const json::value* in) {
    if (in == nullptr) return false;
    if (in->is_bool()) return in->get_bool();
    auto text = text_of(in);
    return text == "1" || same_word(text, "true") || same_word(text, "yes");
}

const json::object* object_of(const json::value* in) {
    return in != nullptr && in->is_object() ? &in->get_object() : nullptr;
}

const json::array* array_of(const json::value* in) {
    return in != nullptr && in->is_array() ? &in->get_array() : nullptr;
}

json::value nested_json(const json::value* in) {
    auto text = trim(text_view(in));
    if (text.empty() || (text.front() != '{' && text.front() != '[')) return nullptr;
    auto parsed = parse_json(text);
    return parsed ? std::move(*parsed) : json::value(nullptr);
}

void add(std::vector<std::string>& set, std::string_view text) {
    text = trim(text);
    if (is_absent_word(text) || set.size() >= kFieldsMax) return;
    auto cleaned = clean_text(text);
    if (cleaned.empty() || std::find(set.begin(), set.end(), cleaned) != set.end()) return;
    set.push_back(std::move(cleaned));
}

void add_each(std::vector<std::string>& set, const json::value* in) {
    if (in == nullptr) return;
    if (in->is_string()) return add(set, view(in->get_string()));
    if (const auto* items = array_of(in)) {
        for (const auto& item : *items)
            if (!item.is_structured()) add(set, item.is_string() ? view(item.get_string()) : text_of(&item));
        return;
    }
    if (!in->is_object()) add(set, text_of(in));
}

void add_paths(std::vector<std::string>& set, const json::object& in, std::initializer_list<std::string_view> paths) {
    for (std::string_view path : paths) add_each(set, dig(in, path));
}

namespace {

// Title, rule, every name that it holds, and its first time: what stays when the same alert comes again.
std::string identity_of(const Alert& alert) {
    std::string out = alert.title + '\0' + alert.rule_id;
    for (const auto* names : {&alert.hosts, &alert.users, &alert.tables}) {
        out += '\0';
        for (const auto& name : *names) out += name + '\1';
    }
    auto first = alert.occurred_at ? alert.occurred_at : alert.detected_at;
    return out + '\0' + (first ? format_rfc3339(*first) : std::string("-"));
}

}  // namespace

std::string fingerprint(const Alert& alert, std::string_view bytes) {
    bool placed = !alert.hosts.empty() && (alert.occurred_at || alert.detected_at);
    auto digest = sha256({identity_of(alert), std::string_view("\0", 1), placed ? std::string_view{} : bytes});
    return "sha256:" + hex(digest).substr(0, 32);
}

void give_key(Alert& alert, std::string_view bytes) {
    if (alert.external_id.empty()) alert.external_id = fingerprint(alert, bytes);
}

void finish(Alert& alert, std::string_view title_fallback) {
    alert.title = clean_title(alert.title);
    if (alert.title.empty()) alert.title = title_fallback;
    alert.severity = std::clamp(alert.severity, 0, 100);
    // Cut, two long ids could become one.
    bool long_id = alert.external_id.size() > kFieldBytesMax;
    auto digest = long_id ? ":sha256:" + hex(sha256(alert.external_id)).substr(0, 32) : std::string();
    alert.external_id = clean_text(alert.external_id, long_id ? 256 : kFieldBytesMax) + digest;
}

}  // namespace breachd::ingest
