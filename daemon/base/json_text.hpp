// JSON text straight from our structs, by the mapping of base/json.hpp, without the tree between: for what is written
// often and read seldom.
#pragma once

#include "base/json.hpp"

namespace breachd {

// Appends a quoted string with the shortest escapes; bytes that are no UTF-8 become U+FFFD.
void append_json_string(std::string& out, std::string_view text);

// Appends the text of to_json(value).
template <class T>
void append_json(std::string& out, const T& value) {
    using namespace json_detail;
    if constexpr (std::is_same_v<T, std::string>) {
        append_json_string(out, value);
    } else if constexpr (std::is_same_v<T, bool>) {
        out += value ? "true" : "false";
    } else if constexpr (std::is_integral_v<T>) {
        out += std::to_string(value);
    } else if constexpr (std::is_same_v<T, Instant>) {
        append_json_string(out, format_rfc3339(value));
    } else if constexpr (std::is_enum_v<T>) {
        append_json_string(out, boost::describe::enum_to_string(value, "?"));
    } else if constexpr (is_optional<T>::value) {
        value ? append_json(out, *value) : void(out += "null");
    } else if constexpr (is_vector<T>::value) {
        out += '[';
        for (const auto& item : value) {
            if (&item != value.data()) out += ',';
            append_json(out, item);
        }
        out += ']';
    } else if constexpr (is_string_map<T>::value) {
        out += '{';
        for (const auto& [key, item] : value) {
            if (out.back() != '{') out += ',';
            append_json_string(out, key);
            out += ':';
            append_json(out, item);
        }
        out += '}';
    } else if constexpr (boost::describe::has_describe_members<T>::value) {
        out += '{';
        boost::mp11::mp_for_each<described_members<T>>([&](auto member) {
            if (out.back() != '{') out += ',';
            append_json_string(out, member.name);
            out += ':';
            append_json(out, value.*member.pointer);
        });
        out += '}';
    } else {
        out += json::serialize(to_json(value));
    }
}

template <class T>
std::string json_text(const T& value) {
    std::string out;
    append_json(out, value);
    return out;
}

}  // namespace breachd
