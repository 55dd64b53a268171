#include "base/json.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.hpp"
#include "base/json_text.hpp"
#include "base/utf8.hpp"

namespace breachd {

namespace {

// The UTF-16 code units of a UTF-8 key, for RFC 8785's order. Wrong UTF-8 cannot occur: Boost.JSON validates.
std::u16string utf16(std::string_view text) {
    std::u16string out;
    for (std::size_t i = 0; i < text.size();) {
        auto byte = std::uint8_t(text[i]);
        int more = byte < 0x80 ? 0 : byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
        std::uint32_t code = more == 0 ? byte : byte & (0x3f >> more);
        for (int k = 1; k <= more && i + k < text.size(); ++k) code = code << 6 | (std::uint8_t(text[i + k]) & 0x3f);
        i += 1 + static_cast<std::size_t>(more);
        if (code >= 0x10000) {
            out += static_cast<char16_t>(0xd7c0 + (code >> 10));
            out += static_cast<char16_t>(0xdc00 + (code & 0x3ff));
        } else {
            out += static_cast<char16_t>(code);
        }
    }
    return out;
}

void write(std::string& out, const json::value& value) {
    switch (value.kind()) {
        case json::kind::null:
            out += "null";
            break;
        case json::kind::bool_:
            out += value.get_bool() ? "true" : "false";
            break;
        case json::kind::int64:
            out += fmt::format("{}", value.get_int64());
            break;
        case json::kind::uint64:
            out += fmt::format("{}", value.get_uint64());
            break;
        case json::kind::double_: {
            double number = value.get_double();
            BREACHD_CHECK(number == static_cast<double>(static_cast<std::int64_t>(number)));
            out += fmt::format("{}", static_cast<std::int64_t>(number));
            break;
        }
        case json::kind::string:
            append_json_string(out, value.get_string());
            break;
        case json::kind::array: {
            out += '[';
            for (const auto& item : value.get_array()) {
                if (out.back() != '[') out += ',';
                write(out, item);
            }
            out += ']';
            break;
        }
        case json::kind::object: {
            std::vector<std::pair<std::u16string, const json::key_value_pair*>> members;
            for (const auto& member : value.get_object()) members.emplace_back(utf16(member.key()), &member);
            std::sort(members.begin(), members.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
            out += '{';
            bool first = true;
            for (const auto& [key, member] : members) {
                if (!first) out += ',';
                first = false;
                append_json_string(out, member->key());
                out += ':';
                write(out, member->value());
            }
            out += '}';
            break;
        }
    }
}

// Bytes of the character at `at` when it stands in a string as it is, else 0.
std::size_t plain_bytes(std::string_view text, std::size_t at) {
    auto c = static_cast<std::uint8_t>(text[at]);
    if (c >= 0x80) return character_at(text, at).bytes;
    return c >= 0x20 && c != '"' && c != '\\';
}

void append_escaped(std::string& out, char c) {
    switch (c) {
        case '"':
            out += "\\\"";
            break;
        case '\\':
            out += "\\\\";
            break;
        case '\b':
            out += "\\b";
            break;
        case '\f':
            out += "\\f";
            break;
        case '\n':
            out += "\\n";
            break;
        case '\r':
            out += "\\r";
            break;
        case '\t':
            out += "\\t";
            break;
        default:
            // what is written must be readable again
            if (static_cast<std::uint8_t>(c) >= 0x80)
                out += "\xef\xbf\xbd";
            else
                out += fmt::format("\\u{:04x}", static_cast<int>(c));
    }
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
    out += '"';
    std::size_t plain = 0;  // begin of what needs no escape
    for (std::size_t at = 0; at < text.size();) {
        if (auto bytes = plain_bytes(text, at); bytes != 0) {
            at += bytes;
            continue;
        }
        out.append(text, plain, at - plain);
        append_escaped(out, text[at]);
        plain = ++at;
    }
    out.append(text, plain).push_back('"');
}

bool is_json_pointer(std::string_view text) {
    if (!text.empty() && text.front() != '/') return false;
    for (std::size_t at = text.find('~'); at != std::string_view::npos; at = text.find('~', at + 1))
        if (at + 1 == text.size() || (text[at + 1] != '0' && text[at + 1] != '1')) return false;
    return true;
}

std::string text_member(const json::object& in, std::string_view name) {
    const auto* value = in.if_contains(name);
    return value && value->is_string() ? std::string(value->get_string()) : "";
}

json::value printable_json(const json::value& value) {
    if (value.is_string()) return json::value(printable(value.get_string()).text);
    if (value.is_array()) {
        json::array out;
        for (const auto& item : value.get_array()) out.push_back(printable_json(item));
        return out;
    }
    if (!value.is_object()) return value;
    json::object out;
    for (const auto& member : value.get_object()) out[member.key()] = printable_json(member.value());
    return out;
}

std::string canonical_json(const json::value& value) {
    std::string out;
    write(out, value);
    return out;
}

Result<json::value> parse_json(std::string_view text) {
    json::error_code failed;
    json::parse_options options;
    options.max_depth = 64;
    json::parser parser({}, options);
    std::size_t used = parser.write_some(text.data(), text.size(), failed);
    if (!failed) {
        while (used < text.size() &&
               (text[used] == ' ' || text[used] == '\n' || text[used] == '\r' || text[used] == '\t'))
            ++used;
        if (used < text.size())
            return Error{ErrorCode::invalid, "text after the JSON document", fmt::format("byte {}", used)};
        return parser.release();
    }
    return Error{ErrorCode::invalid, "not valid JSON: " + failed.message(), fmt::format("byte {}", used)};
}

}  // namespace breachd
