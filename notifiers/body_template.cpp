#include "notifiers/body_template.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/percent.hpp"
#include "notifiers/http_provider.hpp"

namespace breachd {

namespace {

constexpr std::array<std::string_view, 10> kFields{"name", "code",          "contact", "contact_84", "contact_0",
                                                   "text", "text_unmarked", "title",   "id",         "secret"};

bool is_field_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; }

// The name in braces at `at`; "" when the brace is only a brace.
std::string_view field_at(std::string_view text, std::size_t at) {
    auto end = at + 1;
    while (end < text.size() && is_field_letter(text[end])) ++end;
    return end < text.size() && text[end] == '}' ? text.substr(at + 1, end - at - 1) : "";
}

// Every text in it; names of members are no place for a field.
Result<void> find_in_json(const json::value& value, std::vector<std::string>& used) {
    Result<void> out;
    if (value.is_string()) return find_fields(value.get_string(), used);
    if (value.is_array())
        for (const auto& each : value.get_array())
            if (out) out = find_in_json(each, used);
    if (value.is_object())
        for (const auto& [name, each] : value.get_object())
            if (out) out = find_in_json(each, used);
    return out;
}

void fill_json(json::value& value, const TemplateFields& fields) {
    if (value.is_string()) value = fill_text(value.get_string(), fields);
    if (value.is_array())
        for (auto& each : value.get_array()) fill_json(each, fields);
    if (value.is_object())
        for (auto& [name, each] : value.get_object()) fill_json(each, fields);
}

Result<Pairs> parse_form(std::string_view text) {
    Pairs out;
    while (!text.empty()) {
        auto part = text.substr(0, text.find('&'));
        text.remove_prefix(std::min(text.size(), part.size() + 1));
        auto equal = part.find('=');
        if (equal == part.npos || equal == 0)
            return Error{ErrorCode::invalid, "a form is name=value&name=value", std::string(part)};
        out.emplace_back(part.substr(0, equal), part.substr(equal + 1));
    }
    return out;
}

}  // namespace

Result<void> find_fields(std::string_view text, std::vector<std::string>& used) {
    for (auto at = text.find('{'); at != text.npos; at = text.find('{', at + 1)) {
        auto name = field_at(text, at);
        if (name.empty()) continue;
        if (std::find(kFields.begin(), kFields.end(), name) == kFields.end())
            return Error{ErrorCode::invalid,
                         fmt::format("there is no field {{{}}}; there are {{{}}}", name, fmt::join(kFields, "}, {")),
                         ""};
        used.emplace_back(name);
    }
    return {};
}

std::string fill_text(std::string_view text, const TemplateFields& fields) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        auto name = text[at] == '{' ? field_at(text, at) : "";
        auto value = std::find_if(fields.begin(), fields.end(), [&](const auto& field) { return field.first == name; });
        if (name.empty() || value == fields.end()) {
            out += text[at];
            continue;
        }
        out += value->second;
        at += name.size() + 1;
    }
    return out;
}

Result<BodyTemplate> BodyTemplate::parse(Kind kind, const std::string& text) {
    BodyTemplate out;
    out.kind_ = kind;
    if (text.size() > kTemplateBytesMax)
        return Error{ErrorCode::invalid, fmt::format("is longer than {} bytes", kTemplateBytesMax), ""};
    if (kind == Kind::json) {
        auto parsed = parse_json(text);
        if (!parsed || !parsed->is_structured()) return Error{ErrorCode::invalid, "is no JSON object or list", ""};
        out.json_ = std::move(*parsed);
        if (auto good = find_in_json(out.json_, out.used_); !good) return good.error();
        return out;
    }
    auto form = parse_form(text);
    if (!form) return form.error();
    out.form_ = std::move(*form);
    for (const auto& [name, value] : out.form_)
        if (auto good = find_fields(value, out.used_); !good) return good.error();
    return out;
}

std::string BodyTemplate::fill(const TemplateFields& fields) const {
    if (kind_ == Kind::json) {
        auto body = json_;
        fill_json(body, fields);
        return json::serialize(body);
    }
    std::string out;
    for (const auto& [name, value] : form_) {
        if (!out.empty()) out += '&';
        out += percent_encoded(name) + "=" + percent_encoded(fill_text(value, fields));
    }
    return out;
}

bool BodyTemplate::uses(std::string_view field) const {
    return std::find(used_.begin(), used_.end(), field) != used_.end();
}

std::string BodyTemplate::content_type() const {
    return kind_ == Kind::json ? "application/json; charset=utf-8" : "application/x-www-form-urlencoded";
}

}  // namespace breachd
