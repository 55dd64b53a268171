// Checks a JSON value against a JSON Schema, in as much of the 2020-12 language as our own schemas use: type, const,
// enum, required, properties, additionalProperties (false), items, pattern, minLength, minimum, oneOf, $ref to $defs. A
// keyword that is not known is a fault, so that nothing is silently unchecked.
#pragma once

#include <regex>
#include <set>
#include <string>
#include <vector>

#include "base/json.hpp"

namespace breachd::testkit {

class JsonSchema {
  public:
    explicit JsonSchema(json::object schema) : root_(std::move(schema)) {}

    // One line a fault: "/facts/role: is not one of the enum". Empty: the value is as the schema says.
    std::vector<std::string> faults(const json::value& value) const {
        std::vector<std::string> out;
        check(value, root_, "", out);
        return out;
    }

  private:
    static bool is(const json::value& value, std::string_view type) {
        if (type == "null") return value.is_null();
        if (type == "boolean") return value.is_bool();
        if (type == "integer") return value.is_int64() || value.is_uint64();
        if (type == "string") return value.is_string();
        if (type == "array") return value.is_array();
        return type == "object" && value.is_object();
    }

    static bool is_any(const json::value& value, const json::value& types) {
        if (types.is_string()) return is(value, std::string_view(types.get_string()));
        for (const auto& type : types.as_array())
            if (is(value, std::string_view(type.as_string()))) return true;
        return false;
    }

    void check(const json::value& value, const json::object& schema, const std::string& at,
               std::vector<std::string>& out) const {
        static const std::set<std::string_view> kNotes = {"$schema", "$id", "title", "description", "$defs"};
        auto fault = [&](const std::string& what) { out.push_back(at + ": " + what); };
        for (const auto& member : schema) {
            std::string_view word = member.key();
            const auto& rule = member.value();
            if (kNotes.contains(word)) continue;
            if (word == "$ref") {
                auto name = std::string_view(rule.as_string()).substr(std::string_view("#/$defs/").size());
                check(value, root_.at("$defs").as_object().at(name).as_object(), at, out);
            } else if (word == "type") {
                if (!is_any(value, rule)) fault("has another type than " + json::serialize(rule));
            } else if (word == "const") {
                if (value != rule) fault("is not " + json::serialize(rule));
            } else if (word == "enum") {
                bool found = false;
                for (const auto& each : rule.as_array()) found |= each == value;
                if (!found) fault("is not one of the enum");
            } else if (word == "oneOf") {
                int fitting = 0;
                for (const auto& each : rule.as_array()) {
                    std::vector<std::string> inner;
                    check(value, each.as_object(), at, inner);
                    fitting += inner.empty();
                }
                if (fitting != 1) fault("fits " + std::to_string(fitting) + " of oneOf");
            } else if (!check_object(value, word, rule, schema, at, out) && !check_scalar(value, word, rule, fault)) {
                fault("the schema uses a keyword that is not checked: " + std::string(word));
            }
        }
    }

    bool check_object(const json::value& value, std::string_view word, const json::value& rule,
                      const json::object& schema, const std::string& at, std::vector<std::string>& out) const {
        if (word == "items") {
            if (const auto* items = value.if_array())
                for (std::size_t i = 0; i < items->size(); ++i)
                    check((*items)[i], rule.as_object(), at + "/" + std::to_string(i), out);
            return true;
        }
        const auto* object = value.if_object();
        if (word == "required") {
            for (const auto& name : rule.as_array())
                if (object && !object->contains(name.as_string()))
                    out.push_back(at + ": lacks " + std::string(name.as_string()));
            return true;
        }
        if (word == "properties") {
            for (const auto& property : rule.as_object())
                if (const auto* member = object ? object->if_contains(property.key()) : nullptr)
                    check(*member, property.value().as_object(), at + "/" + std::string(property.key()), out);
            return true;
        }
        if (word != "additionalProperties") return false;
        for (const auto& member : object ? *object : json::object())
            if (!schema.at("properties").as_object().contains(member.key()))
                out.push_back(at + ": has the unknown member " + std::string(member.key()));
        return true;
    }

    template <class Fault>
    static bool check_scalar(const json::value& value, std::string_view word, const json::value& rule, Fault fault) {
        if (word == "pattern") {
            if (value.is_string() &&
                !std::regex_search(std::string(value.get_string()), std::regex(std::string(rule.as_string()))))
                fault("does not match " + std::string(rule.as_string()));
        } else if (word == "minLength") {
            if (value.is_string() && value.get_string().size() < rule.to_number<std::size_t>()) fault("is too short");
        } else if (word == "minimum") {
            if (is(value, "integer") && value.to_number<std::int64_t>() < rule.to_number<std::int64_t>())
                fault("is too small");
        } else {
            return false;
        }
        return true;
    }

    json::object root_;
};

}  // namespace breachd::testkit
