#include "core/telling/template.hpp"

#include <algorithm>
#include <kainjow/mustache.hpp>

#include "base/text.hpp"
#include "core/telling/embedded_templates.hpp"

namespace breachd {

namespace {

namespace mustache = kainjow::mustache;

mustache::data to_data(const json::value& value) {
    switch (value.kind()) {
        case json::kind::bool_:
            return mustache::data(value.get_bool());
        case json::kind::string:
            return mustache::data(std::string(value.get_string()));
        case json::kind::object: {
            mustache::data out;
            for (const auto& member : value.get_object()) out.set(std::string(member.key()), to_data(member.value()));
            return out;
        }
        case json::kind::array: {
            mustache::data out(mustache::data::type::list);
            for (const auto& item : value.get_array()) out.push_back(to_data(item));
            return out;
        }
        default:
            return mustache::data(false);
    }
}

// On a line that the template leaves blank: the engine takes it for the line of a tag otherwise. No text holds it.
constexpr char kBlankLine = '\x1f';

bool is_tag_line(std::string_view line) {
    constexpr std::string_view kEnd = "}}";
    return line.size() > 4 && line.starts_with("{{") &&
           std::string_view("#^/!").find(line[2]) != std::string_view::npos &&
           line.find(kEnd) == line.size() - kEnd.size();
}

// A section's tag that is alone on its line takes the line with it. The engine does so only where the section is shown,
// and leaves a blank line where it is not.
std::string without_tag_lines(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        auto end = std::min(text.find('\n', at), text.size());
        auto line = text.substr(at, end - at);
        at = end + 1;
        if (is_tag_line(trim(line))) {
            out += trim(line);
            continue;
        }
        if (line.empty()) out += kBlankLine;
        out += line;
        if (end < text.size()) out += '\n';
    }
    return out;
}

Error unreadable(const mustache::mustache& parsed) {
    return {ErrorCode::invalid, "template cannot be read: " + parsed.error_message(), ""};
}

}  // namespace

Result<std::string> render_template(std::string_view text, const json::object& data, TemplateKind kind) {
    mustache::mustache parsed{without_tag_lines(text)};
    if (!parsed.is_valid()) return unreadable(parsed);
    parsed.set_custom_escape(
        [kind](const std::string& value) { return kind == TemplateKind::html ? escape_markup(value) : value; });
    auto rendered = parsed.render(to_data(data));
    if (!parsed.is_valid()) return unreadable(parsed);
    std::erase(rendered, kBlankLine);
    return rendered;
}

Result<void> check_template(std::string_view text) {
    mustache::mustache parsed{std::string(text)};
    if (!parsed.is_valid()) return unreadable(parsed);
    return {};
}

std::string_view default_template(std::string_view name) {
    auto at = std::find_if(kEmbeddedTemplates.begin(), kEmbeddedTemplates.end(),
                           [&](const EmbeddedTemplate& each) { return each.name == name; });
    return at == kEmbeddedTemplates.end() ? std::string_view() : at->text;
}

std::string_view template_text(const std::map<std::string, std::string>& configured, std::string_view name) {
    auto at = configured.find(std::string(name));
    return at != configured.end() ? std::string_view(at->second) : default_template(name);
}

std::string escape_markup(std::string_view text) {
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    for (char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':
                out += "&#39;";
                break;
            case '\n':
            case '\t':
                out += c;
                break;
            default:
                if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) out += c;
        }
    }
    return out;
}

}  // namespace breachd
