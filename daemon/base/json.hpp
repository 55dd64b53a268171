// JSON as a value type (Boost.JSON), the mapping between our structs and JSON, and the canonical form that is hashed.
//
// A struct described with BOOST_DESCRIBE_STRUCT maps member by member; an enum described with BOOST_DESCRIBE_ENUM maps
// to its name; Instant to RFC 3339; Duration to milliseconds; optional to null; vector to array; map<string, T> to
// object. Reading is lenient about members that are missing (they keep their default: a newer program reads an older
// journal) and strict about types.
#pragma once

#include <boost/describe.hpp>
#include <boost/json.hpp>
#include <boost/mp11.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/instant.hpp"
#include "base/result.hpp"

namespace breachd {

namespace json = boost::json;

// RFC 8785 (JCS): keys sorted by UTF-16 code units, no white space, shortest escapes. Numbers must be integers within
// ±2^53 (our documents hold no others); a double that is not one is a bug and stops the process.
std::string canonical_json(const json::value& value);

// The same value with every text in it (not the names of members) as printable() makes it (base/utf8.hpp).
json::value printable_json(const json::value& value);

// Parses with a depth limit of 64; the error names the byte offset. Duplicate keys: the last one wins.
Result<json::value> parse_json(std::string_view text);

// RFC 6901: "" or steps that begin with /, in which ~ is followed by 0 or 1.
bool is_json_pointer(std::string_view text);

// A member that is a string; "" when it is absent or anything else.
std::string text_member(const json::object& in, std::string_view name);

// The members of a described struct, its own first, then those of its bases.
template <class Base>
using members_of_base = boost::describe::describe_members<typename Base::type, boost::describe::mod_public>;
template <class T>
using described_members = boost::mp11::mp_apply<
    boost::mp11::mp_append,
    boost::mp11::mp_push_front<
        boost::mp11::mp_transform<members_of_base, boost::describe::describe_bases<T, boost::describe::mod_public>>,
        boost::describe::describe_members<T, boost::describe::mod_public>>>;

template <class T>
json::value to_json(const T& value);
template <class T>
Result<void> from_json(const json::value& in, T& out, const std::string& pointer = "");

namespace json_detail {

template <class T>
struct is_optional : std::false_type {};
template <class T>
struct is_optional<std::optional<T>> : std::true_type {};
template <class T>
struct is_vector : std::false_type {};
template <class T>
struct is_vector<std::vector<T>> : std::true_type {};
template <class T>
struct is_string_map : std::false_type {};
template <class T>
struct is_string_map<std::map<std::string, T>> : std::true_type {};

inline Error wrong(const std::string& pointer, const char* want) {
    return Error{ErrorCode::unprocessable, std::string("must be ") + want, pointer};
}

}  // namespace json_detail

template <class T>
json::value to_json(const T& value) {
    using namespace json_detail;
    if constexpr (std::is_same_v<T, json::value> || std::is_same_v<T, bool> || std::is_arithmetic_v<T>) {
        return json::value(value);
    } else if constexpr (std::is_same_v<T, json::object> || std::is_same_v<T, json::array>) {
        return json::value(value);
    } else if constexpr (std::is_same_v<T, std::string>) {
        return json::value(json::string_view(value.data(), value.size()));
    } else if constexpr (std::is_same_v<T, Instant>) {
        return json::value(format_rfc3339(value));
    } else if constexpr (std::is_same_v<T, Duration>) {
        return json::value(value.count());
    } else if constexpr (std::is_enum_v<T>) {
        return json::value(boost::describe::enum_to_string(value, "?"));
    } else if constexpr (is_optional<T>::value) {
        return value ? to_json(*value) : json::value(nullptr);
    } else if constexpr (is_vector<T>::value) {
        json::array out;
        out.reserve(value.size());
        for (const auto& item : value) out.push_back(to_json(item));
        return out;
    } else if constexpr (is_string_map<T>::value) {
        json::object out;
        for (const auto& [key, item] : value) out[key] = to_json(item);
        return out;
    } else {
        json::object out;
        boost::mp11::mp_for_each<described_members<T>>(
            [&](auto member) { out[member.name] = to_json(value.*member.pointer); });
        return out;
    }
}

template <class T>
Result<void> from_json(const json::value& in, T& out, const std::string& pointer) {
    using namespace json_detail;
    if constexpr (std::is_same_v<T, json::value>) {
        out = in;
    } else if constexpr (std::is_same_v<T, bool>) {
        if (!in.is_bool()) return wrong(pointer, "true or false");
        out = in.get_bool();
    } else if constexpr (std::is_integral_v<T>) {
        boost::system::error_code failed;
        out = in.is_number() ? in.to_number<T>(failed) : T{};
        if (!in.is_number() || failed) return wrong(pointer, "a whole number in range");
    } else if constexpr (std::is_floating_point_v<T>) {
        if (!in.is_number()) return wrong(pointer, "a number");
        out = in.to_number<T>();
    } else if constexpr (std::is_same_v<T, std::string>) {
        if (!in.is_string()) return wrong(pointer, "a string");
        out.assign(in.get_string().data(), in.get_string().size());
    } else if constexpr (std::is_same_v<T, Instant>) {
        if (!in.is_string()) return wrong(pointer, "an RFC 3339 time");
        auto at = parse_rfc3339(std::string_view(in.get_string().data(), in.get_string().size()));
        if (!at) return Error{ErrorCode::unprocessable, at.error().message, pointer};
        out = *at;
    } else if constexpr (std::is_same_v<T, Duration>) {
        std::int64_t ms = 0;
        if (auto ok = from_json(in, ms, pointer); !ok) return ok;
        out = Duration{ms};
    } else if constexpr (std::is_enum_v<T>) {
        if (!in.is_string() || !boost::describe::enum_from_string(std::string(in.get_string()).c_str(), out))
            return wrong(pointer, "one of the known words");
    } else if constexpr (is_optional<T>::value) {
        if (in.is_null()) {
            out.reset();
        } else {
            return from_json(in, out.emplace(), pointer);
        }
    } else if constexpr (is_vector<T>::value) {
        if (!in.is_array()) return wrong(pointer, "an array");
        out.clear();
        for (std::size_t i = 0; i < in.get_array().size(); ++i)
            if (auto ok = from_json(in.get_array()[i], out.emplace_back(), pointer + "/" + std::to_string(i)); !ok)
                return ok;
    } else if constexpr (is_string_map<T>::value) {
        if (!in.is_object()) return wrong(pointer, "an object");
        out.clear();
        for (const auto& [key, item] : in.get_object())
            if (auto ok = from_json(item, out[std::string(key)], pointer + "/" + std::string(key)); !ok) return ok;
    } else {
        if (!in.is_object()) return wrong(pointer, "an object");
        Result<void> result;
        boost::mp11::mp_for_each<described_members<T>>([&](auto member) {
            if (!result) return;
            if (const auto* item = in.get_object().if_contains(member.name))
                result = from_json(*item, out.*member.pointer, pointer + "/" + member.name);
        });
        return result;
    }
    return {};
}

}  // namespace breachd
