#include "core/raw_fields.hpp"

namespace breachd {

namespace {

void add_values(const json::value& in, std::vector<std::string>& out) {
    if (in.is_null()) return;
    if (in.is_string()) {
        out.emplace_back(std::string_view(in.get_string()));
    } else if (in.is_array()) {
        for (const auto& item : in.get_array()) add_values(item, out);
    } else {
        out.push_back(json::serialize(in));
    }
}

bool is_key_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
}

bool is_separator(char c) { return c == ' ' || c == '\t' || c == '|' || c == '^' || c == '\n' || c == '\r'; }

// Where the value that starts at `from` ends: before the next " key=", at a tab or at the line's end.
std::size_t value_end(std::string_view text, std::size_t from) {
    for (std::size_t at = from; at < text.size(); ++at) {
        if (text[at] == '\t' || text[at] == '\n' || text[at] == '\r') return at;
        if (text[at] != ' ' && text[at] != '^') continue;
        std::size_t key = at + 1;
        while (key < text.size() && is_key_char(text[key])) ++key;
        if (key > at + 1 && key < text.size() && text[key] == '=') return at;
    }
    return text.size();
}

// CEF escapes = and \ in values, and line ends.
std::string unescaped(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '\\' || at + 1 == text.size()) {
            out += text[at];
            continue;
        }
        char next = text[++at];
        if (next != '=' && next != '\\' && next != '|' && next != 'n') out += '\\';
        out += next == 'n' ? '\n' : next;
    }
    return out;
}

std::vector<std::string> keyed_values(std::string_view text, std::string_view key) {
    std::vector<std::string> out;
    for (auto at = text.find(key); at != std::string_view::npos; at = text.find(key, at + 1)) {
        auto behind = at + key.size();
        bool begins = at == 0 || is_separator(text[at - 1]);
        if (!begins || behind >= text.size() || text[behind] != '=') continue;
        out.push_back(unescaped(text.substr(behind + 1, value_end(text, behind + 1) - behind - 1)));
    }
    return out;
}

}  // namespace

bool is_json_pointer(std::string_view text) {
    if (text.size() < 2 || text.front() != '/') return false;
    for (std::size_t at = text.find('~'); at != std::string_view::npos; at = text.find('~', at + 1))
        if (at + 1 == text.size() || (text[at + 1] != '0' && text[at + 1] != '1')) return false;
    return true;
}

std::vector<std::string> RawFields::values(std::string_view pointer) const {
    if (!is_json_pointer(pointer)) return {};
    if (!document_) document_ = parse_json(raw_);
    if (!*document_) return keyed_values(raw_, pointer.substr(1));
    std::vector<std::string> out;
    boost::system::error_code missing;
    const auto* found = (*document_)->find_pointer(json::string_view(pointer.data(), pointer.size()), missing);
    if (found != nullptr) add_values(*found, out);
    return out;
}

}  // namespace breachd
